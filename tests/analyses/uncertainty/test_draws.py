"""Draws: each distribution is covered evenly, whatever the order of the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.uncertainty_samples import EVERYTHING, ON_SCENE, STATION, TURNOUT, assumption, project_with

from zorgkaart.analyses.uncertainty.draws import draws_of, sample
from zorgkaart.errors import ProjectError
from zorgkaart.study.study import Study

# Draws.


def test_the_order_in_the_file_does_not_matter(tmp_path: Path) -> None:
    one = sample(project_with(tmp_path / "a", ON_SCENE + TURNOUT))
    other = sample(project_with(tmp_path / "b", TURNOUT + ON_SCENE))
    assert one.equals(other)


def test_each_distribution_is_covered_evenly(tmp_path: Path) -> None:
    drawn = sample(project_with(tmp_path, EVERYTHING), draws=100, seed=3)
    assert list(drawn.columns) == sorted(drawn.columns)
    numbers = np.sort(drawn["ter_plaatse"])
    assert (np.floor((numbers - 2) / 0.06) == np.arange(100)).all()  # one in each hundredth part
    assert drawn["post"].sum() == 50
    assert drawn["factor"].between(0.8, 1.3).all()
    assert drawn["factor"].mean() == pytest.approx((0.8 + 1.0 + 1.3) / 3, abs=0.01)
    assert not drawn.equals(sample(project_with(tmp_path, EVERYTHING), draws=100, seed=4))


def test_normal_and_choice_and_relative(tmp_path: Path) -> None:
    text = assumption(
        "wegen",
        'keys = ["speeds.ambulance.adjust.primary", "speeds.auto.adjust.primary_inside"]\ndistribution = "normal"\n'
        "mean = 1.0\nsd = 0.1\nrelative = true",
    ) + assumption("grens", 'keys = ["norms.seh.limit_min"]\ndistribution = "choice"\nvalues = [40, 45, 50]')
    project = project_with(tmp_path, text)
    drawn = sample(project, draws=60)
    assert drawn["wegen"].std() == pytest.approx(0.1, abs=0.01)
    assert drawn["grens"].value_counts().to_dict() == {40.0: 20, 45.0: 20, 50.0: 20}
    draw = draws_of(drawn)[5]
    changed = draw.project(project)
    assert changed.speeds["ambulance"].adjust == {"primary": draw.values["wegen"]}
    assert changed.speeds["auto"].adjust == {"primary_inside": draw.values["wegen"]}
    assert changed.norms["seh"].limit_min == draw.values["grens"]
    assert changed.norms["acute_verloskunde"].limit_min == project.norms["acute_verloskunde"].limit_min


def test_a_drawn_site_counts_day_and_night_or_not(tmp_path: Path) -> None:
    project = project_with(tmp_path, STATION)
    study = Study(project)
    seen = set()
    for draw in draws_of(sample(project, draws=4)):
        facilities = draw.facilities(project, study.facilities)
        always = facilities.table["id"].iloc[facilities.rows("ambulancepost", only_24_7=True)].tolist()
        assert ("ambulance-oost" in always) == bool(draw.values["post"])
        seen.add(bool(draw.values["post"]))
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"there is nothing to draw\. Add \[assumptions.NAME\]"),
        (ON_SCENE.replace("on_scene_min", "onscene"), r"'norms\.\*\.onscene' is no key of the project file"),
        (ON_SCENE.replace("norms.*.on_scene_min", "project.name"), "project.name is 'proef' and no number"),
        (ON_SCENE.replace("norms.*.on_scene_min", "facilities.abroad"), "facilities.abroad is False and no number"),
        (ON_SCENE + ON_SCENE.replace("ter_plaatse", "nog_eens"), "is drawn by nog_eens too. Keep one"),
    ],
)
def test_assumptions_that_cannot_be_drawn(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ProjectError, match=message):
        sample(project_with(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("low = 2.0\n", "", "a uniform distribution takes low and high"),
        ("low = 2.0", "low = 9.0", "low must lie below high"),
        ("high = 8.0", "high = 8.0\nmode = 3.0", "a uniform distribution takes low and high, and no other numbers"),
        ('"uniform"', '"beta"', "assumptions.ter_plaatse.distribution"),
        ("norms.*.on_scene_min", "sites.seh-west", "keys that begin with sites"),
        ('source = "Verzonnen"', "", "assumptions.ter_plaatse.source: this key is missing"),
    ],
)
def test_assumptions_are_checked_with_the_project_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in ON_SCENE
    with pytest.raises(ProjectError, match=message):
        project_with(tmp_path, ON_SCENE.replace(old, new))
