"""The small project and the real one, each computed once per session."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.paths import DEFAULT_PROJECT
from support.study_samples import write_sample
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, for tests that leave it as it is."""
    return write_sample(tmp_path_factory.mktemp("proef"))


@pytest.fixture(scope="session")
def study(sample: Path) -> Study:
    """The small project, computed once."""
    return Study(Project.load(sample))


@pytest.fixture(scope="session")
def groningen() -> Study:
    """The default project, computed once."""
    project = Project.load(DEFAULT_PROJECT)
    if project.network.file is None or not project.network.file.is_file():
        pytest.skip("data/ is not there; make it with 'make data'")
    return Study(project)


@pytest.fixture(scope="session")
def ommelander(groningen: Study) -> Scenario:
    """The Ommelander closure on the real province."""
    return run_scenario(groningen, [Close("ommelander")])
