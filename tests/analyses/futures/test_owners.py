"""Owners of practices who stop, held against chances worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zorgkaart.analyses.futures.owners import draw_owners, leaving, triangular
from zorgkaart.errors import InputError
from zorgkaart.project.futures import RetirementSection

OWNERS = {"25-39": 18, "40-54": 120, "55-64": 76, "65-74": 22}


def section(**keys: Any) -> RetirementSection:
    base: dict[str, Any] = {
        "owners": OWNERS,
        "unknown_age": 35,
        "year": 2023,
        "stops_at": (67, 67, 67),
        "succession": (0.5, 0.5, 0.5),
        "source": "Verzonnen",
    }
    return RetirementSection(**base | keys)


def test_who_has_reached_the_age_by_hand() -> None:
    """After ten years at 67: nobody of 25-39, of 40-54 nobody (54 is 64), of 55-64 those of 57 and over: 8 of 10."""
    np.testing.assert_allclose(leaving(section(), 67, years=10), [0, 0, 0.8, 1.0])
    np.testing.assert_allclose(leaving(section(), 67, years=0), [0, 0, 0, 0.8])
    np.testing.assert_allclose(leaving(section(), 67, years=17), [0, 5 / 15, 1.0, 1.0])


def test_nobody_leaves_where_nobody_is_old_enough_or_everybody_is_followed_up() -> None:
    for keys in ({"stops_at": (99, 99, 99)}, {"succession": (1.0, 1.0, 1.0)}):
        drawn = draw_owners(section(**keys), practices=40, counted=170, year=2040, draws=20, seed=1)
        assert drawn.open.all()
        np.testing.assert_array_equal(drawn.now, drawn.left)


def test_without_successors_as_many_leave_as_have_reached_the_age() -> None:
    drawn = draw_owners(section(succession=(0, 0, 0)), practices=172, counted=172, year=2040, draws=60, seed=3)
    assert set(drawn.now.sum(axis=1)) == {271}
    gone = 1 - drawn.left.sum(axis=1) / 271
    known = sum(OWNERS.values())
    assert gone.mean() == pytest.approx((120 * 5 / 15 + 76 + 22) / known, abs=0.01)
    assert (drawn.now >= 1).all()


def test_a_practice_closes_when_its_last_owner_is_not_followed_up() -> None:
    """One owner each, all of whom reach the age: it closes with the chance of no successor."""
    alone = section(owners={"64-66": 30}, unknown_age=0, succession=(0.7, 0.7, 0.7))
    drawn = draw_owners(alone, practices=30, counted=30, year=2040, draws=400, seed=5)
    assert set(np.unique(drawn.now)) == {1}
    assert (~drawn.open).mean() == pytest.approx(0.3, abs=0.01)


def test_practices_elsewhere_have_as_many_owners_on_average() -> None:
    drawn = draw_owners(section(), practices=344, counted=172, year=2040, draws=2, seed=1)
    assert set(drawn.now.sum(axis=1)) == {542}


def test_the_same_seed_gives_the_same_draws_and_another_others() -> None:
    first, again, other = (
        draw_owners(section(), practices=20, counted=172, year=2040, draws=10, seed=seed) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first.left, again.left)
    assert not np.array_equal(first.left, other.left)


def test_assumptions_are_covered_evenly() -> None:
    drawn = draw_owners(section(stops_at=(60, 67, 70)), practices=10, counted=10, year=2030, draws=100, seed=1)
    quarters = triangular(np.array([0.25, 0.5, 0.75]), (60, 67, 70))
    below = [(drawn.stops_at < value).sum() for value in quarters]
    assert below == [25, 50, 75]


def test_fewer_owners_than_practices_are_refused() -> None:
    with pytest.raises(InputError, match="there are 271 owners for 300 practices"):
        draw_owners(section(), practices=300, counted=300, year=2040, draws=2, seed=1)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"owners": {"jong": 3}}, "owners are counted by ages"),
        ({"owners": {"54-40": 3}}, "owners are counted by ages"),
        ({"owners": {"40-54": 0}, "unknown_age": 0}, "there are no owners"),
        ({"stops_at": (70, 60, 65)}, "stops_at is .lowest, likeliest, highest."),
        ({"succession": (0.5, 0.7, 1.2)}, "succession is a chance"),
    ],
)
def test_what_cannot_be_is_refused(keys: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        section(**keys)
