"""What differs between sides: held against the scenario, against sums by hand, and against the sides swapped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from support.study_samples import degrees

from zorgkaart.analyses.compare.compute import MOVES, Comparison, Pair, compare
from zorgkaart.analyses.compare.sides import Side, read_sides
from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change, Close, Open
from zorgkaart.scenarios.scenario import changed, run_scenario
from zorgkaart.scenarios.vocabulary import plan
from zorgkaart.study.study import Study

TURNED = {
    "duurt_langer": "duurt_korter",
    "langer_gemiddeld_min": "korter_gemiddeld_min",
    "langer_max_min": "korter_max_min",
    "bereikt_niets": "bereikt_weer",
    "nieuw_buiten": "nieuw_binnen",
    "buiten_tegen": "buiten_kant",
}
OPEN = ["seh-west", "seh-oost", "huisarts-heem", "huisarts-lint", "post-nacht", "ambulance-west", "ambulance-kom"]
PLACES = [(2, 0), (8, 0), (15, 0), (24, 0), (28, 0)]


def new_site(east_km: float, north_km: float) -> Open:
    lat, lon = degrees(east_km, north_km)
    return Open("seh", lat, lon, "Nieuw", "24/7")


changes = st.builds(
    lambda closed, opened: [
        *(Close(name) for name in sorted(closed)),
        *(new_site(*place) for place in sorted(opened)),
    ],
    st.sets(st.sampled_from(OPEN), max_size=3),
    st.sets(st.sampled_from(PLACES), max_size=1),
)


def two(project: Project, one: str, other: str) -> Comparison:
    return compare(read_sides(project, (one, other)))


@pytest.mark.parametrize("name", ["oost-dicht", "nieuw", "post-nacht-dicht"])
def test_now_against_a_scenario_is_what_the_scenario_gives(compared_project: Project, name: str) -> None:
    """Also of a scenario with a moment of its own: now is then at that moment."""
    planned = plan(compared_project, (), name=name)
    scenario = run_scenario(Study(compared_project), planned.changes, moment=planned.moment)
    comparison = two(compared_project, "nu", name)
    totals = comparison.totals()
    every = totals[totals["leeftijd"] == "alle"].set_index("maat")
    old = totals[totals["leeftijd"] == "65+"].set_index("maat")
    expected = scenario.totals()
    assert len(expected)
    for row in expected.to_dict("records"):
        trip = every.loc[row["soort"]]
        pairs = [
            (trip["duurt_langer"], row["inwoners_langer"]),
            (trip["langer_gemiddeld_min"], row["extra_min"]),
            (trip["langer_max_min"], row["extra_min_max"]),
            (trip["duurt_korter"], row["inwoners_korter"]),
            (trip["korter_gemiddeld_min"], row["winst_min"]),
            (trip["korter_max_min"], row["winst_min_max"]),
        ]
        if f"{row['soort']}_norm" in every.index:
            norm = every.loc[f"{row['soort']}_norm"]
            pairs += [
                (norm["buiten_tegen"], row["inwoners_buiten_voor"]),
                (norm["buiten_kant"], row["inwoners_buiten_na"]),
                (norm["buiten_verschil"], row["inwoners_buiten_verschil"]),
                (old.loc[f"{row['soort']}_norm", "buiten_verschil"], row["65plus_buiten_verschil"]),
            ]
        for found, wanted in pairs:
            assert found == pytest.approx(wanted, nan_ok=True)
    moves = comparison.moves().drop(columns=["kant", "tegen"])
    stayed = moves[moves["locatie_tegen_id"] != ""].reset_index(drop=True)
    wanted = scenario.moves().rename(columns=MOVES)
    assert_frame_equal(stayed, wanted)
    # Of what the scenario is not about nothing differs.
    others = every[~every["soort"].isin(expected["soort"])]
    assert (others[["duurt_langer", "duurt_korter"]] == 0).all(axis=None)


def test_losses_are_the_sums_one_makes_by_hand(compared_project: Project) -> None:
    """The new site at (20,0), or that at (30,0), is nearest to all from (12,0) on; with neither they go to (0,0)."""
    row = two(compared_project, "nieuw", "oost-dicht").totals().query("maat == 'seh' and leeftijd == 'alle'").iloc[0]
    assert row["duurt_langer"] == pytest.approx(200 + 500 + 50)
    assert row["duurt_korter"] == 0
    # (29,0) and (32,0), (34,0) went to (30,0); to (0,0) it is the furthest from (34,0).
    sides = read_sides(compared_project, ("nieuw", "oost-dicht"))
    extra = sides[1].study.travel["seh"].minutes - sides[0].study.travel["seh"].minutes
    assert row["langer_max_min"] == pytest.approx(np.nanmax(extra))


def test_only_what_exceeds_the_threshold_is_longer(compared_project: Project) -> None:
    sides = read_sides(compared_project, ("nu", "oost-dicht"))
    extra = sides[1].study.travel["seh"].minutes - sides[0].study.travel["seh"].minutes
    people = np.nan_to_num(sides[0].study.residents.weight)
    for threshold in (0.0, 10.0, 30.0, 100.0):
        row = compare(sides, threshold_min=threshold).totals().query("maat == 'seh' and leeftijd == 'alle'").iloc[0]
        assert row["duurt_langer"] == pytest.approx(people[extra > max(threshold, 1e-6)].sum())
    with pytest.raises(InputError, match="--threshold -1: that is no number of minutes"):
        compare(sides, threshold_min=-1)


def test_two_new_sites_in_the_same_row_of_their_tables_are_two_sites(compared_project: Project) -> None:
    """Both scenarios add one site, which has the same row number in each."""
    moves = two(compared_project, "nieuw", "ander-nieuw").moves()
    assert {"seh-nieuw-nieuw"} <= set(moves["locatie_tegen_id"])
    assert {"seh-nieuw-ander"} <= set(moves["locatie_kant_id"])
    assert (moves["locatie_tegen_id"] != moves["locatie_kant_id"]).all()


def test_areas_add_up_to_the_totals(compared_project: Project) -> None:
    comparison = two(compared_project, "nieuw", "oost-dicht")
    totals = comparison.totals().query("leeftijd == 'alle'").set_index("maat")
    for level in ("buurten", "gemeenten"):
        sums = (
            comparison.areas(level).groupby("maat")[["duurt_langer", "duurt_korter", "nieuw_buiten"]].sum(min_count=1)
        )
        assert len(sums)
        for name in sums:
            assert sums[name].to_numpy() == pytest.approx(totals[name].loc[sums.index].to_numpy(), nan_ok=True)


def test_ages_are_those_of_the_project(study: Study, tmp_path: Path) -> None:
    """Of Lint's 500 inhabitants 50 are of 75 and over, one in five of whom lives where the norm is broken."""
    codes = study.areas.buurten.set_index("buurtnaam")["buurtcode"]
    (tmp_path / "leeftijden.csv").write_text(
        f"buurtcode,inwoners_75plus\n{codes['Lint']},50\n{codes['Heem']},8\n", encoding="utf-8"
    )
    aged = Study(study.project.with_changes(areas={"ages": tmp_path / "leeftijden.csv"}))
    comparison = compare([Side("a", "nu", aged), Side("b", "dicht", changed(aged, [Close("ambulance-west")]).after)])
    totals = comparison.totals().set_index(["maat", "leeftijd"])["nieuw_buiten"]["seh_norm"]
    assert totals.index.tolist() == ["alle", "65+", "75+"]
    assert totals["75+"] == pytest.approx(50 / 5 + 8)
    areas = comparison.areas("buurten").query("maat == 'seh_norm'").set_index("buurtnaam")["75plus_nieuw_buiten"]
    assert areas[["Lint", "Heem"]].tolist() == pytest.approx([10, 8])
    assert np.isnan(areas["Dorp"]), "Dorp is not in the table, which is not zero"
    with pytest.raises(InputError, match=r"A/B inwoners_75plus 1 / 0"):
        compare([Side("a", "nu", aged), Side("b", "zonder", study)])
    without = compare([Side("a", "nu", aged), Side("b", "zonder", study)], anyway=True)
    assert set(without.totals()["leeftijd"]) == {"alle", "65+"}


