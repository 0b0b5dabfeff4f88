"""Every file under sql/ is held to the same rules, so that the next one is too."""

import re
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from onrecord import analytics, audit, settings, store
from onrecord.publish import merge

SQL = Path(__file__).resolve().parents[2] / "sql"
STAGES = sorted((SQL / "stages").glob("*.sql"))
CHECKS = sorted((SQL / "checks").glob("*.sql"))
ANALYTICS = sorted((SQL / "analytics").glob("*.sql"))
MIGRATIONS = sorted((SQL / "migrations").glob("*.sql"))
QUERIES = STAGES + CHECKS + ANALYTICS
PARAMETER = re.compile(r"%\((\w+)\)s")
COMMENT = re.compile(r"--.*")
QUOTED = re.compile(r"'[^']*'")


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def code_of(path: Path) -> str:
    """The file without comments and quoted words."""
    return QUOTED.sub("''", COMMENT.sub("", path.read_text("utf8")))


def explain(conn: Connection, query: str) -> None:
    """Have the server plan a query with nothing known of its parameters."""
    named = dict.fromkeys(PARAMETER.findall(query))
    with conn.cursor() as cursor:
        cursor.execute("explain " + query, named or None)


def test_there_are_files_of_each_kind() -> None:
    assert min(map(len, (STAGES, CHECKS, ANALYTICS, MIGRATIONS))) >= 5
    assert {path.parent for path in SQL.rglob("*.sql")} == {path.parent for path in QUERIES + MIGRATIONS}


@pytest.mark.parametrize("path", QUERIES + MIGRATIONS, ids=name_of)
def test_names_its_columns_instead_of_a_star(path: Path) -> None:
    assert not re.search(r"\bselect\s+(\w+\.)?\*|,\s*\w+\.\*", code_of(path), re.IGNORECASE)


@pytest.mark.parametrize("path", STAGES + ANALYTICS, ids=name_of)
def test_first_line_names_the_file_and_its_grain(path: Path) -> None:
    first = path.read_text("utf8").partition("\n")[0]
    assert re.fullmatch(rf"-- {path.stem}: \S.{{10,}}", first), first


@pytest.mark.parametrize("path", CHECKS, ids=name_of)
def test_check_says_severity_scope_and_what_should_be_true(path: Path) -> None:
    head = audit.HEAD.match(path.read_text("utf8"))
    assert head
    assert head["severity"] in ("fail", "warn")
    assert head["scope"] in ("article", "warehouse")
    assert re.fullmatch(r"[A-Z].{15,}\.", head["sentence"])


@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_is_one_statement(path: Path) -> None:
    assert ";" not in code_of(path).rstrip().removesuffix(";")


@pytest.mark.parametrize("path", STAGES + ANALYTICS, ids=name_of)
def test_can_be_planned_with_null_parameters(conn: Connection, path: Path) -> None:
    explain(conn, path.read_text("utf8"))


@pytest.mark.parametrize("path", CHECKS, ids=name_of)
def test_check_can_be_planned_where_it_runs(conn: Connection, path: Path) -> None:
    (check,) = [check for check in audit.checks() if check.name == path.stem]
    if check.scope == "article":
        store.execute(conn, "set local search_path = staged")
    explain(conn, check.query)


@pytest.mark.parametrize("path", CHECKS, ids=name_of)
def test_check_of_articles_names_the_article_of_each_row(conn: Connection, path: Path) -> None:
    (check,) = [check for check in audit.checks() if check.name == path.stem]
    if check.scope == "warehouse":
        return
    store.execute(conn, "set local search_path = staged")
    with conn.cursor() as cursor:
        cursor.execute(check.query)
        assert "article_id" in [column.name for column in cursor.description or ()]


@pytest.mark.parametrize("path", ANALYTICS, ids=name_of)
def test_question_takes_only_the_known_parameters_and_reads_only_what_is_published(path: Path) -> None:
    query = path.read_text("utf8")
    assert set(PARAMETER.findall(query)) <= {"since", "until", "limit"}
    assert not re.search(r"\b(raw|work|staged)\.", code_of(path))


@pytest.mark.parametrize("path", ANALYTICS, ids=name_of)
def test_question_is_answered_for_a_reader(conn: Connection, path: Path) -> None:
    store.execute(conn, "set local role onrecord_reader")
    analytics.ask(conn, path.stem, limit=3)


def test_stages_are_where_the_code_looks_for_them() -> None:
    assert settings.root() == SQL.parent
    assert all(store.statement(path.stem) == path.read_text("utf8") for path in STAGES)


def anti_joins(plan: dict[str, object]) -> list[dict[str, object]]:
    """The steps of a plan that look for what has no partner."""
    steps = [step for part in plan.get("Plans", []) for step in anti_joins(part)]  # type: ignore[attr-defined]
    return [*steps, plan] if plan.get("Join Type") in ("Anti", "Right Anti") else steps


@pytest.mark.parametrize("table", merge.REPLACED)
def test_staged_rows_find_published_ones_by_hash_or_index(conn: Connection, table: str) -> None:
    for statement in merge.replacing(table):
        with conn.cursor() as cursor:
            cursor.execute("explain (format json) " + statement.as_string(conn))
            ((((plan,),),),) = (cursor.fetchall(),)
        joins = anti_joins(plan["Plan"])
        assert joins
        for join in joins:
            inner = str(join["Plans"][1])  # type: ignore[index]
            assert join["Node Type"] in ("Hash Join", "Merge Join") or "Index Cond" in inner, join
