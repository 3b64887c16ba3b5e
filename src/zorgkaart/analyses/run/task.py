"""What is recorded of a run."""

from __future__ import annotations

from typing import Literal

from zorgkaart.analyses.beside import NOTHING, Beside
from zorgkaart.analyses.tasks import Neighbours, OptionalMoment, Task


class RunTask(Task):
    """A run of the project as it is, perhaps at a moment; `buren` nearest sites are kept per resident.

    `daarbij` is what was written beside figures, map and tables.
    """

    naam: Literal["run"] = "run"
    moment: OptionalMoment = None
    buren: Neighbours = 1
    daarbij: Beside = NOTHING


TASK = RunTask
