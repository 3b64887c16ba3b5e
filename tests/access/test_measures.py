"""What follows from a measure: names, words, kinds, limits; and that a further mode or norm needs nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.study_samples import PROJECT, write_sample

from zorgkaart.access.catalogue import measure_of, measures_of, norms_of, trips_of
from zorgkaart.access.indicators import travel_columns
from zorgkaart.access.measure_parts import Leg, Wait
from zorgkaart.access.measures import ArrivalNorm, ChainNorm, Measure, Trip, TripNorm
from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.errors import InputError
from zorgkaart.network.modes.mode import Mode
from zorgkaart.network.modes.tag_rules import tag_rules
from zorgkaart.project.model import Project
from zorgkaart.routing.routing_graph import Direction
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import point_table

BICYCLE = Mode("fiets", "met de fiets", "fiets", tag_rules())
CHAIN = ChainNorm("seh", name="seh", limit_min=45.0, turnout_min=3.0, on_scene_min=5.0)


@pytest.fixture(scope="module")
def project(sample: Path) -> Project:
    return Project.load(sample)


def test_columns_of_a_trip_bear_the_mode_but_for_the_first() -> None:
    car, bicycle = Trip("huisarts"), Trip("huisarts", BICYCLE)
    assert [car.column, car.median, car.p90, car.km, car.metres, car.site] == [
        "huisarts_min",
        "huisarts_min_p50",
        "huisarts_min_p90",
        "huisarts_km",
        "huisarts_m",
        "huisarts_id",
    ]
    assert [bicycle.column, bicycle.km, bicycle.site] == [
        "huisarts_fiets_min",
        "huisarts_fiets_km",
        "huisarts_fiets_id",
    ]
    assert (car.shortest_km, bicycle.shortest_km) == ("huisarts_km_kortst", "huisarts_fiets_km_kortst")
    assert (car.key, car.words, bicycle.key, bicycle.words) == ("auto", "met de auto", "fiets", "met de fiets")
    assert (car.limit, car.legs) == (None, (Leg("huisarts", "auto", label="Rit met de auto"),))


def test_columns_of_a_norm_bear_its_name() -> None:
    assert CHAIN.columns() == (
        "seh_norm_min",
        "seh_norm_p90",
        "seh_aanrij_min",
        "seh_vervoer_min",
        "seh_inwoners_buiten_norm",
        "seh_65plus_buiten_norm",
        "seh_75plus_buiten_norm",
        "seh_85plus_buiten_norm",
        "seh_aandeel_buiten_norm",
        "seh_oordeel",
        "seh_inwoners_geen_wegverbinding",
        "seh_oordeel_reden",
    )
    assert CHAIN.called("seh_uitwijk").columns()[0] == "seh_uitwijk_norm_min"
    assert CHAIN.called("seh_uitwijk").legs == CHAIN.legs


def test_the_parts_of_each_variant_in_the_order_in_which_they_pass() -> None:
    arrival = Leg("ambulancepost", "ambulance", Direction.FROM_SITE, True, "aanrij", "Rit ambulancepost naar patiënt")
    assert CHAIN.parts == (
        Wait("Melding en uitruk", 3.0),
        arrival,
        Wait("Ter plaatse", 5.0),
        Leg("seh", "ambulance", Direction.TO_SITE, True, "vervoer", "Rit naar het ziekenhuis"),
    )
    alone = ArrivalNorm("ambulancepost", name="aankomst", limit_min=15.0, turnout_min=3.0)
    assert alone.parts == CHAIN.parts[:2]
    trip = TripNorm("school", name="school", limit_min=10.0, only_24_7=False, mode=BICYCLE)
    assert trip.parts == (Leg("school", "fiets", label="Rit met de fiets"),)
    assert [norm.kinds for norm in (CHAIN, alone, trip)] == [("seh", "ambulancepost"), ("ambulancepost",), ("school",)]
    rides = np.array([1.0, np.nan]), np.array([10.0, 10.0])
    np.testing.assert_array_equal(CHAIN.total(*rides), [19.0, np.nan])
    np.testing.assert_array_equal(alone.total(rides[0]), [4.0, np.nan])
    np.testing.assert_array_equal(trip.total(rides[1]), rides[1])


def test_no_two_measures_share_a_key_or_a_column() -> None:
    measures: list[Measure] = [
        CHAIN,
        CHAIN.called("seh_ruim"),
        TripNorm("seh", name="seh_auto", limit_min=20.0),
        Trip("seh"),
        Trip("seh", BICYCLE),
    ]
    assert [measure.key for measure in measures] == ["keten", "seh_ruim", "seh_auto", "auto", "fiets"]
    assert len({measure.column for measure in measures}) == len(measures)
    assert [TripNorm("school", name="school", limit_min=9.0).key] == ["reis"]


def test_isochrones_are_drawn_at_the_limit_too() -> None:
    assert CHAIN.isochrones_min((60.0, 15.0)) == (15.0, 45.0, 60.0)
    assert CHAIN.isochrones_min((15.0, 45.0)) == (15.0, 45.0)
    assert Trip("seh").isochrones_min((60.0, 15.0)) == (15.0, 60.0)


def test_the_measures_of_a_project_are_its_norms_and_then_its_trips(project: Project) -> None:
    assert list(norms_of(project)) == ["seh", "acute_verloskunde"]
    assert list(trips_of(project)) == ["seh", "acute_verloskunde", "huisarts", "huisartsenpost"]
    assert measures_of(project) == [*norms_of(project).values(), *trips_of(project).values()]
    norm, section = norms_of(project)["seh"], project.norms["seh"]
    told = (norm.label, norm.title, norm.limit_min, norm.turnout_min, norm.on_scene_min, norm.stations, norm.flag_share)
    assert told == ("SEH", "Proefnorm", 27.75, 2, 4, "ambulancepost", 0.05)
    assert (norm.only_24_7, norm.classes) == (True, section.classes)


def test_every_name_is_in_the_dictionary_and_in_the_results(study: Study) -> None:
    columns, results = dictionary(study.project), study.results["buurten"]
    norms = norms_of(study.project).values()
    names = {name for norm in norms for name in (*norm.columns(study.ages), *norm.site_columns)}
    for trip in trips_of(study.project).values():
        names |= {trip.column, trip.median, trip.p90, trip.km, trip.site, trip.without_road}
    assert names <= set(columns)
    assert names <= set(results)
    others = {name for name in results if name.startswith(tuple(f"{kind}_" for kind in study.project.kinds))}
    quality = {f"{kind}_{mark}" for kind in study.project.kinds for mark in ("onzeker", "onvolledig")}
    assert others <= names | quality


def test_a_measure_is_found_by_its_key(project: Project) -> None:
    assert measure_of(project, "seh", "keten") == norms_of(project)["seh"]
    assert measure_of(project, "seh") == trips_of(project)["seh"]
    assert measure_of(project, "ambulancepost").column == "ambulancepost_min"  # though the project computes none
    for kind, key in (("huisarts", "keten"), ("seh", "fiets"), ("school", "auto")):
        with pytest.raises(
            InputError, match=rf"no measure '{key}' of kind '{kind}'\. Use auto or ambulance.*and a kind of the project"
        ):
            measure_of(project, kind, key)


def test_a_further_mode_is_an_entry_of_the_project(study: Study) -> None:
    """Half as fast as the car: twice the minutes, in surfaces, in columns and along a norm."""
    table = study.project.speeds["auto"].table
    found = study.with_project(study.project.with_changes(speeds={"kar": {"table": table, "factor": 0.5}}))
    slow, fast = (found.surfaces.surface("huisarts", mode) for mode in ("kar", "auto"))
    assert (slow.name, slow.measure.words) == ("huisarts_kar_min", "met kar")
    leg_min = 60 * 0.001 / study.project.access.speed_kmh
    known = ~np.isnan(fast.minutes)
    assert known.any()
    np.testing.assert_array_equal(np.isnan(slow.minutes), ~known)
    assert (slow.minutes[known] >= fast.minutes[known] - leg_min).all()
    trip = Trip("huisarts", Mode.named("kar"))
    ride = trip.ride.by(found.sweep)
    ids = found.facilities.table["id"].to_numpy(dtype=object)
    columns = travel_columns(trip, ride, found.groups("buurten"), ids, found.snapped.joined)
    assert list(columns) == [trip.column, trip.median, trip.p90, trip.km, trip.site, trip.without_road]
    dorp = study.results["buurten"]["buurtnaam"].tolist().index("Dorp")
    assert columns["huisarts_kar_min"][dorp] == pytest.approx(2 * 4.5, abs=0.01)


def test_the_table_of_points_has_the_names_of_the_measures(study: Study) -> None:
    names = [name for trip in trips_of(study.project).values() for name in (trip.column, trip.metres)]
    names += [norm.column for norm in norms_of(study.project).values()]
    assert list(point_table(study)) == ["x", "y", "inwoners", *names]


def test_only_the_modes_that_kinds_and_norms_use_need_speeds(tmp_path: Path) -> None:
    """Without a norm no ambulance drives; a project of the same text with norms is refused (test_model)."""
    text = PROJECT.replace("[speeds.ambulance]", "[speeds.fiets]")
    before, _, rest = text.partition("[norms.seh]")
    path = write_sample(tmp_path, project=before + "[kinds.seh]" + rest.partition("[kinds.seh]")[2])
    found = Study(Project.load(path))
    assert list(found.project.speeds) == ["auto", "fiets"]
    assert "seh_min" in found.results["buurten"]
    assert not [name for name in found.results["buurten"] if "norm" in name]
