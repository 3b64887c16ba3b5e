"""A small region through the real doors, with every figure worked out by hand (see study_samples)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.transform import from_origin
from support.study_samples import BUURTEN, PROJECT, SEH, degrees, metres, write_sample, write_sites

from zorgkaart.access.chain import Chain
from zorgkaart.access.measures import norm_of_section
from zorgkaart.access.norms import verdict
from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.validation.distances import distance_fits, distance_table, shortest_km
from zorgkaart.analyses.validation.figures import compare_run
from zorgkaart.errors import InputError
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.project.model import Project
from zorgkaart.project.sections import NormSection
from zorgkaart.routing.nearest import TravelTimes
from zorgkaart.scenarios.changes import Move, Open
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.shown_sites import site_table
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import flagged_table, summary_table

NAN = math.nan
NAMES = {"buurten": "buurtnaam", "wijken": "wijknaam", "gemeenten": "gemeentenaam"}
REGION = {b.name: i for i, b in enumerate(BUURTEN)}
# A site lies some centimetres off its road after degrees and back, and the leg to it is driven slowly.
NEAR = 1e-4


def figures(study: Study, name: str, level: str = "buurten") -> dict[str, object]:
    """A column by the names of the areas."""
    frame = study.results[level]
    return dict(zip(frame[NAMES[level]], frame[name], strict=True))


def assert_figures(found: dict[str, object], expected: dict[str, float]) -> None:
    assert found == pytest.approx(expected, abs=NEAR, nan_ok=True)


# By car: 60 km/h; 30 on the limited road and in the built-up area; 10 over the 50 m between Kom's first address and
# its road. From Eenrichting (km 12 and 18) one can only drive on to the east: 8 + 20 and 2 + 20 minutes.
TRAVEL = {
    "seh_min": {
        "Dorp": 2.5,
        "Heem": 7.5,
        "Eenrichting": 25,
        "Lint": 8.4,
        "Kom": 6.15,
        "Eiland": NAN,
        "Half": 6,
        "Ver weg": NAN,
        "Stil": 10,
    },
    "seh_km": {
        "Dorp": 2.5,
        "Heem": 7.5,
        "Eenrichting": 15,
        "Lint": 4.2,
        "Kom": 3.025,
        "Eiland": NAN,
        "Half": 6,
        "Ver weg": NAN,
        "Stil": 10,
    },
    "seh_min_p50": {
        "Dorp": 2,
        "Heem": 8,
        "Eenrichting": 22,
        "Lint": 8,
        "Kom": 4.3,
        "Eiland": NAN,
        "Half": 6,
        "Ver weg": NAN,
        "Stil": 10,
    },
    "seh_min_p90": {
        "Dorp": 3,
        "Heem": 8,
        "Eenrichting": 28,
        "Lint": 16,
        "Kom": 8,
        "Eiland": NAN,
        "Half": 6,
        "Ver weg": NAN,
        "Stil": 10,
    },
    # Only the hospital in the west: back over the northern road, 14 + 10 minutes from km 20.
    "acute_verloskunde_min": {
        "Dorp": 2.5,
        "Heem": 7.5,
        "Eenrichting": 29,
        "Lint": 35.6,
        "Kom": (24 + 20 + 4.3 + 24 + 20 + 8) / 2,
        "Eiland": NAN,
        "Half": 6,
        "Ver weg": NAN,
        "Stil": 10,
    },
    # From Eenrichting the practice in the west is 25 and 19 minutes away over the north, the other one 26 and 20.
    "huisarts_min": {
        "Dorp": 4.5,
        "Heem": 1,
        "Eenrichting": 22,
        "Lint": (14 + 10 + 6 + 2 + 0) / 5,
        "Kom": (6.3 + 10) / 2,
        "Eiland": NAN,
        "Half": 13,
        "Ver weg": NAN,
        "Stil": 17,
    },
    "huisarts_km": {
        "Dorp": 4.5,
        "Heem": 1,
        "Eenrichting": 22,
        "Lint": 3.2,
        "Kom": (3.05 + 5) / 2,
        "Eiland": NAN,
        "Half": 13,
        "Ver weg": NAN,
        "Stil": 17,
    },
}
# By ambulance: 120 km/h, 60 in the built-up area, limits do not count; only posts and hospitals that are always open.
NORM = {
    "seh_aanrij_min": {
        "Dorp": 1.25,
        "Heem": 1.25,
        "Eenrichting": 5,
        "Lint": (8.5 + 8 + 7 + 6 + 5.5) / 5,
        "Kom": (3.3 + 1) / 2,
        "Eiland": NAN,
        "Half": 5.5,
        "Ver weg": NAN,
        "Stil": 7.5,
    },
    "seh_vervoer_min": {
        "Dorp": 1.25,
        "Heem": 3.75,
        "Eenrichting": 14.5,
        "Lint": (13 + 14 + 15 + 16 + 16.5) / 5,
        "Kom": (19.3 + 21) / 2,
        "Eiland": NAN,
        "Half": 3,
        "Ver weg": NAN,
        "Stil": 5,
    },
    "seh_norm_min": {
        "Dorp": 8.5,
        "Heem": 11,
        "Eenrichting": 25.5,
        "Lint": (27.5 + 4 * 28) / 5,
        "Kom": (28.6 + 28) / 2,
        "Eiland": NAN,
        "Half": 14.5,
        "Ver weg": NAN,
        "Stil": 18.5,
    },
    "seh_norm_p90": {
        "Dorp": 8.5,
        "Heem": 11.5,
        "Eenrichting": 25.5,
        "Lint": 28,
        "Kom": 28.6,
        "Eiland": NAN,
        "Half": 14.5,
        "Ver weg": NAN,
        "Stil": 18.5,
    },
    # The limit is 27.75: of Lint only km 22 is within it.
    "seh_aandeel_buiten_norm": {
        "Dorp": 0,
        "Heem": 0,
        "Eenrichting": 0,
        "Lint": 0.8,
        "Kom": 1,
        "Eiland": NAN,
        "Half": 0,
        "Ver weg": NAN,
        "Stil": 0,
    },
    "seh_inwoners_buiten_norm": {
        "Dorp": 0,
        "Heem": 0,
        "Eenrichting": 0,
        "Lint": 400,
        "Kom": 50,
        "Eiland": NAN,
        "Half": 0,
        "Ver weg": NAN,
        "Stil": NAN,
    },
    "seh_65plus_buiten_norm": {
        "Dorp": 0,
        "Heem": 0,
        "Eenrichting": 0,
        "Lint": 80,
        "Kom": NAN,
        "Eiland": NAN,
        "Half": 0,
        "Ver weg": NAN,
        "Stil": NAN,
    },
    "inwoners_onbereikbaar": {
        "Dorp": 0,
        "Heem": 0,
        "Eenrichting": 0,
        "Lint": 0,
        "Kom": 0,
        "Eiland": 60,
        "Half": 40,
        "Ver weg": 10,
        "Stil": NAN,
    },
    "snap_m_p90": {
        "Dorp": 0,
        "Heem": 0,
        "Eenrichting": 0,
        "Lint": 0,
        "Kom": 50,
        "Eiland": NAN,
        "Half": 0,
        "Ver weg": NAN,
        "Stil": 0,
    },
}


@pytest.mark.parametrize("name", [*TRAVEL, *NORM])
def test_figures_are_those_worked_out_by_hand(study: Study, name: str) -> None:
    found, expected = figures(study, name), {**TRAVEL, **NORM}[name]
    assert found == pytest.approx(expected, abs=1e-3 if name == "snap_m_p90" else NEAR, nan_ok=True)


def test_norms_of_two_kinds_come_in_one_run(study: Study) -> None:
    """Both hospitals that count stand at one place here, so the two norms agree in everything."""
    for name in NORM:
        if name.startswith("seh_"):
            other = name.replace("seh_", "acute_verloskunde_")
            assert_figures(figures(study, other), figures(study, name))


def test_parts_of_the_chain_add_up(study: Study) -> None:
    for kind, chain in study.chains.items():
        frame = study.results["buurten"]
        parts = 2 + frame[f"{kind}_aanrij_min"] + 4 + frame[f"{kind}_vervoer_min"]
        np.testing.assert_allclose(parts, frame[f"{kind}_norm_min"], rtol=1e-12)
        np.testing.assert_array_equal(chain.minutes, 6 + chain.approach.minutes + chain.transport.minutes)


def test_verdicts(study: Study) -> None:
    assert figures(study, "seh_oordeel") == {
        "Dorp": "binnen",
        "Heem": "binnen",
        "Eenrichting": "binnen",
        "Lint": "deels buiten",
        "Kom": "buiten",
        "Eiland": "onbekend",
        "Half": "binnen",
        "Ver weg": "onbekend",
        "Stil": "onbekend",
    }


def test_commonest_site_and_none_where_nobody_gets_anywhere(study: Study) -> None:
    found = {name: None if pd.isna(site) else site for name, site in figures(study, "seh_id").items()}
    assert found == {
        "Dorp": "seh-west",
        "Heem": "seh-west",
        "Eenrichting": "seh-oost",
        "Lint": "seh-oost",
        "Kom": "seh-oost",
        "Eiland": None,
        "Half": "seh-west",
        "Ver weg": None,
        "Stil": "seh-west",
    }


def test_unreachable_residents_have_a_reason(study: Study) -> None:
    reasons = figures(study, "onbereikbaar_reden")
    assert {name for name, reason in reasons.items() if pd.notna(reason)} == {"Eiland", "Half", "Ver weg"}
    assert str(reasons["Eiland"]).startswith("eiland of los stuk weg")
    assert reasons["Half"] == "geen weg binnen de grens voor aansluiting"
    assert reasons["Ver weg"] == "buiten het wegennet van deze berekening"


def test_edge_of_the_network_is_flagged_where_a_nearer_site_may_lie_beyond_it(study: Study) -> None:
    """The edge is at km 35. At 120 km/h it is 2.5 minutes from km 30, where the hospital is 0, and the GP 1 km."""
    found = {name for name, flag in figures(study, "netwerkrand").items() if flag}
    assert found == {"Eenrichting", "Lint", "Kom"}


def test_wijken_and_gemeenten_weigh_by_inhabitants(study: Study) -> None:
    # Beta: 500 people of Lint, 50 of Kom, 40 of Half on a road; Alfa West: 100 of Dorp, 400 of Heem.
    west = (100 * 2.5 + 400 * 7.5) / 500
    assert_figures(
        figures(study, "seh_min", "wijken"),
        {"Alfa West": west, "Alfa Oost": 25, "Beta Lint": 8.4, "Beta Kom": 6.15, "Beta Rest": 6},
    )
    assert_figures(
        figures(study, "seh_min", "gemeenten"),
        {"Alfa": (500 * west + 200 * 25) / 700, "Beta": (500 * 8.4 + 50 * 6.15 + 40 * 6) / 590},
    )
    assert figures(study, "seh_id", "gemeenten") == {"Alfa": "seh-west", "Beta": "seh-oost"}
    assert figures(study, "seh_oordeel", "gemeenten") == {"Alfa": "binnen", "Beta": "deels buiten"}
    assert_figures(figures(study, "seh_aandeel_buiten_norm", "gemeenten"), {"Alfa": 0, "Beta": 450 / 590})
    assert_figures(figures(study, "inwoners_onbereikbaar", "gemeenten"), {"Alfa": 0, "Beta": 110})
    assert figures(study, "adressen", "gemeenten") == {"Alfa": 8, "Beta": 13}
    reasons = str(figures(study, "onbereikbaar_reden", "wijken")["Beta Rest"]).split("; ")
    assert len(reasons) == 3
    assert reasons[0].startswith("eiland")  # two addresses, the others one


def test_levels_count_the_same_people(study: Study) -> None:
    for name in ("seh_inwoners_buiten_norm", "seh_65plus_buiten_norm", "inwoners_onbereikbaar", "adressen"):
        sums = [study.results[level][name].sum() for level in NAMES]
        assert sums == pytest.approx([sums[0]] * 3, rel=1e-12)


def test_shapes_of_wijken_and_gemeenten_are_those_of_their_buurten(study: Study) -> None:
    areas = [study.results[level].area.sum() for level in NAMES]
    assert areas == pytest.approx([areas[0]] * 3)


def test_summary(study: Study) -> None:
    table = summary_table(study).set_index("soort")
    assert table["locaties"].to_dict() == {"seh": 2, "acute_verloskunde": 1, "huisarts": 2, "huisartsenpost": 3}
    people = {"Dorp": 100, "Heem": 400, "Eenrichting": 200, "Lint": 500, "Kom": 50, "Half": 40}
    for column, name in (("gemiddeld_min", "seh_min"), ("gemiddeld_km", "seh_km")):
        mean = sum(n * TRAVEL[name][buurt] for buurt, n in people.items()) / sum(people.values())
        assert table.loc["seh", column] == pytest.approx(mean, abs=NEAR)
    assert table.loc["seh", "inwoners_buiten_norm"] == pytest.approx(450)
    assert table.loc["seh", "65plus_buiten_norm"] == pytest.approx(80)
    assert math.isnan(table.loc["huisarts", "inwoners_buiten_norm"])


def test_flagged_buurten_worst_first(study: Study) -> None:
    table = flagged_table(study)
    assert table["buurtnaam"].tolist() == ["Lint", "Kom"]
    assert table["acute_verloskunde_inwoners_buiten_norm"].tolist() == pytest.approx([400, 50])


def test_which_sites_count(study: Study) -> None:
    """One that is shut, one abroad, one in doubt, and a station by day only, of which the norm asks day and night."""
    table = site_table(study).set_index("id")["telt"]
    assert set(table.index[~table]) == {"seh-dicht", "seh-de", "huisarts-twijfel", "ambulance-oost"}


def test_every_column_is_documented(study: Study) -> None:
    known = dictionary(study.project)
    frames = [
        *study.results.values(),
        summary_table(study),
        flagged_table(study),
        site_table(study),
        compare_run(study),
    ]
    for frame in frames:
        assert undocumented(frame.columns, known) == []


def test_shortest_distance_does_not_follow_the_fastest_road(study: Study) -> None:
    """From km 12 the practice at km 29 is 17 km, half of it slow; the fastest is 25 km, to the other one."""
    found = dict(zip(REGION, shortest_km(study, "huisarts", "buurten"), strict=True))
    assert found["Eenrichting"] == pytest.approx((17 + 11) / 2, abs=NEAR)
    assert found["Heem"] == pytest.approx(1, abs=NEAR)


@pytest.fixture(scope="module")
def measured(study: Study) -> Study:
    """The study with the kilometres to the practice along the shortest path."""
    return study.with_project(study.project.with_changes(kinds={"huisarts": {"shortest_km": True}}))


def test_what_is_held_against_cbs_is_what_is_published(study: Study, measured: Study) -> None:
    """From km 12 and 18 the shortest way is 17 and 11 km; the fastest is 25 and 19 km, to the other practice."""
    names = set(measured.results["buurten"]) - set(study.results["buurten"])
    assert names == {"huisarts_km_kortst"}
    assert figures(measured, "huisarts_km_kortst")["Eenrichting"] == pytest.approx((17 + 11) / 2, abs=NEAR)
    for level in NAMES:
        shown = measured.results[level]["huisarts_km_kortst"].to_numpy()
        np.testing.assert_array_equal(shown, shortest_km(study, "huisarts", level))
        assert not (shown > measured.results[level]["huisarts_km"] + NEAR).any()
    np.testing.assert_array_equal(
        measured.results["buurten"]["huisarts_km_kortst"], distance_table(measured)["km_zorgkaart"]
    )
    assert undocumented(measured.results["buurten"].columns, dictionary(measured.project)) == []


def test_the_shortest_way_counts_the_leg_of_a_site_by_its_length(measured: Study) -> None:
    """At the speed of the leg, 600 m from a door to the road would pass for 216 m of road, and win from 500 m."""
    table = measured.facilities.table.set_index("id")
    lat, lon = degrees(6.5, 0)
    near = Open("huisarts", lat, lon, "Praktijk aan de weg")
    off = Move("huisarts-heem", table["lat"]["huisarts-heem"] + 0.0054, table["lon"]["huisarts-heem"])
    after = run_scenario(measured, [near, off]).after
    leg = after.snapped_sites.leg_m[measured.facilities.table["id"].tolist().index("huisarts-heem")]
    assert 580 < leg < 620
    short, fast = after.shortest("huisarts").metres, after.trip("huisarts").metres
    assert not (short > fast + 1e-6).any()
    at_heem = np.argmin(np.abs(measured.residents.x - metres(7, 0)[0]) + np.abs(measured.residents.y - metres(7, 0)[1]))
    assert short[at_heem] == pytest.approx(500, abs=1)


def test_comparison_with_cbs(study: Study) -> None:
    (found,) = distance_fits(study).values()
    ours = [4.5, 1, 14, 3.2]  # Dorp, Heem, Eenrichting, Lint; the others have no figure
    cbs, people = [4.0, 1.5, 14.0, 6.0], [100, 400, 200, 500]
    assert found.buurten == 4
    assert found.ours_km == pytest.approx(np.average(ours, weights=people), abs=NEAR)
    assert found.cbs_km == pytest.approx(np.average(cbs, weights=people))
    assert found.correlation == pytest.approx(np.corrcoef(ours, cbs)[0, 1], abs=NEAR)
    assert found.deviation_pct == pytest.approx(100 * (found.ours_km / found.cbs_km - 1))


def test_comparison_with_published_distances(study: Study) -> None:
    table = compare_run(study)
    assert table["gebied"].tolist() == ["gemeente Alfa", "provincie Groningen"]
    people = {"Dorp": 100, "Heem": 400, "Eenrichting": 200}
    km = {"Dorp": 4.5, "Heem": 1, "Eenrichting": 14}
    alfa = sum(people[name] * km[name] for name in people) / 700
    assert table["zorgkaart"].iat[0] == pytest.approx(alfa, abs=NEAR)
    assert table["verschil_pct"].iat[0] == pytest.approx(100 * (alfa / 2 - 1), abs=0.01)


def test_a_published_zero_has_no_percentage(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    published = tmp_path / "gegevens" / "gepubliceerd.csv"
    published.write_text(published.read_text(encoding="utf-8").replace(",2.0,", ",0,"), encoding="utf-8")
    assert math.isnan(compare_run(Study(Project.load(path)))["verschil_pct"].iat[0])


def test_problems_that_do_not_stop_a_run_are_kept(study: Study) -> None:
    assert any("1 buurt without a published number of inhabitants" in remark for remark in study.remarks)


# What the project file says, and what it must change.


def of_points(study: Study, kind: str = "seh") -> np.ndarray:
    return study.travel[kind].minutes


def chain(study: Study) -> np.ndarray:
    return study.chains["seh"].minutes


def shares(study: Study) -> np.ndarray:
    return study.results["buurten"]["seh_aandeel_buiten_norm"].to_numpy()


def verdicts(study: Study) -> np.ndarray:
    return study.results["buurten"]["seh_oordeel"].to_numpy()


Read = Callable[[Study], np.ndarray]
CHANGES: dict[str, tuple[dict[str, dict[str, object]], Read, Read]] = {
    # name: (change, what must become different, what must stay the same)
    "turnout_min": ({"norms": {"seh": {"turnout_min": 3}}}, chain, of_points),
    "on_scene_min": ({"norms": {"seh": {"on_scene_min": 5}}}, chain, of_points),
    "limit_min": ({"norms": {"seh": {"limit_min": 20}}}, shares, chain),
    "flag_share": ({"norms": {"seh": {"flag_share": 0.25}}}, verdicts, shares),
    "only_24_7": ({"norms": {"seh": {"only_24_7": False}}}, chain, of_points),
    "stations": ({"norms": {"seh": {"stations": "huisartsenpost", "only_24_7": False}}}, chain, of_points),
    "abroad": ({"facilities": {"abroad": True}}, of_points, lambda study: of_points(study, "huisarts")),
    "access.speed_kmh": ({"access": {"speed_kmh": 5}}, of_points, lambda study: study.travel["seh"].site),
    "access.limit_m": ({"access": {"limit_m": 49}}, of_points, lambda study: study.residents.x),
    "auto.factor": ({"speeds": {"auto": {"factor": 0.5}}}, of_points, chain),
    "auto.maxspeed": ({"speeds": {"auto": {"maxspeed": False}}}, of_points, chain),
    "ambulance.factor": ({"speeds": {"ambulance": {"factor": 0.5}}}, chain, of_points),
    "ambulance.maxspeed": ({"speeds": {"ambulance": {"maxspeed": True}}}, chain, of_points),
    "residents.addresses": ({"residents": {"addresses": ["adressen.csv"]}}, of_points, lambda study: study.network.x),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_parameter_changes_the_outcome(study: Study, sample: Path, name: str) -> None:
    sections, different, same = CHANGES[name]
    if name == "residents.addresses":
        sections = {"residents": {"addresses": [sample.parent / "gegevens" / "adressen.csv"]}}
    other = Study(study.project.with_changes(**sections))
    # Unlike arrays, series that have NaN at the same places are equal.
    assert pd.Series(same(study)).equals(pd.Series(same(other)))
    assert not pd.Series(different(study)).equals(pd.Series(different(other)))


@pytest.mark.parametrize(
    ("profile", "read", "before", "after"),
    [("auto", of_points, 2, 4), ("ambulance", chain, 2 + 1.5 + 4 + 1, 2 + 3 + 4 + 2)],
)
def test_speed_tables_count(
    study: Study, tmp_path: Path, profile: str, read: Read, before: float, after: float
) -> None:
    """At half the speed km 2 is twice as far from the hospital at km 0 and from the post at km 5."""
    path = write_sample(tmp_path)
    table = tmp_path / "gegevens" / f"snelheden_{profile}.csv"
    rows = [line.split(",") for line in table.read_text(encoding="utf-8").splitlines()]
    halved = [[name, str(float(outside) / 2), str(float(inside) / 2)] for name, outside, inside in rows[1:]]
    table.write_text("\n".join(map(",".join, [rows[0], *halved])) + "\n", encoding="utf-8")
    slower = Study(Project.load(path))
    row = np.flatnonzero(study.residents.x == metres(2, 0)[0])
    assert (*read(study)[row], *read(slower)[row]) == pytest.approx((before, after), abs=NEAR)


def test_turnout_and_scene_add_minute_for_minute(study: Study) -> None:
    later = study.project.with_changes(norms={"seh": {"turnout_min": 2.5, "on_scene_min": 5}})
    np.testing.assert_allclose(chain(Study(later)), chain(study) + 1.5)


def test_flag_share_moves_the_bounds_on_both_sides(study: Study) -> None:
    """Of Lint four in five are outside: all but a quarter, so "buiten" where a quarter is the share that counts."""
    wide = Study(study.project.with_changes(norms={"seh": {"flag_share": 0.25}}))
    assert figures(wide, "seh_oordeel")["Lint"] == "buiten"
    assert figures(study, "seh_oordeel")["Lint"] == "deels buiten"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "binnen"),
        (0.0499, "binnen"),
        (0.05, "deels buiten"),
        (0.95, "deels buiten"),
        (0.9501, "buiten"),
        (1.0, "buiten"),
    ],
)
def test_bounds_of_the_verdict(share: float, expected: str) -> None:
    shares, known = np.array([share, share, NAN]), np.array([True, False, False])
    assert verdict(shares, known, flag_share=0.05).tolist() == [expected, "onbekend", "onbekend"]


def test_just_the_limit_is_within_the_norm() -> None:
    norm = norm_of_section("seh", NormSection(limit_min=45, turnout_min=3, on_scene_min=5))
    minutes = np.array([20.0, 20.0, NAN])
    found = Chain(
        norm,
        (
            TravelTimes(minutes - 3, minutes, np.zeros(3, dtype=np.int32)),
            TravelTimes(np.array([20.0, 20.000001, 5.0]), minutes, np.zeros(3, dtype=np.int32)),
        ),
        np.array([True, True, False]),
    )
    assert found.minutes[0] == 45.0
    assert found.outside.tolist() == [False, True, False]
    assert found.known.tolist() == [True, True, False]


def test_sites_that_are_not_always_open_count_only_where_the_norm_lets_them(study: Study) -> None:
    """With them, km 22 has a post at 3 km and a hospital at 8 km: 2 + 1.5 + 4 + 4."""
    loose = Study(study.project.with_changes(norms={"seh": {"only_24_7": False}}))
    row = np.flatnonzero(study.residents.x == metres(22, 0)[0])
    assert chain(study)[row] == pytest.approx([27.5], abs=NEAR)
    assert chain(loose)[row] == pytest.approx([11.5], abs=NEAR)
    known = ~np.isnan(chain(study))
    assert (chain(loose)[known] <= chain(study)[known] + 1e-9).all()


def test_abroad_shortens_and_never_lengthens(study: Study) -> None:
    abroad = Study(study.project.with_changes(facilities={"abroad": True}))
    before, after = of_points(study), of_points(abroad)
    known = ~np.isnan(before)
    assert (after[known] <= before[known] + 1e-9).all()
    row = np.flatnonzero(study.residents.x == metres(24, 0)[0])
    assert after[row] == pytest.approx([2], abs=NEAR)  # a kilometre to the hospital at km 25
    assert before[row] == pytest.approx([12], abs=NEAR)
    # A foreign hospital is taken to be open day and night, as nobody publishes that.
    assert chain(abroad)[row] == pytest.approx([2 + 8 + 4 + 0.5], abs=NEAR)


def test_one_way_roads_count_in_the_direction_of_the_drive(study: Study) -> None:
    """Km 12: the ambulance comes straight from km 5, and must go on and back over the north to the hospital."""
    row = np.flatnonzero(study.residents.x == metres(12, 0)[0])
    found = study.chains["seh"]
    assert found.approach.minutes[row] == pytest.approx([3.5], abs=NEAR)
    assert found.approach.metres[row] == pytest.approx([7_000], abs=1)
    assert found.transport.minutes[row] == pytest.approx([16], abs=NEAR)
    assert found.transport.metres[row] == pytest.approx([32_000], abs=1)


# Odd regions.


def test_order_of_rows_in_the_tables_does_not_matter(study: Study, tmp_path: Path) -> None:
    turned = [replace(b, addresses=b.addresses[::-1]) for b in BUURTEN]
    path = write_sample(tmp_path, buurten=turned)
    for name in ("seh.csv", "adressen.csv"):
        table = path.parent / "gegevens" / name
        header, *rows = table.read_text(encoding="utf-8").splitlines()
        table.write_text("\n".join([header, *rows[::-1]]) + "\n", encoding="utf-8")
    other = Study(Project.load(path))
    for level in NAMES:
        assert other.results[level].drop(columns="geometry").equals(study.results[level].drop(columns="geometry"))


def test_a_buurt_without_addresses_is_unknown_and_named(tmp_path: Path) -> None:
    path = write_sample(tmp_path, buurten=[replace(b, addresses=[]) if b.name == "Dorp" else b for b in BUURTEN])
    empty = Study(Project.load(path))
    row = empty.results["buurten"].set_index("buurtnaam").loc["Dorp"]
    assert row["seh_oordeel"] == "onbekend"
    assert row["inwoners"] == 100
    for name in (
        "seh_min",
        "seh_min_p50",
        "seh_km",
        "seh_norm_min",
        "seh_inwoners_buiten_norm",
        "inwoners_onbereikbaar",
    ):
        assert math.isnan(row[name]), name
    assert row["adressen"] == 0
    assert row["onbereikbaar_reden"] == "geen adres in dit gebied bekend"
    assert any("no address" in remark and "Dorp (100)" in remark for remark in empty.remarks)


def test_a_raster_of_inhabitants_gives_verdicts_without_published_numbers(tmp_path: Path) -> None:
    """Cells at km 24 (30 people, chain 28), km 2 and km 32; the column with inhabitants is not there."""
    path = write_sample(tmp_path, project=_with_raster(PROJECT))
    people = {(2.05, 0.05): 10.0, (24.05, 0.05): 30.0, (32.05, 0.05): 5.0}
    grid = np.zeros((40, 400), dtype=np.float32)
    west, north = metres(0, 2)
    for place, number in people.items():
        x, y = metres(*place)
        grid[int((north - y) / 100), int((x - west) / 100)] = number
    with rasterio.open(
        tmp_path / "gegevens" / "inwoners.tif",
        "w",
        driver="GTiff",
        width=400,
        height=40,
        count=1,
        dtype="float32",
        crs="EPSG:28992",
        transform=from_origin(west, north, 100, 100),
        nodata=-1,
    ) as file:
        file.write(grid, 1)
    found = Study(Project.load(path))
    numbers = figures(found, "inwoners")
    assert (numbers["Dorp"], numbers["Lint"], numbers["Kom"]) == (10, 30, 5), (
        "those of the raster, as none is published"
    )
    assert math.isnan(numbers["Heem"])
    verdicts = figures(found, "seh_oordeel")
    assert (verdicts["Dorp"], verdicts["Lint"], verdicts["Kom"]) == ("binnen", "buiten", "buiten")
    assert verdicts["Heem"] == "onbekend"  # no cell
    gemeenten = found.results["gemeenten"].set_index("gemeentenaam")["inwoners"]
    assert gemeenten.to_dict() == {"Alfa": 10, "Beta": 35}
    outside = figures(found, "seh_inwoners_buiten_norm")
    assert (outside["Dorp"], outside["Lint"], outside["Kom"]) == (0, 30, 5)
    assert math.isnan(outside["Heem"])


def _with_raster(project: str) -> str:
    lines = []
    for line in project.splitlines():
        if line.startswith("addresses"):
            line = 'raster = "gegevens/inwoners.tif"'
        if "inwoners =" not in line:
            lines.append(line)
    return "\n".join(lines)


def test_a_kind_without_a_site_that_counts_is_unknown_throughout(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    write_sites(tmp_path / "gegevens" / "seh.csv", [replace(site, status="gesloten") for site in SEH])
    found = Study(Project.load(path))
    frame = found.results["buurten"]
    assert frame["seh_min"].isna().all()
    assert frame["seh_id"].isna().all()
    assert set(frame["seh_oordeel"]) == {"onbekend"}
    assert frame["seh_inwoners_buiten_norm"].isna().all()
    assert frame["huisarts_min"].notna().any()
    row = summary_table(found).set_index("soort").loc["seh"]
    assert row["locaties"] == 0
    assert math.isnan(row["gemiddeld_min"])
    assert math.isnan(row["inwoners_buiten_norm"])
    assert any("no site of seh counts" in remark for remark in found.remarks)


def test_a_site_off_the_network_serves_nobody_and_is_named(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    moved = [replace(site, place=(5, 10)) if site.id == "seh-oost" else site for site in SEH]
    write_sites(tmp_path / "gegevens" / "seh.csv", moved)
    found = Study(Project.load(path))
    assert set(found.results["buurten"]["seh_id"].dropna()) == {"seh-west"}
    assert summary_table(found).set_index("soort").loc["seh", "locaties"] == 1
    telt = site_table(found).set_index("id")["telt"]
    assert not telt["seh-oost"]
    assert any("1 of 2 sites without a road" in remark and "seh-oost" in remark for remark in found.remarks)


def test_buurten_alone_are_enough(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    layer = tmp_path / "gegevens" / "buurten.gpkg"
    table = gpd.read_file(layer).drop(columns=["wijkcode", "wijknaam", "gemeentecode", "gemeentenaam"])
    layer.unlink()
    table.to_file(layer, layer="buurten")
    found = Study(Project.load(path))
    assert list(found.results) == ["buurten"]
    assert_figures(figures(found, "seh_min"), TRAVEL["seh_min"])


def test_buurten_of_which_some_have_no_wijk_are_refused(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    layer = tmp_path / "gegevens" / "buurten.gpkg"
    table = gpd.read_file(layer)
    table.loc[[1, 2], "wijkcode"] = ""
    layer.unlink()
    table.to_file(layer, layer="buurten")
    with pytest.raises(InputError, match=r"rows 2, 3: no wijkcode, while other rows have one"):
        _ = Study(Project.load(path)).results


def test_all_problems_come_in_one_error(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "gegevens" / "seh.csv").write_text("id,benaming\n", encoding="utf-8")
    (tmp_path / "gegevens" / "huisarts.geojson").unlink()
    (tmp_path / "gegevens" / "plaatsen.csv").write_text("plaats,x,y\nHeem,1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        _ = Study(Project.load(path)).inputs
    message = str(caught.value)
    assert "seh.csv: there is no column 'lat'" in message
    assert "huisarts.geojson: there is no such file" in message
    assert "plaatsen.csv: there is no column gemeente, adressen" in message


def test_stages_are_computed_once_and_reported_in_order(sample: Path) -> None:
    heard: list[str] = []
    told = Study(Project.load(sample), report=heard.append)
    for _ in range(2):
        _ = told.results
    assert heard == [
        "Gebieden, inwoners en voorzieningen lezen",
        "Wegennet laden",
        "Adressen aan het wegennet koppelen",
        "Reistijden berekenen",
        "Ambulanceketen en norm berekenen",
        "Uitkomsten per buurt, wijk en gemeente",
    ]
    assert told.results is told.results
    assert told.sweep("seh", "auto") is told.travel["seh"]
