"""The small project with two practices of a known capacity, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.capacity_samples import with_capacity

from zorgkaart.analyses.capacity.change import Situations
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

Made = Callable[..., Situations]


@pytest.fixture(scope="session")
def practices(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """The project with some keys of capacity."""

    def project(**keys: Any) -> Project:
        return with_capacity(**keys)(Project.load(sample), tmp_path_factory.mktemp("capaciteit"))

    return project


@pytest.fixture(scope="session")
def situations(practices: Callable[..., Project]) -> Made:
    """What comes of some keys of capacity."""
    return lambda **keys: Situations.of(Study(practices(**keys)), "huisarts")


@pytest.fixture(scope="session")
def now(situations: Made) -> Situations:
    """Two practices with two doctors each."""
    return situations()


@pytest.fixture(scope="session")
def closed(practices: Callable[..., Project]) -> Situations:
    """The practice in Heem closes; the other can do what is asked of it now, and not what is asked then."""
    study = Study(practices(capacities=(3.0, 1.2)))
    return Situations.of(study, "huisarts", run_scenario(study, [Close("huisarts-heem")]))
