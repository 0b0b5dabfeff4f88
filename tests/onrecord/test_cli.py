"""The command, as someone types it: what it prints and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests import invented
from tests.onrecord.conftest import Desk
from tests.onrecord.fetch.conftest import Site, reply, site

from onrecord import cli, settings

__all__ = ["site"]  # the fixture

COMMANDS = (
    *([], ["inspect"], ["ingest"], ["status"], ["query"], ["export"], ["reprocess"], ["sources"]),
    *(["sources", "check"], ["db"], ["db", "migrate"]),
)
NOWHERE = "postgresql://desk:s3cret@127.0.0.1:1/warehouse"
INSPECTED = {
    *("url", "site", "title", "published_at", "published_at_precision", "outlet", "byline", "credits"),
    *("language", "script", "is_interview", "is_truncated", "text", "sections", "speakers", "turns"),
    *("quotations", "topics", "keywords", "mentions", "repairs", "removed", "versions"),
}


def run(*arguments: str) -> int:
    """The command's exit status, however it ends."""
    try:
        return cli.main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """What a command prints."""
    capsys.readouterr()
    assert run(*arguments) == status
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(printed(capsys, *arguments, "--json"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, *command, "--help").startswith("usage: onrecord")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["inspect"],
        ["query", "--csv", "--json"],
        ["reprocess", "--since", "soon"],
        ["export"],
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "usage: onrecord" in capsys.readouterr().err


def test_inspect_tells_what_a_page_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    invented.write(tmp_path, mill=invented.mill())
    shown = printed(capsys, "inspect", str(tmp_path / "mill.html"))
    for expected in ("磨坊里的图书馆", "陆星野", "guest", "(question)", "zh-Hans"):
        assert expected in shown


def test_inspect_writes_a_line_a_page_in_the_order_given_and_goes_on_after_a_bad_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    invented.write(tmp_path, mill=invented.mill(), harbour=invented.harbour())
    note = "\n".join(f"{name}：{said}" for name, said in invented.QUESTIONS)
    (tmp_path / "note.txt").write_text(note, "utf8")
    pages = [str(tmp_path / name) for name in ("mill.html", "missing.html", "note.txt", "harbour.html")]
    out = printed(capsys, "inspect", "--jsonl", *pages, status=1)
    assert out.isascii()
    assert out.endswith("\n")
    lines = [json.loads(line) for line in out.split("\n")[:-1]]
    assert [line["url"] for line in lines] == pages
    assert [("error" in line) for line in lines] == [False, True, False, False]
    assert set(lines[1]) == {"error", "url"}
    for line in (lines[0], lines[2], lines[3]):
        assert set(line) >= INSPECTED
        for item in (*line["turns"], *line["quotations"], *line["sections"]):
            cut = line["text"][item["start_char"] : item["end_char"]]
            assert cut.startswith(item.get("text", item.get("title")))
    assert lines[0]["turns"][1]["speaker"] == "陆星野"
    assert [turn["position"] for turn in lines[0]["turns"]] == list(range(6))


def test_inspect_can_stop_after_extraction_and_be_told_the_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    invented.write(tmp_path, mill=invented.mill())
    address = "https://mill.example/1"
    out = printed(
        capsys, "inspect", "--jsonl", "--only", "extract", "--url", address, str(tmp_path / "mill.html")
    )
    found = json.loads(out)
    assert found["url"] == address
    assert found["published_at"].startswith("2031-05-20T09:00")
    assert "turns" not in found


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"\0" * 5000, b"%PDF-1.7 \x93\x8c", b"<" * 100_000])
def test_inspect_says_of_any_bytes_what_they_are_or_why_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: bytes
) -> None:
    (tmp_path / "odd.html").write_bytes(body)
    status = run("inspect", "--jsonl", str(tmp_path / "odd.html"))
    (line,) = capsys.readouterr().out.splitlines()
    assert ("error" in json.loads(line)) == bool(status)


def test_inspect_needs_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", NOWHERE)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    invented.write(tmp_path, tower=invented.tower())
    assert run("inspect", str(tmp_path / "tower.html")) == 0
    assert not (tmp_path / "home").exists()


