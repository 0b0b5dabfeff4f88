"""Which lines are the article: by their kind, by where they stand, by what stands around them."""

import pytest

from onrecord.extract import text
from onrecord.extract.boilerplate import judge
from onrecord.extract.cues import find
from onrecord.extract.fold import fold_lines
from onrecord.extract.page import Page, SourceLine
from onrecord.extract.strand import strands_of

PROSE = [
    "清晨五点，渡口的雾还没有散，老船工已经把缆绳理好，等着第一批过河的人。",
    "他在这条河上撑了三十一年的船，见过两次大水，也见过河底露出来的石头。",
    "桥通车以后，坐船的人少了，但他每天还是五点起床，把船擦一遍。",
    "有人问他为什么不去城里，他笑了笑，说城里没有河。",
]


def _judged(*lines, site_lines=frozenset()):
    return judge(strands_of(text.parse("\n".join(lines), is_markdown=False)), site_lines)


def _kept(*lines, **options):
    return [strand.text for strand in _judged(*lines, **options) if strand.is_main]


def _reason(line):
    cue = find(fold_lines([line])[0])
    return cue.reason if cue else None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("首页 > 新闻 > 正文", "navigation"),
        ("當前位置：首頁 > 人物", "navigation"),
        ("點讚 收藏 轉發", "navigation"),
        ("Sign in | Subscribe", "navigation"),
        ("阅读 1.2万", "counter"),
        ("128次阅读", "counter"),
        ("本文字数：4200 字", "reading_time"),
        ("8 min read", "reading_time"),
        ("文 | 林渡", "byline"),
        ("作者：林渡 来源：河岸周报", "byline"),
        ("整理丨林渡", "byline"),
        ("2024-03-01 08:00 来源：河岸周报", "byline"),
        ("本文轉自河岸周報", "byline"),
        ("免責聲明：本文僅代表作者個人觀點", "disclaimer"),
        ("版权归原作者所有，转载请注明出处", "disclaimer"),
        ("© 2021 River Weekly. All rights reserved.", "disclaimer"),
        ("加我微信 river123 拉你进群", "group_spam"),
        ("淘宝搜【夏日红包】领超级红包", "advert"),
        ("长按二维码，关注公众号", "app_promotion"),
        ("本周日晚八点，敬请收听", "teaser"),
        ("▲ 渡口的清晨", "caption"),
        ("图片来源：河岸周报", "caption"),
        ("Photo by Maren Holt", "caption"),
        ("延伸阅读：桥的故事", "related"),
        ("相关推荐", "related"),
        ("You may also like", "related"),
        ("网友评论(12)", "comments"),
        ("以下是访谈实录：", "editor_note"),
        ("（本文经编辑整理，有删节）", "editor_note"),
        ("—— END ——", "end_mark"),
    ],
)
def test_kinds_of_clutter_are_known_by_their_words(line, reason):
    assert _reason(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        *PROSE,
        "他把文章读了三遍，又在评论里写了很长的一段话，最后还是删掉了。",
        "我们做微信群运营的时候，最怕的不是没人说话，而是所有人同时说话。",
        "The copyright question was never settled, and both families kept a copy of the map.",
        "图书馆的灯亮了一夜。",
        "河岸周报经授权刊发此次对话，内容经编辑整理。",
    ],
)
def test_prose_about_such_things_is_none(line):
    assert line in _kept(*PROSE[:2], line, *PROSE[2:])


def test_a_text_that_is_only_prose_comes_through_untouched():
    assert _kept(*PROSE) == PROSE
    assert all(strand.reason is None for strand in _judged(*PROSE))


def test_the_page_around_the_body_goes():
    head = ["河岸网", "首页", "渡口的早晨过去了吗？", "2023-05-06", "来源：河岸周报", "88"]
    tail = [
        "渡口纪念册",
        "收藏",
        "猜你喜欢",
        "城里的河去哪儿了？",
        "一条河有多长，取决于你问的是谁，也取决于什么时候问。",
    ]

    assert _kept(*head, *PROSE, *tail) == PROSE


