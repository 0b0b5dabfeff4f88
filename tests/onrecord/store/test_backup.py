"""Backup and restore: the same rows and the same bytes come back, and nothing good is lost on the way."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import psycopg2
import pytest
from tests import invented
from tests.onrecord.conftest import Desk

from onrecord import cli, settings, store
from onrecord.errors import ConfigurationError, DatabaseError
from onrecord.fetch import read_body
from onrecord.store import backup, migrate, programs

PLACES = "select warc_file, warc_offset, warc_length, body_sha256 from raw.captures order by 1, 2"
OWNER = "keeper_of_tests"
LATE = invented.html(
    "Alder Reach opens a reading room by the water",
    (
        "The old customs shed has shelves now, and a stove that the harbour master lights before the first ferry.",
        "Nine hundred books came from attics of the town; the rest were bought with what the summer fair had left.",
        "The room is open on four days a week, and whoever misses the last boat may sleep on the bench by the stove.",
    ),
    published="2031-06-01",
)


@pytest.fixture
def full(empty_url: str, desk: Desk) -> Desk:
    """Beside an empty database, a warehouse that has published three pages."""
    desk.write(mill=invented.mill(), harbour=invented.harbour(), tower=invented.tower())
    desk.run()
    return desk


@pytest.fixture
def saved(full: Desk, tmp_path: Path) -> Path:
    """A backup of it."""
    backup.save(tmp_path / "saved")
    return tmp_path / "saved"


@pytest.fixture
def elsewhere(empty_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database and home on another machine, so to speak; its owner is no superuser."""
    with closing(psycopg2.connect(empty_url)) as admin:
        admin.autocommit = True
        cursor = admin.cursor()
        cursor.execute("select current_database()")
        (name,) = cursor.fetchone() or ("",)
        cursor.execute(f"create role {OWNER} login")
        cursor.execute(f"alter database {name} owner to {OWNER}")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ONRECORD_HOME", str(tmp_path / "other_home"))
            yield empty_url.replace("postgres@", f"{OWNER}@")
        cursor.execute(f"alter database {name} owner to postgres")
        cursor.execute(f"reassign owned by {OWNER} to postgres")
        cursor.execute(f"drop owned by {OWNER}")
        cursor.execute(f"drop role {OWNER}")


def use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Work on another database from now on."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", url)


