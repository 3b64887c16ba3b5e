"""The small project with supply: two practices, and steps of which no travel time lies near a bound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd

from support.study_samples import PROJECT, write_sample
from zorgkaart.project.model import Project

SUPPLY = """
[supply.huisarts]
steps = [[6.5, 1.0], [15, 0.4]]
unit = "praktijken"
source = "Verzonnen"
"""


def supply_project(folder: Path, **keys: Any) -> Project:
    """The small project with the supply of practices, of which some keys differ."""
    project = Project.load(write_sample(folder, project=PROJECT + SUPPLY))
    return project.with_changes(supply={"huisarts": keys})


def with_capacities(project: Project, amounts: Mapping[str, float | str], unit: str = "fte") -> Project:
    """The same project, of which practices have a capacity: by their ids."""
    path = project.kinds["huisarts"].table
    frame = gpd.read_file(path)
    frame["capaciteit"] = [amounts.get(name) for name in frame["id"]]
    frame["eenheid"] = unit
    frame.to_file(path)
    return project
