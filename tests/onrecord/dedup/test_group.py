"""Grouping and the choice of the best: pure, the same for any order of nodes and links."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from onrecord.dedup.group import Link, Node, canonical, families, inverse

DAY = datetime(2031, 5, 20, tzinfo=timezone.utc)


def node(key: int, size: int = 100, **values: object) -> Node:
    plain = Node(key, key, f"https://example.test/{key:03}", size, False, False, 0, None)
    return replace(plain, **values)


def keys(groups: list[list[Node]]) -> list[list[int]]:
    return [[member.document_id for member in group] for group in groups]


def test_copies_of_copies_are_one_family() -> None:
    nodes = [node(key) for key in range(4)]
    assert keys(families(nodes, [Link(0, 1, "near"), Link(1, 2, "script")])) == [[0, 1, 2], [3]]


def test_a_short_cut_stays_with_its_article() -> None:
    nodes = [node(0), node(1), node(2, 30)]
    links = [Link(0, 1, "near"), Link(0, 2, "extended"), Link(1, 2, "extended")]
    assert keys(families(nodes, links)) == [[0, 1, 2]]


def test_a_compilation_of_three_stays_alone() -> None:
    nodes = [node(0, 300), *(node(key) for key in (1, 2, 3)), node(4, 310)]
    links = [Link(0, key, "extended") for key in (1, 2, 3)] + [Link(key, 4, "truncated") for key in (1, 2, 3)]
    assert keys(families(nodes, [*links, Link(0, 4, "near")])) == [[0, 4], [1], [2], [3]]


def test_a_page_that_adds_a_second_article_stays_with_the_first() -> None:
    nodes = [node(0, 100), node(1, 100), node(2, 160), node(3, 60)]
    links = [Link(0, 1, "near"), Link(0, 2, "truncated"), Link(1, 2, "truncated"), Link(2, 3, "extended")]
    assert keys(families(nodes, links)) == [[0, 1, 2], [3]]


def test_a_statement_held_by_two_other_articles_joins_neither() -> None:
    nodes = [node(0, 40), node(1, 100), node(2, 100)]
    assert keys(families(nodes, [Link(0, 1, "truncated"), Link(0, 2, "truncated")])) == [[0], [1], [2]]


def test_a_part_of_a_part_is_of_the_family() -> None:
    nodes = [node(0, 19), node(1, 45), node(2, 100)]
    assert keys(families(nodes, [Link(0, 1, "truncated"), Link(1, 2, "truncated")])) == [[0, 1, 2]]


def test_a_mixed_page_does_not_bring_a_part_of_its_own_into_the_other_article() -> None:
    nodes = [node(0, 100), node(1, 49), node(2, 22)]  # 1 is a part of 0 and holds 2, which 0 has not
    assert keys(families(nodes, [Link(0, 1, "extended"), Link(1, 2, "extended")])) == [[0, 1], [2]]


def test_twins_go_with_the_one_that_stands_for_them() -> None:
    nodes = [node(0), node(1), node(2, twin_of=1)]
    assert keys(families(nodes, [Link(0, 1, "near")])) == [[0, 1, 2]]
    assert keys(families(nodes, [])) == [[0], [1, 2]]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_nodes_and_links_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    nodes = [node(key, chance.choice((30, 60, 100, 180))) for key in range(14)]
    links = []
    for _ in range(16):
        a, b = sorted(chance.sample(range(14), 2))
        sizes = nodes[a].shingle_count, nodes[b].shingle_count
        links.append(
            Link(a, b, "near" if sizes[0] == sizes[1] else "truncated" if sizes[0] < sizes[1] else "extended")
        )
    expected = keys(families(nodes, links))
    for _ in range(5):
        chance.shuffle(nodes)
        turned = [
            Link(link.b, link.a, inverse(link.relation)) if chance.random() < 0.5 else link for link in links
        ]
        chance.shuffle(turned)
        assert keys(families(nodes, turned)) == expected


@pytest.mark.parametrize(
    ("better", "worse", "why"),
    [
        (node(2, is_origin=True, repair_count=3), node(1), "the page of the outlet it comes from"),
        (node(2), node(1, is_truncated=True), "not broken off"),
        (node(2, 100), node(1, 60), "the most complete"),
        (node(2), node(1, repair_count=1), "the fewest repairs"),
        (node(2, published_at=DAY), node(1), "the earliest date"),
        (node(2, published_at=DAY), node(1, published_at=DAY.replace(day=21)), "the earliest date"),
        (node(1), node(2), "the shortest address"),
    ],
)
def test_the_best_is_chosen_by_the_first_rule_that_tells(better: Node, worse: Node, why: str) -> None:
    assert canonical([better, worse]) == canonical([worse, better]) == (better, why)


def test_a_page_with_other_text_is_not_best_when_others_agree_on_a_length() -> None:
    members = [node(1, 300), node(2, 100, repair_count=1), node(3, 98, repair_count=1)]
    best, why = canonical(members, [Link(1, 2, "extended"), Link(1, 3, "extended"), Link(2, 3, "near")])
    assert (best.document_id, why) == (2, "the most complete")


def test_a_page_mixed_of_two_halves_does_not_glue_their_articles() -> None:
    nodes = [node(0, 88), node(1, 55), node(2, 55), node(3, 50), node(4, 55)]
    links = [
        Link(0, 1, "extended", containment=0.82),
        Link(0, 3, "extended", containment=0.78),
        Link(1, 2, "near"),
        Link(3, 4, "near"),
    ]
    groups = keys(families(nodes, links))
    assert [1, 2] in [[key for key in group if key] for group in groups]
    assert [3, 4] in groups


def test_an_article_is_better_than_a_round_up_that_holds_it() -> None:
    article, round_up = node(1, 100), node(2, 180)
    for link in (Link(1, 2, "truncated", lead=0.06), Link(2, 1, "extended", lead=0.06)):
        for members in ([article, round_up], [round_up, article]):
            assert canonical(members, [link]) == (article, "no other text around it")


def test_a_round_up_and_its_copy_do_not_outvote_an_article_and_its_copy() -> None:
    members = [node(1, 100), node(2, 180), node(3, 180), node(4, 100, twin_of=1)]
    links = [Link(1, 2, "truncated", lead=0.1), Link(1, 3, "truncated", lead=0.1), Link(2, 3, "near")]
    assert canonical(members, links)[0].document_id == 1


def test_an_excerpt_from_the_middle_does_not_outvote_a_whole_that_others_have() -> None:
    excerpt = node(1, 60)
    wholes = [node(2, 100), node(3, 100)]
    links = [Link(1, key, "truncated", lead=0.2) for key in (2, 3)]
    assert canonical([excerpt, *wholes], [*links, Link(2, 3, "near")])[0].document_id == 2
    twin = replace(wholes[1], twin_of=2)
    assert canonical([excerpt, wholes[0], twin], links[:1])[0].document_id == 2
    with_head = [excerpt, wholes[0], node(4, 60)]
    assert canonical(with_head, [links[0], Link(2, 4, "extended")])[0].document_id == 2


def test_the_outlets_own_page_is_best_whatever_stands_around() -> None:
    members = [node(1, 100), node(2, 180, is_origin=True)]
    assert canonical(members, [Link(1, 2, "truncated", lead=0.1)])[0].document_id == 2
