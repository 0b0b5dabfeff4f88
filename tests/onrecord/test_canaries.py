"""The sample pages as they are published against their answers: what counts, what waits, what is loud."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection
from tests import factories as make
from tests.onrecord.conftest import Desk

from onrecord import canaries, pipeline, sources, store
from onrecord.canaries import __main__ as command
from onrecord.canaries.compare import TASKS, Mark, compare
from onrecord.canaries.floors import Canaries
from onrecord.canaries.pages import Answer, Article, Page, Said, Speaker, answers, locate
from onrecord.canaries.scores import Score
from onrecord.dedup import fold
from onrecord.errors import ConfigurationError, OnrecordError
from onrecord.fetch import folders
from onrecord.models import Source

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "samples" / "answers.jsonl"
LINES = [json.loads(line) for line in ANSWERS.read_text("utf8").splitlines()]
FIRSTS = [line for line in LINES if line["disposition"] == "published"]
WITH_TURNS = next(line for line in FIRSTS if line["turns"])
VERSIONS = dict.fromkeys(TASKS.values(), "1")
ALL_RIGHT = "enabled: auto\nfloors:\n" + "".join(f"  {task}: {{precision: 1, recall: 1}}\n" for task in TASKS)
SAMPLES = """
- {slug: canaries, name: Canaries, kind: folder, addresses: [.], is_sample: true}
- {slug: example_times, name: The Example Times, kind: feed, addresses: ["https://times.example/feed"]}
"""
REAL = """
- {slug: example_times, name: The Example Times, kind: feed, addresses: ["https://times.example/feed"]}
"""
QUALITY = (
    "select task, right_count, wrong_count, missing_count, waiting_count from ops.quality_daily order by task"
)


# --- one value, one page ---


def outcomes(published: Page, answer: Page) -> Counter[tuple[str, str]]:
    return Counter((mark.task, mark.outcome) for mark in compare(published, answer))


def article(**fields: Any) -> Article:
    """An article of nobody's about nothing."""
    values: dict[str, Any] = {
        **{"text": "words", "title": "Words", "days": ("2031-05-20",), "outlet": None, "language": "en"},
        **{"is_interview": False, "speakers": (), "turns": (), "quotations": (), "topics": frozenset()},
    }
    return Article(**{**values, **fields})


def first(**fields: Any) -> Page:
    """The page that an article was first published on."""
    return Page("published", days=("2031-05-20",), article=article(**fields))


def speaker(name: str = "Bo Sample", **fields: Any) -> Speaker:
    values = {"is_named": True, "role": "guest", "title": None, "affiliation": None}
    return Speaker(name, **{**values, **fields})


def said(words: str, *names: str, is_named: bool = True) -> Said:
    return Said(words, frozenset(names), is_named and bool(names))


def test_a_page_that_is_as_its_answer_says_is_all_right() -> None:
    wanted = answers(ANSWERS)
    marks = [mark for answer in wanted for mark in compare(answer.page, answer.page)]

    assert len(wanted) == len(LINES)
    assert {mark.outcome for mark in marks} == {"right"}
    assert {mark.task for mark in marks} == set(TASKS)


@pytest.mark.parametrize(
    ("published", "wanted", "outcome"),
    [
        ("Words", "Words", "right"),
        (None, "Words", "missing"),
        ("Sword", "Words", "wrong"),
        ("Sword", None, "wrong"),
        (None, None, "right"),
    ],
)
def test_a_value_is_right_wrong_or_missing(published: Any, wanted: Any, outcome: str) -> None:
    assert outcomes(first(outlet=published), first(outlet=wanted))["outlet", outcome] == 1


@pytest.mark.parametrize(
    ("published", "outcome"),
    [
        ([said("open", "bo")], {"right": 1}),
        ([said("open")], {"missing": 1}),
        ([said("open", "q", is_named=False)], {"missing": 1}),
        ([said("open", "ada")], {"wrong": 1}),
        ([], {"missing": 1}),
        ([said("shut", "bo")], {"missing": 1, "wrong": 1}),
        ([said("open", "bo"), said("open", "bo")], {"right": 1, "wrong": 1}),
        ([said("open", "ada"), said("open", "bo")], {"right": 1, "wrong": 1}),
    ],
    ids=["right", "of nobody", "of a role", "of another", "not there", "other words", "twice", "of two"],
)
def test_right_words_of_nobody_miss_a_speaker_and_are_not_wrong(
    published: list[Said], outcome: dict[str, int]
) -> None:
    found = outcomes(first(turns=tuple(published)), first(turns=(said("open", "bo"),)))

    assert {name: count for (task, name), count in found.items() if task == "turn"} == outcome


