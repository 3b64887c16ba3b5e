"""What is recorded of draws of the assumptions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zorgkaart.analyses.tasks import RecordedChange, Task


class UncertaintyTask(Task):
    """The assumptions drawn, for the project or for a scenario."""

    naam: Literal["uncertainty"] = "uncertainty"
    wijzigingen: tuple[RecordedChange, ...] = ()
    trekkingen: int = Field(ge=2, le=100_000)
    begin: int = Field(ge=0)
    titel: str = ""


TASK = UncertaintyTask
