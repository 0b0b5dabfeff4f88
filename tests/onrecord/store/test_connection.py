"""Where connections come from, and what is said when there is none."""

from __future__ import annotations

import json
from urllib.parse import quote

import psycopg2
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from onrecord import settings, store
from onrecord.errors import ConfigurationError, DatabaseError
from onrecord.store import migrate

PASSWORD = "pä:s/s@w%rd?#"  # an invented one
NOWHERE = f"postgresql://desk:{quote(PASSWORD, safe='')}@127.0.0.1:1/warehouse"
NAMES = st.from_regex(r"[a-z_-]{1,9}", fullmatch=True)
PORTS = st.one_of(st.none(), st.integers(1, 65535))
WORDS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)


def parts(url: str) -> tuple[str | None, str | None, str | None, int | None, str | None]:
    """Login, password, host, port, database, as libpq will see them."""
    found = make_url(url)
    host = found.query.get("host", found.host)
    port = found.query.get("port", found.port)
    return (
        found.username or None,
        found.password or None,
        str(host),
        int(port) if port else None,
        found.database,
    )


def test_leaving_a_connection_commits_and_an_error_takes_back(scratch_url: str) -> None:
    with store.connect(scratch_url) as conn:
        store.execute(conn, "insert into ops.runs (run_id, dag) values ('kept', 'curate')")
    with pytest.raises(KeyError):
        add_and_fail(scratch_url)
    with store.connect(scratch_url, role="reader") as conn:
        assert store.fetch(conn, "select run_id from ops.runs") == [{"run_id": "kept"}]


def add_and_fail(url: str) -> None:
    with store.connect(url) as conn:
        store.execute(conn, "insert into ops.runs (run_id, dag) values ('lost', 'curate')")
        raise KeyError("a defect")


def test_a_login_that_may_only_administer_the_roles_works_as_itself(scratch_url: str) -> None:
    """As one that is no superuser and has made the roles by migrating."""
    name = make_url(scratch_url).database
    login = f"maker_of_{name}"
    with store.connect(scratch_url, role="owner") as conn:
        store.execute(conn, f"create role {login} login")
        store.execute(conn, f"grant onrecord_writer to {login} with admin true, set false, inherit false")
    with store.connect(scratch_url.replace("postgres@", f"{login}@")) as conn:
        assert store.fetch(conn, "select current_user as name") == [{"name": login}]
    with store.connect(scratch_url, role="owner") as conn:
        store.execute(conn, f"drop role {login}")


def test_a_connection_that_the_server_closed_does_not_hide_the_error(scratch_url: str) -> None:
    with pytest.raises(psycopg2.OperationalError, match="terminat"):
        be_terminated(scratch_url)


def be_terminated(url: str) -> None:
    with store.connect(url, role="owner") as conn:
        with store.connect(url, role="owner") as other:
            store.execute(other, "select pg_terminate_backend(%(pid)s)", {"pid": conn.info.backend_pid})
        store.execute(conn, "select 1")


