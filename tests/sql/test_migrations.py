"""From nothing to the newest schema, with data on the way; who may do what in it."""

from __future__ import annotations

import re
import threading
from contextlib import closing
from pathlib import Path
from typing import Literal

import psycopg2
import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.store import migrate

MIGRATIONS = Path(__file__).resolve().parents[2] / "sql" / "migrations"
REVISIONS = [path.stem for path in sorted(MIGRATIONS.glob("[0-9]*.sql"))]
EARLY = "004"  # the last revision before there is anything to publish

ROWS = """
insert into raw.sources (source_slug, name, kind) values ('example_times', 'The Example Times', 'feed');
insert into raw.urls (url, source_slug) values ('https://times.example/1', 'example_times');
insert into raw.captures (url_id, body_sha256, body_bytes, warc_file, warc_offset, warc_length)
select url_id, sha256('page'), 4, 'a.warc.gz', 0, 10 from raw.urls;
insert into work.texts (text_sha256, text) values (sha256('text'), 'Ada Example asked, Bo Sample answered.');
insert into work.documents (capture_id, url_id, version, text_sha256, source_sha256, body)
select capture_id, url_id, '1', sha256('text'), sha256('text'), '{}' from raw.captures;
insert into work.exits (url_id, stage, reason) select url_id, 'extract', 'too_short' from raw.urls;
insert into work.readings (document_id, version, is_complete, is_interview, language_detail, reading)
select document_id, '1', false, true, '{}', '{}' from work.documents;
insert into work.families (family_id, founding_url_id, canonical_document_id)
select '00000000-0000-5000-8000-000000000001', url_id, document_id from work.documents;
"""
COUNTS = """
select
    (select count(*) from raw.urls) as urls,
    (select count(*) from raw.captures) as captures,
    (select text from work.texts) as text,
    (select count(*) from work.documents where is_current) as documents,
    (select reason from work.exits) as reason,
    (select count(*) from work.readings where is_interview) as readings,
    (select count(*) from work.families) as families
"""
BARE = """
select pg_class.oid::regclass::text as relation, pg_attribute.attname::text as column_name
from pg_class
inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
left join pg_attribute
    on pg_class.oid = pg_attribute.attrelid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
where
    pg_namespace.nspname in ('curated', 'ops')
    and pg_class.relkind in ('r', 'v', 'm', 'p')
    and (
        obj_description(pg_class.oid, 'pg_class') is null
        or coalesce(col_description(pg_class.oid, pg_attribute.attnum), '') = ''
    )
"""
RELATIONS = """
select table_schema || '.' || table_name as name
from information_schema.tables
where table_schema in ('raw', 'work', 'staged', 'curated', 'ops')
order by 1
"""
GRAINS = """
select pg_class.oid::regclass::text as relation, obj_description(pg_class.oid, 'pg_class') as comment
from pg_class
inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
where pg_namespace.nspname in ('curated', 'ops') and pg_class.relkind in ('r', 'v', 'm', 'p')
"""
WITHOUT_KEY = """
select pg_class.oid::regclass::text as relation
from pg_class
inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
where
    pg_namespace.nspname in ('raw', 'work', 'curated', 'ops')
    and pg_class.relkind = 'r'
    and not exists (
        select 1 from pg_constraint where pg_constraint.conrelid = pg_class.oid and pg_constraint.contype = 'p'
    )
"""


def act_as(conn: Connection, role: str) -> None:
    """Go on as that role until the transaction ends."""
    store.execute(conn, f"set local role {role}")


def test_every_revision_has_its_statements_beside_it_and_follows_the_one_before() -> None:
    assert REVISIONS
    assert [name[:3] for name in REVISIONS] == [f"{n:03}" for n in range(1, len(REVISIONS) + 1)]
    for number, name in enumerate(REVISIONS, start=1):
        code = (MIGRATIONS / f"{name}.py").read_text("utf8")
        before = f'"{number - 1:03}"' if number > 1 else "None"
        assert f'revision = "{number:03}"' in code
        assert f"down_revision = {before}" in code
        assert not re.search(
            r"\bdrop (table|column|schema)\b", (MIGRATIONS / f"{name}.sql").read_text("utf8")
        )


def test_what_was_there_before_the_last_revisions_is_there_after_them(empty_url: str) -> None:
    assert migrate.upgrade(empty_url, EARLY) == [name for name in REVISIONS if name[:3] <= EARLY]
    assert not migrate.is_current(empty_url)
    with store.connect(empty_url, role="owner") as conn:
        store.execute(conn, ROWS)
        before = store.fetch(conn, COUNTS)
    assert migrate.upgrade(empty_url) == [name for name in REVISIONS if name[:3] > EARLY]
    assert migrate.is_current(empty_url)
    with store.connect(empty_url, role="owner") as conn:
        assert store.fetch(conn, COUNTS) == before
        assert store.fetch(conn, "select disposition, reason from ops.url_ledger") == [
            {"disposition": "rejected", "reason": "too_short"}
        ]


def test_upgrading_again_does_nothing(scratch_url: str) -> None:
    assert migrate.upgrade(scratch_url) == []


