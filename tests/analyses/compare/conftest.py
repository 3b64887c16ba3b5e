"""The small project with two scenarios, and comparisons of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.study_samples import PROJECT, degrees, write_sample

from zorgkaart.project.model import Project

NEW = degrees(20, 0)
SCENARIOS = f"""
[scenarios.oost-dicht]
title = "Oost dicht"
close = ["seh-oost", "ambulance-west"]

[scenarios.nieuw]
open = [{{ kind = "seh", name = "Nieuw", lat = {NEW[0]}, lon = {NEW[1]}, hours = "24/7" }}]

[scenarios.ander-nieuw]
open = [{{ kind = "seh", name = "Ander", lat = {degrees(8, 0)[0]}, lon = {degrees(8, 0)[1]}, hours = "24/7" }}]

[scenarios.post-nacht-dicht]
close = ["post-nacht"]
at = "nacht"
"""


@pytest.fixture(scope="session")
def compared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project file with scenarios."""
    return write_sample(tmp_path_factory.mktemp("naast"), project=PROJECT + SCENARIOS)


@pytest.fixture(scope="session")
def compared_project(compared_file: Path) -> Project:
    """The project of that file."""
    return Project.load(compared_file)
