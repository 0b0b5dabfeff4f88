"""What do we ask of the canaries? Reads config/canaries.yml; a fault is told with its line and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from onrecord import settings
from onrecord.canaries.compare import TASKS
from onrecord.enrich.checked_yaml import Reader
from onrecord.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Floor:
    """The least share of what is published that is right (precision), and of what is wanted that is (recall)."""

    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Canaries:
    """Whether canaries are measured, and the floors of the tasks that have one."""

    mode: str
    floors: Mapping[str, Floor]

    def is_on(self, sample_slugs: Sequence[str]) -> bool:
        """Whether to measure, these being the sample sources that are watched. Raises ConfigurationError."""
        if self.mode == "on" and not sample_slugs:
            raise ConfigurationError(
                "The canaries are on (config/canaries.yml or ONRECORD_CANARIES), but no source that is enabled "
                "has `is_sample: true`: declare one as config/canaries.yml says, or write `enabled: auto`."
            )
        return self.mode != "off" and bool(sample_slugs)


def load(path: Path | None = None) -> Canaries:
    """The canaries as configured; ONRECORD_CANARIES stands above the file's `enabled`."""
    reader = Reader(path or settings.root() / "config" / "canaries.yml")
    fields = reader.mapping(reader.root(), required=("enabled", "floors"))
    mode = reader.text(fields["enabled"])
    if mode not in settings.CANARY_MODES:
        known = ", ".join(settings.CANARY_MODES)
        reader.fail(fields["enabled"], f"enabled is {mode!r}", f"Write one of {known}.")
    tasks = reader.mapping(fields["floors"], optional=TASKS)
    floors = {task: _floor(reader, node) for task, node in tasks.items()}
    return Canaries(settings.canaries() or mode, floors)


def _floor(reader: Reader, node: yaml.Node) -> Floor:
    shares = reader.mapping(node, required=("precision", "recall"))
    return Floor(**{name: _share(reader, name, value) for name, value in shares.items()})


def _share(reader: Reader, name: str, node: yaml.Node) -> float:
    text = reader.text(node)
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        reader.fail(node, f"{name} is {text!r}", "Write a share from 0 to 1, such as 0.95.")
    return share
