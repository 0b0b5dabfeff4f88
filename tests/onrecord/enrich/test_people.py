"""People across articles: who is one human, who is kept apart, and whose id never changes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.enrich.people import Appearance, Decision, Person, employers_fit, is_full_name, resolve

EMPLOYERS = ("北岭大学", "云栈科技", "北岭大学、云栈科技", None, None)
FORMS = (
    *(("林一", None), ("林一", "Lin Yi"), ("林一", "Lam Yat"), ("林怡", "Lin Yi"), ("Lin Yi", None)),
    *(
        ("玛拉·奎尔", None),
        ("瑪拉・奎爾", "Mara Quill"),
        ("Mara Quill", None),
        ("Mara J. Quill", None),
        ("顾南乔", None),
    ),
)


def appearance(number: int, name: str, **facts: str) -> Appearance:
    return Appearance(
        speaker_id=f"s{number}", article_id=facts.pop("article", f"a{number}"), name=name, **facts
    )


def link(appearances: Iterable[Appearance], known: Mapping[str, str] | None = None) -> tuple[Person, ...]:
    return resolve(appearances, known).people


def groups(people: tuple[Person, ...]) -> set[tuple[str, ...]]:
    return {person.speaker_ids for person in people}


def ids(people: tuple[Person, ...]) -> dict[str, str]:
    return {speaker: person.person_id for person in people for speaker in person.speaker_ids}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("蘇硯清", "苏砚清"),
        ("玛拉·奎尔", "瑪拉・奎爾"),
        ("Mara Quill", "MARA  QUILL"),
        ("林 一", "林一"),
        ("Ｍａｒａ Ｑｕｉｌｌ", "Mara Quill"),
    ],
)
def test_script_width_case_spaces_and_dots_do_not_make_two_people(one: str, other: str) -> None:
    people = link([appearance(1, one, outlet="浮岛日报"), appearance(2, other, outlet="浮岛日报")])
    assert groups(people) == {("s1", "s2")}


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("北岭大学", "北岭大学材料学院", True),
        ("云栈科技", "雲棧科技有限公司", True),
        ("Corvane", "Corvane Systems Inc.", True),
        ("北岭大学", "青梧实验室", False),
        ("Northfell University", "Corvane Systems", False),
    ],
)
def test_employers_fit_when_one_is_the_other_in_short(one: str, other: str, fit: bool) -> None:
    assert employers_fit(one, other) is fit
    assert employers_fit(other, one) is fit


def test_the_same_name_at_two_employers_stays_two_people() -> None:
    people = link(
        [appearance(1, "林一", affiliation="北岭大学"), appearance(2, "林一", affiliation="云栈科技")]
    )
    assert groups(people) == {("s1",), ("s2",)}


def test_a_shared_latin_form_joins_over_a_change_of_employer() -> None:
    people = link(
        [
            appearance(1, "林一", affiliation="北岭大学", name_latin="Lin Yi"),
            appearance(2, "林一", affiliation="云栈科技", name_latin="Yi Lin"),
        ]
    )
    assert groups(people) == {("s1", "s2")}


def test_different_latin_forms_keep_two_people_apart() -> None:
    people = link([appearance(1, "林一", name_latin="Lin Yi"), appearance(2, "林一", name_latin="Lam Yat")])
    assert groups(people) == {("s1",), ("s2",)}


def test_two_chinese_names_with_one_latin_form_are_two_people() -> None:
    people = link([appearance(1, "林一", name_latin="Lin Yi"), appearance(2, "林怡", name_latin="Lin Yi")])
    assert groups(people) == {("s1",), ("s2",)}


def test_a_latin_name_joins_the_transliteration_that_prints_it() -> None:
    (person,) = link([appearance(1, "瑪拉·奎爾", name_latin="Mara Quill"), appearance(2, "Mara Quill")])
    assert (person.name, person.name_latin) == ("玛拉·奎尔", "Mara Quill")
    assert set(person.aliases) == {"瑪拉·奎爾", "Mara Quill"}


def test_who_could_be_either_of_two_people_is_neither() -> None:
    people = link(
        [
            appearance(1, "林一", affiliation="北岭大学"),
            appearance(2, "林一", affiliation="云栈科技"),
            appearance(3, "林一"),
        ]
    )
    assert groups(people) == {("s1",), ("s2",), ("s3",)}


def test_two_speakers_of_one_article_are_never_one_person() -> None:
    people = link([appearance(1, "林一", article="a"), appearance(2, "林一", article="a")])
    assert groups(people) == {("s1",), ("s2",)}


@pytest.mark.parametrize("name", ["林", "MQ", "M. Q.", "Mara", "Dr. Quill", "林先生", "砚舒", "Quill"])
def test_a_name_that_is_not_full_makes_no_person(name: str) -> None:
    assert not is_full_name(appearance(1, name))
    assert link([appearance(1, name)]) == ()


@pytest.mark.parametrize("kind", ["role", "outlet"])
def test_roles_and_outlets_are_no_people(kind: str) -> None:
    assert link([appearance(1, "浮岛日报", kind=kind)]) == ()


def test_ids_of_people_linked_before_never_change() -> None:
    before = [appearance(5, "林一", first_published_at="2024-03-01"), appearance(6, "Mara Quill")]
    first = ids(link(before))
    later = [
        appearance(1, "林一", first_published_at="2020-01-01", affiliation="北岭大学"),
        appearance(2, "林一", first_published_at="2019-01-01", affiliation="云栈科技"),
        appearance(3, "玛拉·奎尔", name_latin="Mara Quill", first_published_at="2018-01-01"),
    ]
    second = ids(link([*later, *before], known=first))
    assert {speaker: second[speaker] for speaker in first} == first
    assert second["s3"] == first["s6"]


def decide(kind: str, staying: str, leaving: str = "") -> Decision:
    return Decision(kind, frozenset(staying.split()), frozenset(leaving.split()))


NAMESAKES = (
    appearance(1, "林一", affiliation="北岭大学"),
    appearance(2, "林一", affiliation="云栈科技"),
    appearance(3, "林一", affiliation="北岭大学材料学院"),
)


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], "s1+s3 s2"),
        ([decide("merge", "s1 s2")], "s1+s2+s3"),
        ([decide("split", "s1", "s3")], "s1 s2 s3"),
        ([decide("merge", "s1 s2 s3"), decide("split", "s1 s3", "s2")], "s1+s3 s2"),
        ([decide("split", "s1", "s3"), decide("merge", "s1 s3")], "s1+s3 s2"),
        ([decide("split", "s1", "s3"), decide("merge", "s2 s3")], "s1 s2+s3"),
        ([decide("merge", "s1 s2"), decide("merge", "s2 s3"), decide("split", "s1 s2", "s3")], "s1+s2 s3"),
        ([decide("split", "s1", "s3"), decide("split", "s1", "s2"), decide("merge", "s2 s3")], "s1 s2+s3"),
        ([decide("merge", "s1 s9")], "s1+s3 s2"),
    ],
)
def test_what_editors_decide_holds_and_the_later_word_counts(
    decisions: list[Decision], expected: str
) -> None:
    resolved = resolve(NAMESAKES, decisions=decisions)
    assert sorted("+".join(person.speaker_ids) for person in resolved.people) == expected.split()


def test_who_comes_later_joins_whom_editors_merged() -> None:
    later = appearance(4, "林一", affiliation="云栈科技有限公司")
    resolved = resolve([*NAMESAKES, later], decisions=[decide("merge", "s1 s2")])
    assert groups(resolved.people) == {("s1", "s2", "s3", "s4")}


def test_names_that_differ_are_one_person_when_editors_say_so() -> None:
    maiden, married = appearance(1, "Mara Quill"), appearance(2, "Mara Doe")
    resolved = resolve([maiden, married, appearance(3, "Mara Doe")], decisions=[decide("merge", "s1 s2")])
    assert groups(resolved.people) == {("s1", "s2", "s3")}


def test_whom_editors_parted_is_no_question_any_more() -> None:
    (pair,) = resolve(NAMESAKES).candidates
    assert pair.why == "their employers differ"
    assert resolve(NAMESAKES, decisions=[decide("split", "s1 s3", "s2")]).candidates == ()


def test_an_id_given_up_leads_on_and_comes_back_after_a_split() -> None:
    first = ids(resolve(NAMESAKES).people)
    merged = resolve(NAMESAKES, first, [decide("merge", "s1 s2")])
    assert merged.redirects == {first["s2"]: first["s1"]}
    again = ids(merged.people) | {"s2": ""}
    del again["s2"]
    parted = resolve(NAMESAKES, again, [decide("merge", "s1 s2"), decide("split", "s1 s3", "s2")])
    assert ids(parted.people) == first
    assert parted.redirects == {}


def test_namesakes_are_asked_about_up_to_a_bound() -> None:
    many = [appearance(number, "林一", outlet=f"outlet {number}") for number in range(60)]
    resolved = resolve(many)
    assert (len(resolved.people), len(resolved.candidates)) == (60, 20 * 19 // 2)


def test_a_whole_table_of_names_comes_out() -> None:
    parts = "一二三四五六七八九十山水风花月云雨雪天地"
    names = [f"顾{first}{second}" for first, second in itertools.product(parts, repeat=2)]
    many = [
        Appearance(f"{name}-{n}", f"{name}-{n}", name, affiliation=EMPLOYERS[n % 2])
        for name in names
        for n in range(6)
    ]
    resolved = resolve(many)
    assert (len(resolved.people), len(resolved.candidates)) == (800, 400)


def test_a_speaker_read_under_another_name_leaves_the_person() -> None:
    first = link([appearance(1, "林一"), appearance(2, "林一")])
    second = link([appearance(1, "林一"), appearance(2, "顾南乔")], known=ids(first))
    assert groups(second) == {("s1",), ("s2",)}
    assert ids(second)["s1"] == ids(first)["s1"] != ids(second)["s2"]


@st.composite
def everyone(draw: st.DrawFn) -> list[Appearance]:
    """Up to twelve speakers under few names, in few articles."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        name, latin = draw(st.sampled_from(FORMS))
        found.append(
            Appearance(
                speaker_id=f"s{number}",
                article_id=f"a{draw(st.integers(0, 9))}",
                name=name,
                name_latin=latin,
                affiliation=draw(st.sampled_from(EMPLOYERS)),
                outlet=draw(st.sampled_from(("浮岛日报", "北闸周报", None))),
            )
        )
    return found


