"""What holds for every scenario, whatever the sites: on the small project with hypothesis, on the real one by lot."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pandas.testing import assert_frame_equal
from shapely.geometry import Point
from support.study_samples import SEH, Site, degrees, write_sample, write_sites

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.errors import ChangeError
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Applied, Change, Close, Hours, Move, Open, Reopen
from zorgkaart.scenarios.load import site_load
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.scenarios.vocabulary import slug
from zorgkaart.study.study import LEVELS, Study

Minutes = dict[str, NDArray[np.float64]]
ROUNDING_MIN = 1e-9
# Every site that counts in the small project, and kinds that a new one can be of.
OPEN = [
    "seh-west",
    "seh-oost",
    "verloskunde-west",
    "huisarts-heem",
    "huisarts-lint",
    "post-nacht",
    "post-avond",
    "post-onbekend",
    "ambulance-west",
    "ambulance-oost",
    "ambulance-kom",
]
KINDS = ["seh", "acute_verloskunde", "huisarts", "huisartsenpost", "ambulancepost"]
EXAMPLES = settings(max_examples=25)

closures = st.sets(st.sampled_from(OPEN), min_size=1, max_size=4).map(lambda ids: [Close(name) for name in sorted(ids)])
# An atlas by its kind: the columns of a row are those of the scenario, from the minutes of every resident point.
ATLASES = [(kind, pairs) for kind in KINDS for pairs in (False, True) if (kind, pairs) != ("acute_verloskunde", True)]


@st.composite
def openings(draw: st.DrawFn) -> list[Open]:
    """New sites along the roads: from west to east, and up the road to the north."""
    count = draw(st.integers(1, 3))
    changes = []
    for number in range(count):
        along = draw(st.floats(0, 35)), 0.0
        place = draw(st.sampled_from([along, (0.0, along[0] * 20 / 35)]))
        changes.append(Open(draw(st.sampled_from(KINDS)), *degrees(*place), f"Nieuw {number}"))
    return changes


def minutes(study: Study) -> Minutes:
    """Minutes by car per kind, and per norm of the whole and of each ride, for every resident point and every cell.

    Infinite where unknown.
    """
    found = {f"auto {kind}": times.minutes for kind, times in study.travel.items()}
    for name, chain in study.chains.items():
        found |= {f"norm {name}": chain.minutes}
        found |= {f"rit {place} van {name}": ride.minutes for place, ride in enumerate(chain.rides)}
    found |= {f"cellen {name}": surface.minutes for name, surface in study.surfaces.named().items()}
    return {name: np.where(np.isnan(values), np.inf, values) for name, values in found.items()}


def scenario(study: Study, changes: Sequence[Change]) -> Scenario:
    """The scenario; where nothing that is computed can differ, one without any difference."""
    try:
        return run_scenario(study, changes)
    except ChangeError as error:
        assume("nothing that is computed can differ" not in str(error))
        raise


def never_shorter(before: Minutes, after: Minutes) -> None:
    for name, values in before.items():
        assert (after[name] >= values - ROUNDING_MIN).all(), name


def same(first: Minutes, second: Minutes, *, within: float = 0.0) -> None:
    assert first.keys() == second.keys()
    for name, values in first.items():
        other = second[name]
        unknown = np.isinf(values)
        assert (unknown == np.isinf(other)).all(), name
        assert np.abs(values[~unknown] - other[~unknown]).max(initial=0) <= within, name


def tables(result: Scenario) -> dict[str, pd.DataFrame]:
    """Every table that a scenario gives."""
    frames = {"totals": result.totals(), "moves": result.moves(), "load": result.load()}
    for level in LEVELS:
        frames[f"difference {level}"] = pd.DataFrame(result.difference(level))
        frames[f"moves {level}"] = result.moves_by_area(level)
    return frames


@pytest.fixture(scope="module", params=[1, 3], ids=["k=1", "k=3"])
def small(sample: Path, request: pytest.FixtureRequest) -> Study:
    """With one site per resident parts are searched anew, with three most is looked up."""
    return Study(Project.load(sample), k=request.param)


@pytest.mark.slow
@given(closed=closures, opened=openings())
@EXAMPLES
def test_closing_never_shortens_and_opening_never_lengthens(small: Study, closed: list[Close], opened: list[Open]):
    both = minutes(scenario(small, [*closed, *opened]).after)
    never_shorter(minutes(small), minutes(scenario(small, closed).after))
    never_shorter(minutes(scenario(small, opened).after), minutes(small))
    never_shorter(both, minutes(scenario(small, closed).after))
    never_shorter(minutes(scenario(small, opened).after), both)


@pytest.mark.slow
@given(closed=closures)
@EXAMPLES
def test_closing_and_reopening_changes_nothing(small: Study, closed: list[Close]):
    gone = scenario(small, closed).after
    again = scenario(gone, [Reopen(change.site) for change in closed]).after
    same(minutes(small), minutes(again))
    for level in LEVELS:
        assert_frame_equal(small.results[level], again.results[level], check_exact=True)


def hours_of(row: pd.Series) -> str:
    """Hours that are day and night just if those of the site are."""
    return "24/7" if row["volcontinu"] == "ja" else "Mo-Fr 08:00-20:00"


@given(closed=closures)
@EXAMPLES
def test_a_new_site_in_the_place_of_a_closed_one_changes_nothing(small: Study, closed: list[Close]):
    table = small.facilities.table.set_index("id")
    rows = [table.loc[change.site] for change in closed]
    new = [Open(row["soort"], row["lat"], row["lon"], row["naam"], hours_of(row)) for row in rows]
    result = scenario(small, [*closed, *new])
    same(minutes(small), minutes(result.after), within=1e-6)
    assert len(result.applied.opened) == len(closed)


@given(name=st.sampled_from(OPEN))
@EXAMPLES
def test_moving_a_site_to_its_own_place_changes_nothing(small: Study, name: str):
    row = small.facilities.table.set_index("id").loc[name]
    same(minutes(small), minutes(scenario(small, [Move(name, row["lat"], row["lon"])]).after), within=1e-6)


@pytest.mark.slow
@given(name=st.sampled_from(OPEN), km=st.floats(0, 35))
@EXAMPLES
def test_a_move_is_a_closure_and_an_opening(small: Study, name: str, km: float):
    row = small.facilities.table.set_index("id").loc[name]
    place = degrees(km, 0)
    moved = scenario(small, [Move(name, *place)]).after
    anew = scenario(small, [Close(name), Open(row["soort"], *place, "Nieuw", hours_of(row))]).after
    same(minutes(moved), minutes(anew))


@pytest.mark.slow
@given(closed=closures, opened=openings())
@EXAMPLES
def test_changes_one_after_another_are_the_changes_together(small: Study, closed: list[Close], opened: list[Open]):
    together = scenario(small, [*closed, *opened]).after
    after = scenario(scenario(small, closed).after, opened).after
    same(minutes(together), minutes(after), within=ROUNDING_MIN)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=10)
def test_the_order_of_changes_is_irrelevant(small: Study, data: st.DataObject):
    names = data.draw(st.permutations(OPEN))
    changes: list[Change] = [
        Close(names[0]),
        Close(names[1]),
        Move(names[2], *degrees(12, 0)),
        Hours(names[3], "Mo-Fr 08:00-20:00"),
        Reopen("seh-dicht"),
        *data.draw(openings()),
    ]
    first = scenario(small, changes)
    expected = tables(first)
    for order in (changes[::-1], data.draw(st.permutations(changes))):
        assert slug(order) == slug(changes)
        other = scenario(small, order)
        assert applied_rows(other.applied) == applied_rows(first.applied)
        for name, frame in tables(other).items():
            assert_frame_equal(frame, expected[name], check_exact=True, obj=name)


def applied_rows(applied: Applied) -> list[list[str]]:
    """The ids of every sort of change."""
    ids = applied.facilities.table["id"]
    return [ids.iloc[list(rows)].tolist() for rows, _ in applied.groups()]


def relabelled(sites: Sequence[Site], order: Sequence[int]) -> list[Site]:
    """The same sites with ids that sort in another order."""
    return [replace(site, id=f"{number}-{site.id}") for site, number in zip(sites, order, strict=True)]


def with_plain_ids(frame: pd.DataFrame) -> pd.DataFrame:
    """A table in which sites have the ids from before :func:`relabelled`; either of the twins may be named."""
    ids = [name for name in frame.columns if name.endswith("_id")]
    plain = frame[ids].replace({r"^\d-": "", "seh-tweede$": "seh-oost"}, regex=True)
    return frame.assign(**{name: plain[name] for name in ids})


TWINS = (*SEH, Site("seh-tweede", "Tweede in hetzelfde gebouw", (30, 0), always="nee", hours="Mo-Fr 08:00-20:00"))


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (1, 4, 2, 3, 0), (2, 0, 3, 4, 1)], ids=str)
def test_the_order_of_the_rows_of_a_table_is_irrelevant(
    order: tuple[int, ...], tmp_path_factory: pytest.TempPathFactory
):
    """Rows stand in the table by id, so ids that sort otherwise are rows in another order."""
    found = []
    for numbers in (range(len(TWINS)), order):
        path = write_sample(tmp_path_factory.mktemp("orde"))
        write_sites(path.parent / "gegevens" / "seh.csv", relabelled(TWINS, list(numbers)))
        study = Study(Project.load(path), k=3)
        closed = next(name for name in study.facilities.table["id"] if name.endswith("seh-tweede"))
        result = run_scenario(study, [Close(closed)])
        plain_id = study.facilities.table["id"].str.replace(r"^\d-", "", regex=True)
        load = pd.Series(site_load(study, "seh"), index=plain_id).sort_index()
        atlas = closure_atlas(study, "seh").drop(columns=["rang", "naar"])
        atlas["gesloten_id"] = atlas["gesloten_id"].str.replace(r"^\d-", "", regex=True)
        found.append(
            (
                minutes(study),
                minutes(result.after),
                load,
                atlas.sort_values("gesloten_id", ignore_index=True),
                {level: with_plain_ids(frame) for level, frame in study.results.items()},
            )
        )
    first, second = found
    same(first[0], second[0])
    same(first[1], second[1])
    assert first[2]["seh-oost"] == first[2]["seh-tweede"] > 0, "two sites in one building share"
    pd.testing.assert_series_equal(first[2], second[2], check_exact=True)
    assert_frame_equal(first[3], second[3], check_exact=True)
    for level, frame in first[4].items():
        assert_frame_equal(frame, second[4][level], check_exact=True)


def by_points(study: Study, kind: str, ids: Sequence[str], further_min: float) -> dict[str, float]:
    """What a row of an atlas must say, added up from the minutes of every resident point before and after."""
    after = run_scenario(study, [Close(name, (kind,)) for name in ids]).after
    people, elderly = np.nan_to_num(study.residents.weight), np.nan_to_num(study.ages[65])
    norms = [name for name, norm in study.project.norms.items() if kind in (name, norm.stations or "ambulancepost")]
    newly, lost, unknown = np.zeros(len(people), bool), np.zeros(len(people), bool), not norms
    for name in norms:
        before, now = study.chains[name], after.chains[name]
        newly |= now.outside & ~before.outside
        lost |= before.known & ~now.known
        unknown |= not now.known.any()
    if kind in study.travel:
        old, new = study.travel[kind].minutes, after.travel[kind].minutes
    else:
        old, new = study.chains[norms[0]].minutes, after.chains[norms[0]].minutes
    extra = np.nan_to_num(new - old)
    return {
        "inwoners_buiten_erbij": np.nan if unknown else people @ newly,
        "65plus_buiten_erbij": np.nan if unknown else elderly @ newly,
        "inwoners_zonder": people @ (lost | (~np.isnan(old) & np.isnan(new))),
        "persoonminuten": people @ extra,
        "inwoners_verder": people @ (extra > further_min),
    }


@pytest.mark.parametrize(("kind", "pairs"), ATLASES)
def test_a_row_of_the_atlas_is_the_scenario_of_closing_its_sites(small: Study, kind: str, pairs: bool):
    table = closure_atlas(small, kind, pairs=pairs, further_min=3.0)
    assert len(table)
    for row in table.to_dict("records"):
        expected = by_points(small, kind, row["gesloten_id"].split(" + "), 3.0)
        found = {name: row[name] for name in expected}
        assert found == pytest.approx(expected, abs=1e-6, nan_ok=True), row["gesloten_id"]
        if not pd.isna(row["gevoelig"]):
            assert row["gevoelig"] == (expected["inwoners_buiten_erbij"] >= 0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_sites_that_the_atlas_leaves_out_change_nothing(small: Study, kind: str):
    named = set(closure_atlas(small, kind)["gesloten_id"])
    ids = set(small.facilities.table["id"].iloc[small.rows(kind)])
    for name in sorted(ids - named):
        same(minutes(small), minutes(run_scenario(small, [Close(name)]).after))


# The real province.


def lot(study: Study, seed: int) -> tuple[list[Close], list[Open]]:
    """Sites of any kind by lot, of which some close, and new ones where others are."""
    draw = random.Random(seed)
    kinds = [*study.project.travel_kinds, "ambulancepost"]
    closed, opened = [], []
    for kind in draw.sample(kinds, 4):
        ids = study.facilities.table["id"].iloc[study.rows(kind)].tolist()
        closed += [Close(name, (kind,)) for name in draw.sample(ids, min(2, len(ids) - 1))]
    for number, kind in enumerate(draw.sample(kinds, 2)):
        point = draw.randrange(len(study.residents.x))
        opened.append(Open(kind, *place_of(study, point), f"Nieuw {number}"))
    return closed, opened


def distance_km(study: Study, site: Point) -> NDArray[np.float64]:
    """Straight from every resident point to a site."""
    return np.hypot(study.residents.x - site.x, study.residents.y - site.y) / 1000


def place_of(study: Study, point: int) -> tuple[float, float]:
    """Where a resident lives, in degrees."""
    at = gpd.GeoSeries.from_xy([study.residents.x[point]], [study.residents.y[point]], crs=study.areas.buurten.crs)
    (degrees_at,) = at.to_crs("EPSG:4326")
    return degrees_at.y, degrees_at.x


@pytest.mark.parametrize("seed", range(3))
def test_in_the_province_closing_never_shortens_and_opening_never_lengthens(groningen: Study, seed: int):
    closed, opened = lot(groningen, seed)
    without = run_scenario(groningen, closed).after
    both = run_scenario(groningen, [*closed, *opened])
    never_shorter(minutes(groningen), minutes(without))
    never_shorter(minutes(both.after), minutes(without))
    again = run_scenario(without, [Reopen(change.site, change.kinds) for change in closed]).after
    same(minutes(groningen), minutes(again))
    other = run_scenario(groningen, [*opened[::-1], *closed[::-1]])
    same(minutes(both.after), minutes(other.after))
    assert_frame_equal(both.totals(), other.totals(), check_exact=True)
    assert_frame_equal(both.load(), other.load(), check_exact=True)


@pytest.mark.parametrize("name", ["seh-martini", "ambulancepost-leens", "huisarts-125891"])
def test_in_the_province_a_site_moved_to_its_own_place_changes_nothing(groningen: Study, name: str):
    row = groningen.facilities.table.set_index("id").loc[name]
    moved = run_scenario(groningen, [Move(name, row["lat"], row["lon"])]).after
    same(minutes(groningen), minutes(moved), within=1e-6)


def test_at_night_only_the_post_in_groningen_counts_and_a_second_one_helps(groningen: Study):
    night = parse_moment("nacht")
    at_night = groningen.variant(moment=night)
    table = groningen.facilities.table
    assert table["naam"].iloc[at_night.rows("huisartsenpost")].tolist() == ["HAP Groningen"]
    assert len(groningen.rows("huisartsenpost")) == 5
    first, delfzijl = "huisartsenpost-hap-groningen", "huisartsenpost-hap-delfzijl"
    people = np.nan_to_num(groningen.residents.weight)
    row = table.set_index("id").loc[delfzijl]
    for change in (Hours(delfzijl, "24/7"), Open("huisartsenpost", row["lat"], row["lon"], "Tweede post")):
        result = run_scenario(groningen, [change], moment=night)
        before, after = minutes(result.before), minutes(result.after)
        never_shorter(after, before)
        shorter = after["auto huisartsenpost"] < before["auto huisartsenpost"] - 1e-6
        # Everybody around the second post gains, and nobody around the first one.
        near = {name: distance_km(groningen, table.set_index("id").geometry[name]) < 3 for name in (first, delfzijl)}
        assert shorter[near[delfzijl] & np.isfinite(before["auto huisartsenpost"])].all()
        assert not shorter[near[first]].any()
        total = result.totals().set_index("soort").loc["huisartsenpost"]
        assert total["inwoners_korter"] == pytest.approx(people @ shorter)
        assert total["inwoners_langer"] == 0
        (to,) = result.moves()["naar"].unique()
        assert to in ("HAP Delfzijl", "Tweede post")
