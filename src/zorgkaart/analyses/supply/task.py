"""What is recorded of a look at supply."""

from __future__ import annotations

from typing import Literal

from zorgkaart.analyses.tasks import Neighbours, Task


class SupplyTask(Task):
    """The supply of a kind by every method."""

    naam: Literal["supply"] = "supply"
    soort: str
    buren: Neighbours = 1


TASK = SupplyTask