def test_what_is_restored_into_an_empty_database_is_what_was_published(
    full: Desk, saved: Path, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published, articles, places = full.contents(), full.articles(), full.rows(PLACES)

    use(monkeypatch, elsewhere)
    backup.restore(saved)

    assert len(articles) == 3
    assert full.articles() == articles
    assert full.contents() == published
    assert full.rows(PLACES) == places
    for place in places:
        _, body = read_body(place["warc_file"], place["warc_offset"], place["warc_length"])
        assert b"<html" in body
    assert migrate.is_current()


def test_the_pipeline_goes_on_with_what_was_restored(
    full: Desk, saved: Path, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = full.articles()
    use(monkeypatch, elsewhere)
    backup.restore(saved)

    full.write(
        mill=invented.mill(**{"磨坊里的图书馆": "磨坊图书馆一年后"}),
        late=LATE,
    )
    full.run()

    after = full.articles()
    assert {name: row["article_id"] for name, row in before.items()}.items() <= {
        name: row["article_id"] for name, row in after.items()
    }.items()
    assert after["mill"]["title"] == "陆星野：磨坊图书馆一年后"
    assert "late" in after


def test_the_roles_may_what_they_might(saved: Path, elsewhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, elsewhere)
    backup.restore(saved)

    with store.connect(role="owner") as conn:
        store.execute(conn, "create table ops.later (day date)")
        may = """
            select
                has_table_privilege('onrecord_reader', 'curated.articles', 'select') as reads,
                has_table_privilege('onrecord_reader', 'raw.captures', 'select') as reads_raw,
                has_table_privilege('onrecord_reader', 'ops.later', 'select') as reads_later,
                has_table_privilege('onrecord_writer', 'work.documents', 'update') as writes,
                has_table_privilege('onrecord_writer', 'staged.articles', 'truncate') as empties
        """
        assert store.fetch(conn, may) == [
            {"reads": True, "reads_raw": False, "reads_later": True, "writes": True, "empties": True}
        ]


def test_a_database_in_use_is_replaced_only_when_asked(full: Desk, saved: Path) -> None:
    full.write(late=LATE)
    full.run()
    with pytest.raises(DatabaseError, match="--force"):
        backup.restore(saved)
    assert "late" in full.articles()

    backup.restore(saved, force=True)

    assert set(full.articles()) == {"mill", "harbour", "tower"}


@pytest.mark.parametrize(("module", "step"), [(backup, "_load"), (migrate, "stamp")])
def test_a_restore_that_broke_off_can_be_repeated(
    full: Desk, saved: Path, elsewhere: str, monkeypatch: pytest.MonkeyPatch, module: ModuleType, step: str
) -> None:
    published = full.contents()
    use(monkeypatch, elsewhere)
    migrate.upgrade()
    with monkeypatch.context() as patch:
        patch.setattr(module, step, stop)
        with pytest.raises(KeyboardInterrupt):
            backup.restore(saved)

    backup.restore(saved)

    assert full.contents() == published


def stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("damaged", ["warehouse.dump", "warc", "manifest.json"])
def test_a_damaged_backup_replaces_nothing(full: Desk, saved: Path, damaged: str) -> None:
    before = full.contents(with_writers=True)
    file = saved / damaged if damaged != "warc" else next((saved / "warc").iterdir())
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)

    with pytest.raises(ConfigurationError, match=r"damaged|no whole backup"):
        backup.restore(saved, force=True)

    assert full.contents(with_writers=True) == before
    assert not list((settings.home() / "warc").glob("*.partial"))


def test_a_file_that_differs_is_not_replaced_unasked(full: Desk, saved: Path, elsewhere: str) -> None:
    name = next((saved / "warc").iterdir()).name
    archive = settings.home() / "warc"
    archive.mkdir(parents=True)
    (archive / name).write_bytes(b"erased since")
    with pytest.raises(ConfigurationError, match="differs"):
        backup.restore(saved, url=elsewhere)
    assert (archive / name).read_bytes() == b"erased since"

    (archive / name).write_bytes((saved / "warc" / name).read_bytes() + b"and what was fetched later")
    backup.restore(saved, url=elsewhere)

    assert (archive / name).read_bytes().endswith(b"later")


def test_a_backup_is_whole_or_not_there(full: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "saved"
    with monkeypatch.context() as patch:
        patch.setattr(backup.checked_files, "copy", stop)
        with pytest.raises(KeyboardInterrupt):
            backup.save(folder)
    assert not folder.exists()

    backup.save(folder)

    assert backup.read(folder).damaged == ()
    assert not list(tmp_path.glob("*.partial"))
    with pytest.raises(ConfigurationError, match="is there already"):
        backup.save(folder)


def test_what_the_archive_had_lost_is_said(
    full: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (lost,) = (settings.home() / "warc").iterdir()
    shutil.move(lost, tmp_path / "lost")

    assert cli.main(["db", "backup", str(tmp_path / "saved")]) == 1

    assert lost.name in capsys.readouterr().err
    assert backup.read(tmp_path / "saved").damaged == (lost.name,)


def test_the_commands_do_it(
    full: Desk,
    elsewhere: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    articles = full.articles()
    with monkeypatch.context() as patch:
        patch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
        assert cli.main(["db", "backup", str(tmp_path / "saved")]) == 0
    use(monkeypatch, elsewhere)

    assert cli.main(["db", "restore", str(tmp_path / "saved")]) == 0

    assert "1 WARC files" in capsys.readouterr().out
    assert full.articles() == articles
    assert cli.main(["db", "restore", str(tmp_path / "nothing")]) == 2


def test_a_backup_of_a_newer_version_or_server_is_refused(saved: Path, elsewhere: str) -> None:
    manifest = (saved / "manifest.json").read_text("utf8")
    revision = backup.read(saved).revision
    (saved / "manifest.json").write_text(manifest.replace(f'"{revision}"', '"999"'), "utf8")
    with pytest.raises(ConfigurationError, match="newer than this version"):
        backup.restore(saved, url=elsewhere)

    (saved / "manifest.json").write_text(manifest.replace('"major": 18', '"major": 99'), "utf8")
    with pytest.raises(DatabaseError, match="version 99 or newer"):
        backup.restore(saved, url=elsewhere)


def test_programs_of_another_version_are_not_used() -> None:
    with pytest.raises(DatabaseError, match=r"is Postgres 11 and needs pg_dump of version 11 \(.* is of 18"):
        programs.run("pg_dump", major=11)


def test_the_password_is_on_no_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 18.1" || echo "$@; $PGPASSWORD"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    url = "postgresql://bo:sesame%40@db.example:5433/kept?sslmode=require"
    arguments, _, password = programs.run("pg_dump", major=18, url=url).strip().partition("; ")

    assert password == "sesame@"
    assert "sesame" not in arguments
    assert "sslmode=require" in arguments
    assert "host=db.example" in arguments
