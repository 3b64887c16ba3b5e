"""What is recorded of years beside each other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zorgkaart.analyses.tasks import RecordedChange, Task


class FutureTask(Task):
    """The present and years to come, with the changes of a scenario or without."""

    naam: Literal["future"] = "future"
    jaren: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)]
    wijzigingen: tuple[RecordedChange, ...] = ()
    titel: str = ""
    trekkingen: int | None = Field(default=None, ge=2, le=100_000)
    begin: int = Field(ge=0)


TASK = FutureTask
