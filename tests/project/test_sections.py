"""The section that says where work is done."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project


def test_the_section_runs(sample: Path) -> None:
    project = Project.load(sample)
    with pytest.raises(ProjectError, match=r"runs\.scheduler: 'x' is not the address of a scheduler"):
        project.with_changes(runs={"scheduler": "x"})
    with pytest.raises(ProjectError, match=r"runs\.workers"):
        project.with_changes(runs={"workers": 0})
    with pytest.raises(ProjectError, match="either workers or scheduler"):
        project.with_changes(runs={"workers": 2, "scheduler": "tcp://x:1"})


def test_a_date_needs_no_quotes_but_must_be_one(sample: Path, tmp_path: Path) -> None:
    project = Project.load(sample)
    assert project.with_changes(quality={"date": datetime.date(2026, 1, 31)}).quality.date == datetime.date(2026, 1, 31)
    with pytest.raises(ProjectError, match="date"):
        project.with_changes(quality={"date": "vandaag"})


def test_bounds_may_go_over_the_180th_meridian(sample: Path) -> None:
    project = Project.load(sample)
    bounds = (-19.0, -16.0, 177.0, -179.0)
    assert project.with_changes(facilities={"bounds": bounds}).facilities.bounds == bounds
    for wrong in ((-16.0, -19.0, 177.0, -179.0), (50.0, 54.0, 7.3, 3.2), (50.0, 54.0, 5.0, 5.0)):
        with pytest.raises(ProjectError, match=r"bounds are \[lat_min, lat_max, lon_min, lon_max\]"):
            project.with_changes(facilities={"bounds": wrong})
