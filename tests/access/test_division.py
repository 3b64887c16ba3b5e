"""The best division: against every division of a few people, and what must always hold."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorgkaart.access.division import Reach, divide


def reach_of(minutes: np.ndarray, limit: float, demand: np.ndarray) -> Reach:
    group, place = np.nonzero(minutes <= limit)
    return Reach(group, place, minutes[group, place], demand[group])


def every_division(minutes: np.ndarray, limit: float, capacity: np.ndarray) -> tuple[float, float]:
    """The least shortage, and the least travel with it, of groups of one person each: all divisions are tried."""
    best = (np.inf, np.inf)
    for chosen in product(range(-1, minutes.shape[1]), repeat=len(minutes)):
        if any(place >= 0 and minutes[who, place] > limit for who, place in enumerate(chosen)):
            continue
        if (np.bincount([place for place in chosen if place >= 0], minlength=len(capacity)) > capacity).any():
            continue
        travel = sum(minutes[who, place] for who, place in enumerate(chosen) if place >= 0)
        best = min(best, (sum(place < 0 for place in chosen), travel))
    return best


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5), st.integers(1, 3), st.integers(0, 2**31), st.floats(3, 12))
def test_it_is_the_best_of_all_divisions_of_a_few_people(people: int, places: int, seed: int, limit: float) -> None:
    random = np.random.default_rng(seed)
    minutes, capacity = random.uniform(0, 10, (people, places)), random.integers(0, 3, places).astype(float)
    demand = np.ones(people)
    reach = reach_of(minutes, limit, demand)
    found = divide(reach, demand, capacity)
    shortage, travel = every_division(minutes, limit, capacity)
    assert found.shortage.sum() == pytest.approx(shortage, abs=1e-6)
    assert found.person_minutes.sum() == pytest.approx(travel, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(1, 5), st.integers(0, 2**31), st.floats(1e-3, 1e5))
def test_all_go_somewhere_or_are_short_and_no_place_gets_too_many(
    groups: int, places: int, seed: int, unit: float
) -> None:
    random = np.random.default_rng(seed)
    minutes, demand = random.uniform(0, 10, (groups, places)), unit * random.uniform(0.1, 1, groups)
    capacity = unit * random.uniform(0, 2, places)
    capacity[random.random(places) < 0.2] = np.nan
    reach = reach_of(minutes, 7.0, demand)
    found = divide(reach, demand, capacity)
    went = np.bincount(reach.group, found.flow, groups)
    assert went + found.shortage == pytest.approx(demand, rel=1e-6)
    load = np.bincount(reach.place, found.flow, places)
    assert (load <= np.nan_to_num(capacity, nan=np.inf) + 1e-6 * unit).all()
    assert (found.flow >= -1e-9 * unit).all()
    free = np.isin(reach.place, np.flatnonzero(np.isnan(capacity)))
    assert found.shortage[reach.group[free]] == pytest.approx(np.zeros(free.sum()), abs=1e-6 * unit)


def test_pairs_in_another_order_give_the_same_shortage_and_travel_to_the_bit() -> None:
    random = np.random.default_rng(5)
    minutes, demand = random.uniform(0, 10, (20, 4)), random.uniform(1, 9, 20)
    reach, capacity = reach_of(minutes, 6.0, demand), np.array([20.0, 15.0, 30.0, 10.0])
    order = random.permutation(len(reach.group))
    mixed = Reach(reach.group[order], reach.place[order], reach.minutes[order], reach.most[order])
    one, other = divide(reach, demand, capacity), divide(mixed, demand, capacity)
    assert one.shortage.tobytes() == other.shortage.tobytes()
    assert one.flow[order].tobytes() == other.flow.tobytes()


def test_room_is_made_by_sending_others_on() -> None:
    """The second can go to one place only, so the first, who lives there, goes farther."""
    minutes = np.array([[1.0, 8.0], [2.0, 99.0]])
    found = divide(reach_of(minutes, 10, np.ones(2)), np.ones(2), np.ones(2))
    assert found.shortage == pytest.approx([0, 0])
    assert found.person_minutes == pytest.approx([8, 2])


def test_no_more_of_a_group_goes_to_a_place_than_reaches_it() -> None:
    reach = Reach(np.array([0, 0]), np.array([0, 1]), np.array([1.0, 5.0]), np.array([10.0, 3.0]))
    found = divide(reach, np.array([10.0]), np.array([4.0, 100.0]))
    assert found.flow == pytest.approx([4, 3])
    assert found.shortage == pytest.approx([3])
    assert found.load == pytest.approx([4, 3])
