"""Naming sites and changing them: what a planner types, and what happens when it fits nothing or too much."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.scenario_samples import NORMS, applied
from support.study_samples import degrees, metres

from zorgkaart.errors import ChangeError
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.scenarios.changes import Change, Close, Hours, Move, Open, Reopen, apply_changes
from zorgkaart.study.study import Study


def test_close(study: Study) -> None:
    before = study.facilities.table.copy()
    table = applied(study, Close("oost"), Close("praktijk heem")).table.set_index("id")
    assert table.loc[["seh-oost", "huisarts-heem"], "status"].tolist() == ["gesloten", "gesloten"]
    assert table.loc["seh-oost", "status_toelichting"] == "gesloten in dit scenario"
    others = table.drop(index=["seh-oost", "huisarts-heem"])
    assert others.equals(before.set_index("id").drop(index=["seh-oost", "huisarts-heem"]))
    assert study.facilities.table.equals(before)


def test_open(study: Study) -> None:
    lat, lon = degrees(15, 0)
    table = applied(study, Open("huisarts", lat, lon, "Nieuwe praktijk é")).table
    new = table.iloc[-1]
    assert len(table) == len(study.facilities.table) + 1
    assert (new["id"], new["soort"], new["naam"]) == (
        "huisarts-nieuw-nieuwe-praktijk-e",
        "huisarts",
        "Nieuwe praktijk é",
    )
    assert (new["status"], new["volcontinu"], new["land"]) == ("open", "ja", "NL")
    assert (new.geometry.x, new.geometry.y) == pytest.approx(metres(15, 0), abs=0.01)
    assert (table.geometry.notna() & ~table.geometry.is_empty).all()
    assert table.crs == study.facilities.table.crs


def test_two_new_sites_of_one_name_get_two_ids(study: Study) -> None:
    lat, lon = degrees(15, 0)
    changes = [Open("huisarts", lat, lon, "Praktijk 7"), Open("huisarts", lat, lon + 0.001, "Praktijk 7")]
    ids = applied(study, *changes).table["id"]
    assert ids.is_unique
    assert len(ids) == len(study.facilities.table) + 2


def test_move(study: Study) -> None:
    lat, lon = degrees(20, 0)
    before = study.facilities.table.set_index("id")
    table = applied(study, Move("oost", lat, lon)).table.set_index("id")
    assert (table.loc["seh-oost"].geometry.x, table.loc["seh-oost"].geometry.y) == pytest.approx(
        metres(20, 0), abs=0.01
    )
    assert (table.loc["seh-oost", "lat"], table.loc["seh-oost", "lon"]) == (lat, lon)
    assert table.loc["seh-oost", "precisie"] == "kaartpunt"
    assert table.drop(index="seh-oost").equals(before.drop(index="seh-oost"))
    assert before.loc["seh-oost"].geometry.x == pytest.approx(metres(30, 0)[0], abs=0.01)


def test_the_order_of_changes_does_not_matter(study: Study) -> None:
    lat, lon = degrees(15, 0)
    changes = [
        Close("huisarts-heem"),
        Move("oost", lat, lon),
        Open("huisarts", lat, lon, "B"),
        Open("huisarts", lat, lon, "A"),
    ]
    tables = [applied(study, *order).table for order in permutations(changes)]
    assert all(table.equals(tables[0]) for table in tables)


def test_nothing_to_change_changes_nothing(study: Study) -> None:
    assert applied(study).table.equals(study.facilities.table)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([Close("oost"), Close("seh-oost")], r"more than one change is about Ziekenhuis Oost \(seh-oost\)"),
        ([Close("oost"), Move("oost", 53.2, 6.6)], r"more than one change is about Ziekenhuis Oost"),
        ([Move("oost", 53.2, 6.6), Move("oost", 53.3, 6.6)], r"more than one change is about Ziekenhuis Oost"),
        ([Move("oost", 6.6, 53.2)], "oost: 6.6, 53.2 lies outside 50.7-53.7 N, 3.2-7.3 E. Swap latitude and longitude"),
        ([Open("huisarts", 6.6, 53.2, "X")], "X: 6.6, 53.2 lies outside .* Swap latitude and longitude"),
        ([Open("huisarts", 48.9, 2.3, "Parijs")], "Parijs: 48.9, 2.3 lies outside .* Give latitude and longitude"),
        ([Open("huisarts", float("nan"), 6.6, "X")], "X: nan, 6.6 lies outside"),
        ([Open("tandarts", 53.2, 6.6, "X")], "unknown soort 'tandarts'. Choose from seh, acute_verloskunde, huisarts"),
        ([Open("huisarts", 53.2, 6.6, "  ")], "a new huisarts has no name"),
        ([Close("oost"), Hours("oost", "24/7")], r"more than one change is about Ziekenhuis Oost"),
        ([Hours("oost", "24/7"), Hours("oost", "24/7")], r"more than one change is about Ziekenhuis Oost"),
        ([Hours("oost", "overdag")], "oost: opening hours 'overdag' are not in OpenStreetMap's opening_hours syntax"),
        ([Open("huisarts", 53.2, 6.6, "X", "overdag")], "X: opening hours 'overdag' are not"),
        ([Reopen("midden", hours="Mo 8")], "midden: opening hours 'Mo 8' are not"),
        ([Reopen("oost")], "no site that is closed or a candidate is called 'oost'"),
        ([Reopen("midden"), Reopen("seh-dicht")], r"more than one change is about Ziekenhuis Midden"),
        ([Close("oost"), Close("nergens")], "no open site is called 'nergens'"),
    ],
)
def test_impossible_changes_change_nothing(study: Study, changes: list[Change], message: str) -> None:
    before = study.facilities.table.copy()
    with pytest.raises(ChangeError, match=message):
        applied(study, *changes)
    assert study.facilities.table.equals(before)


def row_of(facilities: Facilities, site: str) -> pd.Series[Any]:
    return facilities.table.set_index("id").loc[site]


def test_other_hours_change_when_a_site_counts(study: Study) -> None:
    before = study.facilities
    after = applied(study, Hours("seh-west", "Mo-Su 08:00-22:00"))
    assert row_of(after, "seh-west")[["openingstijden", "volcontinu"]].tolist() == ["Mo-Su 08:00-22:00", "nee"]
    assert len(after.rows("seh", only_24_7=True)) == len(before.rows("seh", only_24_7=True)) - 1
    assert np.array_equal(after.rows("seh"), before.rows("seh"))
    longer = applied(study, Hours("seh-oost", "Mo-Su 00:00-24:00"))
    assert row_of(longer, "seh-oost")["volcontinu"] == "ja"


def test_a_site_may_move_and_get_other_hours(study: Study) -> None:
    place = degrees(20, 0)
    result = apply_changes(
        study.facilities,
        [Hours("seh-oost", "24/7"), Move("seh-oost", *place)],
        norm_kinds=NORMS,
        config=study.project.facilities,
    )
    assert result.moved == result.rehoured == result.rows
    row = row_of(result.facilities, "seh-oost")
    assert (row["lat"], row["openingstijden"]) == (place[0], "24/7")


def test_a_closed_site_can_open_again(study: Study) -> None:
    result = apply_changes(study.facilities, [Reopen("midden")], norm_kinds=NORMS, config=study.project.facilities)
    assert row_of(result.facilities, "seh-dicht")[["status", "volcontinu"]].tolist() == ["open", "ja"]
    assert study.facilities.table["id"].iloc[list(result.opened)].tolist() == ["seh-dicht"]
    given = applied(study, Reopen("midden", hours="Mo-Fr 08:00-17:00"))
    assert row_of(given, "seh-dicht")[["openingstijden", "volcontinu"]].tolist() == ["Mo-Fr 08:00-17:00", "nee"]


@pytest.mark.parametrize("site", ["seh-west", "seh-oost", "huisarts-heem", "post-onbekend", "ambulance-oost"])
def test_what_closes_and_reopens_is_what_it_was(study: Study, site: str) -> None:
    config = study.project.facilities
    closed = applied(study, Close(site))
    again = apply_changes(closed, [Reopen(site)], norm_kinds=NORMS, config=config).facilities
    same = study.facilities.table.drop(columns="status_toelichting")
    assert again.table.drop(columns="status_toelichting").equals(same)
