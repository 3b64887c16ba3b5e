"""Tasks for other processes to import, and what they share: a folder in which they leave traces."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zorgkaart.errors import ChangeError

TASKS = {f"taak {i}": i for i in range(6)}
SQUARES = [0, 1, 4, 9, 16, 25]


class Shared:
    """Notes every time that it is loaded in another process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def note(self, name: str) -> None:
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()}\n")

    def noted(self, name: str) -> list[int]:
        path = self.folder / name
        return [int(line) for line in path.read_text(encoding="utf-8").split()] if path.exists() else []

    def __getstate__(self) -> dict[str, Any]:
        return dict(vars(self))

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self.note("loaded")


class Unloadable:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return int, ("no number",)


def squared(shared: Shared | None, task: int) -> int:
    return task * task


def last_first(shared: Shared, task: int) -> tuple[int, int]:
    """The earlier the task, the longer it takes."""
    time.sleep(0.3 / (task + 1))
    return task, os.getpid()


def dies_once(shared: Shared, task: int) -> int:
    if task == 2 and not shared.noted("died"):
        shared.note("died")
        os.kill(os.getpid(), signal.SIGKILL)
    shared.note(f"done-{task}")
    return task * task


def dies_always(shared: Shared, task: int) -> int:
    if task == 2:
        shared.note("died")
        os.kill(os.getpid(), signal.SIGKILL)
    return task * task


def fails(shared: Shared, task: int) -> int:
    if task == 2:
        shared.note("failed")
        raise KeyError("niet gevonden")
    return task * task


def fails_on_purpose(shared: Shared, task: int) -> int:
    raise ChangeError("no open site is called 'x'.")


def gives_a_lock(shared: Shared, task: int) -> Any:
    return threading.Lock()
