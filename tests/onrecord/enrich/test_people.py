"""People across articles: who is one human, who is kept apart, and whose id never changes."""

from __future__ import annotations

import random

import pytest

from onrecord.enrich.people import Appearance, Person, employers_fit, is_full_name, link


def appearance(number: int, name: str, **facts: str) -> Appearance:
    return Appearance(
        speaker_id=f"s{number}", article_id=facts.pop("article", f"a{number}"), name=name, **facts
    )


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
    assert groups(link([appearance(1, one), appearance(2, other)])) == {("s1", "s2")}


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
    assert groups(people) == {("s1",), ("s2",)}


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


def test_a_speaker_read_under_another_name_leaves_the_person() -> None:
    first = link([appearance(1, "林一"), appearance(2, "林一")])
    second = link([appearance(1, "林一"), appearance(2, "顾南乔")], known=ids(first))
    assert groups(second) == {("s1",), ("s2",)}
    assert ids(second)["s1"] == ids(first)["s1"] != ids(second)["s2"]


def test_the_order_of_appearances_does_not_matter() -> None:
    names = ("林一", "蘇硯清", "苏砚清", "Mara Quill", "玛拉·奎尔")
    employers = ("北岭大学", "云栈科技", "")
    everyone = [
        appearance(
            number,
            names[number % 5],
            affiliation=employers[number % 3],
            first_published_at=f"2024-01-{number:02}",
        )
        for number in range(1, 30)
    ]
    expected = link(everyone)
    for seed in range(5):
        random.Random(seed).shuffle(everyone)
        assert link(everyone) == expected


def test_a_person_knows_articles_and_dates() -> None:
    (person,) = link(
        [
            appearance(1, "蘇硯清", first_published_at="2024-05-01", affiliation="東埔大學"),
            appearance(2, "苏砚清", first_published_at="2023-05-01"),
        ]
    )
    assert (person.name, person.aliases, person.article_count) == ("苏砚清", ("蘇硯清",), 2)
    assert (person.first_seen, person.last_seen) == ("2023-05-01", "2024-05-01")