@pytest.mark.parametrize(
    ("published", "wanted", "outcomes_of_topics"),
    [
        ({"election"}, {"politics"}, {"right": 1}),
        ({"election"}, {"election"}, {"right": 1}),
        ({"election"}, {"health"}, {"wrong": 1, "missing": 1}),
        ({"politics"}, {"election"}, {"wrong": 1, "missing": 1}),
        ({"ai-education"}, {"artificial-intelligence"}, {"wrong": 1, "missing": 1}),
    ],
)
def test_the_part_of_a_subject_that_an_answer_names_is_right(
    published: set[str], wanted: set[str], outcomes_of_topics: dict[str, int]
) -> None:
    found = outcomes(first(topics=frozenset(published)), first(topics=frozenset(wanted)))
    assert {
        outcome: count for (task, outcome), count in found.items() if task == "topic"
    } == outcomes_of_topics


def test_particulars_are_asked_of_speakers_that_are_published() -> None:
    answer = first(speakers=(speaker(title="keeper"), speaker("Ada Example", title="editor")))

    found = outcomes(first(speakers=(speaker(title="guard"), speaker("Cy"))), answer)

    assert found["speaker", "right"] == found["speaker", "wrong"] == found["speaker", "missing"] == 1
    assert found["post", "wrong"] == 1
    assert found["role", "right"] == 1
    assert not found["post", "missing"]


def test_a_mere_role_may_be_the_speaker_that_is_missing() -> None:
    host = speaker("The Example Times", role="interviewer")
    asker = speaker("Q", is_named=False, role="interviewer")

    found = outcomes(first(speakers=(asker,)), first(speakers=(host,)))

    assert found["speaker", "missing"] == 1
    assert not found["speaker", "wrong"]


def test_all_that_a_page_wrongly_set_aside_says_is_missing() -> None:
    answer = first(turns=(said("open", "bo"), said("shut", "bo")), speakers=(speaker(),))

    found = outcomes(Page("rejected too_short"), answer)

    assert found["disposition", "wrong"] == 1
    assert (found["text", "missing"], found["turn", "missing"], found["speaker", "missing"]) == (1, 2, 1)
    assert not [task for task, outcome in found if outcome == "wrong" and task != "disposition"]


@pytest.mark.parametrize(
    ("days", "wanted", "outcome"),
    [
        (("2031-05-19", "2031-05-20"), "2031-05-20", "right"),
        (("2031-05-20",), "2031-05", "right"),
        (("2031-05-19",), "2031-05-20", "wrong"),
        ((), "2031-05-20", "missing"),
    ],
)
def test_a_day_is_that_of_the_pages_own_zone(days: tuple[str, ...], wanted: str, outcome: str) -> None:
    found = outcomes(Page("copy", "doors", "near", days), Page("copy", "doors", "near", (wanted,)))

    assert found["date", outcome] == 1


# --- where the pages stand ---


def answer_at(site: str, path: str) -> Answer:
    return Answer(site, path, "doors", Page("published"))


def test_sites_are_found_wherever_they_are_served() -> None:
    wanted = [answer_at("one", "/a.html"), answer_at("one", "/b.html"), answer_at("two", "/a.html")]
    wanted.append(answer_at("saved", "/c.txt"))
    urls = [f"http://127.0.0.1:99/{name}.html" for name in "ab"] + ["file:canaries/saved/c.txt"]

    found = {url: answer.site for url, answer in locate(wanted, urls).items()}
    later = {url: answer.site for url, answer in locate(wanted, [*urls, "https://two.test/a.html"]).items()}

    assert found == {urls[0]: "one", urls[1]: "one", urls[2]: "saved"}, "no two sites share an address"
    assert later == {**found, "https://two.test/a.html": "two"}


def test_a_site_that_moved_is_judged_where_it_was_seen_first() -> None:
    urls = ["http://127.0.0.1:1/a.html", "http://127.0.0.1:2/a.html"]

    assert list(locate([answer_at("one", "/a.html")], urls)) == urls[:1]


# --- floors ---


