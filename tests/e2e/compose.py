"""docker-compose.yml as one reads it, and its services as processes of this machine, without containers."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?:(:[-?])((?:[^{}])*))?\})")
IMAGE_VARIABLE = re.compile(r"([A-Z_]+)=(\S+)")


@dataclass(frozen=True, slots=True)
class Service:
    """What a container runs, with the variables that compose and the image set."""

    command: list[str]
    environment: dict[str, str]
    healthcheck: list[str]


def document() -> dict[str, Any]:
    """The file as it is written, anchors and merges resolved."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf8"))
    return loaded


def interpolate(value: Any, variables: Mapping[str, str]) -> Any:
    """Put in the variables of .env as compose does. Raises KeyError where a required one is missing or empty."""
    if isinstance(value, dict):
        return {key: interpolate(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [interpolate(item, variables) for item in value]
    if not isinstance(value, str):
        return value

    def put(found: re.Match[str]) -> str:
        dollar, name, operator, text = found.groups()
        if dollar:
            return "$"
        if known := variables.get(name):
            return known
        if operator == ":-":
            return str(text)
        raise KeyError(name)

    return VARIABLE.sub(put, value)


def image_environment() -> dict[str, str]:
    """What the Dockerfile's ENV sets."""
    instructions = (ROOT / "Dockerfile").read_text("utf8").replace("\\\n", " ").splitlines()
    return dict(
        pair for line in instructions if line.startswith("ENV ") for pair in IMAGE_VARIABLE.findall(line)
    )


def services(variables: Mapping[str, str], places: Mapping[str, str]) -> dict[str, Service]:
    """Every service of the file. `places`: what to write for hosts, ports and folders of the containers."""
    found = {}
    for name, entry in interpolate(document()["services"], variables).items():
        image = image_environment() if entry["image"] == "onrecord" else {}
        check = entry.get("healthcheck", {}).get("test", [])
        found[name] = Service(
            command=_argv(entry, places),
            environment={
                key: _placed(value, places) for key, value in {**image, **entry["environment"]}.items()
            },
            healthcheck=[_placed(word, places) for word in check],
        )
    return found


def process_environment(service: Service, **more: str) -> dict[str, str]:
    """The variables of a service's process here: nothing of ours but where programs are."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return {**kept, "PATH": path, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1", **service.environment, **more}


def _argv(entry: Mapping[str, Any], places: Mapping[str, str]) -> list[str]:
    """The command line. As the official image's entry point has it: bash and python themselves, else airflow."""
    command = entry.get("command", [])
    words = [_placed(word, places) for word in (command.split() if isinstance(command, str) else command)]
    if entry.get("entrypoint"):
        return [*entry["entrypoint"], *words]
    return (
        ["airflow", *words]
        if entry["image"] == "onrecord" and words[:1] not in (["bash"], ["python"])
        else words
    )


def _placed(text: str, places: Mapping[str, str]) -> str:
    for place, here in places.items():
        text = text.replace(place, here)
    return text
