"""What is recorded of a comparison."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zorgkaart.analyses.tasks import Task


class CompareTask(Task):
    """Sides of one project, as they were typed, and from how many minutes on a trip is longer or shorter.

    A side that is a file has no record: a record may not say which files are opened.
    """

    naam: Literal["compare"] = "compare"
    kanten: tuple[Annotated[str, Field(max_length=200)], ...] = Field(min_length=2, max_length=8)
    drempel_min: float = Field(ge=0, allow_inf_nan=False)


TASK = CompareTask
