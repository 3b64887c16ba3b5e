"""Sharing of supply: worked by hand, by plain loops, and by pysal's access on the same pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from access.fca import three_stage_fca, two_stage_fca
from access.weights import step_fn
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from zorgkaart.access.decay import Decay
from zorgkaart.access.floating_catchments import METHODS, Balance, Catchments, Method, heads_per_use, share_supply

STEPS = ((5.0, 1.0), (10.0, 0.3), (15.0, 0.1))
DECAY = Decay(15.0, STEPS)


@dataclass(frozen=True)
class Town:
    """Minutes between every point and every place (NaN: not in the list), supply and demand."""

    minutes: NDArray[np.float64]
    supply: NDArray[np.float64]
    demand: NDArray[np.float64]
    sites: NDArray[np.int64]

    def catchments(self, order: NDArray[np.int64] | None = None) -> Catchments:
        point, place = np.nonzero(~np.isnan(self.minutes))
        minutes = self.minutes[point, place]
        if order is not None:
            point, place, minutes = point[order], place[order], minutes[order]
        count = len(self.demand)
        return Catchments.of(
            point.astype(np.int32), place.astype(np.int32), minutes, DECAY, points=count, sites=self.sites
        )


def town(minutes: list[list[float]], supply: list[float], demand: list[float], sites: list[int] | None = None) -> Town:
    count = np.array(sites if sites is not None else [1] * len(supply))
    return Town(np.array(minutes, float), np.array(supply, float), np.array(demand, float), count)


@st.composite
def towns(draw: st.DrawFn, most: int = 6) -> Town:
    points, places = draw(st.integers(1, most)), draw(st.integers(1, most))
    near = st.one_of(st.floats(0, 20), st.just(np.nan))
    rows = draw(st.lists(st.lists(near, min_size=places, max_size=places), min_size=points, max_size=points))
    supply = draw(st.lists(st.floats(0, 50), min_size=places, max_size=places))
    demand = draw(st.lists(st.floats(0.01, 500), min_size=points, max_size=points))
    sites = draw(st.lists(st.integers(1, 3), min_size=places, max_size=places))
    return town(rows, supply, demand, sites)


def by_loops(one: Town, method: Method) -> tuple[list[float], list[float]]:
    """Access of points and demand of sites by the formulas of the papers, with every site a column of its own."""
    column = [j for j, number in enumerate(one.sites) for _ in range(number)]
    supply = [one.supply[j] / one.sites[j] for j in column]
    points, sites = range(len(one.demand)), range(len(column))

    def f(i: int, j: int) -> float:
        minutes = one.minutes[i, column[j]]
        return next((weight for bound, weight in STEPS if minutes <= bound), 0.0)

    def choice(i: int, j: int) -> float:
        total = sum(f(i, other) for other in sites)
        return f(i, j) / total if total else 0.0

    def first(i: int, j: int) -> float:
        return {"bfca": choice(i, j), "3sfca": choice(i, j) * f(i, j)}.get(method, f(i, j))

    def second(i: int, j: int) -> float:
        return f(i, j) ** 2 if method == "m2sfca" else first(i, j)

    coming = [sum(one.demand[i] * first(i, j) for i in points) for j in sites]
    access = [sum(supply[j] / coming[j] * second(i, j) for j in sites if second(i, j)) for i in points]
    return access, [coming[column.index(place)] for place in range(len(one.sites))]


@pytest.mark.parametrize("method", METHODS)
@given(one=towns())
@settings(deadline=None)
def test_all_methods_are_those_of_the_papers(method: Method, one: Town) -> None:
    shared = share_supply(one.catchments(), one.supply, one.demand, method=method)
    access, coming = by_loops(one, method)
    np.testing.assert_allclose(shared.access, access, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(shared.demand, coming, rtol=1e-9, atol=1e-12)


def test_two_villages_and_two_practices_by_hand() -> None:
    # Village A (100 people) lies 4 minutes from P and 8 from Q; village B (200 people) only 4 minutes from Q.
    # A divides its people 1 : 0.3, so P gets 76.92 and Q 223.08 of the 300.
    one = town([[4, 8], [np.nan, 4]], [2, 1], [100, 200])
    balanced = share_supply(one.catchments(), one.supply, one.demand)
    np.testing.assert_allclose(balanced.demand, [100 / 1.3, 200 + 30 / 1.3])
    per_p, per_q = 2 / (100 / 1.3), 1 / (200 + 30 / 1.3)
    np.testing.assert_allclose(balanced.access, [per_p / 1.3 + per_q * 0.3 / 1.3, per_q])
    # In the two steps P counts 100 and Q 200 + 30, and A has all of P and 0.3 of Q.
    stepped = share_supply(one.catchments(), one.supply, one.demand, method="e2sfca")
    np.testing.assert_allclose(stepped.demand, [100, 230])
    np.testing.assert_allclose(stepped.access, [2 / 100 + 0.3 / 230, 1 / 230])


def test_an_apl_by_hand() -> None:
    # Both villages have 100 people; the old one needs 6 visits a head and the young one 2, on average 4: as if 150
    # and 50 lived there. One practice of 800 visits lies 5 minutes from the old village and 9 from the young one.
    need, people = np.array([600.0, 200.0]), np.array([100.0, 100.0])
    alike = need * heads_per_use(need, people)
    np.testing.assert_allclose(alike, [150, 50])
    one = town([[5], [9]], [800], alike.tolist())
    shared = share_supply(one.catchments(), one.supply, alike, method="apl")
    # 150 + 0.3 * 50 = 165 come; 800 / 165 = 4.85 visits a year in the old village, and 0.3 of that in the young one.
    np.testing.assert_allclose(shared.demand, [165])
    np.testing.assert_allclose(shared.access, [800 / 165, 0.3 * 800 / 165])


@given(one=towns(8))
@settings(deadline=None)
def test_balanced_areas_keep_demand_and_supply(one: Town) -> None:
    balance = Balance.of(one.catchments(), one.supply, one.demand)
    assert balance.demand_shared == pytest.approx(balance.demand, rel=1e-9)
    assert balance.supply_shared == pytest.approx(balance.supply, rel=1e-9)
    assert balance.services_shared == pytest.approx(balance.services, rel=1e-9)


@given(one=towns(8), method=st.sampled_from(["e2sfca", "3sfca", "apl"]))
@settings(deadline=None)
def test_two_and_three_steps_keep_the_supply(one: Town, method: Method) -> None:
    balance = Balance.of(one.catchments(), one.supply, one.demand, method=method)
    assert balance.supply_shared == pytest.approx(balance.supply, rel=1e-9)


def test_the_modified_method_loses_what_is_far() -> None:
    one = town([[8]], [10], [100])
    balance = Balance.of(one.catchments(), one.supply, one.demand, method="m2sfca")
    assert balance.supply_shared == pytest.approx(0.3 * balance.supply)


def test_the_balance_leaves_out_supply_that_is_unknown() -> None:
    one = town([[4, 4]], [2, np.nan], [100])
    assert Balance.of(one.catchments(), one.supply, one.demand).supply_shared == pytest.approx(2)


@pytest.mark.parametrize("method", METHODS)
@given(one=towns(), random=st.randoms())
@settings(deadline=None)
def test_no_order_changes_a_bit(method: Method, one: Town, random: object) -> None:
    def shuffled(count: int) -> NDArray[np.int64]:
        order = list(range(count))
        random.shuffle(order)  # type: ignore[attr-defined]
        return np.array(order, dtype=np.int64)

    points, places = shuffled(len(one.demand)), shuffled(len(one.supply))
    turned = Town(one.minutes[points][:, places], one.supply[places], one.demand[points], one.sites[places])
    first = share_supply(one.catchments(), one.supply, one.demand, method=method)
    pairs = shuffled(int((~np.isnan(turned.minutes)).sum()))
    second = share_supply(turned.catchments(pairs), turned.supply, turned.demand, method=method)
    assert first.access[points].tobytes() == second.access.tobytes()
    assert first.demand[places].tobytes() == second.demand.tobytes()


def test_nothing_within_reach_is_zero() -> None:
    one = town([[20], [3]], [5], [10, 10])
    catchments = one.catchments()
    assert share_supply(catchments, one.supply, one.demand).access.tolist() == [0.0, 0.5]
    assert catchments.reached.tolist() == [False, True]


def test_unknown_supply_is_unknown_for_whom_it_matters_and_takes_its_demand() -> None:
    one = town([[3, 3], [3, np.nan], [np.nan, 3]], [np.nan, 6], [10, 10, 10])
    shared = share_supply(one.catchments(), one.supply, one.demand)
    assert np.isnan(shared.access).tolist() == [True, True, False]
    assert shared.demand.tolist() == [15.0, 15.0]
    assert shared.access[2] == pytest.approx(6 / 15)


def test_a_supply_of_zero_is_known() -> None:
    one = town([[3]], [0], [10])
    assert share_supply(one.catchments(), one.supply, one.demand).access.tolist() == [0.0]


def test_unknown_demand_is_not_counted_and_its_point_has_a_figure() -> None:
    one = town([[3], [3]], [5], [10, np.nan])
    shared = share_supply(one.catchments(), one.supply, one.demand)
    assert shared.demand.tolist() == [10.0]
    assert shared.access.tolist() == [0.5, 0.5]


def test_where_nobody_comes_the_figure_is_unknown() -> None:
    one = town([[3]], [5], [0])
    assert np.isnan(share_supply(one.catchments(), one.supply, one.demand).access[0])


def test_heads_per_use_count_what_is_known() -> None:
    heads = heads_per_use(np.array([30.0, 10.0, np.nan, 5.0]), np.array([10.0, 10.0, 10.0, np.nan]))
    np.testing.assert_allclose(heads, 20 / 40)
    assert np.isnan(heads_per_use(np.zeros(2), np.ones(2)))


@pytest.mark.parametrize(("method", "theirs"), [("e2sfca", two_stage_fca), ("3sfca", three_stage_fca)])
def test_equal_to_access_on_the_same_pairs(method: Method, theirs: Callable[..., pd.Series]) -> None:
    random = np.random.default_rng(5)
    minutes = np.where(random.random((300, 25)) < 0.5, random.uniform(0, 15, (300, 25)), np.nan)
    minutes[np.arange(300), random.integers(0, 25, 300)] = 2.0  # everybody has one: theirs leaves out who has none
    supply, demand = random.uniform(0.5, 5, 25), random.uniform(1, 400, 300)
    one = town(minutes.tolist(), supply.tolist(), demand.tolist())
    mine = share_supply(one.catchments(), one.supply, one.demand, method=method).access
    point, place = np.nonzero(~np.isnan(minutes))
    costs = pd.DataFrame({"origin": point, "dest": place, "cost": minutes[point, place]})
    found = theirs(
        pd.DataFrame({"demand": demand}, index=pd.RangeIndex(300, name="geoid")),
        pd.DataFrame({"supply": supply}, index=pd.RangeIndex(25, name="geoid")),
        costs,
        max_cost=15,
        demand_index=True,
        supply_index=True,
        weight_fn=step_fn(dict(STEPS)),
    )
    np.testing.assert_allclose(mine, found.reindex(range(300)).to_numpy(), rtol=1e-12)
