"""The project file: what is wrong with it, all of it at once, and what a result says it was made from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from support.paths import ROOT
from support.project_texts import written
from support.study_samples import PROJECT

from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project


def test_paths_are_relative_to_the_file(sample: Path) -> None:
    project = Project.load(sample)
    folder = sample.parent
    assert project.path == sample
    assert project.output == folder / "uitvoer"
    assert project.areas.buurten == folder / "gegevens" / "buurten.gpkg"
    assert project.areas.plaatsen == folder / "gegevens" / "plaatsen.csv"
    assert project.residents.addresses == tuple(folder / "gegevens" / f"adressen.{s}" for s in ("csv", "geojson"))
    assert project.network.file == folder / "gegevens" / "wegen.npz"
    assert project.kinds["huisarts"].table == folder / "gegevens" / "huisarts.geojson"
    assert project.speeds["auto"].table == folder / "gegevens" / "snelheden_auto.csv"
    assert project.published == folder / "gegevens" / "gepubliceerd.csv"


def test_a_relative_path_to_the_file_gives_absolute_paths(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.parent)
    assert Project.load(sample.name) == Project.load(sample)


def test_travel_kinds_in_the_order_of_the_file(sample: Path) -> None:
    assert Project.load(sample).travel_kinds == ("seh", "acute_verloskunde", "huisarts", "huisartsenpost")


def test_the_kind_that_is_meant_where_none_is_named(sample: Path) -> None:
    project = Project.load(sample)
    assert project.main_kind == "seh"
    assert project.model_copy(update={"norms": {"acute_verloskunde": project.norms["seh"]}}).main_kind == (
        "acute_verloskunde"
    )
    kinds = {name: project.kinds[name] for name in ("ambulancepost", "huisarts", "seh")}
    assert project.model_copy(update={"norms": {}, "kinds": kinds}).main_kind == "huisarts"


def test_results_lie_beside_the_file_where_it_names_no_folder(tmp_path: Path) -> None:
    """And not where the command was typed."""
    line = 'output = "uitvoer"\n'
    assert PROJECT.count(line) == 1
    assert Project.load(written(tmp_path, PROJECT.replace(line, ""))).output == tmp_path / "uitvoer"


def test_without_speeds_the_tables_of_the_package_count(tmp_path: Path) -> None:
    project = Project.load(written(tmp_path, re.sub(r"\[speeds.*?(?=\[norms)", "", PROJECT, flags=re.S)))
    assert {name: speed.table.name for name, speed in project.speeds.items()} == {
        "auto": "speeds_auto.csv",
        "ambulance": "speeds_ambulance.csv",
    }
    assert project.speeds["auto"].maxspeed
    assert not project.speeds["ambulance"].maxspeed


def test_a_project_is_frozen(sample: Path) -> None:
    project = Project.load(sample)
    with pytest.raises(ValidationError, match="frozen"):
        project.published = None  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        project.norms["seh"].limit_min = 60.0  # type: ignore[misc]


def test_with_changes_leaves_the_rest_and_the_original_alone(sample: Path) -> None:
    project = Project.load(sample)
    before = project.model_dump()
    changed = project.with_changes(facilities={"abroad": True}, norms={"seh": {"limit_min": 40}})
    assert changed.facilities.abroad
    assert changed.norms["seh"].limit_min == 40
    assert changed.norms["seh"].turnout_min == 2
    assert changed.norms["acute_verloskunde"] == project.norms["acute_verloskunde"]
    assert project.model_dump() == before
    assert changed.with_changes(facilities={"abroad": False}, norms={"seh": {"limit_min": 27.75}}) == project


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"facilities": {"abrood": True}}, "facilities.abrood: there is no such key"),
        ({"facilities": {"abroad": "misschien"}}, "facilities.abroad: true or false is needed"),
        ({"norm": {"seh": {"limit_min": 40}}}, "norm: there is no such key"),
        ({"norms": {"seh": {"limit_min": -1}}}, "norms.seh.limit_min: input should be greater than 0"),
        ({"norms": {"elv": {"turnout_min": 1, "on_scene_min": 2}}}, r"norms.elv: there is no \[kinds.elv\]"),
        ({"norms": {"seh": {"stations": "elv"}}}, r"norms.seh: there is no \[kinds.elv\]"),
        ({"residents": {"raster": Path("x.tif")}}, "residents: name either addresses or raster, and not both"),
        ({"access": {"limit_m": float("inf")}}, "access.limit_m: input should be a finite number"),
        ({"rasters": {"cell_m": 0}}, "rasters.cell_m: input should be greater than 0"),
        ({"rasters": {"isochrones_min": [30, 15]}}, "rasters: isochrones_min must ascend"),
        ({"rasters": {"isochrones_min": []}}, "rasters.isochrones_min: .* at least 1 item"),
    ],
)
def test_with_changes_is_validated(sample: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ProjectError, match=message):
        Project.load(sample).with_changes(**changes)


@pytest.mark.parametrize(
    ("own", "factors"),
    [
        ("[speeds.auto]\nfactor = 0.9\n", {"auto": 0.9, "ambulance": 1.0}),
        ("[speeds.ambulance]\nfactor = 1.1\n", {"auto": 1.0, "ambulance": 1.1}),
        ("[speeds.auto]\n", {"auto": 1.0, "ambulance": 1.0}),
    ],
)
def test_speeds_that_a_project_does_not_name_are_those_of_every_project(
    own: str, factors: dict[str, float], tmp_path: Path
) -> None:
    before, _, after = PROJECT.partition("[speeds.auto]")
    bare = before + after[after.index("\n[", after.index("[speeds.ambulance]")) + 1 :]
    default = Project.load(written(tmp_path, bare))
    project = Project.load(written(tmp_path, f"{bare}\n{own}"))
    assert {mode: speed.factor for mode, speed in project.speeds.items()} == factors
    for mode, speed in default.speeds.items():
        assert (project.speeds[mode].table, project.speeds[mode].maxspeed) == (speed.table, speed.maxspeed)


def test_a_changed_copy_without_moments_is_of_the_copy() -> None:
    project = Project.load(ROOT / "projects" / "groningen.toml")
    assert project.without_moments is project.without_moments is not project
    copy = project.model_copy(update={"norms": {}})
    assert copy.without_moments.norms == {}
    assert not any(kind.moments for kind in copy.without_moments.kinds.values())
