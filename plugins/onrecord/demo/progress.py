"""Say what is going on: a spinner in a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status

console = Console(highlight=False, soft_wrap=True)


class Step:
    """One step of long work, named once and retold as it goes on."""

    def __init__(self, title: str, status: Status | None) -> None:
        self.title = title
        self.said = ""
        self._status = status

    def say(self, text: str) -> None:
        """Tell how far the step is; the same words twice are told once."""
        if text == self.said:
            return
        self.said = text
        if self._status:
            self._status.update(f"{self.title}: {text}")
        else:
            console.print(f"  {self.title}: {text}", markup=False)


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show a step while it goes on, and how long it took when it is done."""
    started = time.monotonic()
    if console.is_terminal:
        with console.status(title) as status:
            yield Step(title, status)
    else:
        console.print(f"{title} …", markup=False)
        yield Step(title, None)
    console.print(f"[green]✓[/green] {title} [dim]({time.monotonic() - started:.1f} s)[/dim]")