def score(*marks: tuple[str, str], waiting: int = 0, floor: canaries.Floor | None = None) -> Score:
    found = Score("turn", waiting, floor)
    for url, outcome in marks:
        found.marks.setdefault(url, []).append(Mark("turn", outcome, "a", "b"))  # type: ignore[arg-type]
    return found


def test_wrong_values_cost_precision_and_missing_ones_recall() -> None:
    found = score(("x", "right"), ("x", "wrong"), ("y", "right"), ("y", "missing"), ("y", "missing"))

    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(0.5)


def test_a_floor_as_measured_holds_and_one_page_less_falls() -> None:
    floor = canaries.Floor(precision=2 / 3, recall=0)

    assert not score(("x", "right"), ("y", "right"), ("z", "wrong"), floor=floor).is_below_floor
    assert score(("x", "right"), ("z", "wrong"), floor=floor).is_below_floor


def test_pages_that_wait_make_no_task_look_worse_than_all_pages_do() -> None:
    floor = canaries.Floor(precision=0.9, recall=0.9)

    assert not score(("x", "wrong"), waiting=9, floor=floor).is_below_floor
    assert score(("x", "wrong"), ("y", "wrong"), waiting=9, floor=floor).is_below_floor


def test_a_fall_names_the_task_the_share_and_the_worst_pages() -> None:
    fallen = score(
        *(("x", "wrong"), ("y", "wrong"), ("y", "missing"), ("z", "missing")), floor=canaries.Floor(1, 0)
    )

    with pytest.raises(canaries.BelowFloor, match=r"turn: precision 0\.000 is below 1\.000, on y, x\. See"):
        canaries.require_floors([fallen])