@settings(max_examples=150, deadline=None)
@given(everyone(), st.randoms(use_true_random=False))
def test_the_order_of_appearances_does_not_matter(speakers: list[Appearance], chance: object) -> None:
    expected = resolve(speakers)
    chance.shuffle(speakers)
    assert resolve(speakers) == expected


@settings(max_examples=100, deadline=None)
@given(everyone(), st.randoms(use_true_random=False))
def test_people_are_the_same_whichever_article_came_first(speakers: list[Appearance], chance: object) -> None:
    expected = groups(resolve(speakers).people)
    chance.shuffle(speakers)
    known: dict[str, str] = {}
    for end in range(1, len(speakers) + 1):
        known = ids(resolve(speakers[:end], known).people)
    assert groups(resolve(speakers, known).people) == expected
    assert ids(resolve(speakers, known).people) == known


@settings(max_examples=100, deadline=None)
@given(everyone())
def test_an_id_goes_on_or_leads_to_one_that_does(speakers: list[Appearance]) -> None:
    half = ids(resolve(speakers[: len(speakers) // 2]).people)
    resolved = resolve(speakers, half)
    live = {person.person_id for person in resolved.people}
    for person_id in half.values():
        assert (person_id in live) != (resolved.redirects.get(person_id) in live)


@settings(max_examples=100, deadline=None)
@given(everyone())
def test_two_who_may_be_one_are_both_people(speakers: list[Appearance]) -> None:
    resolved = resolve(speakers)
    live = {person.person_id for person in resolved.people}
    for pair in resolved.candidates:
        assert pair.person_id < pair.other_person_id
        assert {pair.person_id, pair.other_person_id} <= live


def test_a_person_knows_articles_and_dates() -> None:
    (person,) = link(
        [
            appearance(1, "蘇硯清", first_published_at="2024-05-01", affiliation="東埔大學"),
            appearance(2, "苏砚清", first_published_at="2023-05-01"),
        ]
    )
    assert (person.name, person.aliases, person.article_count) == ("苏砚清", ("蘇硯清",), 2)
    assert (person.first_seen, person.last_seen) == ("2023-05-01", "2024-05-01")
