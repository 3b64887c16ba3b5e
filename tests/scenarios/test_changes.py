"""Naming sites and changing them: what a planner types, and what happens when it fits nothing or too much."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.study_samples import HUISARTS, PROJECT, SEH, Site, degrees, metres, write_sample, write_sites

from zorgkaart.access.hours import parse_moment
from zorgkaart.analyses.check.compute import check_project
from zorgkaart.errors import ChangeError
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change, Close, Hours, Move, Open, Reopen, apply_changes
from zorgkaart.scenarios.names import find_sites
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.vocabulary import parse_changes, plan, slug
from zorgkaart.study.study import Study

NORMS = ("seh", "acute_verloskunde")


@pytest.fixture(scope="module")
def sites(study: Study) -> Facilities:
    return study.facilities


def named(sites: Facilities, name: str, *, kinds: tuple[str, ...] = ()) -> list[str]:
    return [sites.table["id"].iat[row] for row in find_sites(sites, name, kinds=kinds, norm_kinds=NORMS)]


def applied(study: Study, *changes: Change) -> Facilities:
    config = study.project.facilities
    return apply_changes(study.facilities, changes, norm_kinds=NORMS, config=config).facilities


WEST = ["seh-west", "verloskunde-west"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seh-west", ["seh-west"]),
        ("Ziekenhuis Wést-Ënde", WEST),
        ("ziekenhuis west ende", WEST),
        ("  WEST-ende ", WEST),
        ("wést", WEST),
        ("west zieken", WEST),  # the beginnings of words, in any order
        ("oost", ["seh-oost"]),  # not the ambulance post, as kinds with a norm come first
        ("ambulancepost oost", ["ambulance-oost"]),
        ("lint", ["huisarts-lint"]),
        ("post nacht", ["post-nacht"]),
    ],
)
def test_names_fit_loosely(sites: Facilities, name: str, expected: list[str]) -> None:
    assert named(sites, name) == expected


def test_kinds_say_which_of_the_same_name_is_meant(sites: Facilities) -> None:
    assert named(sites, "west", kinds=("acute_verloskunde",)) == ["verloskunde-west"]
    assert named(sites, "west", kinds=("ambulancepost",)) == ["ambulance-west"]
    assert named(sites, "west", kinds=("seh", "ambulancepost")) == ["seh-west", "ambulance-west"]


def test_a_part_inside_a_word_does_not_fit(sites: Facilities) -> None:
    with pytest.raises(ChangeError, match="no open site is called 'est'"):
        find_sites(sites, "est", norm_kinds=NORMS)


def test_a_word_of_the_id_names_a_site_whose_name_lacks_it(tmp_path: Path) -> None:
    """As umcg: the name of seh-umcg has it written out."""
    path = write_sample(tmp_path)
    write_sites(tmp_path / "gegevens" / "seh.csv", [*SEH, Site("seh-abc", "Ziekenhuis Alfabet", (8, 0), always="ja")])
    facilities = Study(Project.load(path)).facilities
    assert named(facilities, "abc") == ["seh-abc"]
    assert named(facilities, "ABC alfabet") == ["seh-abc"]


def test_a_name_that_fits_several_of_one_kind_lists_them(study: Study) -> None:
    before = study.facilities.table.copy()
    with pytest.raises(ChangeError) as caught:
        applied(study, Close("ziekenhuis"))
    message = str(caught.value)
    assert "'ziekenhuis' fits 2 sites of seh: " in message
    assert "Ziekenhuis Wést-Ënde (seh-west)" in message
    assert "Ziekenhuis Oost (seh-oost)" in message
    assert "Nothing was changed" in message
    assert study.facilities.table.equals(before)


def test_a_long_list_of_candidates_is_cut(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    many = [Site(f"seh-{i:02d}", f"Ziekenhuis {i}", (i, 0), always="ja") for i in range(12)]
    write_sites(tmp_path / "gegevens" / "seh.csv", many)
    with pytest.raises(ChangeError, match=r"fits 12 sites of seh: .*seh-07\); … and 4 more"):
        find_sites(Study(Project.load(path)).facilities, "ziekenhuis")


def test_a_whole_name_wins_over_a_part_of_another(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    two = [Site("a", "Ziekenhuis", (0, 0), always="ja"), Site("b", "Ziekenhuis Oost", (30, 0), always="ja")]
    write_sites(tmp_path / "gegevens" / "seh.csv", two)
    assert named(Study(Project.load(path)).facilities, "ziekenhuis", kinds=("seh",)) == ["a"]


@pytest.mark.parametrize(
    ("name", "kinds", "message"),
    [
        ("zikenhuis oost", (), r"Did you mean Ziekenhuis Oost \(seh-oost\)"),
        ("qqqq", (), "The sites stand in the layer voorzieningen"),
        ("", (), "no open site is called ''"),
        ("---", (), "no open site is called '---'"),
        ("seh-dicht", (), "no open site is called 'seh-dicht'"),  # closed already
        ("seh-de", (), "no open site is called 'seh-de'"),  # abroad does not count here
        ("huisarts-twijfel", (), "no open site"),
        ("oost", ("huisarts",), "no open site of huisarts is called 'oost'"),
        ("oost", ("tandarts",), r"unknown soort \['tandarts'\]. Choose from seh, acute_verloskunde, huisarts"),
    ],
)
def test_unknown_names(sites: Facilities, name: str, kinds: tuple[str, ...], message: str) -> None:
    with pytest.raises(ChangeError, match=message):
        find_sites(sites, name, kinds=kinds, norm_kinds=NORMS)


def test_sites_abroad_can_be_named_where_they_count(study: Study) -> None:
    abroad = Study(study.project.with_changes(facilities={"abroad": True}))
    assert named(abroad.facilities, "krankenhaus") == ["seh-de"]


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


def test_what_is_typed_becomes_changes() -> None:
    changes = parse_changes(
        close=["oost"],
        open_=["huisarts, 53.21 ,6.57, Praktijk Noord, bij de brug"],
        move=["Ziekenhuis, locatie Oost,53.19,6.55"],
        hours=["west=Mo-Fr 08:00-17:00; Sa 09:00-12:00"],
        kinds=("seh",),
    )
    assert changes == [
        Close("oost", ("seh",)),
        Open("huisarts", 53.21, 6.57, "Praktijk Noord, bij de brug"),
        Move("Ziekenhuis, locatie Oost", 53.19, 6.55, ("seh",)),
        Hours("west", "Mo-Fr 08:00-17:00; Sa 09:00-12:00", ("seh",)),
    ]
    assert parse_changes(open_=["Ziekenhuis Midden"]) == [Reopen("Ziekenhuis Midden")]


@pytest.mark.parametrize("text", ["oost", "oost=", "=24/7", ""])
def test_hours_typed_wrongly(text: str) -> None:
    with pytest.raises(ChangeError, match=re.escape(f"--hours {text!r}: write NAAM=TIJDEN")):
        parse_changes(hours=[text])


@pytest.mark.parametrize(
    ("open_", "move", "message"),
    [
        (["huisarts,53.2,6.6"], [], "--open 'huisarts,53.2,6.6': write SOORT,LAT,LON,NAAM"),
        (["huisarts,53,2,6,6,Naam"], [], "6,6,Naam: 53, 2 lies outside"),
        (["huisarts,noord,oost,Naam"], [], "'noord' and 'oost' are no degrees"),
        ([], ["oost"], "--move 'oost': write ID,LAT,LON"),
        ([], ["oost,53.2"], "--move 'oost,53.2': write ID,LAT,LON"),
        ([], ["oost,a,b"], "'a' and 'b' are no degrees"),
    ],
)
def test_what_is_typed_wrongly(study: Study, open_: list[str], move: list[str], message: str) -> None:
    with pytest.raises(ChangeError, match=message):
        applied(study, *parse_changes(close=[], open_=open_, move=move))


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


# Scenarios of the project file.

NEW, GP, MOVED = degrees(20, 0), degrees(8, 0), degrees(28, 0)
SCENARIOS = f"""
[candidates.seh-nieuw]
kind = "seh"
name = "Ziekenhuis Nieuw"
lat = {NEW[0]}
lon = {NEW[1]}