def test_what_is_shown_of_long_values_is_where_they_begin_to_differ() -> None:
    found = Score("text", marks={"x": [Mark("text", "wrong", "s" * 500 + "here", "s" * 500 + "there")]})

    (page,) = found.pages()

    assert page["published"].endswith("here")
    assert page["answer"].endswith("there")
    assert max(len(page["published"]), len(page["answer"])) < 100


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("enabled: perhaps\nfloors: {}", r":1: enabled is 'perhaps'\. Write one of auto, on, off"),
        ("enabled: auto", r":1: 'floors' is missing\. Add a line"),
        ("enabled: on\nfloors:\n  turns: {}", r":3: unknown field 'turns'\. Allowed here: date, .*turn"),
        ("enabled: on\nfloors:\n  turn: {precision: 1}", r":3: 'recall' is missing"),
        (
            "enabled: on\nfloors:\n  turn: {precision: 95, recall: 1}",
            r":3: precision is '95'\. Write a share",
        ),
        ("enabled: on\nfloors:\n  turn: {precision: nan, recall: 1}", r":3: precision is 'nan'\."),
        ("enabled: on\nfloors:\n  turn: 0.9", r":3: fields are expected"),
        ("floors: [", r":1: not YAML"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line_and_remedy(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "canaries.yml"
    file.write_text(text, "utf8")

    with pytest.raises(ConfigurationError, match=message):
        canaries.load(file)


def test_the_shipped_file_has_a_floor_for_every_task() -> None:
    assert set(canaries.load().floors) == set(TASKS)
    assert canaries.load().mode == "auto"


def test_the_environment_stands_above_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_CANARIES", "OFF")
    assert canaries.load().mode == "off"
    monkeypatch.setenv("ONRECORD_CANARIES", "maybe")
    with pytest.raises(ConfigurationError, match="ONRECORD_CANARIES is 'maybe'; write one of auto"):
        canaries.load()


@pytest.mark.parametrize(
    ("mode", "samples", "is_on"), [("auto", 1, True), ("auto", 0, False), ("off", 1, False), ("on", 1, True)]
)
def test_canaries_are_measured_where_there_are_any(mode: str, samples: int, is_on: bool) -> None:
    assert Canaries(mode, {}).is_on(["canaries"] * samples) is is_on


def test_canaries_that_must_be_there_and_are_not_are_loud() -> None:
    with pytest.raises(ConfigurationError, match="no source that is enabled has `is_sample: true`"):
        Canaries("on", {}).is_on([])


# --- measured on a real warehouse ---


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Use these canaries and sources."""
    for name in ("sql", "samples"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "config").mkdir()

    def configure(text: str = ALL_RIGHT, sources: str = SAMPLES) -> None:
        (tmp_path / "config" / "canaries.yml").write_text(text, "utf8")
        (tmp_path / "config" / "sources.yml").write_text(sources, "utf8")

    monkeypatch.setenv("ONRECORD_ROOT", str(tmp_path))
    monkeypatch.delenv("ONRECORD_SOURCES", raising=False)
    configure()
    return configure


@pytest.fixture
def published(committed_conn: Connection, configure: Callable[..., None]) -> Connection:
    """Everything published as the answers say; the canaries must be all right."""
    known = [publish(committed_conn, line) for line in FIRSTS]
    articles = {line["article"]: article_id for line, article_id in zip(FIRSTS, known, strict=True)}
    for line in LINES:
        if line["disposition"] == "copy":
            at = line["published_at"]
            make.add_copy(
                committed_conn,
                articles[line["article"]],
                url_of(line),
                relation=line["relation"],
                published_at=at and at[:10],
            )
        elif line["disposition"] == "alias":
            target = make.add_url(committed_conn)
            make.add_url(committed_conn, url_of(line), alias_of_url_id=target)
        elif line["disposition"] == "rejected":
            make.add_exit(committed_conn, make.add_url(committed_conn, url_of(line)), reason=line["reason"])
    make.add_source(committed_conn, "canaries", kind="folder", is_sample=True)
    change(committed_conn, "update raw.urls set source_slug = 'canaries'")
    return committed_conn


def url_of(line: Mapping[str, Any]) -> str:
    site, path = line["site"], line["path"]
    return f"http://{site}.test{path}" if path.startswith("/") else f"file:canaries/{site}/{path}"


def publish(conn: Connection, line: Mapping[str, Any]) -> Any:
    """Publish an article as its answer says."""
    day = line["published_at"] and line["published_at"][:10]
    article_id = make.add_article(
        conn,
        canonical_copy=False,
        canonical_url=url_of(line),
        outlet_id=make.add_outlet(conn, line["outlet"]) if line["outlet"] else None,
        first_published_at=day,
        first_published_precision="day" if day else None,
        versions=VERSIONS,
        **{name: line[name] for name in ("title", "text", "language", "is_interview")},
    )
    make.add_copy(conn, article_id, url_of(line), is_canonical=True, published_at=day)
    fields = ("name", "kind", "role", "title", "affiliation")
    speakers = {
        one["name"]: make.add_speaker(conn, article_id, **{name: one[name] for name in fields})
        for one in line["speakers"]
    }
    for kind, spoken in (("answer", line["turns"]), ("quotation", line["quotations"])):
        for one in spoken:
            words = {"within": line["text"], "text_folded": fold(one["text"]), "kind": kind}
            make.add_statement(
                conn, article_id, one["text"], speaker_id=speakers.get(one["speaker"]), **words
            )
    for topic in line["topics"]:
        make.add_topic(conn, article_id, topic)
    return article_id


def change(conn: Connection, statement: str, **values: Any) -> None:
    assert store.execute(conn, statement, values)
    conn.commit()


def quality(conn: Connection) -> dict[str, dict[str, Any]]:
    """The counts of each task that has any."""
    conn.rollback()
    return {row.pop("task"): row for row in store.fetch(conn, QUALITY)}


def test_what_is_published_as_answered_is_all_right(published: Connection) -> None:
    pipeline.check_canaries("run 1")

    found = quality(published)
    assert set(found) == set(TASKS)
    assert found["disposition"]["right_count"] == len(LINES)
    assert found["turn"]["right_count"] == sum(len(line["turns"]) for line in FIRSTS)
    for counts in found.values():
        assert counts["wrong_count"] == counts["missing_count"] == counts["waiting_count"] == 0


def test_a_broken_row_fails_the_audit_and_names_the_page(published: Connection) -> None:
    change(
        published,
        "update curated.statements set text_folded = 'other words' from curated.articles "
        "where statements.article_id = articles.article_id and canonical_url = %(url)s",
        url=url_of(WITH_TURNS),
    )

    with pytest.raises(canaries.BelowFloor, match=f"turn: precision .* on {url_of(WITH_TURNS)}"):
        pipeline.check_canaries("run 1")

    published.rollback()
    (row,) = store.fetch(published, "select * from ops.quality_daily where task = 'turn'")
    assert row["is_below_floor"]
    assert row["wrong_count"] == row["missing_count"] == len(WITH_TURNS["turns"])
    assert [page["url"] for page in row["detail"]["pages"]] == [url_of(WITH_TURNS)]
    assert row["run_id"] == "run 1"


def test_measuring_again_adds_no_row_and_shows_what_was_mended(published: Connection) -> None:
    change(
        published,
        "update curated.articles set title = 'X' where canonical_url = %(url)s",
        url=url_of(FIRSTS[0]),
    )
    with pytest.raises(canaries.BelowFloor, match="title"):
        pipeline.check_canaries("run 1")
    before = quality(published)
    title = FIRSTS[0]["title"]
    change(published, "update curated.articles set title = %(title)s where title = 'X'", title=title)

    pipeline.check_canaries("run 2")

    after = quality(published)
    assert len(store.fetch(published, "select 1 from ops.quality_daily")) == len(TASKS)
    assert (before["title"]["wrong_count"], after["title"]["wrong_count"]) == (1, 0)
    assert store.fetch(published, "select distinct run_id from ops.quality_daily") == [{"run_id": "run 2"}]


def test_two_versions_of_a_rule_are_counted_apart(published: Connection) -> None:
    change(
        published,
        'update curated.articles set versions = versions || \'{"extract": "2"}\' where canonical_url = %(url)s',
        url=url_of(FIRSTS[0]),
    )

    pipeline.check_canaries("run 1")

    published.rollback()
    asked = "select rule_version, right_count from ops.quality_daily where task = 'title' order by 1"
    counts = [(row["rule_version"], row["right_count"]) for row in store.fetch(published, asked)]
    assert counts == [("1", len(FIRSTS) - 1), ("2", 1)]


@pytest.mark.parametrize(
    ("text", "sources", "variable"),
    [
        (ALL_RIGHT.replace("auto", "off"), SAMPLES, ""),
        (ALL_RIGHT, SAMPLES, "off"),
        (ALL_RIGHT, REAL, ""),
        (ALL_RIGHT, SAMPLES.replace("is_sample", "is_enabled: false, is_sample"), ""),
    ],
    ids=["in the file", "by the environment", "no sample source", "disabled"],
)
def test_switched_off_they_leave_no_row_and_no_failure(
    published: Connection,
    configure: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    sources: str,
    variable: str,
) -> None:
    configure(text, sources)
    monkeypatch.setenv("ONRECORD_CANARIES", variable)
    change(published, "update curated.articles set title = 'X'")

    assert pipeline.check_canaries("run 1") == {}

    assert quality(published) == {}


def test_real_pages_beside_them_are_not_looked_at(published: Connection) -> None:
    make.add_article(published, title="Not as anybody's answer says")
    make.add_exit(published, make.add_url(published))
    published.commit()

    assert pipeline.check_canaries("run 1")["wrong"] == 0


def test_pages_that_are_not_there_yet_wait_and_so_do_copies_of_them(published: Connection) -> None:
    original = next(line for line in LINES if line["disposition"] == "copy")["article"]
    first_line = next(line for line in FIRSTS if line["article"] == original)
    family = [line for line in LINES if line["article"] == original]
    place = {"url": url_of(first_line)}
    change(published, "delete from curated.articles where canonical_url = %(url)s", **place)
    change(published, "delete from raw.urls where url = %(url)s", **place)

    counts = pipeline.check_canaries("run 1")

    assert (counts["wrong"], counts["missing"]) == (0, 0)
    copies = [line for line in family if line["disposition"] in ("published", "copy")]
    assert quality(published)["disposition"]["waiting_count"] == len(copies)


def test_before_anything_is_fetched_nothing_is_said(
    committed_conn: Connection, configure: Callable[..., None]
) -> None:
    counts = pipeline.check_canaries("run 1")

    assert counts["waiting"] > len(LINES)
    assert quality(committed_conn) == {}


def test_a_page_that_cannot_be_fetched_for_now_waits_and_one_wrongly_set_aside_counts(
    published: Connection,
) -> None:
    lonely = [
        line for line in FIRSTS if not any(o["article"] == line["article"] and o is not line for o in LINES)
    ]
    for line, exit_ in ((lonely[0], ("fetch", "timeout")), (lonely[1], ("extract", "too_short"))):
        change(published, "delete from curated.articles where canonical_url = %(url)s", url=url_of(line))
        (url_id,) = [
            row["url_id"]
            for row in store.fetch(
                published, "select url_id from raw.urls where url = %(url)s", {"url": url_of(line)}
            )
        ]
        make.add_exit(published, url_id, stage=exit_[0], reason=exit_[1])
    published.commit()

    with pytest.raises(canaries.BelowFloor) as raised:
        pipeline.check_canaries("run 1")

    assert url_of(lonely[0]) not in str(raised.value)
    assert url_of(lonely[1]) in str(raised.value)
    counts = quality(published)["disposition"]
    assert (counts["wrong_count"], counts["waiting_count"]) == (1, 1)


def test_a_copy_in_a_family_of_its_own_is_in_the_wrong_one(published: Connection) -> None:
    copy = next(line for line in LINES if line["disposition"] == "copy")
    change(published, "delete from curated.copies where url = %(url)s", url=url_of(copy))
    article_id = make.add_article(
        published, canonical_copy=False, canonical_url=url_of(copy), versions=VERSIONS
    )
    change(
        published,
        "insert into curated.copies select %(id)s, %(url)s, site_id, null, 1, 1, null, null, now(), true, '{}' "
        "from curated.articles where article_id = %(id)s",
        **{"id": article_id, "url": url_of(copy)},
    )

    with pytest.raises(canaries.BelowFloor, match="family"):
        pipeline.check_canaries("run 1")

    found = quality(published)
    assert found["family"]["wrong_count"] == 1
    assert found["relation"]["missing_count"] == 1


# --- beside real sources: the archive ---


def test_the_archive_holds_the_pages_that_have_answers_at_their_addresses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "canaries"

    assert command.main([str(folder)]) == 0
    capsys.readouterr()
    assert command.main([str(folder)]) == 0, "again, over the former"

    (source,) = sources.parse(capsys.readouterr().out, name="printed", folder=tmp_path)
    links, _, problems = folders.list_pages(source, *source.addresses, {})
    pages = {link.address: folders.read_page(source, link.address, max_bytes=10**6) for link in links}
    urls = [page.address or address for address, page in pages.items()]
    located = locate(answers(ANSWERS), urls)
    assert problems == []
    assert sorted(located) == sorted(urls), "a page without an answer, or two of one address"
    absent = {line["reason"] for line in LINES if url_of(line) not in located}
    assert absent == {None, "not_found", "robots_disallowed"}, "None: a redirect"
    assert source.is_sample
    assert sorted(path.name for path in folder.iterdir()) == ["saved", "sites.warc.gz"]


def test_saved_pages_are_judged_through_all_stages_while_the_sites_wait(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.main([str(tmp_path / "canaries")])
    desk.sources = (
        Source("canaries", "Canaries", "folder", (str(tmp_path / "canaries" / "saved"),), is_sample=True),
    )
    file = tmp_path / "samples.yml"
    file.write_text(SAMPLES.replace("[.]", f"[{tmp_path}]"), "utf8")
    monkeypatch.setenv("ONRECORD_SOURCES", str(file))

    desk.run()

    judged = desk.rows(QUALITY)
    counts = {row["task"]: row for row in judged}
    assert counts["disposition"]["right_count"] >= 1
    assert counts["disposition"]["wrong_count"] == 0, "copies of what is not there yet are not judged"
    assert counts["text"]["right_count"] >= 1
    assert max(row["waiting_count"] for row in judged) > 40


def test_floors_as_measured_are_printed_as_they_stand_in_the_file(
    published: Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        published,
        "update curated.articles set title = 'X' where canonical_url = %(url)s",
        url=url_of(FIRSTS[0]),
    )
    with pytest.raises(canaries.BelowFloor):
        pipeline.check_canaries("run 1")

    assert command.main(["--floors"]) == 0

    file = tmp_path / "canaries.yml"
    file.write_text(f"enabled: auto\n{capsys.readouterr().out}", "utf8")
    floors = canaries.load(file).floors
    assert set(floors) == set(TASKS)
    assert floors["text"] == canaries.Floor(1, 1)
    assert 0.9 < floors["title"].precision < 1


def test_the_command_says_in_a_sentence_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/warehouse")

    assert command.main(["--floors"]) == 1

    assert "Traceback" not in capsys.readouterr().err
    assert issubclass(canaries.BelowFloor, OnrecordError)
