"""What a user may write in sources.yml, and what they are told when it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import ConfigurationError
from onrecord.models import Source

GOOD = """
- slug: example_times
  name: 示例时报
  kind: feed
  addresses: [https://example.org/feed.xml]
  skip: ['/live/', 'page=\\d+']
  interval_seconds: 1
  max_pages: 50
  outlet: Example Times
- slug: saved
  name: Saved
  kind: folder
  addresses: ../saved
  is_enabled: false
"""


def parse(text: str) -> tuple[Source, ...]:
    return sources.parse(text, name="sources.yml", folder=Path("/project/config"))


def entry(**changed: str | None) -> str:
    lines = {
        "slug": "one",
        "name": "One",
        "kind": "feed",
        "addresses": "[https://example.org/feed]",
        **changed,
    }
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in lines.items() if value is not None) + "\n"


def complaint(text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        parse(text)
    return str(caught.value)


def test_a_good_file_becomes_sources_in_its_order():
    times, saved = parse(GOOD)
    assert times == Source(
        slug="example_times",
        name="示例时报",
        kind="feed",
        addresses=("https://example.org/feed.xml",),
        outlet="Example Times",
        skip=("/live/", "page=\\d+"),
        interval_seconds=1.0,
        max_pages=50,
    )
    assert (saved.kind, saved.addresses, saved.is_enabled) == ("folder", ("/project/saved",), False)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "[]", "---\n"])
def test_a_file_may_name_no_source(text):
    assert parse(text) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (entry(adresses="x"), r"^sources\.yml:5: adresses: is not a key.*did you mean 'addresses'\?"),
        (entry(zzz="x"), r"zzz: is not a key of a source; known are: slug, name"),
        (entry(kind="rss2"), r"^sources\.yml:3: kind: 'rss2' is not known; choose one of feed, sitemap"),
        (entry(kind="feeds"), r"did you mean 'feed'\?"),
        (entry(slug="Ex ample"), r"^sources\.yml:1: slug: 'Ex ample' may hold only"),
        (entry(slug=None), r"slug: is missing; add a line"),
        (entry(name=""), r"name: is empty"),
        (entry(name="[a]"), r"name: write one value"),
        (entry(addresses="[]"), r"addresses: is empty"),
        (entry(addresses="{a: b}"), r"addresses: write a list"),
        (
            entry(addresses="[example.org/feed]"),
            r"^sources\.yml:4: addresses: 'example.org/feed' cannot be fetched",
        ),
        (entry(addresses="['ftp://example.org/']"), r"write http\(s\)://"),
        (entry(addresses="['https://me:secret@example.org/']"), r"a name or password does not belong"),
        (entry(kind="folder", addresses="['https://example.org/']"), r"is not a folder"),
        (entry(skip="['(']"), r"^sources\.yml:5: skip: '\(' is not a regular expression"),
        (entry(interval_seconds="fast"), r"interval_seconds: write a number of seconds from 0 to 3600"),
        (entry(interval_seconds="-1"), r"interval_seconds: write a number"),
        (entry(interval_seconds=".nan"), r"interval_seconds: write a number"),
        (entry(max_pages="0"), r"max_pages: write a whole number from 1"),
        (entry(max_pages="1.5"), r"max_pages: write a whole number"),
        (entry(is_enabled="maybe"), r"is_enabled: write true or false"),
        (entry() + "  name: again\n", r"^sources\.yml:5: name: is written twice"),
        (entry() + entry(), r"^sources\.yml:5: slug: 'one' is taken by line 1"),
        ("slug: one", r"^sources\.yml:1: write a list of sources"),
        ("- one", r"a source is written as 'key: value' lines"),
        ("- slug: 'one\n", r"^sources\.yml:\d+: this is not YAML"),
        ("- slug: one\x07", r"this is not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_field_and_remedy(text, told):
    assert re.search(told, complaint(text))


def test_everything_wrong_is_told_at_once():
    told = complaint(entry(kind="feeds") + entry(slug="two", max_pages="0") + entry(slug="three"))
    assert [line.split(":")[1] for line in told.splitlines()] == ["3", "9"]


def test_a_secret_in_an_address_is_not_repeated():
    assert "secret" not in complaint(entry(addresses="['https://me:secret@example.org/']"))


def test_a_file_that_is_missing_or_not_utf8_is_told(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be read"):
        sources.load(tmp_path / "none.yml")
    (tmp_path / "gbk.yml").write_bytes("- slug: 示例".encode("gbk"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        sources.load(tmp_path / "gbk.yml")


def test_the_file_we_ship_is_good_and_watches_nothing_yet():
    shipped = sources.load(Path(__file__).parents[2] / "config" / "sources.yml")
    assert shipped
    assert not any(source.is_enabled or source.is_sample for source in shipped)
