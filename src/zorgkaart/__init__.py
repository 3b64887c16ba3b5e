"""Travel times to care for every neighbourhood, the 45-minute norm as a chain, and what a closure changes.

>>> from zorgkaart import Close, Project, Study, run_scenario
>>> study = Study(Project.load("projects/groningen.toml"))  # doctest: +SKIP
>>> study.results["buurten"]  # doctest: +SKIP
>>> run_scenario(study, [Close("ommelander")]).totals()  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zorgkaart.errors import ZorgkaartError
    from zorgkaart.outputs.results import run_map, scenario_map, write_run, write_scenario
    from zorgkaart.project import Project
    from zorgkaart.scenarios.changes import Close, Move, Open
    from zorgkaart.scenarios.scenario import Scenario, run_scenario
    from zorgkaart.study import Study

__version__ = version("zorgkaart")

__all__ = [
    "Close", "Move", "Open", "Project", "Scenario", "Study", "ZorgkaartError", "__version__",
    "run_map", "run_scenario", "scenario_map", "write_run", "write_scenario",
]  # fmt: skip

_HOMES = {
    "zorgkaart.errors": ("ZorgkaartError",),
    "zorgkaart.outputs.results": ("run_map", "scenario_map", "write_run", "write_scenario"),
    "zorgkaart.project": ("Project",),
    "zorgkaart.scenarios.changes": ("Close", "Move", "Open"),
    "zorgkaart.scenarios.scenario": ("Scenario", "run_scenario"),
    "zorgkaart.study": ("Study",),
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that the command line answers ``--help`` at once."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
