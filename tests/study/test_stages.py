"""The stage graph: how it works, that no stage hangs on what it does not declare, and that no sharing shows."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
from support.key_changes import (
    AGED,
    CHANGES,
    Change,
    a_raster,
    changed,
    grown,
    incomplete,
    inside,
    keys,
    village,
    with_need,
    write_rich,
)
from support.stage_reads import ReadingStudy
from support.stage_values import calls, shared_wrongly, value_of

from zorgkaart.access.grid import Grid
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.study.stages import Stages, stage, stage_per
from zorgkaart.study.study import Study

CELLS = {"rasters": {"cell_m": 500.0}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rijk")


@pytest.fixture(scope="module")
def project(folder: Path) -> Project:
    return write_rich(folder).with_changes(**CELLS)


@pytest.fixture(scope="module")
def base(project: Project) -> Study:
    return computed(Study(project))


def computed(study: Study) -> Study:
    """The study with a value for each of its stages."""
    for call in calls(study.project):
        value_of(study, call)
    return study


# The mechanism.


class Toy(Stages):
    """A study of three stages that count how often they are computed."""

    count = 0

    @stage(keys=("access.limit_m",))
    def limit(self) -> float:
        Toy.count += 1
        return self.project.access.limit_m

    @stage_per(keys=("speeds.{profile}.factor",), uses=("limit",), moment=True, alike=operator.eq)
    def scaled(self, profile: str, *, twice: bool = False) -> float:
        return self.limit * self.project.speeds[profile].factor * (2 if twice else 1)

    @stage_per(uses=("scaled(profile)",))
    def listed(self, profile: str) -> list[float]:
        return [self.scaled(profile)]

    @stage(uses=("scaled",))
    def all(self) -> list[float]:
        return [self.scaled(name) for name in self.project.speeds]

    def beside(self, project: Project) -> Toy:
        toy = Toy(project)
        toy._base = self
        return toy


def test_a_stage_is_computed_once(project: Project) -> None:
    toy = Toy(project)
    before = Toy.count
    assert toy.limit == toy.limit == project.access.limit_m
    assert Toy.count == before + 1
    assert toy.listed("auto") is toy.listed(profile="auto")
    assert toy.scaled("auto", twice=False) == toy.scaled("auto")
    assert toy.scaled("auto", twice=True) == 2 * toy.scaled("auto")


def test_a_stage_is_shared_where_nothing_differs_that_it_hangs_on(project: Project) -> None:
    toy = Toy(project)
    other = toy.beside(project.with_changes(speeds={"ambulance": {"factor": 0.5}}))
    assert other.listed("auto") is toy.listed("auto")
    assert other.listed("ambulance") == [toy.listed("ambulance")[0] / 2]
    assert other.all is not toy.all, "a stage that is used with arguments not known beforehand hangs on all of them"
    further = toy.beside(project.with_changes(access={"limit_m": 10.0}))
    assert further.listed("auto") == [10.0 * project.speeds["auto"].factor]


def test_within_a_project_values_that_turn_out_alike_are_shared_on(project: Project) -> None:
    toy = Toy(project)
    at_night = toy.beside(project)
    at_night.moment = parse_moment("zo 03:00")
    assert at_night.listed("auto") is toy.listed("auto"), "scaled is computed anew and comes out alike"
    assert at_night.all is not toy.all
    elsewhere = toy.beside(project.model_copy())
    elsewhere.moment = at_night.moment
    assert elsewhere.listed("auto") is not toy.listed("auto")


def test_what_comes_first_is_asked_for_and_its_errors_stop_a_stage(project: Project) -> None:
    class Gated(Toy):
        @stage()
        def gate(self) -> None:
            raise ValueError("closed")

        @stage(after=("gate",))
        def behind(self) -> int:
            return 1

    with pytest.raises(ValueError, match="closed"):
        _ = Gated(project).behind


@pytest.mark.parametrize("uses", ["scaled(kind)", "scaled(", "no stage"])
def test_a_use_with_arguments_that_a_stage_does_not_have_is_refused(uses: str) -> None:
    with pytest.raises(TypeError, match="stage wrong: uses"):
        stage(uses=(uses,))(wrong)


@pytest.mark.parametrize("hangs", [{"uses": ("elsewhere",)}, {"after": ("elsewhere",)}])
def test_a_use_of_what_is_no_stage_is_refused(hangs: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(TypeError, match="stage wrong uses elsewhere: no stage of Broken"):
        type("Broken", (Toy,), {"wrong": stage(**hangs)(wrong)})


def wrong(self: Stages) -> int:
    return 0


def test_declared_keys_are_keys_or_sections_of_the_project() -> None:
    known = {tuple(key.split(".")) for key in keys()}
    for name, declared in Study.declared.items():
        for key in declared.keys:
            parts = tuple(part for part in key.split(".") if part != "*" and not part.startswith("{"))
            assert any(other[: len(parts)] == parts for other in known), f"{name}: there is no {key}"


# What a stage declares is what it reads.


def aged(project: Project, _: Path) -> Project:
    return project.with_changes(**AGED)


SAMPLES: dict[str, Change] = {
    "as it is": {},
    "with dates": aged,
    "with moments": inside("kinds", "huisartsenpost", moments=["nacht", "zo 14:00"]),
    "supply at a moment": inside("supply", "huisarts", at="werkdag"),
    "detours": CHANGES["quality.detour_ratio"][0],
    "raster": a_raster,
    "need by age": with_need(),
    "a year to come": grown(growth={"huisarts": 1.2}),
    "incomplete": incomplete,
    "roads of OpenStreetMap": village(addresses=True),
}


def samples(folder: Path) -> list[ReadingStudy]:
    """Studies of which all stages have run, and a variant of each."""
    studies = []
    for number, change in enumerate(SAMPLES.values()):
        (folder / str(number)).mkdir()
        project = write_rich(folder / str(number)).with_changes(**CELLS)
        project = changed(project, change, folder / str(number) / "na")
        study = ReadingStudy(project)
        table = study.facilities.table.assign(peildatum="2020", naam="anders")
        table.loc[table["id"] == "seh-west", "status"] = "gesloten"
        variant = study.variant(facilities=replace(study.facilities, table=table), moment=parse_moment("zo 03:00"))
        for one, what in ((study, project), (variant, project.without_moments)):
            for call in calls(what):
                value_of(one, call)
        studies.append(study)
    return studies


def test_no_stage_reads_what_it_does_not_declare_and_none_declares_what_it_does_not_read(tmp_path: Path) -> None:
    reads = [study.reads for study in samples(tmp_path)]
    assert sorted(set().union(*(item.forgotten for item in reads))) == []
    needless = {}
    for name, declared in Study.declared.items():
        keys_read = set().union(*(item.keys[name] for item in reads))
        used = set().union(*(item.used[name] for item in reads))
        if left := {*declared.keys} - keys_read | {use for use, _ in declared.uses} - used:
            needless[name] = left
    assert needless == {"network": {"network.place"}}  # which is downloaded: tests/network/test_named_place.py


class Forgetful(ReadingStudy):
    """A study with a stage that says too little."""

    @stage(uses=("residents",))
    def grid(self) -> Grid:
        return Grid.of(self.areas.buurten, cell_m=self.project.rasters.cell_m)


def test_a_forgotten_dependency_is_seen_as_it_is_read(project: Project) -> None:
    study = Forgetful(project)
    _ = study.grid
    assert study.reads.forgotten == {"grid reads rasters.cell_m", "grid uses areas"}


# Every stage, every key.

OTHER_CHANGES: dict[str, Change] = {
    "path": lambda project, _: project.model_copy(update={"path": project.path.with_name("anders.toml")}),
    "network.ferries": {"network": {"ferries": True}},
    "runs.workers": {"runs": {"workers": 2}},
    "runs.scheduler": {"runs": {"scheduler": "tcp://localhost:8786"}},
}
BEFORE = {"network.ferries": village()}
DOWNLOADED = {"network.place"}  # tests/network/test_named_place.py


def in_crs(crs: str) -> Callable[[Project, Path], Project]:
    """The same project in another CRS: areas are reprojected as they are read, and roads and addresses here."""

    def change(project: Project, folder: Path) -> Project:
        study = Study(project)
        roads, homes = study.network, study.residents
        ahead = pyproj.Transformer.from_crs(roads.crs, crs, always_xy=True).transform
        pairs = {"x": "y", "shape_x": "shape_y", "dropped_x": "dropped_y", "cut_x": "cut_y"}
        moved: dict[str, np.ndarray] = {}
        for x, y in pairs.items():
            moved[x], moved[y] = ahead(getattr(roads, x), getattr(roads, y))
        replace(roads, crs=crs, **moved).save(folder / "wegen.npz")
        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(homes.x, homes.y), crs=roads.crs)
        points.to_crs("EPSG:4326").to_file(folder / "adressen.geojson")
        places = pd.read_csv(project.areas.plaatsen) if project.areas.plaatsen is not None else None
        assert places is not None
        places["x"], places["y"] = ahead(places["x"], places["y"])
        places.to_csv(folder / "plaatsen.csv", index=False)
        return project.with_changes(
            project={"crs": crs},
            network={"file": folder / "wegen.npz"},
            residents={"addresses": (folder / "adressen.geojson",)},
            areas={"plaatsen": folder / "plaatsen.csv"},
        )

    return change


@pytest.mark.slow
@pytest.mark.parametrize("key", sorted(set(keys()) - DOWNLOADED))
def test_what_a_study_shares_is_what_it_would_compute(base: Study, key: str, tmp_path: Path) -> None:
    change, _, *before = CHANGES.get(key, (OTHER_CHANGES.get(key), None))
    if key in BEFORE:
        before = [BEFORE[key]]
    study = base
    assert change is not None
    if before:
        study = computed(Study(changed(study.project, before[0], tmp_path / "voor")))
    assert shared_wrongly(study, changed(study.project, change, tmp_path / "na")) == []


@pytest.mark.slow
def test_another_crs_shares_nothing_that_lies_somewhere(base: Study, tmp_path: Path) -> None:
    """The grid and its cells lay in the old CRS among roads in the new one, and a surface came out too short."""
    (tmp_path / "na").mkdir()
    project = in_crs("EPSG:25832")(base.project, tmp_path / "na")
    study, fresh = base.with_project(project), Study(project)
    assert study.grid.crs == fresh.grid.crs == "EPSG:25832"
    assert study.grid is not base.grid
    minutes = [np.nanmean(one.surfaces.surface("seh").minutes) for one in (study, fresh)]
    assert minutes[0] == minutes[1]
    assert shared_wrongly(base, project) == []
