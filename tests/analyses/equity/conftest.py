"""Equity of the small project: as it is, after a closure, and what the command printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import zorgkaart
from support.equity_samples import ASSUMPTIONS, write_equity
from typer.testing import Result

from zorgkaart.analyses.equity.compute import Equity, equity
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close


@pytest.fixture(scope="session")
def equity_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with characteristics of its buurten and an assumption."""
    return write_equity(tmp_path_factory.mktemp("gelijk"), more=ASSUMPTIONS)


@pytest.fixture(scope="session")
def present(equity_project: Path) -> Equity:
    """As it is."""
    return equity(Project.load(equity_project))


@pytest.fixture(scope="session")
def closure(equity_project: Path) -> Equity:
    """After the closure of a hospital and a station, over draws."""
    changes = [Close("seh-oost"), Close("ambulance-west")]
    return equity(Project.load(equity_project), ["seh", "huisarts"], changes=changes, draws=4, seed=3)


@pytest.fixture(scope="session")
def printed(equity_project: Path) -> tuple[Path, Result]:
    """What the command wrote and printed."""
    result = zorgkaart("equity", "seh", "--project", equity_project, "--close", "seh-oost", "--soort", "seh")
    return equity_project.parent / "uitvoer" / "gelijkheid" / "sluit-seh-seh-oost", result
