"""A study of another project: what it shares with the first, and that sharing changes no figure."""

from __future__ import annotations

import datetime
import pickle
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.study_samples import PROJECT, Site, degrees, write_sample, write_sites

from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.routing.routing_graph import Direction
from zorgkaart.scenarios.changes import Close, Open
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import LEVELS, Study


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with a second one of everything that a section names."""
    path = write_sample(tmp_path_factory.mktemp("delen")).parent
    data = path / "gegevens"
    for name in ("adressen.csv", "wegen.npz", "snelheden_auto.csv"):
        (data / f"ander_{name}").write_bytes((data / name).read_bytes())
    write_sites(data / "ander_seh.csv", [Site("seh-ver", "Ziekenhuis Ver", (30, 0), always="ja")])
    return path


@pytest.fixture(scope="module")
def base(folder: Path) -> Study:
    return Study(Project.load(folder / "proef.toml"))


def stages(study: Study) -> dict[str, object]:
    """What is computed once and may be shared, by name."""
    return {
        "areas": study.areas,
        "residents": study.residents,
        "facilities": study.facilities,
        "network": study.network,
        "snapped": study.snapped,
        "sites": study.snapped_sites,
        "groups": study.groups("buurten"),
        "published": study.published,
        "edge": study.edge_m,
        "auto": study.graph("auto"),
        "ambulance": study.graph("ambulance"),
        "metres": study.graph("metres"),
        "to seh": study.sweep("seh", "auto"),
        "seh transport": study.sweep("seh", "ambulance", only_24_7=True),
        "approach": study.sweep("ambulancepost", "ambulance", direction=Direction.FROM_SITE, only_24_7=True),
    }


SWEEPS = {"to seh", "seh transport", "approach"}
AMBULANCE = {"seh transport", "approach", "ambulance"}
PLACES = {"snapped", "sites", "edge"}
CHANGES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, set()),
    "norm": ({"norms": {"seh": {"limit_min": 20.0}}}, set()),
    "title": ({"project": {"title": "Anders"}}, set()),
    "factor": ({"speeds": {"ambulance": {"factor": 0.9}}}, AMBULANCE),
    "car factor": ({"speeds": {"auto": {"factor": 0.9}}}, {"auto", "to seh"}),
    "maxspeed": ({"speeds": {"ambulance": {"maxspeed": True}}}, AMBULANCE),
    "speed table": ({"speeds": {"ambulance": {"table": "gegevens/ander_snelheden_auto.csv"}}}, AMBULANCE),
    "leg speed": ({"access": {"speed_kmh": 5.0}}, SWEEPS),
    "leg limit": ({"access": {"limit_m": 2000.0}}, {"snapped", "sites", *SWEEPS}),
    "abroad": ({"facilities": {"abroad": True}}, {"facilities", "sites", *SWEEPS}),
    "kinds": ({"kinds": {"seh": {"table": "gegevens/ander_seh.csv"}}}, {"facilities", "sites", *SWEEPS}),
    "residents": (
        {"residents": {"addresses": ["gegevens/ander_adressen.csv", "gegevens/adressen.geojson"]}},
        {"areas", "residents", "snapped", "groups", "edge", *SWEEPS},
    ),
    "areas": ({"areas": {"gemeentenamen": ["Alfa"]}}, {"areas", "residents", "snapped", "groups", "edge", *SWEEPS}),
    "network": (
        {"network": {"file": "gegevens/ander_wegen.npz"}},
        {"network", "auto", "ambulance", "metres", *PLACES, *SWEEPS},
    ),
    "published": ({"published": None}, {"published"}),
}


def changed(project: Project, changes: dict[str, Any]) -> Project:
    """The project with changes, in which paths are relative to its folder."""

    def absolute(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: absolute(item) for key, item in value.items()}
        if isinstance(value, list):
            return [absolute(item) for item in value]
        return project.path.parent / value if isinstance(value, str) and "gegevens/" in value else value

    return project.with_changes(**absolute(changes))


def assert_identical(one: Study, other: Study) -> None:
    for level in LEVELS:
        pd.testing.assert_frame_equal(
            one.results[level].drop(columns="geometry"), other.results[level].drop(columns="geometry"), check_exact=True
        )


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_a_stage_is_shared_unless_its_sections_changed(base: Study, name: str) -> None:
    changes, touched = CHANGES[name]
    project = changed(base.project, changes)
    study = base.with_project(project)
    first, second = stages(base), stages(study)
    assert {stage for stage in first if first[stage] is not second[stage]} == touched
    assert_identical(study, Study(project))


def test_an_empty_table_of_published_figures(base: Study) -> None:
    assert base.with_project(base.project.with_changes(published=None)).published.empty


def test_other_norms_give_other_verdicts_from_the_same_sweeps(base: Study) -> None:
    strict = base.with_project(base.project.with_changes(norms={"seh": {"limit_min": 10.0}}))
    assert strict.chains["seh"].transport is base.chains["seh"].transport
    assert strict.chains["seh"].outside.sum() > base.chains["seh"].outside.sum()
    fewer = base.with_project(base.project.with_changes(norms={"seh": {"turnout_min": 0.0}}))
    assert fewer.chains["seh"].outside.sum() < base.chains["seh"].outside.sum()


def test_a_closure_in_a_study_of_another_project(base: Study) -> None:
    project = base.project.with_changes(speeds={"ambulance": {"factor": 0.8}})
    changes = [Close("seh-west"), Open("seh", *degrees(12, 0), "Nieuw")]
    one = run_scenario(base.with_project(project), changes)
    other = run_scenario(Study(project), changes)
    assert_identical(one.before, other.before)
    assert_identical(one.after, other.after)
    # The car's sweeps of the first study serve the second too, before and after.
    assert one.before.travel["seh"] is base.travel["seh"]


def test_the_sites_of_a_variant_do_not_go_along(base: Study) -> None:
    after = run_scenario(base, [Close("seh-west")]).after
    assert after.with_project(base.project)._base is base
    assert_identical(after.with_project(base.project), base)


def test_problems_stay_with_what_they_are_about(tmp_path: Path) -> None:
    project = Project.load(write_sample(tmp_path, project=PROJECT))
    base = Study(project)
    about_areas, about_sites = list(map(str, base.inputs.area_problems)), list(map(str, base.inputs.site_problems))
    assert list(map(str, base.inputs.problems)) == about_areas + about_sites
    other = base.with_project(project.with_changes(facilities={"abroad": True})).inputs
    assert list(map(str, other.area_problems)) == about_areas
    assert other.residents is base.residents


def test_a_copy_for_another_process_is_whole_and_small(base: Study) -> None:
    _ = base.results, base.network.snap_tree
    copy = pickle.loads(pickle.dumps(base))
    assert "_sweeps" not in vars(copy)
    assert "snap_tree" not in vars(copy.network)
    np.testing.assert_array_equal(copy.network.shape_x, base.network.shape_x)
    assert_identical(copy, base)
    after = run_scenario(base, [Close("seh-west")]).after
    assert_identical(pickle.loads(pickle.dumps(after)), after)


def test_the_sites_of_another_day_are_read_once_and_the_study_of_it_has_the_moment(study: Study) -> None:
    day = datetime.date(2017, 6, 1)
    then = study.on(day)
    assert study.on(day).site_tables is then.site_tables
    assert then.site_tables is not study.site_tables
    assert then.project.project.date == day
    assert then.network is study.network
    night = study.variant(moment=parse_moment("zo 03:00"))
    assert night.on(day).moment == night.moment


def test_a_study_does_not_keep_the_studies_of_other_days(study: Study) -> None:
    """Two that know each other are freed late: a calibration, which asks for days at every trial, held 6 GB."""
    of_day = weakref.ref(study.on(datetime.date(2017, 6, 1)))
    assert of_day() is None
