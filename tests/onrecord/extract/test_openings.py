"""Where a dialogue begins: its first turns are text however short, the lines above them are not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from onrecord import extract

TYPES = {"txt": "text/plain", "md": "text/markdown", "html": "text/html"}


@dataclass(frozen=True)
class Case:
    """An invented page: what stands above the text, and the text."""

    name: str
    above: str
    text: str
    suffix: str = "txt"
    later: str | None = None  # why it is not read right yet


CASES = [
    Case(
        "names and times, short turns below a title",
        "第7期 修伞的人\n播客：夜里有灯\n时长：31:20",
        "林一 00:12\n你好。\n\n覃伯 00:14\n你好你好。\n\n林一 00:16\n伞还修吗？\n\n覃伯 00:18\n"
        "修，一天三把，都是老主顾拿来的，年轻人不修伞。\n\n"
        "林一 00:31\n那怎么办？",
        later="what a programme says of itself is not known for clutter",
    ),
    Case(
        "names and times in traditional script below navigation",
        "首頁 > 節目 > 文字稿\n夜航電台\n分享 收藏",
        "邵庭 00:05\n歡迎。\n\n連佩 00:07\n謝謝邀請。\n\n邵庭 00:09\n船還在嗎？\n\n連佩 00:11\n"
        "在，每年春天要上一次漆，去年的漆到現在還沒有乾透。\n\n"
        "邵庭 00:25\n那今年呢？\n\n連佩 00:27\n今年不上了。",
    ),
    Case(
        "machine labels and times below a byline",
        "会议录音转写\n2023-04-02 来源：河湾台",
        "spk01 00:00:03\n都到了吗？\nspk02 00:00:05\n到了。\nspk01 00:00:07\n那开始。\nspk02 00:00:09\n"
        "上个月我们一共收到四十一份申请，退回去的有六份，都是缺材料。\nspk01 00:00:20\n缺什么？\n"
        "spk02 00:00:22\n缺照片。",
    ),
    Case(
        "English speakers with times in brackets",
        "Episode 9: The Ferry Office\nListen on the player above\nPublished 3 May 2021",
        "Speaker 1 [00:02]\nReady?\n\nSpeaker 2 [00:03]\nAs I'll be.\n\nSpeaker 1 [00:05]\n"
        "How old is the ferry?\n\n"
        "Speaker 2 [00:08]\n"
        "Older than the office and a good deal drier, since the roof went in March.\n\n"
        "Speaker 1 [00:15]\nWho pays?",
    ),
    Case(
        "time before the name",
        "文字稿\n旧书摊\n编辑：戚小满 校对：路遥知",
        "[00:01] 甘棠\n早。\n[00:02] 尤里\n早。\n[00:04] 甘棠\n今天卖什么？\n[00:06] 尤里\n"
        "卖地图，都是十年前的，路早就改了，可是有人就喜欢改之前的。\n"
        "[00:15] 甘棠\n多少钱？",
    ),
    Case(
        "one exchange of two named people",
        "河湾评论\n文化 人物 专题",
        "沈小舟：您为什么不再唱了？\n\n"
        "季怀古：嗓子还在，听的人不在了。我唱给空椅子听过一个冬天，椅子没有鼓掌。",
        later="a row of sections is not known for navigation",
    ),
    Case(
        "one exchange in English below a byline",
        "The Harbor Post\nBy Edda Lorne | June 2, 2019",
        "Edda Lorne: What did you keep?\n\n"
        "Per Aldous: The bell, mostly, and the log of the last winter. Everything else went to the museum.",
    ),
    Case(
        "one exchange in traditional script below a source",
        "來源：青禾週報\n本文轉自青禾週報",
        "方若蘅：閣樓漏水嗎？\n湯述之：漏。漏了二十年，我在漏的地方種了薄荷，現在夏天整棟樓都是香的。",
    ),
    Case(
        "a plain question and its answer below the headline",
        "# 灯塔看守人：夜里最怕安静\n\n文 | 费阿舟",
        "你一个人守过多久？\n\n最长的一次四个月，补给船坏在半路，我把日历从后往前又撕了一遍。\n\n"
        "怕吗？\n\n怕安静，不怕浪，浪来了反倒有人说话的声音。",
        suffix="md",
    ),
    Case(
        "a plain question in English below the headline",
        "# The woman who tunes the organs\n\nBy Sunniva Karr",
        "When did you start?\n\n"
        "I was nine, and my father could no longer climb the ladder, so I climbed it and he listened from below.\n\n"
        "And now?\n\nNow I listen, and my niece climbs. She complains about the dust, as I did.",
        suffix="md",
        later="a byline of `By` and a name alone is not known",
    ),
    Case(
        "credits above a dialogue are no turns",
        "桥下的合唱团\n编辑：余小草 校对：段白石\n摄影：项南枝",
        "记者：几点开始？\n团长：天一亮。\n记者：谁都能来？\n"
        "团长：谁都能来，只有一条，不许看歌词，看了歌词嘴就跟不上脚，脚跟不上就会踩到前面的人。",
    ),
    Case(
        "two credits as sentences' neighbours are no speech",
        "河边的灯\n策划：河湾周报。\n统筹：闻人秋。",
        "入冬以后，河边的灯从七点改到五点亮，沿河的小店也跟着早开了两个钟头。\n"
        "卖糖水的说，灯亮了人就来，人来了糖水就得热着。",
    ),
    Case(
        "the data of an event above its record",
        "青禾读书会第十一场\n时间：2019年3月9日\n地点：青禾图书馆二楼\n嘉宾：柴静远、龙小河",
        "柴静远：先说好。\n龙小河：说什么？\n"
        "柴静远：今天不谈销量，谈一谈你书里那只一直没有回来的鹅，它后来怎么样了？\n"
        "龙小河：它回来了。",
    ),
    Case(
        "a list of contents with times",
        "本期目录\n00:00 开场\n03:15 第一把伞\n12:40 关门以后\n",
        "林一：开门了？\n覃伯：开了。\n"
        "林一：我路过这里十几年，一次也没有看见你关过门，你晚上睡在店里吗？\n覃伯：睡在伞下面。",
        later="no line of the head is known for clutter",
    ),
    Case(
        "teasers before an article are no turns",
        "热门推荐\n独家：一只鹅的回家路！\n直击：河湾今晨大雾！\n首页 > 社会 > 正文",
        "大雾从凌晨三点开始，渡口停航，两岸各有一百多人等着对面的船。\n"
        "到中午雾才散，船工说这是他三十年里见过的第二大的雾。",
    ),
    Case(
        "English teasers before an article are no turns",
        "Opinion: Why the goose came home\nExclusive: Inside the fog!\nHome | News | Sign in",
        "The fog came in at three in the morning, and the ferry did not run until noon.\n"
        "About a hundred people waited on either bank, each looking for the other's boat.",
        later="a row of sections is not known for navigation",
    ),
    Case(
        "names and times as elements of a page",
        "<h1>夜里有灯 第7期</h1><p>编辑：戚小满</p>",
        "林一 00:12\n你好。\n覃伯 00:14\n你好你好。\n林一 00:16\n伞还修吗？\n覃伯 00:18\n"
        "修，一天三把，都是老主顾拿来的，年轻人不修伞，坏了就扔。",
        suffix="html",
    ),
    Case(
        "one exchange as elements of a page",
        "<h1>The bell ringer</h1><p>By Edda Lorne</p>",
        "Edda Lorne: What did you keep?\n"
        "Per Aldous: The bell, mostly, and the log of the last winter. Everything else went to the museum on the hill.",
        suffix="html",
        later="a byline of `By` and a name alone is not known",
    ),
    Case(
        "a plain question after a lede in a text",
        "守塔人\n作者：费阿舟\n2020-08-01",
        "守塔三十年的伍长庚上个月退休了，我们在他的院子里坐了一下午。\n退休第一天做了什么？\n"
        "睡觉。\n睡着了吗？\n没有，灯不转，我睡不着。",
    ),
    Case(
        "frequent questions",
        "首页 > 帮助 > 常见问题\n借阅问答",
        "问：可以借几本？\n答：五本。\n问：逾期怎么办？\n"
        "答：每本每天一角，累计到五元以后就不能再借，直到还清为止。",
    ),
    Case(
        "a headline that asks, with the byline below it",
        "河湾的鹅去哪儿了？\n作者：路遥知 2021-05-06\n阅读 1203",
        "五月第一个星期，河湾的鹅少了一半，养鹅的人说不是黄鼠狼。\n"
        "他们在岸边找到一只船，船上都是羽毛，还有半袋没有吃完的玉米。",
    ),
    Case(
        "a headline with a colon that is printed above the deck",
        "季怀古：我把鼓还给河了\n青禾周报：一个鼓手的最后一夜\n记者 舒同舟",
        "鼓手季怀古的最后一场演出在渡口，观众有十九个人，其中七个是等船的。\n"
        "他敲了四十分钟，然后把鼓推下了水，鼓漂了很远。",
    ),
    Case(
        "opening times are no turns",
        "青禾图书馆\n周一 09:00\n周二 09:00\n周六 10:00\n关注 分享",
        "图书馆二楼的窗户修好了，从今天起重新开放，靠窗的位置仍然要预约。\n"
        "管理员提醒读者，修窗时落下的灰可能还在书脊上，请先擦一擦再翻。",
    ),
    Case(
        "a name with times only after a lede",
        "夜里有灯\n文字稿",
        "这一期我们去了修伞铺，聊了一个下午，下面是录音的文字，口误没有改。\n林一 00:12\n你好。\n"
        "覃伯 00:14\n你好。\n林一 00:15\n忙吗？",
        later="no line of the head is known for clutter",
    ),
]


def _body(case: Case) -> bytes:
    if case.suffix != "html":
        return f"{case.above}\n\n{case.text}".encode()
    paragraphs = "".join(f"<p>{line}</p>" for line in case.text.split("\n"))
    menu = "<nav><a href='/'>首页</a> <a href='/a'>节目</a></nav>"
    return f"<html><body>{menu}<article>{case.above}{paragraphs}</article></body></html>".encode()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case.name, marks=pytest.mark.xfail(reason=case.later, strict=True) if case.later else ()
        )
        for case in CASES
    ],
)
def test_a_text_begins_with_its_first_turn(case: Case) -> None:
    headers = {"Content-Type": f"{TYPES[case.suffix]}; charset=utf-8"}

    document = extract.read(_body(case), url=None, headers=headers)

    assert document.text.split("\n") == [line for line in case.text.split("\n") if line]
