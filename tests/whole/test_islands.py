"""An island with its own sites: who is served by them, who is outside the norm, and what a closure there does.

The small project with a road of 2 km from (2,11) to (4,11), along which the 60 inhabitants of Eiland live. It has a GP
practice and an ambulance station; the nearest hospital lies where no road leads, unless the island has its own.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support import study_samples
from support.live_oracle import evaluate
from support.paths import ROOT
from support.study_samples import ROADS, Road, Site, write_sample

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.live.labels import labels_of
from zorgkaart.analyses.study_product import outside_sentence
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

ISLAND = Road([(2, 11), (4, 11)])
PRACTICE = Site("huisarts-eiland", "Praktijk Eiland", (3.5, 11), always="nee", hours="Mo-Fr 08:00-17:00")
STATION = Site("ambulance-eiland", "Ambulancepost Eiland", (2.2, 11), always="ja", hours="24/7")
HOSPITAL = Site("seh-eiland", "Ziekenhuis Eiland", (3.8, 11), always="ja", hours="24/7")
PEOPLE = 60


def study_of(folder: Path, monkeypatch: pytest.MonkeyPatch, *, hospital: bool, station: bool = True) -> Study:
    sea = replace(study_samples.network(), dropped_x=np.empty(0), dropped_y=np.empty(0))
    roads = study_samples.network([*ROADS, ISLAND])
    roads = replace(roads, dropped_x=sea.dropped_x, dropped_y=sea.dropped_y)
    monkeypatch.setattr(study_samples, "network", lambda: roads)
    monkeypatch.setattr(study_samples, "HUISARTS", (*study_samples.HUISARTS, PRACTICE))
    if station:
        monkeypatch.setattr(study_samples, "AMBULANCEPOST", (*study_samples.AMBULANCEPOST, STATION))
    if hospital:
        monkeypatch.setattr(study_samples, "SEH", (*study_samples.SEH, HOSPITAL))
    return Study(Project.load(write_sample(folder)), k=2)


def island_of(study: Study) -> pd.Series:  # type: ignore[type-arg]
    return study.results["buurten"].set_index("buurtnaam").loc["Eiland"]


@pytest.mark.parametrize("station", [True, False])
def test_who_has_no_road_to_a_hospital_is_outside_and_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, station: bool
) -> None:
    study = study_of(tmp_path, monkeypatch, hospital=False, station=station)
    row = island_of(study)
    assert row["seh_oordeel"] == "buiten"
    assert row["seh_oordeel_reden"] == "geen wegverbinding"
    assert row["seh_inwoners_buiten_norm"] == row["seh_inwoners_geen_wegverbinding"] == PEOPLE
    assert row["seh_65plus_buiten_norm"] == pytest.approx(6)
    assert row["seh_inwoners_zonder_weg"] == row["inwoners_eiland"] == PEOPLE
    assert row["inwoners_onbereikbaar"] == row["inwoners_veerboot"] == 0
    assert np.isnan(row["seh_min"])
    assert np.isnan(row["seh_norm_min"])
    assert np.isnan(row["seh_aanrij_min"]) == (not station)
    weight = np.nan_to_num(study.residents.weight)
    mainland = study.results["buurten"]["seh_inwoners_buiten_norm"].sum() - PEOPLE
    assert study.chains["seh"].count_outside(weight) == pytest.approx(mainland + PEOPLE)
    assert study.chains["seh"].count_no_road(weight) == PEOPLE
    assert "van wie 60 zonder wegverbinding" in outside_sentence(study, {"seh": "x", "acute_verloskunde": "y"})


def test_the_sites_of_the_island_serve_it_and_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses at km 2.9 and 3.1, the practice at 3.5, at a kilometre a minute."""
    study = study_of(tmp_path, monkeypatch, hospital=False)
    row = island_of(study)
    assert row["huisarts_min"] == pytest.approx(0.5, abs=0.01)
    assert row["huisarts_id"] == "huisarts-eiland"
    assert row["huisarts_inwoners_zonder_weg"] == 0
    others = study.results["buurten"].set_index("buurtnaam").drop("Eiland")
    assert "huisarts-eiland" not in set(others["huisarts_id"])
    assert (others["inwoners_eiland"].fillna(0) == 0).all()


