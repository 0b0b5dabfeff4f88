"""Pages made to break a reader: each is read or refused with a reason, in time that grows as the page does."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import Permanent
from onrecord.extract import read

REASONS = {"unreadable", "no_text", "too_deep"}  # of ops.reasons: those that a reader may give
SMALL = 400  # lines, or what makes as much work
RATIO = 4  # the larger page is so many times the smaller one
MAX_GROWTH = 9  # times as long: quadratic would be 16, and a busy machine is not exact
MIN_SECONDS = 0.04  # a shorter time says nothing of growth

PROSE = "The keeper counts the boats, one by one, and writes each of them down before dark."

GROWING = {
    "paragraphs": lambda n: "<html><body>" + "".join(f"<p>{i} {PROSE}</p>" for i in range(n)),
    "lines": lambda n: "".join(f"{i} {PROSE}\n" for i in range(n)),
    "labelled lines": lambda n: "".join(f"Ann: short {i}\nBo: yes, and more.\n" for i in range(n // 2)),
    "headings": lambda n: "".join(f"# Heading {i}\n\n{i} {PROSE}\n\n" for i in range(n // 2)),
    "end marks among turns": lambda n: "".join(
        f"Ann: {PROSE}\n声明：转载请注明出处{i}\nBo: {PROSE}\n" for i in range(n // 3)
    ),
    "one long line": lambda n: "你好，我很好。" * (n * 6),
    "one line of Latin words": lambda n: "<html><body><p>" + "div display box flex and so on " * (n * 6),
    "lines of crumbs": lambda n: ("a >" * 40 + "。\n") * (n // 8) + PROSE,
    "lines of counters": lambda n: (
        ("阅读 1 , 1 . " * 9 + "。\n" + "1,1.1个圈友 " * 6 + "x\n") * (n // 8) + PROSE
    ),
    "one line of emoji": lambda n: "😀你" * (n * 12),
    "one line of dates": lambda n: "2024-01-01 " * (n * 6),
    "one line of brackets": lambda n: "# a\n\n**b** [c](d) **e**\n\n" + "[" * (n * 12),
    "titles in the markup": lambda n: (
        "<html><head>"
        + "".join(f"<meta property='og:title' content='Boats {i}'>" for i in range(n))
        + "</head><body>"
        + f"<p>{PROSE}</p>" * n
    ),
    "nested elements": lambda n: "<html><body>" + "<div>" * n + f"<p>{PROSE}</p>",
}


def _outcome(body):
    try:
        return read(body, url=None, headers={})
    except Permanent as refused:
        reason = refused.reason
    assert reason in REASONS
    return reason


def _seconds(body):
    start = time.process_time()
    _outcome(body)
    return time.process_time() - start


@pytest.mark.parametrize("kind", GROWING)
def test_time_grows_as_the_page_does(kind):
    small, large = (GROWING[kind](n).encode() for n in (SMALL, SMALL * RATIO))
    before, after = _seconds(small), _seconds(large)

    assert after <= MAX_GROWTH * max(before, MIN_SECONDS)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>" + b"<p>x</p>" * 11_000,
        b"<html><body>" + b"<a href=x>y</a> " * 160_000,
        b"x y\n" * 11_000,
        b"a" * 1_100_000,
        b"<html><body><p>" + b"ab" * 600_000,
        "问：你好。".encode() * 11_000,
        b" " * 20_000_001,
        b"<html><body>" + b"<p>x" * 4_000_000,
    ],
    ids=["paragraphs", "links", "lines", "one line", "one paragraph", "turns in one line", "bytes", "markup"],
)
def test_more_than_can_be_read_in_time_is_refused(body):
    with pytest.raises(Permanent) as refused:
        read(body, url=None, headers={})

    assert refused.value.reason == "too_deep"


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>" + b"<div>" * 20_000 + b"x",
        b"<html><body>" + b"<b><i><span>x " * 5_000,
        b"\n" * 100_000 + PROSE.encode(),
        b"\0" * 100_000,
        (PROSE + "\0\n").encode() * 3,
        f"<html><body><p>{PROSE}</p>".encode("utf-16-le"),
        "这是一个很长的句子，它有许多字。\n".encode("gbk")[1:] * 50,
        "这是一个很长的句子。\n".encode("gbk") + "这是第二个句子，它也很长。\n".encode(),
        b"<html><head><link rel=canonical href='http://[x'></head><body><p>" + PROSE.encode(),
        b"# a\n\n" + b">" * 20_000 + b" x\n" + b"**b** [a](b)\n" * 3,
        b"<html><head><script type='application/ld+json'>" + b"[" * 50_000 + b"</script><body><p>x",
    ],
)
def test_broken_and_nested_pages_are_read_or_refused(body):
    outcome = _outcome(body)

    assert outcome in REASONS or outcome.text


def test_nuls_are_no_reason_to_lose_the_text():
    text = "\n".join(f"{PROSE} {i} times over, as every evening." for i in range(4))

    assert read(text.replace("keeper", "kee\0per").encode(), url=None, headers={}).text == text


_PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class='nav'>",
            "</div>",
            "<br>",
            "<a href='/x'>",
            "</a>",
            "<b>",
            "</b>",
            "<h2>",
        ),
        *(
            "<table><tr><td>",
            "</td>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "&amp;",
            "<",
            "\0",
            "\n",
            "【【",
        ),
        *(
            "记者：",
            "问：",
            "答：",
            "1、",
            "（一）",
            "来源：某报",
            "2024-01-02 10:00",
            "**",
            "# ",
            "> ",
            "學(xué)",
            "\u200b",
        ),
        *(PROSE, "他们在山里住了很久，后来才知道春天已经来了。", "作者：", "Q:", "12", "；", "😀"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=60), st.booleans())
def test_any_pieces_of_a_page_are_read_or_refused(pieces, is_html):
    text = ("<html><body>" if is_html else "") + "".join(pieces)
    outcome = _outcome(text.encode())

    if outcome not in REASONS:
        assert all(outcome.text[s.start_char : s.end_char] for s in outcome.sections)
        assert [
            outcome.text[line.start_char : line.end_char] for line in outcome.lines
        ] == outcome.text.split("\n")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "<html><body><p>", "---\ntitle: x\n---\n", PROSE]))
def test_any_bytes_are_read_or_refused(body, head):
    _outcome(head.encode() + body)
