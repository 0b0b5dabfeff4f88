"""Sketches: copies share some of their sample, whatever part of an article they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.onrecord.dedup.pages import article

from onrecord.dedup import fold
from onrecord.dedup.sketch import BOTTOM, covered, sample, shingles

MIN_SHARED = 2


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000), word_count=st.sampled_from([120, 400, 2000, 8000]), start=st.floats(0, 0.6)
)
def test_a_part_of_an_article_shares_its_sample(seed: int, word_count: int, start: float) -> None:
    words = article(seed, word_count).split(" ")
    begin = int(start * len(words))
    part = " ".join(words[begin : begin + int(len(words) * 0.4)])
    whole, cut = (set(sample(shingles(fold(text)).hashes).tolist()) for text in (" ".join(words), part))
    assert len(whole & cut) >= MIN_SHARED


def test_a_sample_grows_with_the_text_but_not_as_fast() -> None:
    short, long = (len(sample(shingles(article(1, count)).hashes)) for count in (400, 16_000))
    assert short == BOTTOM
    assert 150 < long < 400


def test_shingles_do_not_depend_on_what_else_stands_in_the_text() -> None:
    chinese = "今天我们在旧粮仓里谈到了剧场和一盏灯的故事"
    alone = set(shingles(chinese).hashes.tolist())
    among_words = set(
        shingles("a long preface of very many english words before " * 5 + chinese).hashes.tolist()
    )
    assert alone <= among_words


def test_texts_shorter_than_a_shingle_have_one() -> None:
    assert len(shingles("一二三").hashes) == 1
    assert len(shingles("").hashes) == 0
    assert len(sample(shingles("").hashes)) == 0


def test_covered_tokens_are_those_in_shared_shingles() -> None:
    a, b = shingles("one two three four five six seven"), shingles("zero two three four nine ten eleven")
    assert covered(a, b).tolist() == [False, True, True, True, False, False, False]


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="甲乙丙丁 ab1", max_size=50))
def test_hashes_are_the_same_for_the_same_run_anywhere(text: str) -> None:
    once, later = shingles(fold(text)), shingles(fold("戊己庚辛壬癸" + text))
    if len(once.tokens) > 5:
        assert np.isin(once.hashes, later.hashes).all()
