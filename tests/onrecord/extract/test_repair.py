"""Damage then repair gives the original back; text that is not damaged stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract import text
from onrecord.extract.repair import repair
from onrecord.extract.repair.doubled import drop_second_copy
from onrecord.extract.repair.gbk import join_split_characters
from onrecord.extract.repair.lines import split_lost_lines
from onrecord.extract.repair.noise import (
    close_han_spaces,
    count_replaced_words,
    drop_emoji_in_words,
    drop_invisible,
)
from onrecord.extract.repair.pinyin import drop_annotations, is_strewn
from onrecord.extract.repair.remains import drop_markdown_marks, drop_tags, fix_mojibake, read_entities
from onrecord.extract.strand import strands_of

READINGS = {
    "學": "xué", "術": "shù", "機": "jī", "務": "wù", "設": "shè", "開": "kāi", "關": "guān", "發": "fā",
    "学": "xué", "术": "shù", "机": "jī", "务": "wù", "设": "shè", "开": "kāi", "关": "guān", "发": "fā",
}  # fmt: skip
PROSE = (
    "他在山裡開了一間學校，教孩子們修理機器。學校的設備很舊，機器也常常壞掉，可是沒有人抱怨。",
    "後來技術好了，服務也好了，學校開始發展，開關都換成了新的，設計圖貼滿了牆。",
    "「你們發現了什麼？」他問學生。學生說，機會總是留給開口的人。",
)
SIMPLIFIED = (
    "他在山里开了一间学校，教孩子们修理机器。学校的设备很旧，机器也常常坏掉，可是没有人抱怨。",
    "后来技术好了，服务也好了，学校开始发展，开关都换成了新的，设计图贴满了墙。",
    "“你们发现了什么？”他问学生。学生说，机会总是留给开口的人。",
)
ENGLISH = (
    "The mill stood at the end of the lane, and nobody had ground a single sack of corn there for years.",
    "“We kept the key,” she said, “because somebody always comes back.” Nobody had, until last week.",
    "Then a letter came. It was short; it asked only whether the wheel still turned, and how much it cost.",
)


def _strands(*lines):
    return strands_of(text.parse("\n".join(lines), is_markdown=False))


def _texts(strands):
    return [strand.text for strand in strands]


def _annotate(line):
    return "".join(f"{c}({READINGS[c]})" if c in READINGS else c for c in line)


def _split_bytes(document):
    """The damage itself: each annotation put behind its two bytes, also across characters."""
    data = document.encode("gbk")
    for character, reading in READINGS.items():
        pair = character.encode("gbk")
        data = data.replace(pair, pair + b"(" + reading.encode("gbk") + b")")
    decoded, i = [], 0
    while i < len(data):
        if data[i] < 0x80:
            decoded.append(chr(data[i]))
            i += 1
        elif i + 1 < len(data) and 0x40 <= data[i + 1] <= 0xFE and data[i + 1] != 0x7F:
            decoded.append(data[i : i + 2].decode("gb18030"))
            i += 2
        else:
            decoded.append("?")
            i += 2
    return "".join(decoded)


@pytest.mark.parametrize("lines", [PROSE, SIMPLIFIED])
def test_pinyin_goes_from_a_document_that_is_strewn_with_it(lines):
    repaired, count = drop_annotations(_strands(*map(_annotate, lines)))

    assert _texts(repaired) == list(lines)
    assert count == sum(c in READINGS for line in lines for c in line)


@pytest.mark.parametrize(
    "lines",
    [
        # a glossary of ten
        [f"{c}({READINGS[c]})：一个常用字，见于许多词语。" for c in "学术机务设开关发術機"],
        # the one rare name an author explains
        ["主人姓甄(zhēn)，名字叫犇(bēn)，镇上没有人会写他的名字。", *SIMPLIFIED],
        # a text for learners
        ["我(wǒ)们(men)学(xué)校(xiào)开(kāi)学(xué)了(le)，我(wǒ)很(hěn)高(gāo)兴(xìng)。"],
        # parentheses that are none
        ["模型(AI)、机器(robot)、学校(school)、开关(switch)、设计(design)、技术(tech)都讲过了。"],
    ],
)
def test_pinyin_that_an_author_wrote_stays(lines):
    assert not is_strewn(lines)
    assert drop_annotations(_strands(*lines)) == (_strands(*lines), 0)


def test_characters_split_by_an_annotation_are_joined_again():
    # 談 ends and 論 begins with the bytes of 務: the annotation lands in the middle of 論
    original = "\n".join([*PROSE, "他們還談論歷史 and談論「服務」的事情。", "我們談論服務業。"])
    damaged = _split_bytes(original)
    assert "?wù)" in damaged

    repaired, repairs = repair(_strands(*damaged.split("\n")))

    assert "\n".join(_texts(repaired)) == original
    assert {r.kind for r in repairs} == {"split_characters", "pinyin"}


def test_a_question_mark_before_a_word_is_no_split_character():
    strands = _strands(*map(_annotate, PROSE), "真的嗎?也許吧)。")

    assert join_split_characters(strands) == (strands, 0)


def test_of_a_body_printed_twice_the_fuller_copy_stays():
    cut = [*SIMPLIFIED[:2], SIMPLIFIED[2][:18]]

    for first, second in ((cut, SIMPLIFIED), (SIMPLIFIED, cut)):
        repaired, count = drop_second_copy(_strands("站名", *first, "热词 学校", *second))

        kept = [strand.text for strand in repaired if strand.reason is None]
        assert count == 1
        assert [line for line in kept if line not in ("站名", "热词 学校")] == list(SIMPLIFIED)


def test_turns_that_run_on_in_one_line_get_their_lines_back():
    turns = [
        "记者：桥修好了吗？",
        "陶予安：修好了，前天通的车。",
        "记者：您高兴吗？",
        "陶予安：高兴。",
        "记者：真的？",
    ]

    repaired, count = split_lost_lines(_strands(" ".join(turns)))

    assert _texts(repaired) == turns
    assert count == len(turns) - 1


@pytest.mark.parametrize(
    "line",
    [
        "他问道：“去哪儿？”她答道：“河边。”他又问道：“几点？”她又答道：“五点。”",
        "优点：轻。缺点：贵。",
        "见下表：一月十二次，二月九次。",
    ],
)
def test_speech_told_in_prose_stays_on_its_line(line):
    assert split_lost_lines(_strands(line)) == (_strands(line), 0)


def test_a_refrain_is_no_second_copy():
    refrain = [
        "风从山那边吹过来，吹过我们的屋顶",
        "我们在屋顶上数星星，数到天亮",
        "天亮以后谁也不记得数到了几",
    ]
    verses = [f"第{n}天我们又上了屋顶，带着{n}个苹果和一盏灯" for n in "一二三四五六七八九十"]
    strands = _strands(*verses[:5], *refrain, *verses[5:], *refrain)

    assert drop_second_copy(strands) == (strands, 0)


@pytest.mark.parametrize(
    ("undo", "damaged", "original"),
    [
        (read_entities, "风&nbsp;雨&amp;雪，&ldquo;都好&rdquo;&#65281;", "风 雨&雪，“都好”！"),
        (drop_tags, "他说<b class='x'>好</b>，就走了。<br />", "他说好，就走了。"),
        (drop_markdown_marks, "所以**最好的办法**是等。", "所以最好的办法是等。"),
        (
            drop_markdown_marks,
            "看[这里](https://example.test/a)就好![图](https://example.test/b)。",
            "看这里就好。",
        ),
        (fix_mojibake, "cafÃ© au lait, trÃ¨s bon", "café au lait, très bon"),
        (drop_invisible, "山\u200b里\u2060的\ufeff灯，\ue123亮了", "山里的灯，亮了"),
        (close_han_spaces, "山 里 的 灯 亮 了，他说。", "山里的灯亮了，他说。"),
        (drop_emoji_in_words, "山里👨‍🌾的🚭灯⚉亮了🔐。他🤦🏻说", "山里的灯亮了。他说"),
    ],
)
def test_each_kind_of_noise_goes(undo, damaged, original):
    repaired, count = undo(_strands(damaged))

    assert _texts(repaired) == [original]
    assert count > 0


def test_words_that_a_scraper_replaced_stay_visible_and_are_counted():
    line = "对话的引擎(con【【微信】】)很多年了，【一】和【【二】都不算。"

    assert count_replaced_words(_strands(line)) == (_strands(line), 1)


@pytest.mark.parametrize(
    "line",
    [
        "“Curly” quotes and ‘single’ ones — and an ellipsis… stay.",
        "山 水 画展今天开幕",
        "a ** b ** c = 2**3, and if x < b > y",
        "R&D 和 AT&T，Q&A；",
        "下班啦🎉 明天见😀",
        "Ｆｕｌｌ　ｗｉｄｔｈ，①②③，㎏",
        "می‌خواهم بروم",
        "विकास‍शील",
        "Ça coûte 3 €, naïve façade, Ærø",
    ],
)
def test_sound_text_stays_as_it_is(line):
    before = _strands(line)

    assert repair(before) == (before, ())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*PROSE, *SIMPLIFIED, *ENGLISH]), st.data())
def test_invisible_characters_inside_words_are_undone(line, data):
    place = data.draw(st.integers(1, len(line) - 1))
    if line[place - 1] == " " or line[place] == " ":
        return
    damaged = line[:place] + data.draw(st.sampled_from("\u200b\u2060\ufeff\ue000")) + line[place:]

    assert _texts(repair(_strands(damaged))[0]) == [line]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=12))
def test_any_text_is_repaired_without_losing_its_places(lines):
    page = text.parse("\n".join(lines), is_markdown=False)

    for strand in repair(strands_of(page))[0]:
        assert len(strand.places) == len(strand.text)
        assert all(0 <= place < len(page.source_text) for place in strand.places)


@settings(max_examples=40, deadline=None)
@given(st.permutations([*PROSE, *SIMPLIFIED, *ENGLISH]))
def test_repairing_again_changes_nothing(lines):
    once, _ = repair(_strands(*lines))

    assert _texts(once) == list(lines)
    assert repair(once)[0] == once