def test_clutter_inside_the_body_goes_with_its_reason():
    judged = _judged(*PROSE[:2], "▲渡口的清晨。摄影：方晴", "扫描下方二维码，关注河岸周报", *PROSE[2:])

    assert [(s.text, s.reason) for s in judged if not s.is_main] == [
        ("▲渡口的清晨。摄影：方晴", "caption"),
        ("扫描下方二维码，关注河岸周报", "app_promotion"),
    ]


def test_what_a_speaker_says_is_never_clutter():
    turns = [
        "记者：您平时怎么联系乘客？", "老船工：加微信。", "记者：群里有多少人？",
        "老船工：扫码进群的有三百多人。",
        "记者：您看评论吗？", "老船工：不看。", "编辑部：那您看什么？", "老船工：不看。",
    ]  # fmt: skip

    assert _kept(*PROSE, *turns) == [*PROSE, *turns]


def test_an_editor_who_asks_is_a_speaker_and_no_byline():
    turns = [
        "编辑：您第一次撑船是什么时候？", "老船工：十四岁。",
        "编辑：那时候河面比现在宽吗？", "老船工：宽一倍。",
        "编辑：您教过徒弟吗？他们后来还撑船吗？", "老船工：教过两个。",
    ]  # fmt: skip

    assert _kept(PROSE[0], "编辑：林渡", *turns) == [PROSE[0], "编辑：林渡", *turns]


def test_labels_on_lines_of_their_own_belong_to_the_body():
    body = [
        "老船工：",
        "早。",
        "记者：",
        "您今天也五点起床吗？",
        "老船工：",
        "是的，没有一天不是，除了那年发大水。",
    ]

    assert _kept("河岸网", "首页", *body) == body


def test_an_end_mark_before_the_body_does_not_end_it():
    notice = "本文经河岸周报授权转载，版权归原作者所有"

    assert _kept("渡口", notice, *PROSE) == PROSE


def test_a_notice_between_turns_does_not_end_the_interview():
    first = ["记者：您撑船多少年了？", "老船工：三十一年了，从来没有换过地方。"]
    rest = ["记者：以后呢？", "老船工：以后也在这里，船在哪里我就在哪里。"]

    assert _kept(*PROSE, *first, "声明：转载请注明出处", *rest) == [*PROSE, *first, *rest]


def test_the_same_line_again_and_again_between_paragraphs_is_an_advert():
    advert = "河岸牌雨靴全新上市"
    lines = [part for line in PROSE for part in (line, advert)]

    assert _kept(*lines) == PROSE


def test_questions_before_a_teaser_belong_to_it():
    tail = [
        "河会消失吗？",
        "船会消失吗？",
        "周四晚八点，三位船工在河岸直播间聊聊桥，欢迎预约围观！",
        "文章来自于公众号河岸",
    ]
    turns = [
        "记者：您累吗？",
        "老船工：不累。",
        "记者：真的吗？",
        "老船工：真的不累，习惯了，河也没有喊过累。",
    ]

    assert _kept(*PROSE, *turns, *tail) == [*PROSE, *turns]


def test_in_html_the_extractors_verdict_is_only_corrected():
    lines = ["菜单", PROSE[0], "图片来源：河岸周报", PROSE[1], PROSE[2], "责任编辑：林渡", "别的文章"]
    verdict = [False, True, True, True, True, True, False]
    start, placed = 0, []
    for line, is_main in zip(lines, verdict, strict=True):
        placed.append(SourceLine(line, start, is_main=is_main))
        start += len(line) + 1

    judged = judge(strands_of(Page("\n".join(lines), tuple(placed))))

    assert [strand.text for strand in judged if strand.is_main] == PROSE[:3]
    assert [strand.reason for strand in judged if not strand.is_main] == [
        "header", "caption", "byline", "tail",
    ]  # fmt: skip
