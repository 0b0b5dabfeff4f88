"""What a site repeats is learned from its pages, on a real Postgres."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection
from tests import factories as make
from tests.onrecord.conftest import Desk

from onrecord import pipeline, reprocessing, store
from onrecord.extract import site
from onrecord.models import Document

HOST = "reef.example"
BANNER = "礁石周刊每逢周四出刊，欢迎来信谈谈您的看法"
STORIES = [
    "\n".join(f"第{n}座灯塔的第{i}层住着一位守塔人，他每晚记下{n * i + 7}条船的名字。" for i in range(1, 8))
    for n in range(1, 30)
]
OPENING = "问：您最近在读什么书？"


def _page(conn: Connection, n: int, story: str, *extra: str, url_id: int | None = None) -> site.SitePage:
    url = f"https://{HOST}/{n}"
    text = "\n".join((*extra, story))
    url_id = make.add_url(conn, url) if url_id is None else url_id
    return site.page_of(
        url_id, url, Document(url=url, text=text, source_text=f"首页\n{text}\n关于礁石周刊编辑部")
    )


def _lines(conn: Connection) -> frozenset[str]:
    return site.known(conn, [HOST]).get(HOST, frozenset())


def _counts(conn: Connection) -> list[tuple[str, int]]:
    query = "select coalesce(line, '') as line, page_count from work.site_lines order by line_sha256"
    return [(row["line"], row["page_count"]) for row in store.fetch(conn, query)]


def test_what_three_pages_print_is_the_sites(conn: Connection) -> None:
    for n in range(3):
        assert BANNER not in _lines(conn)
        site.learn(conn, [_page(conn, n, STORIES[n], BANNER)])

    assert _lines(conn) == {BANNER, "首页", "关于礁石周刊编辑部"}


def test_a_batch_teaches_as_much_as_its_pages_one_by_one(conn: Connection) -> None:
    site.learn(conn, [_page(conn, n, STORIES[n], BANNER) for n in range(5)])

    assert BANNER in _lines(conn)


def test_a_page_is_counted_once_for_all_its_captures(conn: Connection) -> None:
    page = _page(conn, 1, STORIES[1], BANNER)
    site.learn(conn, [page])
    before = _counts(conn)
    site.learn(conn, [page, _page(conn, 1, STORIES[2], BANNER, url_id=page.url_id)])

    assert _counts(conn) == before


def test_reposts_of_one_article_teach_nothing_about_their_site(conn: Connection) -> None:
    site.learn(conn, [_page(conn, n, STORIES[0]) for n in range(4)])
    site.learn(conn, [_page(conn, n, STORIES[0]) for n in range(4, 9)])

    assert _lines(conn) == frozenset()


def test_what_people_say_in_every_interview_is_no_line_of_the_site(conn: Connection) -> None:
    said = (
        OPENING,
        "答：",
        "是的。",
        "没有",
        "谢谢您。",
        "记者：谢谢您接受我们的采访。",
        "您最近在读什么书？",
    )
    site.learn(conn, [_page(conn, n, STORIES[n], *said) for n in range(9)])

    assert _lines(conn).isdisjoint(said)


def test_lines_of_single_articles_are_forgotten_and_never_kept_in_words(conn: Connection) -> None:
    site.learn(conn, [_page(conn, 0, STORIES[0])])
    assert {line for line, _ in _counts(conn)} == {""}

    with conn.cursor() as cursor:
        cursor.execute("update work.learned_sites set page_count = %s", (site.PATIENCE + 1,))
    site.learn(conn, [_page(conn, 1, STORIES[1])])

    own = site.page_of(0, f"https://{HOST}/", Document(url=None, text=STORIES[1], source_text=STORIES[1]))
    assert len(_counts(conn)) == len(own.lines)  # the second page's; what both print was printed too seldom


def test_a_transaction_that_is_killed_counts_nothing(conn: Connection) -> None:
    page = _page(conn, 1, STORIES[1], BANNER)
    with conn.cursor() as cursor:
        cursor.execute("savepoint before")
        site.learn(conn, [page])
        cursor.execute("rollback to savepoint before")
    assert _counts(conn) == []

    site.learn(conn, [page])

    assert {count for _, count in _counts(conn)} == {1}


def _html(n: int) -> str:
    story = "".join(f"<p>{line}</p>" for line in STORIES[n].split("\n"))
    return (
        f"<html><head><title>第{n}座灯塔</title></head><body><h1>第{n}座灯塔</h1>{story}<p>{BANNER}。</p>"
        f"<p>最后一句话是守塔人第{n}次说的，他说灯不会灭。</p></body></html>"
    )


def _with_banner(desk: Desk) -> list[str]:
    return desk.column(
        "select url from work.documents inner join raw.urls using (url_id) inner join work.texts using (text_sha256) "
        "where is_current and text like %(banner)s order by url",
        banner=f"%{BANNER}%",
    )


def test_what_pages_repeat_is_left_out_of_those_that_come_after(desk: Desk) -> None:
    desk.write(first=_html(1), second=_html(2), third=_html(3))
    desk.read()
    assert len(_with_banner(desk)) == 3

    assert pipeline.learn_sites() == 3
    desk.write(fourth=_html(4))
    desk.read()
    assert [url.rsplit("/")[-1] for url in _with_banner(desk)] == ["first.html", "second.html", "third.html"]

    reprocessing.mark(reprocessing.Selection("extract"))
    desk.read()
    assert _with_banner(desk) == []


def test_how_a_run_is_cut_into_batches_makes_no_difference(desk: Desk) -> None:
    desk.write(**{f"page{n}": _html(n) for n in range(6)})
    desk.collect()
    (ids,) = pipeline.plan("extract", desk.last_run, "test")
    for capture_id in ids:
        pipeline.run_batch("extract", [capture_id], desk.last_run)

    assert len(_with_banner(desk)) == 6


def test_a_run_teaches_for_the_next_one(desk: Desk) -> None:
    desk.write(**{f"page{n}": _html(n) for n in range(3)})
    desk.run()

    assert desk.column(
        "select page_count from work.site_lines where line = %(line)s", line=f"{BANNER}。"
    ) == [3]


def test_reading_pages_again_counts_and_changes_nothing(desk: Desk) -> None:
    desk.write(**{f"page{n}": _html(n) for n in range(5)})
    desk.run()
    before = desk.contents()
    desk.change("update work.documents set version = 'outdated~' || document_id where is_current")
    desk.run()

    after = desk.contents()
    assert all(after[name] == before[name] for name in before if "site" in name or "learned" in name)
    assert pipeline.learn_sites() == 0
    assert _with_banner(desk) == []
