"""What is recorded of a look over the border."""

from __future__ import annotations

from typing import Literal

from zorgkaart.analyses.tasks import Neighbours, Task


class BorderTask(Task):
    """The project without and with sites abroad."""

    naam: Literal["border"] = "border"
    buren: Neighbours = 1


TASK = BorderTask