def test_two_upgrades_at_once_wait_for_one_another(empty_url: str) -> None:
    done: list[list[str]] = []
    threads = [threading.Thread(target=lambda: done.append(migrate.upgrade(empty_url))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(done) == [[], REVISIONS]


def test_a_revision_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    with store.connect(empty_url, role="owner") as conn:
        store.execute(conn, "create schema curated")  # what revision 001 wants to make
    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(empty_url)
    with store.connect(empty_url, role="owner") as conn:
        assert store.fetch(conn, RELATIONS) == []
        store.execute(conn, "drop schema curated")
    assert migrate.upgrade(empty_url) == REVISIONS


def test_every_relation_and_column_of_the_contract_is_explained(conn: Connection) -> None:
    assert store.fetch(conn, BARE) == []


def test_every_comment_of_a_relation_begins_with_its_grain(conn: Connection) -> None:
    grains = store.fetch(conn, GRAINS)
    assert len(grains) > 20
    assert [row for row in grains if not row["comment"].startswith("One row")] == []


def test_every_table_has_a_primary_key(conn: Connection) -> None:
    assert store.fetch(conn, WITHOUT_KEY) == []


def test_a_reader_reads_what_is_published_and_nothing_else(conn: Connection) -> None:
    readable = {}
    for relation in [row["name"] for row in store.fetch(conn, RELATIONS)]:
        privileges = store.fetch_one(
            conn,
            "select has_schema_privilege('onrecord_reader', split_part(%(r)s, '.', 1), 'usage') "
            "and has_table_privilege('onrecord_reader', %(r)s, 'select') as reads, "
            "has_table_privilege('onrecord_reader', %(r)s, 'insert, update, delete, truncate') as writes",
            {"r": relation},
        )
        assert privileges is not None
        assert not privileges["writes"], relation
        readable[relation] = privileges["reads"]
    for relation, reads in readable.items():
        assert reads == (relation.partition(".")[0] in ("curated", "ops")), relation


@pytest.mark.parametrize(
    "statement",
    [
        "insert into curated.sites (site_id, host, first_seen_at) values (gen_random_uuid(), 'x.example', now())",
        "update curated.articles set title = 'changed'",
        "delete from ops.runs",
        "select url from raw.urls",
        "select text from work.texts",
        "select article_id from staged.articles",
        "create table curated.mine (id integer)",
    ],
)
def test_a_reader_is_refused(conn: Connection, statement: str) -> None:
    act_as(conn, "onrecord_reader")
    with pytest.raises(errors.InsufficientPrivilege):
        store.execute(conn, statement)


def test_a_writer_can_write_every_table_but_own_none(conn: Connection) -> None:
    tables = store.fetch(
        conn,
        "select table_schema || '.' || table_name as name, table_schema as schema from information_schema.tables "
        "where table_type = 'BASE TABLE' and table_schema in ('raw', 'work', 'staged', 'curated', 'ops')",
    )
    for row in tables:
        (found,) = store.fetch(
            conn,
            "select has_table_privilege('onrecord_writer', %(name)s, 'insert') "
            "and has_table_privilege('onrecord_writer', %(name)s, 'update') "
            "and has_table_privilege('onrecord_writer', %(name)s, 'delete') as writes",
            {"name": row["name"]},
        )
        assert found["writes"], row["name"]
    act_as(conn, "onrecord_writer")
    with pytest.raises(errors.InsufficientPrivilege):
        store.execute(conn, "drop table curated.articles")


def test_connect_takes_on_the_role_and_stays_itself_as_owner(scratch_url: str) -> None:
    seen = []
    for role in ("reader", "writer", "owner"):
        with store.connect(scratch_url, role=role) as conn:  # type: ignore[arg-type]
            seen.append(store.fetch(conn, "select current_user as name")[0]["name"])
    assert seen == ["onrecord_reader", "onrecord_writer", "postgres"]


@pytest.mark.parametrize("role", ["reader", "writer"])
def test_each_role_may_ask_whether_the_schema_is_its_own(
    role: Literal["reader", "writer"], scratch_url: str
) -> None:
    with store.connect(scratch_url, role=role) as conn:
        assert store.fetch(conn, "select version_num from public.alembic_version")


def test_a_login_of_no_role_is_told_as_elsewhere(scratch_url: str) -> None:
    login = f"nobody_of_{scratch_url.partition('?')[0].rpartition('/')[2]}"
    with store.connect(scratch_url, role="owner") as conn:
        store.execute(conn, f"create role {login} login")
    with pytest.raises(errors.InsufficientPrivilege):
        migrate.is_current(scratch_url.replace("postgres@", f"{login}@"))
    with store.connect(scratch_url, role="owner") as conn:
        store.execute(conn, f"drop role {login}")


def test_a_login_of_its_own_migrates_and_works_where_roles_are_made(empty_url: str) -> None:
    name = empty_url.partition("?")[0].rpartition("/")[2]
    with closing(psycopg2.connect(empty_url)) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute("create role analyst_desk login")
            cursor.execute(f"alter database {name} owner to analyst_desk")
            cursor.execute("alter schema public owner to analyst_desk")
    try:
        url = empty_url.replace("postgres@", "analyst_desk@")
        assert migrate.upgrade(url) == REVISIONS
        with store.connect(url) as conn:
            store.execute(conn, "insert into ops.runs (run_id, dag) values ('r', 'curate')")
            store.execute(conn, "truncate staged.articles")
    finally:
        with closing(psycopg2.connect(empty_url)) as admin:
            admin.autocommit = True
            with admin.cursor() as cursor:
                cursor.execute("reassign owned by analyst_desk to postgres")
                cursor.execute("drop owned by analyst_desk")
                cursor.execute("drop role analyst_desk")
