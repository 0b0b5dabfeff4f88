"""The warehouse and its WARC files in one folder, and back.

The database first, as of one moment, then the files: rows name places in files that only ever grow, so
what a row of that moment names is in the copies. A backup is there whole or not at all.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from psycopg2 import errors, sql
from psycopg2.extensions import connection as Connection

from onrecord import settings
from onrecord.errors import ConfigurationError, DatabaseError
from onrecord.store import checked_files, migrate, programs
from onrecord.store.checked_files import Sum
from onrecord.store.connection import connect
from onrecord.store.rows import execute, fetch, fetch_one

log = logging.getLogger(__name__)

SCHEMAS = ("raw", "work", "curated", "ops", "staged")
OUR_ROLES = ("onrecord_reader", "onrecord_writer")
DUMP, WARC, MANIFEST = "warehouse.dump", "warc", "manifest.json"
LOCK_TIMEOUT = "10s"  # who still uses the tables by then is not about to end
DEFAULT_PRIVILEGE = re.compile(
    r'^ALTER DEFAULT PRIVILEGES FOR ROLE (?:"[^"]+"|\S+) (IN SCHEMA .*;)$', re.MULTILINE
)

STATE = """
select
    to_regclass('public.alembic_version') is not null and to_regclass('raw.urls') is not null as is_migrated,
    current_setting('server_version_num')::integer / 10000 as major
"""
REVISION = "select version_num as revision from public.alembic_version"
SNAPSHOT = "select pg_export_snapshot() as snapshot"
# How long each file must be for every capture to be in it.
NAMED = "select warc_file as name, max(warc_offset + warc_length) as bytes from raw.captures group by 1"
GRANTEES = """
select distinct pg_get_userbyid(acl.grantee) as role
from pg_class
inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
cross join lateral aclexplode(pg_class.relacl) as acl
where pg_namespace.nspname = any(%(schemas)s) and acl.grantee not in (0, pg_class.relowner)
"""
MISSING_ROLES = """
select role from unnest(%(roles)s::text[]) as wanted (role)
where not exists (select from pg_roles where rolname = role)
"""
IS_IN_USE = (
    "select exists (select from raw.urls) and exists (select from public.alembic_version) as is_in_use"
)
EMPTY = """
drop schema if exists raw, work, curated, ops, staged cascade;
drop table if exists public.alembic_version;
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `damaged`: files that had lost some of what captures name in them."""

    made_at: str
    revision: str
    major: int
    roles: tuple[str, ...]
    dump: Sum
    files: Mapping[str, Sum]
    damaged: tuple[str, ...]


def save(folder: Path, *, url: str | None = None) -> Manifest:
    """Back up the warehouse and the WARC files into a new folder; what it holds. Raises OnrecordError."""
    if folder.exists():
        raise ConfigurationError(f"{folder} is there already: name a folder that is not.")
    fresh = folder.with_name(folder.name + checked_files.PARTIAL)
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / WARC).mkdir(parents=True)
    with connect(url, role="owner") as conn:
        conn.set_session(isolation_level="REPEATABLE READ", readonly=True)
        state = _one(conn, STATE)
        if not state["is_migrated"]:
            raise DatabaseError("There is no warehouse in this database: run `onrecord db migrate` first.")
        revision, major = str(_one(conn, REVISION)["revision"]), int(str(state["major"]))
        _dump(fresh / DUMP, url, major, snapshot=str(_one(conn, SNAPSHOT)["snapshot"]))
        named = {str(row["name"]): int(row["bytes"]) for row in fetch(conn, NAMED)}
        roles = tuple(sorted(row["role"] for row in fetch(conn, GRANTEES, {"schemas": list(SCHEMAS)})))
    files = {
        file.name: checked_files.copy(file, fresh / WARC / file.name)
        for file in sorted((settings.home() / WARC).glob("*"))
        if file.suffix != checked_files.PARTIAL
    }
    damaged = (name for name, end in named.items() if name not in files or files[name].bytes < end)
    manifest = Manifest(
        made_at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        revision=revision,
        major=major,
        roles=roles,
        dump=checked_files.sum_of(fresh / DUMP),
        files=files,
        damaged=tuple(sorted(damaged)),
    )
    checked_files.write(fresh / MANIFEST, json.dumps(asdict(manifest), indent=1))
    fresh.rename(folder)
    log.info("backup: %d bytes of database, %d WARC files", manifest.dump.bytes, len(files))
    return manifest


def restore(folder: Path, *, force: bool = False, url: str | None = None) -> Manifest:
    """Bring a backup back into an empty database and under ONRECORD_HOME, then to this version's schema.

    A database in use is replaced only with `force`, and not before the backup is found sound. May be
    broken off and called again. Raises OnrecordError.
    """
    manifest = read(folder)
    with connect(url, role="owner") as conn:
        major = _require_fitting(conn, manifest, force=force)
    if checked_files.sum_of(folder / DUMP) != manifest.dump:
        raise ConfigurationError(f"{folder / DUMP} is not as it was written: the backup is damaged.")
    wanted, defaults = _contents(folder / DUMP, major)
    archive = settings.home() / WARC
    archive.mkdir(parents=True, exist_ok=True)
    for name, expected in manifest.files.items():
        checked_files.put_back(folder / WARC / name, archive / name, expected, force=force)
    _empty(url, manifest.roles)
    _load(folder / DUMP, wanted, url, major)
    with connect(url, role="owner") as conn:
        for statement in defaults:
            execute(conn, statement)
    migrate.stamp(url, manifest.revision)
    migrate.upgrade(url)
    with connect(url, role="owner") as conn:
        execute(conn, "analyze")
    log.info("restored: %d bytes of database, %d WARC files", manifest.dump.bytes, len(manifest.files))
    return manifest


def read(folder: Path) -> Manifest:
    """What a backup holds. Raises ConfigurationError where there is none."""
    try:
        written = json.loads((folder / MANIFEST).read_text("utf8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{folder} is no whole backup of onrecord's ({error}).") from error
    return Manifest(
        **{
            **written,
            "roles": tuple(written["roles"]),
            "dump": Sum(**written["dump"]),
            "files": {name: Sum(**values) for name, values in written["files"].items()},
            "damaged": tuple(written["damaged"]),
        }
    )


def _require_fitting(conn: Connection, manifest: Manifest, *, force: bool) -> int:
    """The server's major version. Raises OnrecordError where this database may not become what the backup holds."""
    state = _one(conn, STATE)
    major = int(str(state["major"]))
    if major < manifest.major:
        raise DatabaseError(
            f"The backup is of Postgres {manifest.major}, this server is {major}: "
            f"restore into a server of version {manifest.major} or newer."
        )
    if not migrate.is_known(manifest.revision):
        raise ConfigurationError(
            f"The backup's schema ({manifest.revision}) is newer than this version of onrecord: install the newer one."
        )
    if state["is_migrated"] and not force and _one(conn, IS_IN_USE)["is_in_use"]:
        raise DatabaseError("There are urls in this database: name an empty one, or replace it by --force.")
    return major


