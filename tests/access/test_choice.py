"""Who chooses which site: shares worked out one by one, limits, and the order of rows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.choice_samples import Town, towns

from zorgkaart.access.choice import Choice


def one_by_one(town: Town, decay: float, wait: np.ndarray) -> np.ndarray:
    """(points, sites): the logit as its formula says, in plain Python."""
    result = np.zeros((len(town.demand), len(town.site_place)))
    for point, (minutes, places) in enumerate(zip(town.minutes, town.place, strict=True)):
        far = {int(place): float(minute) for minute, place in zip(minutes, places, strict=True) if place >= 0}
        odds = {
            site: town.attraction[site] * math.exp(-decay * (far[int(place)] + wait[site] - min(far.values())))
            for site, place in enumerate(town.site_place)
            if int(place) in far
        }
        for site, value in odds.items():
            result[point, site] = value / sum(odds.values())
    return result


@given(towns(), st.floats(0.01, 2.0), st.integers(0, 2**31))
def test_shares_are_those_of_the_formula(town: Town, decay: float, seed: int) -> None:
    wait = np.random.default_rng(seed).uniform(0, 20, len(town.site_place))
    choice = town.choice
    shares = choice.at(decay, wait)
    expected = one_by_one(town, decay, wait)[choice.order]
    assert shares.matrix().toarray() == pytest.approx(expected, abs=1e-12)
    assert shares.load() == pytest.approx(choice.demand @ expected, abs=1e-9)
    assert shares.load().sum() == pytest.approx(choice.demand.sum())
    far = np.array(
        [
            [dict(zip(p, m, strict=True)).get(q, 0.0) for q in town.site_place]
            for p, m in zip(town.place, town.minutes, strict=True)
        ]
    )
    assert shares.minutes == pytest.approx((expected * far[choice.order]).sum(axis=1))
    total, share = shares.minutes_with(wait)
    assert total == pytest.approx((expected * (far[choice.order] + wait)).sum(axis=1))
    assert share == pytest.approx(np.ones(len(expected)))


@given(towns(), st.floats(0.05, 1.0), st.integers(0, 2**31))
def test_the_slope_is_that_of_small_steps(town: Town, decay: float, seed: int) -> None:
    wait = np.random.default_rng(seed).uniform(0, 5, len(town.site_place))
    slope = town.choice.at(decay, wait).slope()
    for site in range(len(wait)):
        step = np.zeros(len(wait))
        step[site] = 1e-5
        low, high = (town.choice.at(decay, wait + sign * step).load() for sign in (-1, 1))
        assert slope[:, site] == pytest.approx((low - high) / 2e-5, rel=1e-4, abs=1e-4)
    assert slope == pytest.approx(slope.T)
    assert np.linalg.eigvalsh(slope).min() > -1e-9 * max(1.0, np.abs(slope).max())


@given(towns(), st.randoms(use_true_random=False))
def test_rows_in_another_order_give_the_same_bits(town: Town, random: object) -> None:
    order = np.arange(len(town.demand))
    random.shuffle(order)  # type: ignore[attr-defined]
    mixed = town.taken(order)
    wait = np.linspace(0, 7, len(town.site_place))
    one, other = (item.choice.at(0.3, wait) for item in (town, mixed))
    assert one.load().tobytes() == other.load().tobytes()
    assert one.slope().tobytes() == other.slope().tobytes()


def test_who_minds_every_second_goes_to_the_nearest_and_equally_near_sites_share() -> None:
    """Places 0 and 1 are as far from the first point; place 1 has two sites."""
    choice = Choice.of(
        np.array([[4.0, 4.0, 9.0], [2.0, 3.0, 8.0], [1.0, np.nan, np.nan]]),
        np.array([[0, 1, 2], [1, 0, 2], [2, -1, -1]], dtype=np.int32),
        np.array([30.0, 8.0, 5.0]),
        np.array([0, 1, 1, 2]),
        np.ones(4),
    )
    assert choice.at(1e6).load() == pytest.approx([10, 10 + 4, 10 + 4, 5])


def test_who_asks_nothing_reaches_nothing_or_is_not_known_is_left_out() -> None:
    choice = Choice.of(
        np.array([[1.0], [1.0], [np.nan], [1.0]]),
        np.array([[0], [0], [-1], [0]], dtype=np.int32),
        np.array([0.0, np.nan, 7.0, 3.0]),
        np.array([0]),
        np.ones(1),
    )
    assert choice.order.tolist() == [3]
    assert choice.at(0.3).load().tolist() == [3]


def test_a_mean_is_over_what_is_known() -> None:
    choice = Choice.of(
        np.array([[1.0, 1.0]]), np.array([[0, 1]], dtype=np.int32), np.array([1.0]), np.array([0, 1]), np.ones(2)
    )
    total, share = choice.at(0.3).minutes_with(np.array([8.0, np.nan]))
    assert (total[0], share[0]) == (pytest.approx(4.5), pytest.approx(0.5))
    assert total[0] / share[0] == pytest.approx(9)


@settings(max_examples=20)
@given(towns(), st.floats(1.1, 5.0))
def test_a_site_that_attracts_more_is_chosen_more(town: Town, more: float) -> None:
    drawn = town.attraction.copy()
    drawn[0] *= more
    assert (town.with_attraction(drawn).choice.at(0.3).load()[0]) >= town.choice.at(0.3).load()[0]
