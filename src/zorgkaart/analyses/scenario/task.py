"""What is recorded of a scenario."""

from __future__ import annotations

from typing import Literal

from zorgkaart.analyses.beside import NOTHING, Beside
from zorgkaart.analyses.tasks import Neighbours, OptionalMoment, RecordedChange, Task


class ScenarioTask(Task):
    """Changes that are computed together, and what was written beside figures, map and tables (`daarbij`)."""

    naam: Literal["scenario"] = "scenario"
    wijzigingen: tuple[RecordedChange, ...] = ()
    moment: OptionalMoment = None
    titel: str = ""
    buren: Neighbours = 1
    daarbij: Beside = NOTHING


TASK = ScenarioTask
