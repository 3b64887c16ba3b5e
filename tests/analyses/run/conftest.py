"""A run of the small project and what it printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import zorgkaart
from support.study_samples import write_sample
from typer.testing import Result


@pytest.fixture(scope="session")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """One run and what it printed; tests leave it as it is."""
    path = write_sample(tmp_path_factory.mktemp("outcome"))
    return path.parent / "uitvoer", zorgkaart("run", path)