@settings(max_examples=15, deadline=None)
@given(one=changes, other=changes)
def test_turned_round_every_gain_is_a_loss(study: Study, one: list[Change], other: list[Change]) -> None:
    sides = [Side(letter, letter, changed(study, x).after) for letter, x in zip("ab", (one, other), strict=True)]
    there, back = Pair(sides[0], sides[1]), Pair(sides[1], sides[0])
    mine, theirs = there.totals(), back.totals()
    swapped = theirs.rename(columns={**TURNED, **{new: old for old, new in TURNED.items()}})[mine.columns]
    swapped["buiten_verschil"] *= -1
    swapped[["kant", "tegen"]] = swapped[["tegen", "kant"]].to_numpy()
    assert_frame_equal(mine, swapped)
    known = mine["buiten_verschil"].notna()
    assert mine["buiten_verschil"][known].to_numpy() == pytest.approx(
        (mine["nieuw_buiten"] - mine["nieuw_binnen"])[known].to_numpy(), abs=1e-6
    )
    names = ["soort", "locatie_tegen_id", "locatie_kant_id"]
    forth = there.moves().set_index(names).sort_index()
    turned = back.moves().rename(columns={"locatie_tegen_id": "locatie_kant_id", "locatie_kant_id": "locatie_tegen_id"})
    turned = turned.set_index(names).sort_index()
    assert forth.index.tolist() == turned.index.tolist()
    assert forth["inwoners"].to_numpy(dtype=float) == pytest.approx(turned["inwoners"].to_numpy(dtype=float))
    assert forth["reis_verschil_min"].to_numpy(dtype=float) == pytest.approx(
        -turned["reis_verschil_min"].to_numpy(dtype=float), nan_ok=True
    )


def test_against_itself_nothing_differs(compared_project: Project) -> None:
    comparison = two(compared_project, "nieuw", "nieuw")
    assert comparison.pairs[0].changed == ()
    assert comparison.moves().empty
    assert comparison.areas("buurten").empty
    assert isinstance(comparison.totals(), pd.DataFrame)
