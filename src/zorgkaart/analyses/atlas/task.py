"""What is recorded of an atlas."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zorgkaart.analyses.tasks import Neighbours, Task


class AtlasTask(Task):
    """Every site of a kind closed in turn, or every pair."""

    naam: Literal["atlas"] = "atlas"
    soort: str
    paren: bool = False
    verder_min: float = Field(default=5.0, ge=0, allow_inf_nan=False)
    buren: Neighbours = 1


TASK = AtlasTask
