"""Damage then repair gives the original back, for every kind that can be undone, in every script that it meets."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from onrecord.extract import text
from onrecord.extract.repair import repair
from onrecord.extract.repair.remains import decode_again
from onrecord.extract.strand import strands_of

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "articles"

HANS = [
    "磨坊主每天清早第一件事，就是去看河里的水涨了没有，然后才回来生火做饭。",
    "他说机器再好，也要有人听它的声音；声音不对了，就得停下来看一看。",
    "“你怎么知道不对？”学徒问。磨坊主想了想，说：“听得久了，就知道了。”",
]
HANT = [
    "燈塔裡的樓梯一共有一百四十級，守塔人說，他從來沒有數過，是他的孩子們數出來的。",
    "霧大的夜晚，他會把窗子打開，聽一聽遠處有沒有船鳴笛，聽見了才肯坐下來喝茶。",
    "「要是聽不見呢？」我問。「那就再等一會兒，」他說，「海上的人比我們更著急。」",
]
JAPANESE = [
    "この町の図書館は夜の十時まで開いていて、雨の日でも灯りが消えることはない。",
    "司書の人は、本よりも人の話を聞くほうが多いと笑っていた。",
]
KOREAN = [
    "마을의 빵집은 새벽 네 시에 문을 열고, 첫 손님은 언제나 같은 우체부이다.",
    "그는 말없이 빵 두 개를 사서 자전거에 싣고 떠난다.",
]
RUSSIAN = [
    "Паромщик знает реку лучше, чем собственный двор, и никогда не смотрит на часы.",
    "«Зачем мне часы, — говорит он, — если есть течение?»",
]
GREEK = ["Ο φαροφύλακας μετράει τα πλοία κάθε βράδυ και τα γράφει σε ένα μικρό τετράδιο."]
ENGLISH = [
    "The clockmaker keeps forty clocks, and no two of them agree; he says that this is how he knows the time.",
    "“Which one is right?” I asked. “Whichever I wound last,” he said, and went back to his spring.",
]
FRENCH = ["L’horloger a déjà fermé la porte, mais la lumière reste allumée : il répare encore une montre."]
GERMAN = ["Die Fährfrau grüßt jeden, der über den Fluß möchte, und weiß von jedem, wohin er will."]
VIETNAMESE = ["Người lái đò thuộc từng khúc sông, và chưa bao giờ cần nhìn đồng hồ để biết giờ."]
ARABIC = ["يعرف صاحب القارب النهر أكثر مما يعرف بيته، ولا ينظر إلى الساعة أبداً."]
THAI = ["คนพายเรือรู้จักแม่น้ำดีกว่าบ้านของตัวเอง และไม่เคยดูนาฬิกาเลย"]
HINDI = ["नाविक नदी को अपने घर से भी अच्छी तरह जानता है और कभी घड़ी नहीं देखता।"]

HAN = [*HANS, *HANT]
JOINING = [*ARABIC, *THAI, *HINDI]  # scripts in which joiners mean something
PLAIN = [*HAN, *JAPANESE, *KOREAN, *RUSSIAN, *GREEK, *ENGLISH, *FRENCH, *GERMAN, *VIETNAMESE]
ALL = [*PLAIN, *JOINING]

once = settings(max_examples=40, deadline=None)
lines = st.sampled_from(ALL)


def repaired(*damaged: str) -> list[str]:
    strands, _ = repair(strands_of(text.parse("\n".join(damaged), is_markdown=False)))
    return [strand.text for strand in strands if strand.reason is None]


def spread(data: st.DataObject, line: str, count: int) -> list[int]:
    """Places between two letters of a line."""
    inside = [i for i in range(1, len(line)) if line[i - 1].isalnum() and line[i].isalnum()]
    return sorted(data.draw(st.sets(st.sampled_from(inside), min_size=1, max_size=count)), reverse=True)


def insert(line: str, places: list[int], what: list[str]) -> str:
    for place, new in zip(places, what, strict=False):
        line = line[:place] + new + line[place:]
    return line


@once
@given(lines, st.data())
def test_entities(line: str, data: st.DataObject) -> None:
    some = set(data.draw(st.lists(st.sampled_from(sorted(set(line) - {" "})), min_size=1, max_size=4)))
    damaged = "".join(f"&#{ord(c)};" if c in some and ord(c) > 127 else c for c in html.escape(line))

    assert repaired(damaged.replace("&quot;", '"').replace("&#x27;", "'")) == [line]


@once
@given(lines, st.sampled_from(["b", "strong", "span", "em", "p"]), st.data())
def test_tags(line: str, tag: str, data: st.DataObject) -> None:
    end, start = (
        data.draw(st.integers(len(line) // 2, len(line))),
        data.draw(st.integers(0, len(line) // 2)),
    )
    damaged = f"{line[:start]}<{tag} class='x'>{line[start:end]}</{tag}>{line[end:]}<br/>"

    assert repaired(damaged) == [line]


@once
@given(lines, st.data())
def test_bold_marks(line: str, data: st.DataObject) -> None:
    end, start = (
        data.draw(st.integers(len(line) // 2 + 1, len(line))),
        data.draw(st.integers(0, len(line) // 2)),
    )

    assert repaired(f"{line[:start]}**{line[start:end]}**{line[end:]}") == [line]


@once
@given(
    st.sampled_from(PLAIN),
    st.lists(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\ue123"), min_size=6),
    st.data(),
)
def test_unseen_characters_inside_words(line: str, unseen: list[str], data: st.DataObject) -> None:
    assert repaired(insert(line, spread(data, line, 6), unseen)) == [line]


@once
@given(st.sampled_from([HANS, HANT, ENGLISH]), st.permutations("🌾🚭🔐🎈🐟🍵"), st.data())
def test_emoji_inside_words(body: list[str], emoji: list[str], data: st.DataObject) -> None:
    line = body[0]
    places = spread(data, line, 6)
    assume(len(places) >= 4)

    assert repaired(insert(line, places, emoji), *body[1:]) == body


@once
@given(st.permutations(ALL), st.sampled_from(["sloppy-windows-1252", "latin-1"]))
def test_utf_8_read_as_latin(body: list[str], charset: str) -> None:
    original = "\n".join(body)

    assert decode_again(original.encode("utf8").decode(charset))[0] == original


@once
@given(st.sampled_from([HANS, HANT]), st.integers(0, 2))
def test_spaces_between_han_characters(body: list[str], step: int) -> None:
    spaced = [
        "".join(c + (" " if _both_han(line, i) and i % 9 >= step else "") for i, c in enumerate(line))
        for line in body
    ]

    assert repaired(*spaced) == body


def _both_han(line: str, i: int) -> bool:
    return i + 1 < len(line) and all("\u3400" <= c <= "\u9fff" for c in line[i : i + 2])


@once
@given(st.sampled_from([HANS, RUSSIAN, JAPANESE]), st.integers(0, 30), st.booleans())
def test_a_body_that_stands_twice(body: list[str], cut: int, is_first_cut: bool) -> None:
    body = [*body, *HANT, *ENGLISH]
    copy = [*body[:-1], body[-1][: len(body[-1]) - cut]]
    first, second = (copy, body) if is_first_cut else (body, copy)

    assert repaired("首页 新闻", *first, *second) == ["首页 新闻", *body]


@once
@given(
    st.lists(st.sampled_from([*HANS[:2], *HANT[:2]]), min_size=4, max_size=8),
    st.sampled_from([("顾远", "沈知秋"), ("記者", "陳牧野"), ("Ms. Hale", "Tobin Vale")]),
)
def test_turns_whose_lines_were_lost(said: list[str], names: tuple[str, str]) -> None:
    turns = [f"{names[i % 2]}：{line.replace('：', '，')}" for i, line in enumerate(said)]
    assume(len(set(turns)) == len(turns))

    assert repaired(" ".join(turns)) == turns


@pytest.mark.parametrize(
    "damaged",
    [
        (
            "看著窗外的雨，他想起了名著里的那个随著河水漂走的村庄，这是著名的。",
            ("著窗", "着窗"),
            ("著河", "着河"),
        ),
        (
            "皇後批準了這個製度，方麵很多。",
            ("皇後", "皇后"),
            ("批準", "批准"),
            ("製度", "制度"),
            ("方麵", "方面"),
        ),
    ],
)
def test_over_converted_characters(damaged) -> None:
    original, *words = damaged
    for wrong, right in words:
        original = original.replace(wrong, right)
    body = HANS if "这" in original else HANT

    assert repaired(damaged[0], *body) == [original, *body]


@pytest.mark.parametrize(
    "line",
    [
        "處理發票的人明白發生了什麼，那隻有斑點的貓卻從前麵店跑了出去，代表麵包師傅說話。",
        "標準許可不是手機製造商說了算的，女皇後來也吃了北方麵食。",
        "這裡程序很多，然後麵包就好了，若乾燥的話先研製度假用的帳篷。",
    ],
)
def test_words_that_only_look_over_converted_stay(line: str) -> None:
    assert repaired(line, *HANT) == [line, *HANT]


@once
@given(st.permutations(ALL))
def test_sound_text_of_every_script_stays(body: list[str]) -> None:
    strands = strands_of(text.parse("\n".join(body), is_markdown=False))

    assert repair(strands) == (strands, ())
    assert decode_again("\n".join(body)) == ("\n".join(body), 0)


def test_repairs_change_no_authored_sample() -> None:
    articles = sorted(SAMPLES.glob("*.md"))
    assert len(articles) >= 20
    for article in articles:
        body = article.read_text("utf8").split("\n---\n", 1)[1]
        strands = strands_of(text.parse(body, is_markdown=False))

        assert repair(strands) == (strands, ()), article.name
