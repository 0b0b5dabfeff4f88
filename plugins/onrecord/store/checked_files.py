"""Files copied with their digest, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import ConfigurationError

BLOCK_BYTES = 1 << 20
PARTIAL = ".partial"  # what a broken-off copy is called


@dataclass(frozen=True, slots=True)
class Sum:
    """How long a file is, and its digest."""

    bytes: int
    sha256: str


def sum_of(file: Path) -> Sum:
    """The sum of a file as it is."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source:
        while block := source.read(BLOCK_BYTES):
            digest.update(block)
            size += len(block)
    return Sum(size, digest.hexdigest())


def copy(source: Path, target: Path) -> Sum:
    """Copy a file, which may be growing; on disk when this returns. The sum of what was copied."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, target.open("wb") as write:
        while block := read.read(BLOCK_BYTES):
            digest.update(block)
            size += len(block)
            write.write(block)
        write.flush()
        os.fsync(write.fileno())
    return Sum(size, digest.hexdigest())


def write(file: Path, text: str) -> None:
    """Write a small file; on disk when this returns."""
    with file.open("w", encoding="utf8") as output:
        output.write(text)
        output.flush()
        os.fsync(output.fileno())


def put_back(source: Path, target: Path, expected: Sum, *, force: bool) -> None:
    """Bring a file back; one that has gone on growing since stays. Raises ConfigurationError.

    One that differs is replaced only with `force`: it may be damaged, or the copy may hold what was erased since.
    """
    fresh = target.with_name(target.name + PARTIAL)
    if copy(source, fresh) != expected:
        fresh.unlink()
        raise ConfigurationError(f"{source} is not as it was written: the backup is damaged.")
    if target.exists() and _begins_with(target, fresh):
        fresh.unlink()
        return
    if target.exists() and not force and not _begins_with(fresh, target):
        fresh.unlink()
        raise ConfigurationError(f"{target} is there and differs from the backup's; --force replaces it.")
    fresh.replace(target)


def _begins_with(file: Path, beginning: Path) -> bool:
    with file.open("rb") as ours, beginning.open("rb") as theirs:
        while block := theirs.read(BLOCK_BYTES):
            if ours.read(len(block)) != block:
                return False
    return True
