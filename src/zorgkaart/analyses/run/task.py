"""What is recorded of a run."""

from __future__ import annotations

from typing import Literal

from zorgkaart.analyses.tasks import Neighbours, OptionalMoment, Task


class RunTask(Task):
    """A run of the project as it is, perhaps at a moment; `buren` nearest sites are kept per resident."""

    naam: Literal["run"] = "run"
    moment: OptionalMoment = None
    buren: Neighbours = 1


TASK = RunTask
