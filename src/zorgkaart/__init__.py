"""Travel times to care for every neighbourhood, the 45-minute norm as a chain, and what a closure changes.

>>> from zorgkaart import Close, Project, Study, run_scenario
>>> study = Study(Project.load("projects/groningen.toml"))  # doctest: +SKIP
>>> study.results["buurten"]  # doctest: +SKIP
>>> run_scenario(study, [Close("ommelander")]).totals()  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from zorgkaart.version import __version__

if TYPE_CHECKING:
    from zorgkaart.analyses.atlas.compute import closure_atlas
    from zorgkaart.analyses.run.product import run_map, write_run
    from zorgkaart.analyses.scenario.product import scenario_map, write_scenario
    from zorgkaart.errors import ZorgkaartError
    from zorgkaart.project.model import Project
    from zorgkaart.project.moments import Moment, parse_moment
    from zorgkaart.scenarios.changes import Close, Hours, Move, Open, Reopen
    from zorgkaart.scenarios.scenario import Scenario, run_scenario
    from zorgkaart.study.study import Study

__all__ = [
    "Close",
    "Hours",
    "Moment",
    "Move",
    "Open",
    "Project",
    "Reopen",
    "Scenario",
    "Study",
    "ZorgkaartError",
    "__version__",
    "closure_atlas",
    "parse_moment",
    "run_map",
    "run_scenario",
    "scenario_map",
    "write_run",
    "write_scenario",
]

_HOMES = {
    "zorgkaart.project.moments": ("Moment", "parse_moment"),
    "zorgkaart.errors": ("ZorgkaartError",),
    "zorgkaart.analyses.run.product": ("run_map", "write_run"),
    "zorgkaart.analyses.scenario.product": ("scenario_map", "write_scenario"),
    "zorgkaart.project.model": ("Project",),
    "zorgkaart.analyses.atlas.compute": ("closure_atlas",),
    "zorgkaart.scenarios.changes": ("Close", "Hours", "Move", "Open", "Reopen"),
    "zorgkaart.scenarios.scenario": ("Scenario", "run_scenario"),
    "zorgkaart.study.study": ("Study",),
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that the command line answers ``--help`` at once."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, so that completion offers them before they are imported."""
    return __all__
