"""What is recorded of equity."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zorgkaart.analyses.tasks import OptionalMoment, RecordedChange, Task


class EquityTask(Task):
    """Of what the distribution is looked at, before and after changes if there are any, and over which draws."""

    naam: Literal["equity"] = "equity"
    namen: tuple[Annotated[str, Field(max_length=100)], ...] = ()
    wijzigingen: tuple[RecordedChange, ...] = ()
    moment: OptionalMoment = None
    titel: str = ""
    trekkingen: int | None = Field(default=None, ge=2, le=100_000)
    begin: int | None = Field(default=None, ge=0)


TASK = EquityTask
