"""Bytes that go in come out, and damage is noticed."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from onrecord.errors import Transient
from onrecord.fetch.archive import Archive, file_bytes, read_body

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
HEADERS = {
    "Content-Type": "text/html; charset=gbk",
    "Content-Encoding": "gzip",
    "X-Title": "标题\r\nInjected: 1",
}


def put(kept: Archive, body: bytes, status: int | None = 200):
    return kept.append("https://example.com/a", body, fetched_at=NOW, headers=HEADERS, status=status)


def test_a_body_is_read_back_byte_for_byte(tmp_path):
    kept = Archive(tmp_path)
    bodies = [b"first", "第二".encode("gbk"), b"\x00\xff" * 5000]
    places = [put(kept, body) for body in bodies]
    for place, body in zip(places, bodies, strict=True):
        headers, got = read_body(place.warc_file, place.offset, place.length, home=tmp_path)
        assert got == body
        assert headers["Content-Type"] == "text/html; charset=gbk"
        assert headers["X-Archive-Orig-Content-Encoding"] == "gzip"
        assert "Injected" not in headers


@settings(max_examples=30, deadline=None)
@given(body=st.binary(max_size=3000))
def test_any_body_survives(tmp_path_factory, body):
    home = tmp_path_factory.mktemp("home")
    place = put(Archive(home), body)
    assert read_body(place.warc_file, place.offset, place.length, home=home)[1] == body


def test_it_is_readable_before_the_file_is_closed(tmp_path):
    kept = Archive(tmp_path)
    place = put(kept, b"body")
    assert file_bytes(place.warc_file, home=tmp_path) == place.offset + place.length
    assert read_body(place.warc_file, place.offset, place.length, home=tmp_path)[1] == b"body"


def test_other_tools_can_read_the_file(tmp_path):
    kept = Archive(tmp_path)
    place = put(kept, b"page")
    put(kept, b"file", status=None)
    kept.close()
    with (tmp_path / "warc" / place.warc_file).open("rb") as file:
        read = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(file)]
    assert read == [("response", b"page"), ("resource", b"file")]


def test_a_full_file_is_followed_by_another(tmp_path):
    kept = Archive(tmp_path, max_file_bytes=2000)
    random = [hashlib.sha512(bytes([number])).digest() * 20 for number in range(8)]
    places = [put(kept, body + hashlib.sha512(body).digest() * 10) for body in random]
    assert len({place.warc_file for place in places}) > 1
    for place, body in zip(places, random, strict=True):
        assert read_body(place.warc_file, place.offset, place.length, home=tmp_path)[1].startswith(body)


def test_two_processes_never_write_one_file(tmp_path):
    assert put(Archive(tmp_path), b"a").warc_file != put(Archive(tmp_path), b"b").warc_file


def test_an_object_store_gets_whole_objects():
    kept = Archive("memory://home")
    one, two = put(kept, b"one"), put(kept, b"two")
    assert one.warc_file != two.warc_file
    assert read_body(two.warc_file, two.offset, two.length, home="memory://home")[1] == b"two"


@pytest.mark.parametrize("damage", ["missing", "cut", "flipped", "zeroed"])
def test_a_damaged_record_is_an_unreadable_capture(tmp_path, damage):
    kept = Archive(tmp_path)
    place = put(kept, hashlib.sha512(b"x").digest() * 50)
    kept.close()
    path = tmp_path / "warc" / place.warc_file
    data = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    else:
        if damage == "cut":
            del data[-30:]
        elif damage == "flipped":
            data[len(data) // 2] ^= 0xFF
        else:
            data[:] = bytes(len(data))
        path.write_bytes(bytes(data))
    with pytest.raises(Transient) as caught:
        read_body(place.warc_file, place.offset, place.length, home=tmp_path)
    assert caught.value.reason == "capture_unreadable"


def test_no_spoilt_byte_goes_unnoticed(tmp_path):
    place = put(Archive(tmp_path), b"body " * 50)
    path = tmp_path / "warc" / place.warc_file
    sound = path.read_bytes()
    for position in range(
        10, len(sound)
    ):  # before it is the gzip header, whose flags and time mean nothing here
        path.write_bytes(sound[:position] + bytes([sound[position] ^ 0xFF]) + sound[position + 1 :])
        with pytest.raises(Transient):
            read_body(place.warc_file, place.offset, place.length, home=tmp_path)
