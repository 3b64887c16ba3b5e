"""What is recorded of variants."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zorgkaart.analyses.tasks import RecordedChange, Task


class VariantsTask(Task):
    """The ambulance's speed times each factor, perhaps with changes."""

    naam: Literal["variants"] = "variants"
    factoren: tuple[Annotated[float, Field(gt=0, allow_inf_nan=False)], ...] = Field(min_length=1, max_length=1000)
    wijzigingen: tuple[RecordedChange, ...] = ()


TASK = VariantsTask