def test_the_mainland_is_as_it_was_without_the_island(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Study(Project.load(write_sample(tmp_path / "before"))).results["buurten"].set_index("buurtnaam")
    after = study_of(tmp_path / "after", monkeypatch, hospital=True).results["buurten"].set_index("buurtnaam")
    names = [name for name in before.columns if name != "geometry"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(before.drop("Eiland")[names]), pd.DataFrame(after.drop("Eiland")[names]), check_dtype=False
    )


def test_closing_the_hospital_of_the_island_puts_it_outside_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_of(tmp_path, monkeypatch, hospital=True)
    assert island_of(study)["seh_oordeel"] == "binnen"
    scenario = run_scenario(study, [Close("seh-eiland")])
    assert island_of(scenario.after)["seh_oordeel_reden"] == "geen wegverbinding"
    total = scenario.totals().set_index("soort").loc["seh"]
    assert total["inwoners_buiten_verschil"] == pytest.approx(PEOPLE)
    assert total["inwoners_zonder"] == pytest.approx(PEOPLE)
    atlas = closure_atlas(study, "seh").set_index("gesloten_id")
    assert atlas.at["seh-eiland", "inwoners_buiten_erbij"] == pytest.approx(PEOPLE)
    assert atlas.at["seh-eiland", "inwoners_zonder"] == pytest.approx(PEOPLE)
    assert atlas.at["seh-eiland", "gevoelig"]


@pytest.mark.parametrize("hospital", [True, False])
@pytest.mark.parametrize("closed", ["seh-west", "ambulance-kom", "ambulance-eiland"])
def test_an_atlas_counts_whom_the_closure_puts_outside_and_no_islander_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str, hospital: bool
) -> None:
    study = study_of(tmp_path, monkeypatch, hospital=hospital)
    scenario = run_scenario(study, [Close(closed)])
    before, after = (side.chains["seh"] for side in (scenario.before, scenario.after))
    weight = np.nan_to_num(study.residents.weight)
    expected = float(weight @ (after.outside & ~before.outside)) if after.known.any() else np.nan
    kind = "seh" if closed.startswith("seh") else "ambulancepost"
    atlas = closure_atlas(study, kind).set_index("gesloten_id")
    column = "inwoners_buiten_erbij" if kind == "seh" else "seh_buiten_erbij"
    assert atlas.at[closed, column] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("hospital", [True, False])
@pytest.mark.parametrize("closed", [[], ["seh-west"], ["ambulance-eiland"], ["ambulance-west", "ambulance-kom"]])
def test_the_live_map_counts_islanders_as_the_full_computation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: list[str], hospital: bool
) -> None:
    study = study_of(tmp_path, monkeypatch, hospital=hospital)
    live = evaluate(labels_of(study), closed=closed)
    full = run_scenario(study, [Close(site) for site in closed]).after if closed else study
    columns, expected = live.after.columns(), full.results["buurten"]
    assert columns["seh_oordeel"].tolist() == expected["seh_oordeel"].tolist()
    for name in ("seh_inwoners_buiten_norm", "seh_aandeel_buiten_norm", "huisarts_min"):
        np.testing.assert_allclose(columns[name], expected[name].to_numpy(dtype=float), atol=1e-6)
    weight = np.nan_to_num(study.residents.weight)
    assert live.after.chains["seh"].people_outside()["inwoners"] == pytest.approx(
        full.chains["seh"].count_outside(weight), nan_ok=True
    )


@pytest.mark.slow
def test_the_wadden_islands_are_outside_the_norm_and_have_their_own_practices() -> None:
    study = Study(Project.load(ROOT / "projects" / "noord-nederland.toml"))
    weight = np.nan_to_num(study.residents.weight)
    areas = study.results["gemeenten"].set_index("gemeentenaam")
    islands = areas.loc[["Ameland", "Schiermonnikoog", "Terschelling", "Vlieland"]]
    assert (islands["seh_oordeel_reden"] == "geen wegverbinding").all()
    assert (islands["huisarts_min"] < 10).all()
    assert islands["seh_aanrij_min"].notna().all()
    no_road = study.chains["seh"].count_no_road(weight)
    assert no_road == pytest.approx(islands["inwoners_eiland"].sum())
    assert no_road == pytest.approx(10_969, abs=5), (
        "the islands have 11,020 inhabitants, a few in buurten without a road"
    )
    others = areas.drop(islands.index)
    assert (others[["seh_inwoners_geen_wegverbinding", "inwoners_eiland"]] == 0).all(axis=None)
    assert areas["inwoners_onbereikbaar"].sum() < 100
