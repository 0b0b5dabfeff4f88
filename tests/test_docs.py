"""The documents say what is so: nothing generated is stale, nothing named is missing, no setting is left out."""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from psycopg2.extensions import connection as Connection

from onrecord import analytics, cli

ROOT = Path(__file__).resolve().parents[1]
GENERATED = ("dags/README.md", "docs/data-dictionary.md", "docs/queries.md")
WRITTEN = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
DOCUMENTS = [*WRITTEN, ROOT / "dags" / "README.md", ROOT / "samples" / "README.md"]
PROSE = [path for path in WRITTEN if str(path.relative_to(ROOT)) not in GENERATED]
SETTING = re.compile(r"ONRECORD_[A-Z][A-Z_]*[A-Z]")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
SQL_BLOCK = re.compile(r"```sql\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
MAKE = re.compile(r"\bmake ((?:[a-z]+ ?)+)")
COMMAND = re.compile(r"(?<![\w/.-])(?:\.venv/bin/)?onrecord ((?:-v )?[a-z]+)(?: ([a-z_]+))?")
TREE_LINE = re.compile(r"^( *)([\w./]+) {2,}\S", re.MULTILINE)
# A path with two folders or more that begins at the top of a machine; addresses have a host before it.
MACHINE_PATH = re.compile(r"(?<![\w.:/~<)\]*-])/(?:[\w.-]+/)+[\w.-]+")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code_in(path: Path) -> str:
    """What a document sets as code."""
    return "\n".join(CODE.findall(path.read_text("utf8")))


def project_files() -> Iterator[Path]:
    """The files that may read or name a setting."""
    for folder, pattern in (("plugins", "*.py"), ("dags", "*.py"), ("scripts", "*"), ("sql", "*.sql")):
        yield from (path for path in (ROOT / folder).rglob(pattern) if path.suffix in {".py", ".sh", ".sql"})
    yield ROOT / "Makefile"


def headings(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", path.read_text("utf8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/docs.py, as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    spec = importlib.util.spec_from_file_location("docs_generator", ROOT / "scripts" / "docs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "docs_generator", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def commands() -> dict[str, argparse.ArgumentParser]:
    """The commands of `onrecord`, by name."""
    return subcommands(cli._parser())


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(found[0].choices) if found else {}


def test_generated_documents_are_current(generator: ModuleType, conn: Connection) -> None:
    documents = generator.documents(conn)

    stale = [name_of(path) for path, text in documents.items() if not generator.is_current(path, text)]

    assert sorted(map(name_of, documents)) == sorted(GENERATED)
    assert not stale, "run `make docs`"


def test_dictionary_names_every_table_and_the_whole_list_of_reasons(conn: Connection) -> None:
    text = (ROOT / "docs" / "data-dictionary.md").read_text("utf8")
    with conn.cursor() as cursor:
        cursor.execute(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('curated', 'ops')"
        )
        tables = {name for (name,) in cursor.fetchall()}
        cursor.execute("select reason from ops.reasons")
        reasons = {name for (name,) in cursor.fetchall()}

    assert {"curated.articles", "ops.url_ledger"} <= tables
    assert tables == set(re.findall(r"^### (\S+)$", text, re.MULTILINE))
    assert reasons == set(
        re.findall(r"^\| `(\w+)` \| \w+ \| (?:rejected|quarantined) \|", text, re.MULTILINE)
    )


def test_generator_says_which_document_is_stale(generator: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "page.md"

    assert not generator.is_current(path, "new\n")
    path.write_text("old\n", "utf8")
    assert not generator.is_current(path, "new\n")
    path.write_text("new\n", "utf8")
    assert generator.is_current(path, "new\n")


@pytest.mark.parametrize("path", PROSE, ids=name_of)
def test_make_targets_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE))

    named = {word for words in MAKE.findall(code_in(path)) for word in words.split()}

    assert named <= targets


@pytest.mark.parametrize("path", PROSE, ids=name_of)
def test_commands_exist(path: Path, commands: dict[str, argparse.ArgumentParser]) -> None:
    for command, action in COMMAND.findall(code_in(path)):
        name = command.removeprefix("-v ")
        assert name in commands
        if inner := subcommands(commands[name]):
            assert action in inner
        if name == "query" and action:
            assert action in analytics.questions()


def test_readme_names_every_command(commands: dict[str, argparse.ArgumentParser]) -> None:
    named = {command.removeprefix("-v ") for path in PROSE for command, _ in COMMAND.findall(code_in(path))}

    assert named == set(commands)


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    used = {name for path in project_files() for name in SETTING.findall(path.read_text("utf8"))}
    documented = {name for path in PROSE for name in SETTING.findall(path.read_text("utf8"))}

    assert "ONRECORD_HOME" in used
    assert used == documented


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for target, anchor in LINK.findall(path.read_text("utf8")):
        if re.match(r"https?:", target):
            continue
        linked = (path.parent / target).resolve() if target else path
        assert linked.exists(), target
        if anchor:
            assert anchor in headings(linked)


def test_tree_in_readme_names_what_exists() -> None:
    (block,) = re.findall(
        r"## Where things are\n\n```\n(.*?)```", (ROOT / "README.md").read_text("utf8"), re.DOTALL
    )
    lines = TREE_LINE.findall(block)
    folder = ROOT

    assert len(lines) == len(block.strip().splitlines())
    for indent, name in lines:
        path = (folder if indent else ROOT) / name
        assert path.exists(), name
        folder = folder if indent else path


def test_sql_in_documents_runs(conn: Connection) -> None:
    blocks = [block for path in PROSE for block in SQL_BLOCK.findall(path.read_text("utf8"))]

    assert blocks
    with conn.cursor() as cursor:
        for block in blocks:
            cursor.execute(f"explain {block}")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_no_document_names_a_place_on_somebodys_machine(path: Path) -> None:
    assert not MACHINE_PATH.findall(path.read_text("utf8"))


def test_every_decision_says_what_would_change_our_mind() -> None:
    decisions = (ROOT / "README.md").read_text("utf8").partition("## Decisions\n")[2].strip().split("\n\n")

    assert len(decisions) >= 5
    for decision in decisions:
        assert re.match(r"\*\*\d{4}-\d\d-\d\d: .+?\*\*", decision)
        assert "*Would change our mind*: " in decision