def test_a_folder_is_ingested_and_its_tables_are_asked_for(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mill = invented.mill()
    desk.write(mill=mill, mill_copy=mill, tower=invented.tower())
    out = printed(capsys, "ingest", str(desk.folder))
    assert "publish: 2 new" in out

    copies = as_json(capsys, "query", "copies")
    names = ["url", "article_id", "relation", "similarity", "containment", "is_canonical", "matched_url"]
    assert [list(row) for row in copies] == [names] * 3
    by_url = {row["url"]: row for row in copies}
    copy = by_url["file:pages/mill_copy.html"]
    assert (copy["relation"], copy["is_canonical"]) == ("exact", False)
    assert copy["article_id"] == by_url["file:pages/mill.html"]["article_id"]

    statements = list(csv.DictReader(io.StringIO(printed(capsys, "query", "statements", "--csv"))))
    assert {row["text"] for row in statements} == {text for _, text in invented.QUESTIONS}

    assert "published" in printed(capsys, "status")
    assert "copies" in printed(capsys, "query")
    assert "陆星野" in printed(capsys, "query", "statements")

    folder = tmp_path / "out" / "today"
    assert "articles.csv: 2 rows" in printed(capsys, "export", str(folder))
    with (folder / "articles.csv").open(encoding="utf8", newline="") as file:
        assert {row["title"] for row in csv.DictReader(file)} == {
            "陆星野：磨坊里的图书馆",
            "Alder Reach keeps its signal tower",
        }
    assert not list(folder.glob("*.new"))

    assert "publish: nothing to do" in printed(capsys, "ingest", str(desk.folder))
    out = printed(capsys, "reprocess", "--stage", "enrich", "--dry-run")
    assert "2 marked, 2 unchanged" in out
    assert "2 documents" in printed(capsys, "reprocess", "--stage", "publish")
    assert printed(capsys, "db", "migrate") == "the schema is up to date\n"


def test_an_empty_answer_is_still_an_answer(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json(capsys, "query", "copies") == []
    assert printed(capsys, "query", "copies", "--csv").startswith("url,article_id,relation")
    assert "none" in printed(capsys, "query", "copies")


def test_bad_pages_get_their_reason_and_the_others_are_published(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONRECORD_MAX_BODY_BYTES", "20000")
    desk.write(mill=invented.mill(), huge=invented.tower() + " " * 20000, broken=b"\0\1\2\3" * 500, empty=b"")
    (desk.folder / os.fsdecode(b"caf\xe9.html")).write_text(invented.harbour(), "utf8")
    (desk.folder / "dangling.html").symlink_to(desk.folder / "nowhere.html")
    assert run("ingest", str(desk.folder)) == 0
    account = desk.account()
    assert account["mill"] == "published"
    assert account["huge"] == "rejected too_large"
    assert account["empty"] == "rejected unreadable_file"
    assert account["dangling"] == "rejected not_found"
    assert account["broken"].startswith("rejected")
    assert len(account) == 6
    capsys.readouterr()


def test_addresses_are_ingested_and_one_that_is_refused_is_in_the_account(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.routes["/harbour"] = reply(invented.harbour())
    assert run("ingest", f"{site.base}/harbour") == 1
    assert desk.account() == {"harbour": "rejected private_address"}
    assert "No page of what was named is published" in " ".join(capsys.readouterr().err.split())
    monkeypatch.setenv("ONRECORD_ALLOW_PRIVATE_HOSTS", "1")
    assert run("ingest", f"{site.base}/harbour", f"{site.base}/none", "--source", "by_hand") == 0
    assert desk.account() == {"harbour": "published", "none": "rejected not_found"}
    capsys.readouterr()


def test_a_source_that_cannot_be_read_is_told_and_the_others_are_done(
    desk: Desk,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ONRECORD_ALLOW_PRIVATE_HOSTS", "1")
    site.routes["/feed"] = reply("no feed at all")
    desk.write(mill=invented.mill())
    sources = tmp_path / "sources.yml"
    sources.write_text(
        f"- {{slug: broken, name: Broken, kind: feed, addresses: ['{site.base}/feed']}}\n"
        f"- {{slug: saved, name: Saved, kind: folder, addresses: ['{desk.folder}']}}\n",
        "utf8",
    )
    monkeypatch.setenv("ONRECORD_SOURCES", str(sources))
    assert run("ingest") == 1
    assert "1 address(es) of sources could not be read" in " ".join(capsys.readouterr().err.split())
    assert desk.account() == {"mill": "published"}
    assert "failing" in printed(capsys, "status")


@pytest.mark.parametrize(
    "arguments",
    [["status"], ["query", "copies"], ["ingest", "."], ["db", "migrate"], ["export", "out"], ["reprocess"]],
    ids=" ".join,
)
def test_a_database_that_is_down_is_told_in_a_sentence_without_its_password(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", NOWHERE)
    assert run(*arguments) == 1
    told = capsys.readouterr().err
    assert told.startswith("onrecord: No database answers at postgresql://desk:***@127.0.0.1:1/warehouse")
    assert "s3cret" not in told
    assert told.count("\n") == 1


def test_a_wrong_setting_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "warehouse")
    assert run("status") == 2
    assert "ONRECORD_DATABASE_URL" in capsys.readouterr().err


def test_the_declared_sources_are_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ONRECORD_SOURCES", raising=False)
    assert run("sources", "check") == 0
    example = "- {slug: saved, name: Saved, kind: folder, addresses: [pages], is_enabled: false}\n"
    file = settings.home() / "sources.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(example, "utf8")
    capsys.readouterr()
    assert (
        printed(capsys, "sources", "check", "--file", str(file))
        == "saved: folder, 1 address(es) (disabled)\n"
    )


def test_an_unknown_key_names_its_line_and_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sources.yml"
    file.write_text("- slug: saved\n  name: Saved\n  kind: folder\n  adresses: [pages]\n", "utf8")
    assert run("sources", "check", "--file", str(file)) == 2
    told = capsys.readouterr().err
    assert "line 4" in told or ":4" in told
    assert "adresses" in told
    assert "addresses" in told.replace("adresses", "", 1)


def test_sources_that_are_not_there_end_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sources", "check", "--file", str(tmp_path / "none.yml")) == 2
    assert "none.yml" in capsys.readouterr().err
    assert run("query", "no_such_query") == 2
    assert "copies" in capsys.readouterr().err


def test_a_page_that_is_not_there_ends_with_2_and_says_so(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ingest", "no/such/folder") == 2
    assert "no/such/folder" in capsys.readouterr().err