@pytest.mark.parametrize("call", [store.connect, migrate.upgrade], ids=["connect", "migrate"])
def test_a_database_that_is_down_gives_one_sentence_without_the_password(
    call: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", NOWHERE)
    with pytest.raises(DatabaseError) as caught:
        call().__enter__() if call is store.connect else call()
    message = str(caught.value)
    assert "127.0.0.1:1" in message
    assert "ONRECORD_DATABASE_URL" in message
    assert PASSWORD not in message
    assert quote(PASSWORD, safe="") not in message


def test_a_refused_login_does_not_tell_its_password(scratch_url: str) -> None:
    url = scratch_url.replace("postgres@", f"nobody_known:{quote(PASSWORD, safe='')}@")
    with pytest.raises(DatabaseError) as caught:
        store.connect(url).__enter__()
    assert "nobody_known" in str(caught.value)
    assert PASSWORD not in str(caught.value)
    with pytest.raises(OperationalError) as refused:
        store.engine(url).connect()
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["warehouse", "mysql://desk@host/db", "postgresql://host:port/db", "postgresql://"]
)
def test_an_address_that_is_none_is_a_wrong_setting(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", url)
    if url == "postgresql://":  # libpq's own defaults: allowed
        assert settings.external_database_url() == url
        return
    with pytest.raises(ConfigurationError, match="ONRECORD_DATABASE_URL"):
        settings.database_url()


@examples(max_examples=30, deadline=None)
@given(login=WORDS, password=WORDS, database=NAMES, port=PORTS)
@pytest.mark.parametrize("host", ["db.example", "127.0.0.1", "/run/Some Folder/pg", "/var/run/postgresql"])
def test_an_airflow_connection_means_the_same_as_json_and_as_uri(
    host: str, login: str, password: str, database: str, port: int | None
) -> None:
    written = {
        "conn_type": "postgres",
        "host": host,
        "login": login,
        "password": password,
        "schema": database,
    }
    written |= {"port": port} if port else {}
    wanted = (login, password, host, port, database)
    assert parts(settings.connection_url(json.dumps(written))) == wanted
    at = f":{port}" if port else ""
    quoted_login, quoted_password, quoted_host = (quote(part, safe="") for part in (login, password, host))
    uri = f"postgres://{quoted_login}:{quoted_password}@{quoted_host}{at}/{database}"
    assert parts(settings.connection_url(uri)) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("postgresql://postgres@%2Ftmp%2FHome/warehouse", ("postgres", None, "/tmp/Home", None, "warehouse")),
        ("postgres://desk@db.example", ("desk", None, "db.example", None, "warehouse")),
        ('{"conn_type": "postgres", "host": "db.example"}', (None, None, "db.example", None, "warehouse")),
        ("postgresql://u:p@DB.example:6432/w?sslmode=require", ("u", "p", "db.example", 6432, "w")),
    ],
)
def test_short_and_odd_airflow_connections(written: str, wanted: tuple[object, ...]) -> None:
    assert parts(settings.connection_url(written)) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("postgresql://u:p@db.example/w?sslmode=require", {"sslmode": "require"}),
        ('{"host": "db.example", "extra": {"sslmode": "require"}}', {"sslmode": "require"}),
        ('{"host": "db.example", "extra": "{\\"sslmode\\": \\"require\\"}"}', {"sslmode": "require"}),
    ],
)
def test_what_a_connection_asks_of_the_wire_is_kept(written: str, wanted: dict[str, str]) -> None:
    assert dict(make_url(settings.connection_url(written)).query) == wanted


def test_a_connection_that_cannot_be_read_is_a_wrong_setting_and_is_not_repeated() -> None:
    for written in ('{"host": "db", "password": "s3cret"', "postgres://desk:s3cret@db:port/w"):
        with pytest.raises(ConfigurationError) as caught:
            settings.connection_url(written)
        assert "s3cret" not in str(caught.value)
        assert "AIRFLOW_CONN_WAREHOUSE" in str(caught.value)


def test_the_setting_stands_above_the_airflow_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", "postgres://desk@b.example/w")
    monkeypatch.delenv("ONRECORD_DATABASE_URL", raising=False)
    assert settings.database_url() == "postgresql://desk@b.example/w"
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://a.example/w")
    assert settings.database_url() == "postgresql://a.example/w"


def test_a_home_too_deep_for_a_socket_gets_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", "/tmp/" + "deep/" * 30)
    folder = settings.embedded_socket_folder()
    assert len(str(folder)) <= settings.MAX_SOCKET_FOLDER_CHARS
    assert folder == settings.embedded_socket_folder()
    monkeypatch.setenv("ONRECORD_HOME", "/tmp/" + "other/" * 30)
    assert settings.embedded_socket_folder() != folder


@pytest.mark.parametrize("text", ["many", "-1", "1e6", "1.5"])
def test_a_number_that_is_none_names_its_setting(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MAX_BODY_BYTES", text)
    with pytest.raises(ConfigurationError, match=r"ONRECORD_MAX_BODY_BYTES.*20000000"):
        settings.max_body_bytes()
