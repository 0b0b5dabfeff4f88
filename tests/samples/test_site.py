"""The sample server: addresses, conditional requests, what is there and what is not."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import feedparser
import pytest
import requests
from samples.build import ANSWERS, build

from onrecord.demo import site
from onrecord.demo.site import serve, sources

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
LINES = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
ARTICLE = "/2024/03/18/long-context-notes.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site")
    build(path)
    return path


@pytest.fixture(scope="module")
def addresses(folder: Path) -> Iterator[Mapping[str, str]]:
    with serve(folder) as served:
        yield served


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers={k.replace("_", "-"): v for k, v in headers.items()}, timeout=5)


def test_each_site_has_an_address_of_its_own_on_loopback(addresses: Mapping[str, str]) -> None:
    assert len(set(addresses.values())) == len(addresses)
    assert all(address.startswith("http://127.0.0.") for address in addresses.values())


def test_every_page_answers_as_its_answer_line_says(addresses: Mapping[str, str]) -> None:
    for line in LINES:
        if line["site"] != "saved":
            status = get(addresses[line["site"]] + line["path"]).status_code
            assert status == (404 if line["reason"] == "not_found" else 200), line["path"]


def test_a_short_link_leads_to_its_article(addresses: Mapping[str, str]) -> None:
    (line,) = [line for line in LINES if (line["site"], line["disposition"]) == ("north-gate", "alias")]
    answer = get(addresses[line["site"]] + line["path"])
    assert [step.status_code for step in answer.history] == [301]
    assert answer.url == addresses["north-gate"] + ARTICLE


def test_a_page_that_is_known_answers_304(addresses: Mapping[str, str]) -> None:
    url = addresses["north-gate"] + ARTICLE
    first = get(url)
    by_tag = get(url, If_None_Match=first.headers["ETag"])
    by_date = get(url, If_Modified_Since=first.headers["Last-Modified"])
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert (by_date.status_code, by_date.content) == (304, b"")
    assert get(url, If_None_Match='"another"').status_code == 200
    assert get(url, If_Modified_Since="not a date").status_code == 200


def test_a_page_changed_on_disk_is_sent_again(tmp_path: Path) -> None:
    build(tmp_path)
    with serve(tmp_path) as served:
        url = served["north-gate"] + ARTICLE
        first = get(url)
        path = tmp_path / "north-gate" / ARTICLE.strip("/")
        path.write_bytes(path.read_bytes().replace("六十四份".encode(), "六十五份".encode()))
        for known in (
            {"If_None_Match": first.headers["ETag"]},
            {"If_Modified_Since": first.headers["Last-Modified"]},
        ):
            assert "六十五份" in get(url, **known).content.decode()


def test_a_head_request_has_headers_and_no_body(addresses: Mapping[str, str]) -> None:
    url = addresses["north-gate"] + ARTICLE
    head = requests.head(url, timeout=5)
    assert head.content == b""
    assert int(head.headers["Content-Length"]) == len(get(url).content)


def test_nothing_beside_the_site_can_be_read(addresses: Mapping[str, str]) -> None:
    assert get(addresses["north-gate"] + "/%2e%2e/manifest.json").status_code == 404
    assert get(addresses["north-gate"] + "/../gleaner/robots.txt").status_code == 404


def test_the_sources_lead_to_every_page(addresses: Mapping[str, str], folder: Path) -> None:
    found: set[str] = set()
    for source in sources(addresses, folder):
        assert source.is_sample
        if source.kind == "feed":
            entries = feedparser.parse(get(source.addresses[0]).content).entries
            found |= {entry.link.partition("?")[0] for entry in entries}
        elif source.kind == "urls":
            found |= set(source.addresses)
        else:
            found |= {f"saved {path.name}" for path in Path(source.addresses[0]).iterdir()}
    assert found == {
        f"saved {line['path']}" if line["site"] == "saved" else addresses[line["site"]] + line["path"]
        for line in LINES
    }


def test_pages_name_the_address_they_are_served_from(addresses: Mapping[str, str]) -> None:
    body = get(addresses["north-gate"] + ARTICLE).text
    assert f'<link rel="canonical" href="{addresses["north-gate"]}{ARTICLE}">' in body
    assert ".test" not in body


def test_where_only_127_0_0_1_is_there_each_site_has_a_port(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bound(*args: object) -> None:
        raise OSError(errno.EADDRNOTAVAIL, "Can't assign requested address")

    monkeypatch.setattr(site, "_bound", bound)
    with serve(folder) as served:
        assert all(address.startswith("http://127.0.0.1:") for address in served.values())
        assert len(set(served.values())) == len(served)
        assert get(served["ferrow"] + "/atom.xml").status_code == 200


def test_a_port_in_use_is_said_in_one_sentence(folder: Path, addresses: Mapping[str, str]) -> None:
    port = addresses["north-gate"].rsplit(":", 1)[1]
    command = [sys.executable, "-m", "onrecord.demo.site", "--folder", str(folder), "--port", port]
    run = subprocess.run(command, cwd=PLUGINS, capture_output=True, text=True, timeout=20, check=False)
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert f"port {port}" in run.stderr


def test_it_runs_as_a_process_of_its_own(folder: Path) -> None:
    command = [sys.executable, "-m", "onrecord.demo.site", "--folder", str(folder), "--port", "0"]
    with subprocess.Popen(command, cwd=PLUGINS, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        key, address = process.stderr.readline().split()
        assert (key, get(address + ARTICLE).status_code) == ("north-gate", 200)
        process.terminate()


def test_the_server_stops_with_its_block(folder: Path) -> None:
    before = threading.active_count()
    with serve(folder) as served:
        port = int(served["north-gate"].rsplit(":", 1)[1])
    assert threading.active_count() == before
    with serve(folder, port) as again:
        assert again == served
