"""The decay that flows are likeliest under: flows drawn from a known one, and flows that do not tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.choice_samples import Town, town

from zorgkaart.access.decay_fit import Flows, fit_decay


def drawn(place: Town, area: np.ndarray, decay: float, seed: int, people: int = 3000) -> Flows:
    """Who goes where, drawn from the mean shares of each area, worked out point by point."""
    choice = place.choice
    shares = choice.at(decay).matrix().toarray() * choice.demand[:, None]
    random = np.random.default_rng(seed)
    rows = []
    for one in np.unique(area):
        chance = shares[area == one].sum(axis=0)
        counts = random.multinomial(people, chance / chance.sum())
        rows += [(one, site, number) for site, number in enumerate(counts) if number]
    columns = np.array(rows).T
    return Flows(columns[0], columns[1], columns[2].astype(float))


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 1.5), st.integers(0, 200))
def test_flows_that_were_drawn_give_their_decay_back(decay: float, seed: int) -> None:
    place = town(seed, points=60, places=6, nearest=4)
    area = place.choice.order % 5
    found = fit_decay(place.choice, area, drawn(place, area, decay, seed))
    assert abs(found.per_min - decay) < 4.5 * found.error
    assert found.used == found.total == 15_000


def test_the_standard_error_is_how_much_estimates_differ() -> None:
    place = town(3, points=60, places=6, nearest=4)
    area = place.choice.order % 5
    found = [fit_decay(place.choice, area, drawn(place, area, 0.3, seed)) for seed in range(60)]
    spread = np.std([one.per_min for one in found], ddof=1)
    assert spread == pytest.approx(np.mean([one.error for one in found]), rel=0.3)  # of 60, to 9 % in 1 of 3


def test_exact_flows_give_the_exact_decay() -> None:
    place = town(8, points=40, places=5, nearest=5)
    area = np.zeros(len(place.choice.order), dtype=np.int64)
    load = place.choice.at(0.4).load()
    found = fit_decay(place.choice, area, Flows(np.zeros(6, dtype=np.int64), np.arange(6), load))
    assert found.per_min == pytest.approx(0.4, abs=1e-4)


def test_who_went_farther_than_the_nearest_places_is_left_out() -> None:
    place = town(4, points=6, places=12, nearest=2, doubles=0)
    area = np.zeros(6, dtype=np.int64)
    one = place.choice
    (never, *_) = [site for site in range(12) if site not in set(one.place.ravel().tolist())]
    near = sorted(set(one.place.ravel().tolist()))
    sites = np.array([*near, never])
    count = np.array([*one.at(0.3).load()[near], 1000.0])
    found = fit_decay(one, area, Flows(np.zeros(len(sites), dtype=np.int64), sites, count))
    assert found.total - found.used == pytest.approx(1000)
    assert found.per_min == pytest.approx(0.3, abs=1e-4)


def test_flows_of_nobody_or_with_one_site_to_choose_say_nothing() -> None:
    place = town(1, places=1, nearest=1, doubles=0)
    area = np.zeros(len(place.demand), dtype=np.int64)
    nothing = np.zeros(1, dtype=np.int64)
    for count in (0.0, 100.0):
        found = fit_decay(place.choice, area, Flows(nothing, nothing, np.array([count])))
        assert np.isnan(found.per_min)
