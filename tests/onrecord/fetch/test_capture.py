"""What fetching leaves in the database and the archive, whatever the servers do."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import chain
from pathlib import Path

import psycopg2
import pytest

from onrecord import fetch, store
from onrecord.fetch import discover, plan
from onrecord.fetch.archive import Archive
from onrecord.fetch.plan import batches
from onrecord.models import Source
from onrecord.store import exits

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
PAGE = "<html><p>一段正文。</p></html>"


class Desk:
    """One source, looked through and fetched at chosen times."""

    def __init__(self, conn, client, home: Path, base: str) -> None:
        self.conn, self.client, self.home, self.base = conn, client, home, base
        self.source = Source("listed", "Listed", "urls", (), interval_seconds=0)

    def watch(self, *paths: str, **changed: object) -> None:
        addresses = tuple(
            path if path.startswith(("http", "/tmp")) else f"{self.base}{path}" for path in paths
        )
        self.source = replace(self.source, addresses=addresses, **changed)

    def fetch(self, now: datetime = NOW) -> dict[str, int]:
        discover.run(self.conn, self.source, now=now, client=self.client)
        return self.again(now)

    def again(self, now: datetime) -> dict[str, int]:
        total: dict[str, int] = {}
        for batch in fetch.pending(self.conn, batch_size=50, now=now):
            tally = fetch.run(
                self.conn, batch, sources=[self.source], home=self.home, now=now, client=self.client
            )
            assert sum(tally.values()) == len(batch)
            for outcome, count in tally.items():
                total[outcome] = total.get(outcome, 0) + count
        return total

    def rows(self, query: str) -> list[store.Row]:
        return store.fetch(self.conn, query)

    def url(self, path: str) -> store.Row:
        address = path if path.startswith(("file:", "http")) else f"{self.base}{path}"
        return store.fetch(self.conn, "select * from raw.urls where url = %(url)s", {"url": address})[0]

    def reasons(self) -> list[str]:
        return [row["reason"] for row in self.rows("select reason from work.exits where closed_at is null")]

    def bodies(self) -> list[bytes]:
        query = "select warc_file, warc_offset, warc_length from raw.captures order by capture_id"
        places = [tuple(row.values()) for row in self.rows(query)]
        return [fetch.read_body(*place, home=self.home)[1] for place in places]


@pytest.fixture
def desk(committed_conn, client, tmp_path, site) -> Desk:
    return Desk(committed_conn, client, tmp_path / "home", site.base)


def test_a_page_is_captured_with_what_its_server_said(desk, site, answer):
    site.routes["/1"] = answer(PAGE, ETag='"1"')
    desk.watch("/1")
    assert desk.fetch() == {"captured": 1}
    assert desk.bodies() == [PAGE.encode()]
    (row,) = desk.rows("select * from raw.captures")
    assert (row["http_status"], row["content_type"]) == (200, "text/html; charset=utf-8")
    assert (row["headers"]["ETag"], row["final_url"], row["fetched_at"]) == ('"1"', f"{site.base}/1", NOW)
    url = desk.url("/1")
    assert (url["last_fetched_at"], url["last_changed_at"], url["last_status"], url["etag"]) == (
        NOW,
        NOW,
        200,
        '"1"',
    )


def test_each_capture_is_committed_as_it_comes(desk, site, answer, scratch_url):
    seen = []

    def look_from_outside(handler):
        with psycopg2.connect(scratch_url) as other:
            seen.append(store.fetch(other, "select count(*) as n from raw.captures")[0]["n"])
        other.close()
        answer(f"{PAGE}{len(seen)}")(handler)

    site.routes["/1"] = site.routes["/2"] = site.routes["/3"] = look_from_outside
    desk.watch("/1", "/2", "/3")
    assert desk.fetch() == {"captured": 3}
    assert seen == [0, 1, 2]


def test_running_twice_changes_nothing(desk, site, answer):
    site.routes["/1"] = answer(PAGE)
    desk.watch("/1")
    discover.run(desk.conn, desk.source, now=NOW, client=desk.client)
    (batch,) = fetch.pending(desk.conn, batch_size=10, now=NOW)
    common = {"sources": [desk.source], "home": desk.home, "now": NOW, "client": desk.client}
    assert fetch.run(desk.conn, batch, **common) == {"captured": 1}
    assert fetch.run(desk.conn, batch, **common) == {"not_due": 1}
    assert len(site.paths()) == 1


def test_the_same_body_is_kept_once_and_a_changed_one_again(desk, site, answer):
    site.routes["/1"] = answer(PAGE)
    desk.watch("/1")
    outcomes = [desk.fetch(NOW), desk.fetch(NOW + timedelta(hours=1))]
    site.routes["/1"] = answer(PAGE + "changed")
    outcomes.append(desk.fetch(NOW + timedelta(hours=2)))
    assert outcomes == [{"captured": 1}, {"unchanged": 1}, {"captured": 1}]
    assert desk.bodies() == [PAGE.encode(), PAGE.encode() + b"changed"]
    assert desk.url("/1")["last_changed_at"] == NOW + timedelta(hours=2)


def test_a_server_that_knows_etags_is_asked_only_whether_it_changed(desk, site, answer, in_turn):
    site.routes["/1"] = in_turn(answer(PAGE, ETag='"1"'), answer(b"", status=304))
    desk.watch("/1")
    desk.fetch()
    for hour in (1, 2):
        assert desk.fetch(NOW + timedelta(hours=hour)) == {"not_modified": 1}
        assert site.asked[-1][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "not_found"), (410, "gone"), (403, "forbidden"), (418, "http_error")]
)
def test_a_refused_page_is_set_aside_with_its_reason(desk, site, answer, status, reason):
    site.routes["/1"] = answer(b"", status=status)
    site.routes["/2"] = answer(PAGE)
    desk.watch("/1", "/2")
    assert desk.fetch() == {f"rejected_{reason}": 1, "captured": 1}
    assert desk.reasons() == [reason]
    assert desk.url("/1")["last_status"] == status


def test_bad_pages_fail_alone(desk, site, answer):
    site.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /private")
    site.routes["/huge"] = answer(b"x" * 300_000)
    site.routes["/picture"] = answer(b"x", Content_Type="image/png")
    site.routes["/disguised"] = answer(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    site.routes["/loop"] = answer(b"", status=302, Location="/loop")
    site.routes["/away"] = answer(b"", status=302, Location="ftp://example.org/")
    site.routes["/moved"] = answer(b"", status=302, Location="/")
    site.routes["/"] = answer(PAGE)
    site.routes["/good"] = answer(PAGE)
    desk.watch("/private", "/huge", "/picture", "/disguised", "/loop", "/away", "/moved", "/good")
    assert desk.fetch() == {
        "rejected_robots_disallowed": 1,
        "rejected_too_large": 1,
        "rejected_not_a_page": 2,
        "rejected_redirect_loop": 1,
        "rejected_bad_address": 1,
        "rejected_not_found": 1,
        "captured": 1,
    }
    assert len(desk.reasons()) == 7


def test_a_private_address_is_refused_unless_the_source_is_a_sample(desk, site, answer, monkeypatch):
    monkeypatch.delenv("ONRECORD_ALLOW_PRIVATE_HOSTS", raising=False)
    site.routes["/1"] = answer(PAGE)
    desk.client = None
    desk.watch("/1")
    assert desk.fetch() == {"rejected_private_address": 1}
    assert site.asked == []
    desk.watch("/1", is_sample=True)
    assert desk.fetch(NOW + timedelta(hours=1)) == {"captured": 1}
    assert desk.reasons() == []


def test_a_page_that_comes_back_is_let_in_again(desk, site, answer):
    site.routes["/1"] = answer(b"", status=404)
    desk.watch("/1")
    desk.fetch()
    site.routes["/1"] = answer(PAGE)
    assert desk.fetch(NOW + timedelta(days=1)) == {"captured": 1}
    assert desk.reasons() == []


def test_a_page_that_vanishes_keeps_its_capture_and_is_not_set_aside(desk, site, answer):
    site.routes["/1"] = answer(PAGE)
    desk.watch("/1")
    desk.fetch()
    site.routes["/1"] = answer(b"", status=410)
    assert desk.fetch(NOW + timedelta(hours=1)) == {"rejected_gone": 1}
    assert (desk.reasons(), desk.bodies()) == ([], [PAGE.encode()])
    assert (desk.url("/1")["last_status"], desk.url("/1")["next_fetch_at"]) == (410, None)


def test_a_failing_server_is_tried_later_and_then_quarantined(desk, site, answer):
    site.routes["/1"] = answer(b"", status=500)
    desk.watch("/1")
    now, pauses = NOW, []
    desk.fetch()
    for _ in range(3):
        assert desk.reasons() == []
        due = desk.url("/1")["next_fetch_at"]
        assert desk.again(due - timedelta(seconds=1)) == {}
        pauses.append(due - now)
        now = due
        assert desk.again(now) == {"postponed_server_error": 1}
    assert pauses == sorted(pauses)
    assert desk.reasons() == ["server_error"]
    (row,) = desk.rows("select retry_at, detail from work.exits")
    assert row["retry_at"] == desk.url("/1")["next_fetch_at"]
    assert row["detail"].startswith("500")
    site.routes["/1"] = answer(PAGE)
    assert desk.again(row["retry_at"]) == {"captured": 1}
    assert (desk.reasons(), desk.url("/1")["failure_count"]) == ([], 0)


def test_a_server_that_says_when_is_left_alone_until_then(desk, site, answer):
    site.routes["/1"] = answer(b"", status=429, Retry_After="7200")
    desk.watch("/1")
    assert desk.fetch() == {"postponed_server_error": 1}
    assert desk.url("/1")["next_fetch_at"] == NOW + timedelta(hours=2)


def test_a_host_that_is_down_is_left_alone_and_the_others_go_on(desk, site, answer):
    site.routes["/robots.txt"] = answer(b"", status=503)
    desk.watch(*[f"/{number}" for number in range(6)])
    assert desk.fetch() == {"postponed_robots_unreachable": 3, "left": 3}
    assert len(fetch.pending(desk.conn, batch_size=10, now=NOW)[0]) == 3


class TestRedirects:
    def test_an_address_that_redirects_is_an_alias_of_where_it_leads(self, desk, site, answer):
        site.routes["/old"] = answer(b"", status=301, Location="/new?utm_source=x")
        site.routes["/new?utm_source=x"] = answer(PAGE)
        desk.watch("/old")
        assert desk.fetch() == {"redirected": 1}
        old, new = desk.url("/old"), desk.url("/new")
        assert (old["alias_of_url_id"], new["alias_of_url_id"], old["next_fetch_at"]) == (
            new["url_id"],
            None,
            None,
        )
        assert [row["url_id"] for row in desk.rows("select url_id from raw.captures")] == [new["url_id"]]
        assert desk.again(NOW + timedelta(hours=1)) == {}

    def test_two_ways_to_one_page_make_one_capture(self, desk, site, answer):
        site.routes["/a"] = site.routes["/b"] = answer(b"", status=302, Location="/page")
        site.routes["/page"] = answer(PAGE)
        desk.watch("/a", "/b", "/page")
        assert desk.fetch() == {"redirected": 2, "unchanged": 1}
        assert len(desk.bodies()) == 1

    def test_pages_that_change_places_never_stand_for_each_other(self, desk, site, answer):
        site.routes["/a"] = answer(b"", status=302, Location="/b")
        site.routes["/b"] = answer(PAGE)
        site.routes["/c"] = answer(b"", status=302, Location="/b")
        desk.watch("/a", "/b", "/c")
        desk.fetch()
        site.routes["/a"] = answer(PAGE)
        site.routes["/b"] = answer(b"", status=301, Location="/a")
        desk.fetch(NOW + timedelta(hours=1))
        a = desk.url("/a")
        assert a["alias_of_url_id"] is None
        assert {desk.url(path)["alias_of_url_id"] for path in ("/b", "/c")} == {a["url_id"]}

    @pytest.mark.parametrize("statuses", [(302,), (301, 307)])
    def test_a_captured_page_that_leads_elsewhere_for_now_stays_what_it_is(
        self, desk, site, answer, statuses
    ):
        site.routes["/violet"] = answer(PAGE)
        desk.watch("/violet")
        desk.fetch()
        for hop, status in enumerate(statuses, start=1):
            target = "/maintenance" if hop == len(statuses) else "/between"
            site.routes["/violet" if hop == 1 else "/between"] = answer(b"", status=status, Location=target)
        site.routes["/maintenance"] = answer(PAGE + "back soon")
        assert desk.fetch(NOW + timedelta(hours=1)) == {"postponed_server_error": 1}
        violet = desk.url("/violet")
        assert violet["alias_of_url_id"] is None
        assert violet["next_fetch_at"] > NOW + timedelta(hours=1)
        assert desk.reasons() == []
        site.routes["/violet"] = answer(PAGE + "corrected")
        assert desk.again(violet["next_fetch_at"]) == {"captured": 1}
        assert desk.bodies() == [PAGE.encode(), f"{PAGE}corrected".encode()]

    def test_an_alias_is_asked_again_when_its_source_names_it_and_may_answer_by_itself(
        self, desk, site, answer
    ):
        site.routes["/old"] = answer(b"", status=302, Location="/maintenance")
        site.routes["/maintenance"] = answer(PAGE + "back soon", ETag='"m"', Last_Modified="x")
        desk.watch("/old")
        assert desk.fetch() == {"redirected": 1}
        site.routes["/old"] = answer(PAGE)
        assert desk.fetch(NOW + timedelta(hours=1)) == {"captured": 1}
        assert desk.url("/old")["alias_of_url_id"] is None
        assert "If-None-Match" not in site.asked[-1][1]

    def test_a_captured_page_that_moved_for_good_can_come_back_unchanged(self, desk, site, answer):
        site.routes["/a"] = answer(PAGE, ETag='"1"')
        desk.watch("/a")
        desk.fetch()
        site.routes["/a"] = answer(b"", status=301, Location="/b")
        site.routes["/b"] = answer(PAGE + "b", ETag='"2"')
        assert desk.fetch(NOW + timedelta(hours=1)) == {"redirected": 1}
        site.routes["/a"] = answer(PAGE, ETag='"1"')
        assert desk.fetch(NOW + timedelta(hours=2)) == {"unchanged": 1}
        assert desk.url("/a")["alias_of_url_id"] is None
        assert "If-None-Match" not in site.asked[-1][1]

    def test_an_alias_that_fails_stays_one_and_is_not_set_aside(self, desk, site, answer):
        site.routes["/old"] = answer(b"", status=301, Location="/new")
        site.routes["/new"] = answer(PAGE)
        desk.watch("/old")
        desk.fetch()
        site.routes["/old"] = answer(b"", status=404)
        assert desk.fetch(NOW + timedelta(hours=1)) == {"rejected_not_found": 1}
        assert desk.url("/old")["alias_of_url_id"] == desk.url("/new")["url_id"]
        assert desk.reasons() == []

    def test_an_etag_of_the_old_page_is_not_sent_to_the_new_one(self, desk, site, answer):
        site.routes["/a"] = answer(PAGE, ETag='"1"')
        desk.watch("/a")
        desk.fetch()
        site.routes["/a"] = answer(b"", status=301, Location="/b")
        site.routes["/b"] = answer(PAGE)
        assert desk.fetch(NOW + timedelta(hours=1)) == {"redirected": 1}
        assert "If-None-Match" not in site.asked[-1][1]
        assert len(desk.bodies()) == 2


class TestFolders:
    def test_saved_pages_are_captured_as_they_lie_there(self, desk, tmp_path):
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "甲.html").write_bytes("<p>正文</p>".encode("gbk"))
        (tmp_path / "in" / "b.md").write_text("# Title")
        (tmp_path / "in" / "empty.txt").write_text(" ")
        os.symlink("/etc/hostname", tmp_path / "in" / "out.txt")
        os.symlink("/nowhere", tmp_path / "in" / "dangling.html")
        desk.watch(str(tmp_path / "in"), kind="folder")
        assert desk.fetch() == {"captured": 2, "rejected_unreadable_file": 2, "rejected_not_found": 1}
        assert sorted(desk.bodies()) == sorted([b"# Title", "<p>正文</p>".encode("gbk")])
        kinds = [row["content_type"] for row in desk.rows("select content_type from raw.captures order by 1")]
        assert kinds == ["text/html", "text/markdown"]

    def test_a_file_is_read_again_only_when_it_changed(self, desk, tmp_path):
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.html").write_text(PAGE)
        (tmp_path / "in" / "empty.html").write_text("")
        desk.watch(str(tmp_path / "in"), kind="folder")
        assert desk.fetch() == {"captured": 1, "rejected_unreadable_file": 1}
        assert desk.fetch(NOW + timedelta(hours=1)) == {}
        (tmp_path / "in" / "a.html").write_text(PAGE + "more")
        (tmp_path / "in" / "empty.html").write_text(PAGE + "at last")
        assert desk.fetch(NOW + timedelta(hours=2)) == {"captured": 2}
        assert desk.reasons() == []

    def test_the_pages_of_an_archive_stand_at_their_own_addresses(self, desk, tmp_path):
        kept = Archive(tmp_path)
        for path in ("/one", "/two"):
            headers = {"Content-Type": "text/html"}
            kept.append(
                f"https://example.org{path}",
                f"{PAGE}{path}".encode(),
                fetched_at=NOW,
                headers=headers,
                status=200,
            )
        kept.close()
        desk.watch(str(tmp_path / "warc"), kind="folder")
        assert desk.fetch() == {"redirected": 2}
        assert desk.url("https://example.org/two")["last_status"] == 200
        assert desk.bodies() == [f"{PAGE}/one".encode(), f"{PAGE}/two".encode()]
        assert desk.fetch(NOW + timedelta(hours=1)) == {}


class TestPlanning:
    def test_a_host_is_in_one_batch_only(self):
        due = [(number, f"https://h{number % 3}.example/{number}") for number in range(12)]
        planned = batches(due, 8)
        assert sorted(chain.from_iterable(planned)) == list(range(12))
        for host in range(3):
            assert sum(any(number % 3 == host for number in batch) for batch in planned) == 1

    def test_a_host_with_much_to_do_does_it_in_several_runs(self):
        due = [(number, f"https://example.org/{number}") for number in range(12)]
        assert batches(due, 5) == [[0, 1, 2, 3, 4]]

    def test_files_need_no_distance(self):
        assert batches([(number, f"file:saved/{number}.html") for number in range(5)], 2) == [
            [0, 1],
            [2, 3],
            [4],
        ]

    def test_a_host_with_much_to_do_leaves_the_others_their_turn(self, desk, monkeypatch):
        monkeypatch.setattr(plan, "MAX_PLANNED", 10)
        large = tuple(f"https://large.example/{number}" for number in range(30))
        desk.watch(*large)
        discover.run(desk.conn, desk.source, now=NOW, client=desk.client)
        desk.watch("https://small.example/1", "https://tiny.example/1")
        discover.run(desk.conn, desk.source, now=NOW + timedelta(hours=1), client=desk.client)
        planned = fetch.pending(desk.conn, batch_size=4, now=NOW + timedelta(hours=2))
        hosts = Counter(
            row["url"].split("/")[2]
            for row in desk.rows("select url, url_id from raw.urls")
            if row["url_id"] in set(chain.from_iterable(planned))
        )
        assert hosts == {"large.example": 4, "small.example": 1, "tiny.example": 1}

    def test_the_files_of_a_large_folder_all_go_and_pages_before_their_rest(self, desk, tmp_path):
        (tmp_path / "in").mkdir()
        for number in range(6):
            (tmp_path / "in" / f"{number}.html").write_text(PAGE)
        desk.watch(str(tmp_path / "in"), kind="folder")
        discover.run(desk.conn, desk.source, now=NOW, client=desk.client)
        assert [len(ids) for ids in fetch.pending(desk.conn, batch_size=4, now=NOW)] == [4, 2]

    def test_only_what_belongs_to_the_chosen_sources_is_planned_or_is_named_by_them(self, desk):
        feed = replace(desk.source, slug="feed")
        desk.watch("https://a.example/1", "https://a.example/2")
        discover.run(desk.conn, desk.source, now=NOW, client=desk.client)
        mine = replace(feed, addresses=("https://a.example/2?utm_source=x", "https://b.example/3"))
        discover.run(desk.conn, mine, now=NOW, client=desk.client)
        planned = fetch.pending(desk.conn, batch_size=10, now=NOW, only=[mine])
        wanted = {desk.url("https://a.example/2")["url_id"], desk.url("https://b.example/3")["url_id"]}
        assert set(chain.from_iterable(planned)) == wanted
        discover.register(desk.conn, [mine])  # the other source rests, yet its page is named by hand
        assert (
            set(chain.from_iterable(fetch.pending(desk.conn, batch_size=10, now=NOW, only=[mine]))) == wanted
        )

    def test_a_resting_source_is_not_fetched(self, desk, site, answer):
        desk.watch("/1")
        discover.run(desk.conn, desk.source, now=NOW, client=desk.client)
        discover.register(desk.conn, [])
        assert fetch.pending(desk.conn, batch_size=10, now=NOW) == []


def test_captures_whose_record_was_lost_are_fetched_again(desk, site, answer):
    site.routes["/1"], site.routes["/2"] = answer(PAGE), answer(PAGE + "2")
    desk.watch("/1", "/2")
    desk.fetch()
    (path,) = (desk.home / "warc").iterdir()
    path.write_bytes(path.read_bytes()[:-20])
    assert fetch.drop_unreadable(desk.conn, home=desk.home, now=NOW + timedelta(hours=1)) == 1
    assert desk.again(NOW + timedelta(hours=1)) == {"captured": 1}
    assert desk.bodies() == [PAGE.encode(), PAGE.encode() + b"2"]
    assert fetch.drop_unreadable(desk.conn, home=desk.home, now=NOW + timedelta(hours=1)) == 0


def test_an_archive_that_is_elsewhere_loses_nothing(desk, site, answer, tmp_path, caplog):
    site.routes["/1"] = answer(PAGE)
    desk.watch("/1")
    desk.fetch()
    assert fetch.drop_unreadable(desk.conn, home=tmp_path / "another", now=NOW + timedelta(hours=1)) == 0
    assert len(desk.bodies()) == 1
    assert desk.again(NOW + timedelta(hours=1)) == {}
    assert "not in the archive" in caplog.text


@pytest.mark.parametrize("etag", ["", '"1"'])
def test_a_record_that_extract_could_not_read_is_fetched_and_archived_again(desk, site, answer, etag):
    site.routes["/1"] = answer(PAGE, ETag=etag)
    desk.watch("/1")
    desk.fetch()
    (row,) = desk.rows("select * from raw.captures")
    (path,) = (desk.home / "warc").iterdir()
    path.unlink()
    place = {"url_id": row["url_id"], "capture_id": row["capture_id"]}
    exits.open(desk.conn, **place, stage="extract", reason="capture_unreadable", detail="gone")
    later = datetime.now(timezone.utc) + timedelta(hours=1)
    assert fetch.drop_unreadable(desk.conn, home=desk.home, now=later) == 1
    assert desk.again(later) == {"captured": 1}
    query = "select * from raw.captures order by capture_id desc limit 1"
    (newest,) = desk.rows(query)
    found = fetch.read_body(newest["warc_file"], newest["warc_offset"], newest["warc_length"], home=desk.home)
    assert found[1] == PAGE.encode()
    # Nothing more to do for it until extract has looked again.
    assert fetch.drop_unreadable(desk.conn, home=desk.home, now=later) == 0


def test_a_defect_costs_one_page_and_is_tried_again(desk, site, answer, monkeypatch):
    keep = Archive.append

    def broken(self, address, body, **kwargs):
        if address.endswith("/odd"):
            raise ValueError("an error of ours")
        return keep(self, address, body, **kwargs)

    monkeypatch.setattr(Archive, "append", broken)
    site.routes["/odd"] = site.routes["/good"] = answer(PAGE)
    desk.watch("/odd", "/good")
    assert desk.fetch() == {"postponed_http_error": 1, "captured": 1}
    assert desk.url("/odd")["next_fetch_at"] > NOW


def test_young_pages_are_looked_at_again_and_old_ones_are_not(desk, site, answer):
    site.routes["/1"] = answer(PAGE)
    desk.watch("/1", kind="feed")
    site.routes["/feed"] = answer(
        f"<rss version='2.0'><channel><title>t</title><item><link>{site.base}/1</link></item></channel></rss>"
    )
    desk.watch("/feed", kind="feed")
    now, visits = NOW, 0
    desk.fetch()
    while (due := desk.url("/1")["next_fetch_at"]) and visits < 100:
        assert due > now
        now, visits = due, visits + 1
        assert desk.again(now) == {"unchanged": 1}
    assert 5 < visits < 30
    assert now - NOW > timedelta(days=60)


CHILD = """
import sys
from onrecord import fetch, store
from onrecord.models import Source
source = Source("listed", "Listed", "urls", (), interval_seconds=0)
with store.connect() as conn:
    for batch in fetch.pending(conn, batch_size=50):
        fetch.run(conn, batch, sources=[source], home=sys.argv[1])
"""


def test_a_process_killed_in_the_middle_loses_only_the_page_in_hand(desk, site, answer, root):
    asked = threading.Event()

    def hang(handler):
        asked.set()
        time.sleep(5)

    site.routes["/1"], site.routes["/2"], site.routes["/3"] = answer(PAGE + "1"), hang, answer(PAGE + "3")
    desk.watch("/1", "/2", "/3")
    discover.run(desk.conn, desk.source, now=NOW, client=desk.client)
    desk.conn.commit()
    environment = {**os.environ, "PYTHONPATH": str(root / "plugins"), "ONRECORD_ALLOW_PRIVATE_HOSTS": "1"}
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(desk.home)], env=environment)
    assert asked.wait(timeout=30)
    child.kill()
    child.wait()
    assert desk.bodies() == [f"{PAGE}1".encode()]
    site.routes["/2"] = answer(PAGE + "2")
    assert fetch.drop_unreadable(desk.conn, home=desk.home) == 0
    assert desk.again(datetime.now(timezone.utc)) == {"captured": 2}
    assert sorted(desk.bodies()) == [f"{PAGE}{number}".encode() for number in (1, 2, 3)]
    assert site.paths().count("/1") == 1
