"""Sides as they are typed: the project, its scenarios, moments, project files and earlier runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from support.command_line import zorgkaart

from zorgkaart.analyses.compare.compute import compare
from zorgkaart.analyses.compare.sides import of_project, read_sides
from zorgkaart.errors import ChangeError, MissingFileError
from zorgkaart.project.model import Project


def test_each_side_says_what_it_is_and_when(compared_project: Project) -> None:
    sides = read_sides(compared_project, ("nu", "nu@nacht", "oost-dicht@zo 03:00"))
    assert [side.words for side in sides] == [
        "nu",
        "nu, dinsdag 03:00 (nacht)",
        "Oost dicht, zondag 03:00",
    ]
    assert [side.name for side in sides] == ["A", "B", "C"]
    night = sides[1].study
    assert sorted(night.facilities.table["id"].iloc[night.rows("huisartsenpost")]) == ["post-nacht"]


def test_now_is_at_the_moment_of_the_only_scenario_that_has_one(compared_project: Project) -> None:
    now, scenario = read_sides(compared_project, ("nu", "post-nacht-dicht"))
    assert now.study.moment == scenario.study.moment
    assert now.words == "nu, dinsdag 03:00 (nacht)"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (("nu",), "sides to compare: 1. Give 2 to 8"),
        (("nu",) * 9, "sides to compare: 9"),
        (("nu", "nergens"), "'nergens' is nothing that can be compared. Give one of nu, oost-dicht, nieuw"),
        (("nu", "weg.toml"), "weg.toml: no such file to compare. Name a project file or a file of an earlier run."),
        (("weg/provenance.json@nacht", "nu"), "weg/provenance.json: no such file to compare"),
        (("nu", "nu@ooit"), "moment 'ooit': has no known form"),
    ],
)
def test_a_side_that_cannot_be(compared_project: Project, texts: tuple[str, ...], message: str) -> None:
    with pytest.raises((ChangeError, MissingFileError, ValueError), match=message):
        read_sides(compared_project, texts)


def test_a_recorded_side_is_never_a_file(compared_file: Path, compared_project: Project) -> None:
    assert of_project(compared_project, "nu@nacht")
    assert not of_project(compared_project, str(compared_file))
    with pytest.raises(ChangeError, match="nothing that can be compared"):
        read_sides(compared_project, ("nu", str(compared_file)), files=False)


@pytest.mark.slow
def test_an_earlier_scenario_is_computed_as_it_was(compared_file: Path, tmp_path: Path) -> None:
    """Its GeoPackage says what was closed; the project file may have lost that scenario since."""
    folder = tmp_path / "proef"
    shutil.copytree(compared_file.parent, folder)
    file = folder / compared_file.name
    output = folder / "uitvoer" / "toen"
    assert zorgkaart("scenario", file, "--close", "seh-oost", "-o", output, "--quiet").exit_code == 0
    project = Project.load(file)
    for name in ("scenario.gpkg", "provenance.json"):
        sides = read_sides(project, ("nu", str(output / name)))
        assert sides[1].words.startswith(f"{name} (")
        assert sides[1].stale == ()
        rows = compare(sides).totals().query("maat == 'seh' and leeftijd == 'alle'")
        assert rows["duurt_langer"].iloc[0] == pytest.approx(750)
    assert np.isnan(sides[1].study.travel["seh"].minutes).sum() == np.isnan(sides[0].study.travel["seh"].minutes).sum()
