"""The analyses, each a room of its own; the command line, what can be recorded and what can be repeated follow from it.

Nothing of a room is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zorgkaart.analyses.tasks import Task
    from zorgkaart.outputs.product import Product
    from zorgkaart.project.model import Project
    from zorgkaart.study.study import Report


@dataclass(frozen=True)
class Analysis:
    """One analysis.

    Attributes
    ----------
    name : str
        Of its command, and of its task in a record.
    room : str
        Its folder.
    part : str
        Begins the names of its modules, where a room has more than one analysis.
    repeatable : bool
        Whether it has a module ``task`` with the class ``TASK``, and ``product_of`` beside its product, so that a
        record of it can be computed again.
    """

    name: str
    room: str
    part: str = ""
    repeatable: bool = False

    def _module(self, name: str) -> ModuleType:
        return import_module(f"zorgkaart.analyses.{self.room}.{self.part}{name}")

    @property
    def command(self) -> Callable[..., None]:
        """The function of the command line, of the analysis's own name, with its options in its signature."""
        function: Callable[..., None] = getattr(self._module("command"), self.name)
        return function

    @property
    def task(self) -> type[Task]:
        """What a record says of it."""
        task: type[Task] = self._module("task").TASK
        return task

    def repeat(self, task: Task, project: Project, report: Report | None = None) -> Product:
        """Compute a recorded task again."""
        product: Product = self._module("product").product_of(task, project, report=report)
        return product


ANALYSES = (
    Analysis("check", "check"),
    Analysis("run", "run", repeatable=True),
    Analysis("scenario", "scenario", repeatable=True),
    Analysis("compare", "compare", repeatable=True),
    Analysis("border", "border", repeatable=True),
    Analysis("capacity", "capacity", repeatable=True),
    Analysis("atlas", "atlas", repeatable=True),
    Analysis("supply", "supply", repeatable=True),
    Analysis("equity", "equity", repeatable=True),
    Analysis("live", "live"),
    Analysis("future", "futures", repeatable=True),
    Analysis("variants", "uncertainty", part="variants_", repeatable=True),
    Analysis("uncertainty", "uncertainty", repeatable=True),
    Analysis("calibrate", "calibration"),
    Analysis("rerun", "rerun"),
    Analysis("validate", "validation"),
)


def repeated(task: Task, project: Project, *, report: Report | None = None) -> Product:
    """Compute a recorded task again and return what it gives.

    Raises
    ------
    ZorgkaartError
        If the project or the task cannot be computed.
    """
    analysis = next(item for item in ANALYSES if item.repeatable and isinstance(task, item.task))
    return analysis.repeat(task, project, report)
