"""What is recorded of a scenario."""

from __future__ import annotations

from typing import Literal

from zorgkaart.analyses.tasks import Neighbours, OptionalMoment, RecordedChange, Task


class ScenarioTask(Task):
    """Changes that are computed together."""

    naam: Literal["scenario"] = "scenario"
    wijzigingen: tuple[RecordedChange, ...] = ()
    moment: OptionalMoment = None
    titel: str = ""
    buren: Neighbours = 1


TASK = ScenarioTask
