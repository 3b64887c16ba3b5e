"""A scenario of the small project and what it printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import zorgkaart
from support.study_samples import write_sample
from typer.testing import Result


@pytest.fixture(scope="session")
def closure(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """One scenario and what it printed."""
    path = write_sample(tmp_path_factory.mktemp("closure"))
    result = zorgkaart("scenario", path, "--close", "ambulance-west", "--close", "seh-oost")
    return path.parent / "uitvoer" / "scenarios" / "sluit-ambulance-west-sluit-seh-oost", result
