"""The invented sites: built the same every time, with answers that hold of the pages."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from samples.answers import first_seen_failed
from samples.authored import articles, rows, text_of
from samples.build import ANSWERS, answers, build, pages
from samples.damage import traditional
from samples.pages import DAMAGES, Page
from samples.render import page_bytes, sites

from onrecord.canaries.compare import TASKS

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = articles()
PAGES = pages()
LINES = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
BASES = [line for line in LINES if line["disposition"] == "published"]
COPIES = [page for page in PAGES if page.disposition == "copy"]
LONG_CHARS = {"zh": 2400, "en": 5000}  # an interview shorter than this is not a long one


def printed(page: Page) -> str:
    """What a reader sees of a page, white space and emphasis aside."""
    text = page_bytes(page).decode(page.charset)
    if page.path.endswith((".txt", ".md")):
        return re.sub(r"[\s*]", "", text)
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", text)))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def page_of(line: dict[str, object]) -> Page:
    return next(page for page in PAGES if (page.site, page.path) == (line["site"], line["path"]))


def names(page: Page) -> str:
    return f"{page.site}{page.path}"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path / "one")
    build(tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_building_again_into_the_same_folder_leaves_no_saved_page_behind(tmp_path: Path) -> None:
    build(tmp_path)
    (tmp_path / "saved" / "older.txt").write_text("older", encoding="utf-8")
    build(tmp_path)
    assert not (tmp_path / "saved" / "older.txt").exists()


def test_the_answers_are_not_stale() -> None:
    assert ANSWERS.read_text(encoding="utf-8") == answers(PAGES)


def test_the_command_says_when_the_answers_are_not_stale() -> None:
    run = subprocess.run([sys.executable, "samples/build.py", "--check"], cwd=ROOT, check=False)
    assert run.returncode == 0


def test_no_two_pages_share_an_address() -> None:
    assert not [place for place, n in Counter((p.site, p.path) for p in PAGES).items() if n > 1]


def test_there_are_texts_of_every_kind() -> None:
    genres = Counter(article.genre for article in ARTICLES)
    assert len(ARTICLES) >= 25
    assert genres["interview"] >= 12
    assert genres["news"] >= 8
    assert {"faq", "fiction", "recipe", "essay", "talk"} <= set(genres)
    assert {a.language for a in ARTICLES if a.is_interview} == {"zh-Hans", "zh-Hant", "en"}


def test_every_relation_and_disposition_is_there() -> None:
    assert {page.relation for page in COPIES} == {"exact", "near", "truncated", "extended", "script"}
    assert {page.disposition for page in PAGES} == {"published", "copy", "alias", "rejected"}


def test_there_are_long_interviews_and_large_panels() -> None:
    interviews = [a for a in ARTICLES if a.is_interview]
    long = [a for a in interviews if len(text_of(rows(a))) >= LONG_CHARS[a.language[:2]]]
    assert len(long) >= 6
    assert len([a for a in interviews if len(a.speakers) >= 3]) >= 6
    assert (
        len([a for a in interviews if len({p.key for p in a.speakers if p.role == "interviewer"}) > 1]) >= 2
    )


@pytest.mark.parametrize("line", BASES, ids=lambda line: line["article"])
def test_everything_an_answer_quotes_stands_on_its_page(line) -> None:
    seen = printed(page_of(line))
    for said in [*line["turns"], *line["quotations"]]:
        assert squeezed(said["text"]) in seen
    for section in line["sections"]:
        assert squeezed(section["title"]) in seen
    assert squeezed(line["title"]) in seen


@pytest.mark.parametrize("line", BASES, ids=lambda line: line["article"])
def test_the_places_of_an_answer_are_where_its_words_are(line) -> None:
    for said in [*line["turns"], *line["quotations"]]:
        assert line["text"][said["start_char"] :].startswith(said["text"])


@pytest.mark.parametrize("line", BASES, ids=lambda line: line["article"])
def test_who_speaks_is_among_the_speakers_and_everyone_named_speaks(line) -> None:
    speaking = {said["speaker"] for said in [*line["turns"], *line["quotations"]]}
    assert speaking - {None} == {speaker["name"] for speaker in line["speakers"]}


@pytest.mark.parametrize("line", BASES, ids=lambda line: line["article"])
def test_a_title_or_employer_is_stated_in_the_text(line) -> None:
    for speaker in line["speakers"]:
        if speaker["kind"] != "person":
            continue
        for field in ("title", "affiliation"):
            assert (speaker[field] or "") in line["text"], (speaker["name"], field)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_no_mark_of_the_authored_format_is_printed(article) -> None:
    text = text_of(rows(article))
    assert not re.search(r"[{}|]|^\[|^##|^> |^- ", text, re.MULTILINE)


@pytest.mark.parametrize("page", [p for p in COPIES if p.damage == ("truncated",)], ids=names)
def test_the_text_of_a_truncated_copy_begins_the_article(page: Page) -> None:
    assert page.article
    whole = text_of(rows(page.article))
    assert whole.startswith(text_of(page.rows))
    assert 0.3 * len(whole) < len(text_of(page.rows)) <= 0.45 * len(whole)


@pytest.mark.parametrize("page", [p for p in COPIES if p.relation == "extended"], ids=names)
def test_an_extended_page_holds_the_whole_article_and_more(page: Page) -> None:
    assert page.article
    whole = text_of(rows(page.article))
    assert whole in text_of(page.rows)
    assert len(text_of(page.rows)) > 1.2 * len(whole)


@pytest.mark.parametrize("page", [p for p in COPIES if p.damage == ("lightly_edited",)], ids=names)
def test_a_near_copy_differs_a_little_from_the_article(page: Page) -> None:
    assert page.article
    pairs = list(zip(page.rows, rows(page.article), strict=True))
    changed = [ours for ours, theirs in pairs if ours.text != theirs.text]
    assert 3 <= len(changed) < 0.6 * len(pairs)


@pytest.mark.parametrize("page", [p for p in COPIES if p.damage == ("doubled",)], ids=names)
def test_a_doubled_page_prints_each_turn_twice(page: Page) -> None:
    assert page.article
    seen = printed(page)
    assert seen.count(squeezed(text_of(rows(page.article)).split("\n")[-1])) == 2


@pytest.mark.parametrize("page", [p for p in COPIES if p.damage == ("obfuscated",)], ids=names)
def test_pinyin_taken_out_of_an_obfuscated_page_leaves_the_traditional_text(page: Page) -> None:
    assert page.article
    without, count = re.subn(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", "", text_of(page.rows))
    assert count >= 20
    assert without == text_of(traditional(rows(page.article)))


@pytest.mark.parametrize("page", [p for p in COPIES if "adverts" in p.damage], ids=names)
def test_adverts_stand_between_the_lines_of_the_article(page: Page) -> None:
    assert page.article
    kinds = [row.kind for row in page.rows]
    assert kinds.count("advert") >= 3
    assert "advert" not in (kinds[0], kinds[-1])
    assert tuple(row for row in page.rows if row.kind != "advert") == rows(page.article)


@pytest.mark.parametrize("page", [p for p in PAGES if p.charset == "gbk"], ids=names)
def test_a_gbk_page_is_no_utf8_and_says_its_charset_in_a_meta_element(page: Page) -> None:
    body = page_bytes(page)
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert b"charset=" in body
    assert "charset" not in page.content_type


def test_the_disallowed_page_is_in_a_feed_and_in_robots_txt(tmp_path: Path) -> None:
    build(tmp_path)
    (page,) = [page for page in PAGES if page.reason == "robots_disallowed"]
    assert page.path in (tmp_path / page.site / "feed.xml").read_text(encoding="utf-8")
    assert any(page.path.startswith(path) for path in sites()[page.site].disallow)
    assert f"Disallow: {sites()[page.site].disallow[0]}" in (tmp_path / page.site / "robots.txt").read_text()


def test_every_topic_is_a_node_of_the_topics_file() -> None:
    known = {
        topic["id"] for topic in yaml.safe_load((ROOT / "config" / "topics.yml").read_text("utf-8"))["topics"]
    }
    assert {topic for article in ARTICLES for topic in article.topics} <= known


NOISE = {
    "emoji": r"[\U0001f300-\U0001faff\u2728]",
    "invisible": r"[\u200b-\u200d\ufeff\ue35f\ue496]",
    "spaced": r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])",
}


@pytest.mark.parametrize(
    "page", [p for p in COPIES if len(p.damage) == 1 and p.damage[0] in NOISE], ids=names
)
def test_noise_taken_out_of_a_page_leaves_the_article(page: Page) -> None:
    assert page.article
    without, count = re.subn(NOISE[page.damage[0]], "", text_of(page.rows))
    assert count >= 20
    assert without == text_of(rows(page.article))


@pytest.mark.parametrize("page", [p for p in COPIES if p.damage == ("mojibake",)], ids=names)
def test_mojibake_read_again_is_the_article(page: Page) -> None:
    assert page.article
    wrong = text_of(page.rows)
    body = b"".join(c.encode("latin-1" if ord(c) < 0xA0 else "cp1252") for c in wrong)
    assert body.decode() == text_of(rows(page.article)) != wrong


@pytest.mark.parametrize("page", [p for p in COPIES if "gbk_split" in p.damage], ids=names)
def test_a_program_that_looks_for_bytes_splits_some_characters(page: Page) -> None:
    assert len(re.findall(r"\?\w{1,6}\)", text_of(page.rows))) >= 2
    assert len(re.findall(r"[\u3400-\u9fff]\(\w{1,6}\)", text_of(page.rows))) >= 50


@pytest.mark.parametrize("page", [p for p in COPIES if p.damage == ("cut_off",)], ids=names)
def test_a_page_cut_off_ends_in_mid_sentence(page: Page) -> None:
    assert page.article
    ours, whole = text_of(page.rows), text_of(rows(page.article))
    assert whole.startswith(ours)
    assert ours[-1] not in "。？！”"


def test_every_damage_is_met_alone_and_most_of_them_combined() -> None:
    alone = {page.damage[0] for page in COPIES if len(page.damage) == 1}
    combined = {name for page in COPIES if len(page.damage) > 1 for name in page.damage}
    assert alone >= set(DAMAGES) - {"lead_twice"}
    assert len(combined & set(DAMAGES)) >= 10


def test_labels_are_of_many_kinds() -> None:
    """A dozen kinds of labels and more, each as some text prints it."""
    printed_labels = {(a.slug, a.printed_label(b)) for a in ARTICLES for b in a.blocks if b.kind == "turn"}
    kinds = {
        "name": r"施若榆：",
        "part of a name": r"艾許：",
        "one character": r"陆：",
        "initials": r"AO: ",
        "letter": r"Q: ",
        "question word": r"問：",
        "role": r"主持人：",
        "outlet": r"北闸周报：",
        "employer, post, name": r"临川电视台记者 苏见山：",
        "honorific": r"谷医生：",
        "capitals, employer in brackets": r"Ms\. FENWICK-AMARA \(.+\): ",
        "brackets": r"【梅若谷】",
        "name and time on a line": r"郑霖川  00:41\n",
        "machine label with time": r"spk02 \[00:00:21\]: ",
        "defined": r"苏半夏（以下简称“苏”）：",
        "none": r"",
    }
    for kind, pattern in kinds.items():
        assert any(re.fullmatch(pattern, label) for _, label in printed_labels), kind


def test_marks_of_first_sight_name_pages_and_tasks_that_there_are() -> None:
    pages_there = {(page.site, page.path) for page in PAGES}
    marked = [(site, path) for site, paths in first_seen_failed().items() for path in paths]
    assert set(marked) <= pages_there
    tasks = {task for paths in first_seen_failed().values() for failed in paths.values() for task in failed}
    assert tasks <= set(TASKS)
