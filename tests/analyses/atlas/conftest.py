"""The small project and the real one, for atlases."""

from __future__ import annotations

from pathlib import Path

import pytest

from zorgkaart.project.model import Project
from zorgkaart.study.study import Study


@pytest.fixture(scope="session")
def small(sample: Path) -> Study:
    return Study(Project.load(sample), k=3)


@pytest.fixture(scope="session")
def province(groningen: Study) -> Study:
    """The default project with three sites per resident."""
    return Study(groningen.project, k=3)
