"""The assumptions of the projects: what they rest on, and that they know nothing of what they are held against."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from support.paths import ROOT

from tools.siren.drives import cells
from tools.siren.results import ENDS, RESULTS
from tools.siren.speeds import groups
from zorgkaart.analyses.uncertainty.draws import sample
from zorgkaart.project.defaults import AMBULANCE
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

PROJECTS = ("groningen", "noord-nederland")
FACTOR = f"speeds.{AMBULANCE}.factor"
ADJUST = f"speeds.{AMBULANCE}.adjust."
# What has no value of its own to lie around: how unevenly people live over addresses is not known to be any number.
NO_DEFAULT = {"residents.unevenness"}


@pytest.fixture(params=PROJECTS)
def project(request: pytest.FixtureRequest) -> Project:
    return Project.load(ROOT / "projects" / f"{request.param}.toml")


def spreads() -> pd.Series:
    return pd.read_csv(RESULTS / "priors.csv").set_index("what")["share"]


def test_means_are_what_the_project_computes_with(project: Project) -> None:
    """Of the draws themselves, so that no formula of a mean has to be right twice."""
    drawn = sample(project, draws=2000)
    means = {name: drawn[name].mean() for name in drawn}
    for name, section in project.assumptions.items():
        if section.distribution == "chance" or NO_DEFAULT & set(section.keys):
            continue
        own = {
            FACTOR: project.speeds[AMBULANCE].factor,
            "norms.*.turnout_min": project.norms["seh"].turnout_min,
            "norms.*.on_scene_min": project.norms["seh"].on_scene_min,
            "access.speed_kmh": project.access.speed_kmh,
        }
        expected = 1.0 if section.relative else own[section.keys[0]]
        assert means[name] == pytest.approx(expected, rel=0.002), name


def test_no_source_is_the_figure_that_it_is_held_against(project: Project) -> None:
    published = pd.read_csv(ROOT / "data" / "published" / "groningen.csv")
    closures = published.loc[published["maat"] == "extra_buiten_norm", "waarde"].unique()
    assert {13200.0, 0.0} <= set(closures)
    for name, section in project.assumptions.items():
        # Whole numbers: the published 0 stands in the digits of many another.
        numbers = set(re.findall(r"\d+", section.source.replace(".", "").replace(",", "")))
        assert not [value for value in closures if f"{value:.0f}" in numbers], name
        assert "Regiobeeld" not in section.source, name


def test_every_speed_is_drawn_once_and_with_the_spread_of_its_own_group(project: Project) -> None:
    """The factor is about the table as a whole; a kind of road, links too, has the spread of its group and no other."""
    of_roads = {name: own for name, own in project.assumptions.items() if own.keys[0].startswith(ADJUST)}
    alone = {key.removeprefix(ADJUST): 1.0 for own in of_roads.values() for key in own.keys}
    profile = Study(project).profile(AMBULANCE)
    drawn_by: dict[str, list[str]] = {cell: [] for cell in cells()}
    for name, own in of_roads.items():
        changed = profile.adjusted(alone | {key.removeprefix(ADJUST): 2.0 for key in own.keys})
        times = [*(changed.outside_kmh / profile.outside_kmh), *(changed.inside_kmh / profile.inside_kmh)]
        for cell, factor in zip(cells(), times, strict=True):
            if factor != 1:
                drawn_by[cell].append(name)
    for cell, group in zip(cells(), groups(), strict=True):
        if cell.startswith("ferry"):
            assert not drawn_by[cell], "a timetable is no speed"
            continue
        (name,) = drawn_by[cell]
        assert of_roads[name].sd == pytest.approx(spreads()[group or ENDS], abs=0.005), cell


def test_the_factor_has_the_spread_between_regions_and_years(project: Project) -> None:
    section = project.assumptions["ambulance_factor"]
    assert section.keys == (FACTOR,)
    assert section.sd == pytest.approx(spreads()["transfer"], abs=0.005)


def test_both_projects_assume_the_same() -> None:
    one, other = (Project.load(ROOT / "projects" / f"{name}.toml").assumptions for name in PROJECTS)
    assert one == other