def _empty(url: str | None, roles: Iterable[str]) -> None:
    """Drop what is ours in the database, and make the roles that the backup's grants name."""
    with connect(url, role="owner") as conn:
        _make_roles(conn, roles)
        execute(conn, "select set_config('lock_timeout', %(timeout)s, true)", {"timeout": LOCK_TIMEOUT})
        try:
            execute(conn, EMPTY)
        except errors.LockNotAvailable as error:
            raise DatabaseError(
                "Others are using the warehouse: stop Airflow and the commands first."
            ) from error


def _make_roles(conn: Connection, granted: Iterable[str]) -> None:
    """The roles that the backup's grants name; ours are made where they are missing."""
    for row in fetch(conn, MISSING_ROLES, {"roles": [*{*granted, *OUR_ROLES}]}):
        role = str(row["role"])
        if role not in OUR_ROLES:
            raise DatabaseError(f"The backup grants something to {role}: create this role first.")
        try:
            execute(conn, sql.SQL("create role {} nologin").format(sql.Identifier(role)).as_string(conn))
        except errors.InsufficientPrivilege as error:
            raise DatabaseError(
                f"The role {role} is missing and may not be created here: do it by hand."
            ) from error


def _dump(file: Path, url: str | None, major: int, *, snapshot: str) -> None:
    schemas = [f"--schema={name}" for name in SCHEMAS]
    options = ("--format=custom", f"--snapshot={snapshot}", f"--file={file}")
    programs.run("pg_dump", *schemas, *options, major=major, url=url or settings.database_url())


def _contents(dump: Path, major: int) -> tuple[str, list[str]]:
    """What to restore, as pg_restore lists it; and the default privileges apart, which name the former owner."""
    listed = programs.run("pg_restore", "--list", str(dump), major=major).splitlines()
    wanted = "\n".join(line for line in listed if " DEFAULT ACL " not in line)
    defaults = "\n".join(line for line in listed if " DEFAULT ACL " in line)
    written = _with_list(defaults, "--file=-", str(dump), major=major)
    return wanted, [f"alter default privileges {rest}" for rest in DEFAULT_PRIVILEGE.findall(written)]


def _load(dump: Path, wanted: str, url: str | None, major: int) -> None:
    options = ("--single-transaction", "--exit-on-error", "--no-owner", str(dump))
    _with_list(wanted, *options, major=major, url=url or settings.database_url())


def _with_list(listed: str, *arguments: str, major: int, url: str | None = None) -> str:
    """Run pg_restore over some of a dump."""
    with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf8") as file:
        file.write(listed)
        file.flush()
        return programs.run("pg_restore", f"--use-list={file.name}", *arguments, major=major, url=url)


def _one(conn: Connection, query: str) -> Mapping[str, object]:
    row = fetch_one(conn, query)
    assert row is not None, query
    return row
