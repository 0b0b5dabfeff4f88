"""What the DAG files say of themselves: dags/README.md, read without importing Airflow."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markdown_tables import HEAD, cell, table


@dataclass(frozen=True, slots=True)
class DagFile:
    """What a DAG file says of itself, read without running it."""

    name: str
    doc: str
    schedule: str
    tags: tuple[str, ...]
    tasks: tuple[tuple[str, str], ...]  # name, how it is declared
    params: tuple[tuple[str, str, str], ...]  # name, default, description


def dag_table(root: Path) -> str:
    """The DAGs in a table, then each with its documentation, tasks and params."""
    assets = _assets(root)
    dags = [read_dag(path, assets) for path in sorted((root / "dags").glob("*.py"))]
    rows = [
        (f"[{dag.name}](#{dag.name})", dag.schedule, " ".join(f"`{t}`" for t in dag.tags), _first(dag.doc))
        for dag in dags
    ]
    parts = [HEAD, "# DAGs\n", table(("DAG", "runs", "tags", "what it does"), rows)]
    for dag in dags:
        parts += [f"## {dag.name}\n", f"Runs {dag.schedule}.\n", f"{dag.doc}\n"]
        parts.append(table(("task", "declared with"), [(f"`{name}`", how) for name, how in dag.tasks]))
        if dag.params:
            rows_of_params = [(f"`{name}`", f"`{default}`", cell(text)) for name, default, text in dag.params]
            parts.append(table(("param", "default", "meaning"), rows_of_params))
    return "\n".join(parts)


def read_dag(path: Path, assets: Mapping[str, str]) -> DagFile:
    """What a DAG file declares. Raises SystemExit when it is not written as the others are."""
    module = ast.parse(path.read_text("utf8"))
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    found = [node for node in functions if node.name == path.stem]
    doc = ast.get_docstring(module)
    if len(found) != 1 or not doc or not doc.startswith("### "):
        raise SystemExit(f"{path}: wanted one function `{path.stem}` and a docstring that begins with `### `")
    keywords = _keywords(found[0], "dag")
    return DagFile(
        name=path.stem,
        doc=doc.partition("\n")[2].strip(),
        schedule=_schedule(keywords["schedule"], assets),
        tags=tuple(ast.literal_eval(keywords["tags"])),
        tasks=tuple(
            (node.name, _declared(_keywords(node, "task"), assets))
            for node in found[0].body
            if isinstance(node, ast.FunctionDef)
        ),
        params=tuple(_params(keywords["params"])) if "params" in keywords else (),
    )


def _keywords(function: ast.FunctionDef, decorator: str) -> dict[str, ast.expr]:
    for node in function.decorator_list:
        call = node.func if isinstance(node, ast.Call) else node
        if isinstance(call, ast.Name) and call.id == decorator:
            return (
                {word.arg: word.value for word in node.keywords if word.arg}
                if isinstance(node, ast.Call)
                else {}
            )
    raise SystemExit(f"{function.name} is not decorated with @{decorator}")


def _schedule(node: ast.expr, assets: Mapping[str, str]) -> str:
    if isinstance(node, ast.List):
        names = [ast.unparse(each) for each in node.elts]
        return "on " + ", ".join(f"{name} (`{assets[name]}`)" for name in names)
    value = ast.literal_eval(node)
    return "by hand" if value is None else f"at `{value}` (cron, UTC)"


def _declared(keywords: Mapping[str, ast.expr], assets: Mapping[str, str]) -> str:
    options = [f"`{name}={ast.unparse(value)}`" for name, value in keywords.items() if name != "outlets"]
    if isinstance(outlets := keywords.get("outlets"), ast.List):
        options.append("announces " + ", ".join(f"`{assets[ast.unparse(each)]}`" for each in outlets.elts))
    return ", ".join(options)


def _params(node: ast.expr) -> Iterator[tuple[str, str, str]]:
    if not isinstance(node, ast.Dict):
        raise SystemExit("params are written as a dict")
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(value, ast.Call):
            raise SystemExit("a param is written as a name and a Param(…)")
        words = {word.arg: word.value for word in value.keywords}
        yield str(key.value), ast.unparse(value.args[0]), str(ast.literal_eval(words["description"]))


def _assets(root: Path) -> dict[str, str]:
    """The assets of onrecord.scheduling, by their names in code; read without importing Airflow."""
    path = root / "plugins" / "onrecord" / "scheduling.py"
    found = {}
    for node in ast.parse(path.read_text("utf8")).body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(call := node.value, ast.Call)
            and ast.unparse(call.func) == "Asset"
        ):
            found[ast.unparse(node.targets[0])] = str(ast.literal_eval(call.args[0]))
    return found


def _first(doc: str) -> str:
    """The first sentence."""
    return cell(doc.split(". ")[0].split(".\n")[0].rstrip(".") + ".")
