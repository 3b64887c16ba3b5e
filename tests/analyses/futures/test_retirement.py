"""What is left for whom when owners stop, held against sums by hand; and what a single practice means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorgkaart.access.floating_catchments import Catchments
from zorgkaart.access.groups import Groups
from zorgkaart.analyses.futures.losses import site_losses
from zorgkaart.analyses.futures.retirement import draw_retirement
from zorgkaart.analyses.futures.shared_owners import Sharing
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study


def sharing(seed: int, points: int = 60, places: int = 5) -> Sharing:
    random = np.random.default_rng(seed)
    pair = np.flatnonzero(random.random(points * places) < 0.5)
    weight = random.choice([1.0, 0.3, 0.1], len(pair))
    sites = np.ones(places, dtype=np.int64)
    catchments = Catchments((pair // places).astype(np.int32), (pair % places).astype(np.int32), weight, points, sites)
    people = random.integers(0, 9, points).astype(float)
    people[random.random(points) < 0.1] = np.nan
    area = random.integers(0, 4, points).astype(np.int32)
    return Sharing(catchments, np.arange(places), people, "bfca", 1000, Groups(area, 4, people))


@given(st.integers(0, 400), st.lists(st.integers(0, 3), min_size=5, max_size=5))
@settings(max_examples=60, deadline=None)
def test_those_who_are_alike_can_be_taken_together(seed: int, owners: list[int]) -> None:
    every, few = sharing(seed), sharing(seed).alike()
    assert few.catchments.points <= every.catchments.points
    left = np.array(owners, dtype=float)
    np.testing.assert_allclose(few.of(left), every.of(left), rtol=1e-9, atol=1e-12)


def test_all_owners_are_shared_out_and_none_are_where_all_are_gone() -> None:
    found = sharing(3)
    groups = found.groups
    people = np.bincount(groups.area, groups.known, groups.count)
    reached = found.of(np.array([1.0, 2, 0, 1, 3]))
    assert reached @ people / 1000 == pytest.approx(7.0)
    assert set(found.of(np.zeros(5))) <= {0.0}


def test_the_loss_of_each_practice_is_that_of_a_study_without_it(project: Project) -> None:
    study = Study(project, k=2)
    table = site_losses(study, "huisarts", over_min=12).set_index("id")
    facilities = study.facilities.table
    weight = np.nan_to_num(study.residents.weight)
    for row in study.serving("huisarts"):
        name = facilities["id"].iloc[row]
        frame = facilities.copy()
        frame.iloc[row, frame.columns.get_loc("status")] = "gesloten"
        without = study.variant(facilities=replace(study.facilities, table=frame))
        before, after = study.travel["huisarts"].minutes, without.travel["huisarts"].minutes
        extra = np.nan_to_num(after - before)
        assert table.loc[name, "inwonerminuten"] == pytest.approx(float(weight @ extra))
        assert table.loc[name, "inwoners_te_ver"] == pytest.approx(float(weight @ ((after > 12) & ~(before > 12))))
        assert table.loc[name, "inwoners_zonder"] == pytest.approx(
            float(weight @ (np.isnan(after) & ~np.isnan(before)))
        )


def test_who_loses_the_nearest_practice_follows_from_which_are_closed(project: Project) -> None:
    study = Study(project, k=2)
    found = draw_retirement(study, "huisarts", year=2040, draws=12, workers=1)
    site, weight = study.trip("huisarts").site, np.nan_to_num(study.residents.weight)
    for draw in range(12):
        closed = set(found.rows[~found.drawn.open[draw]].tolist())
        gone = np.array([row in closed for row in site.tolist()])
        expected = np.bincount(study.residents.area, weight * gone, len(study.areas.buurten))
        np.testing.assert_allclose(found.lost[draw], expected)
    table = found.areas("buurten")
    people = np.bincount(study.residents.area, weight * (site >= 0), len(study.areas.buurten))
    part = np.divide(found.lost, people, out=np.full_like(found.lost, np.nan), where=people > 0)
    chance = np.where(people > 0, 100 * (part > 0.5).mean(axis=0), np.nan)
    np.testing.assert_allclose(table["huisarts_kans_dichtstbij_weg_pct"], chance)
