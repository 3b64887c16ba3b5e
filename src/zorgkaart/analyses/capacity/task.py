"""What is recorded of a look at capacity."""

from __future__ import annotations

from typing import Literal

from zorgkaart.analyses.tasks import Neighbours, RecordedChange, Task


class CapacityTask(Task):
    """The capacity of a kind, and what changes do to it."""

    naam: Literal["capacity"] = "capacity"
    soort: str
    wijzigingen: tuple[RecordedChange, ...] = ()
    titel: str = ""
    buren: Neighbours = 1


TASK = CapacityTask
