"""Where are the bytes kept? In WARC files that are only ever appended to, under <home>/warc.

A record is on disk (flushed, synced) before `append` returns, so a row that names its place may be
committed. Every record is a gzip member of its own: a place (file, offset, length) is enough to read
it. Bodies are kept decompressed; headers that this makes untrue are kept under X-Archive-Orig-.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

import fsspec
from fsspec.implementations.local import LocalFileSystem
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord import settings
from onrecord.errors import Transient

FOLDER = "warc"
MAX_FILE_BYTES = 1_000_000_000  # the usual size of a WARC file; a copy or a move stays handy
UNTRUE_ONCE_DECODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies; `warc_file` is relative to the archive's folder."""

    warc_file: str
    offset: int
    length: int


class Archive:
    """Appends records to a file of this process, begun when first needed."""

    def __init__(self, home: Path | str, *, max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self._fs, self._root = _open_root(home)
        self._max_file_bytes = max_file_bytes
        self._name = ""
        self._file: IO[bytes] | None = None

    def append(
        self,
        address: str,
        body: bytes,
        *,
        fetched_at: datetime,
        headers: Mapping[str, str],
        status: int | None,
    ) -> Place:
        """Keep a body; returns when it is safe on disk. No status: it is a `resource`."""
        try:
            if self._file is None:
                self._begin(fetched_at)
            record = _record(address, body, fetched_at, headers, status)
            place = self._write(record)
        except OSError:
            self.close()  # what half a record may follow, nothing else shall
            raise
        # An object store makes an object visible when it is closed: there each record is one object.
        if place.offset + place.length >= self._max_file_bytes or not isinstance(self._fs, LocalFileSystem):
            self.close()
        return place

    def close(self) -> None:
        """End the file; the next record begins another."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _begin(self, now: datetime) -> None:
        self._name = f"onrecord-{_stamp(now)}-{os.getpid()}-{token_hex(4)}.warc.gz"
        path = f"{self._root}/{self._name}"
        self._fs.makedirs(self._root, exist_ok=True)
        self._file = self._fs.open(path, "wb")
        if isinstance(self._fs, LocalFileSystem):
            folder = os.open(self._root, os.O_RDONLY)  # the name of a new file must be on disk, too
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _write(self, record: bytes) -> Place:
        assert self._file is not None
        offset = self._file.tell()
        self._file.write(record)
        if isinstance(self._fs, LocalFileSystem):
            self._file.flush()
            os.fsync(self._file.fileno())
        return Place(self._name, offset, len(record))


def read_body(
    warc_file: str, offset: int, length: int, *, home: Path | str | None = None
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a capture; Transient capture_unreadable where the record is missing or damaged."""
    fs, root = _open_root(home or settings.home())
    where = f"{warc_file} at {offset}"
    try:
        with fs.open(f"{root}/{warc_file}", "rb") as file:
            file.seek(offset)
            data = file.read(length)
        if len(data) < length:
            raise Transient("capture_unreadable", f"{where}: the file ends too early")
        plain = gzip.decompress(data)  # checks the whole record's CRC; warcio would let some damage pass
        for record in ArchiveIterator(BytesIO(plain), check_digests="raise"):
            headers = record.http_headers or record.rec_headers
            return dict(headers.headers), record.content_stream().read()
    except (OSError, EOFError, ArchiveLoadFailed, zlib.error, ValueError) as error:
        raise Transient("capture_unreadable", f"{where}: {error}") from error
    raise Transient("capture_unreadable", f"{where}: no record there")


def file_bytes(warc_file: str, *, home: Path | str) -> int | None:
    """How long a file of the archive is; None if it is not there."""
    fs, root = _open_root(home)
    try:
        return int(fs.size(f"{root}/{warc_file}") or 0)
    except FileNotFoundError:
        return None


def _open_root(home: Path | str) -> tuple[Any, str]:
    fs, path = fsspec.core.url_to_fs(str(home))
    return fs, f"{path.rstrip('/')}/{FOLDER}"


def _record(
    address: str, body: bytes, fetched_at: datetime, headers: Mapping[str, str], status: int | None
) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    http_headers, content_type = None, headers.get("Content-Type", "application/octet-stream")
    if status is not None:
        kept = [(_kept_name(name), " ".join(value.split())) for name, value in headers.items()]
        kept.append(("Content-Length", str(len(body))))
        http_headers, content_type = StatusAndHeaders(str(status), kept, protocol="HTTP/1.1"), ""
    writer.write_record(
        writer.create_warc_record(
            address,
            "resource" if status is None else "response",
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=content_type,
            warc_headers_dict={
                "WARC-Date": fetched_at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            },
            http_headers=http_headers,
        )
    )
    return out.getvalue()


def _kept_name(name: str) -> str:
    return f"X-Archive-Orig-{name}" if name.lower() in UNTRUE_ONCE_DECODED else name


def _stamp(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y%m%d%H%M%S")