[scenarios.alles]
title = "Alles tegelijk"
kinds = ["seh"]
close = ["seh-west"]
reopen = ["seh-nieuw"]
open = [{{ kind = "huisarts", name = "Praktijk Nieuw", lat = {GP[0]}, lon = {GP[1]}, hours = "Mo-Fr 08:00-17:00" }}]
move = [{{ site = "seh-oost", lat = {MOVED[0]}, lon = {MOVED[1]} }}]
hours = [{{ site = "seh-oost", hours = "24/7" }}]
at = "nacht"
"""


def test_a_scenario_of_the_project_file(tmp_path: Path) -> None:
    project = Project.load(write_sample(tmp_path, project=PROJECT + SCENARIOS))
    found = plan(project, [], name="alles")
    assert set(found.changes) == {
        Close("seh-west", ("seh",)),
        Reopen("seh-nieuw", ("seh",)),
        Open("huisarts", *GP, "Praktijk Nieuw", "Mo-Fr 08:00-17:00"),
        Move("seh-oost", *MOVED, ("seh",)),
        Hours("seh-oost", "24/7", ("seh",)),
    }
    assert (found.title, found.folder, str(found.moment)) == ("Alles tegelijk", "alles", "dinsdag 03:00 (nacht)")
    scenario = run_scenario(Study(project), found.changes, moment=found.moment, title=found.title)
    assert scenario.title == "Alles tegelijk"
    assert scenario.kinds == ("seh", "huisarts")
    assert not check_project(project.path).fatal
    more = plan(project, [Close("lint")], name="alles", at="avond")
    assert (more.title, str(more.moment)) == ("", "dinsdag 20:00 (avond)")
    assert len(more.changes) == len(found.changes) + 1


def test_a_scenario_that_is_not_there_lists_those_that_are(tmp_path: Path, study: Study) -> None:
    project = Project.load(write_sample(tmp_path, project=PROJECT + SCENARIOS))
    with pytest.raises(ChangeError, match=r"has no scenario 'niets'\. It has: alles"):
        plan(project, [], name="niets")
    with pytest.raises(ChangeError, match="It has: none; add"):
        plan(study.project, [], name="niets")
    with pytest.raises(ChangeError, match="there is nothing to change"):
        plan(study.project, [])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('close = ["seh-west"]', 'close = ["nergens"]', "[scenarios.alles]: no open site of seh is called 'nergens'"),
        ('at = "nacht"', 'at = "ooit"', "[scenarios.alles]: moment 'ooit'"),
        ('hours = "24/7"', 'hours = "dag"', "[scenarios.alles]: seh-oost: opening hours 'dag'"),
        ('kind = "seh"', 'kind = "kapper"', "there is no [kinds.kapper]"),
        (f"lat = {NEW[0]}", "lat = 95", "candidates.seh-nieuw.lat"),
    ],
)
def test_check_finds_what_is_wrong_with_scenarios(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert SCENARIOS.count(old) >= 1
    path = write_sample(tmp_path, project=PROJECT + SCENARIOS.replace(old, new, 1))
    assert message in "\n".join(map(str, check_project(path).fatal))


def test_a_scenario_that_changes_nothing_is_an_error(tmp_path: Path) -> None:
    path = write_sample(tmp_path, project=PROJECT + '\n[scenarios.leeg]\ntitle = "Leeg"\n')
    assert "scenarios.leeg: it changes nothing" in "\n".join(map(str, check_project(path).fatal))


def test_folder_names() -> None:
    assert slug([Close("ommelander")]) == "sluit-ommelander"
    assert slug([Close("b"), Close("Å/../a")]) == slug([Close("Å/../a"), Close("b")]) == "sluit-b-sluit-a-a"
    assert slug([Close("x", ("seh",))]) == "sluit-seh-x"
    assert slug([], parse_moment("zo 03:00")) == "zondag-03-00"
    near, far = (slug([Open("huisarts", lat, 6.6, "Nieuw")]) for lat in (53.2, 53.3))
    assert near != far
    assert near.startswith("open-huisarts-nieuw-")
    long = slug([Close("a" * 300), Close("b" * 300)])
    assert len(long) < 80
    assert long != slug([Close("a" * 300), Close("c" * 300)])


def test_every_site_of_the_sample_can_be_named_by_id(sites: Facilities) -> None:
    for site in (*SEH[:2], *HUISARTS[:2]):
        rows = find_sites(sites, site.id)
        assert np.array_equal(sites.table["id"].iloc[rows], [site.id])
