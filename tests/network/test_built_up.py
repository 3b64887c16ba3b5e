"""Built-up roads: by tag, land use, addresses, streets, in that order."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from support.network_samples import CODES

from zorgkaart.network.built_up import BuiltUpRule, classify

RULE = BuiltUpRule()


def one(code: str = "tertiary", tagged: int = -1, **more: object) -> bool:
    """Is a road of 100 m along y = 0, from x = 0, built-up?"""
    ends = np.array([[0.0, 0.0, 100.0, 0.0]])
    arguments = {"rule": RULE, "addresses_m": None, **more}
    found = classify(ends, np.array([CODES[code]], np.int8), np.array([tagged], np.int8), **arguments)  # type: ignore[arg-type]
    assert found.dtype == bool
    return bool(found[0])


def addresses(count: int, distance: float) -> np.ndarray:
    """This many addresses at this distance from the road's middle."""
    return np.tile([[50.0, distance]], (count, 1))


@pytest.mark.parametrize(
    ("count", "distance", "expected"), [(20, 99.0, True), (19, 99.0, False), (20, 101.0, False), (500, 1.0, True)]
)
def test_twenty_addresses_within_a_hundred_metres(count: int, distance: float, expected: bool) -> None:
    assert one(addresses_m=addresses(count, distance)) is expected


def test_the_tag_goes_before_addresses_and_land_use() -> None:
    everywhere = np.array([shapely.box(-1000, -1000, 1000, 1000)], dtype=object)
    assert not one(tagged=0, addresses_m=addresses(500, 1.0), areas=everywhere)
    assert one(tagged=1, addresses_m=addresses(1, 1.0))


def test_land_use_goes_before_addresses() -> None:
    here, elsewhere = (np.array([shapely.box(x, -10, x + 200, 10)], dtype=object) for x in (0, 5000))
    assert one(addresses_m=None, areas=here)
    assert not one(addresses_m=addresses(500, 1.0), areas=elsewhere)


def test_the_rule_is_the_callers() -> None:
    assert one(rule=BuiltUpRule(min_addresses=3), addresses_m=addresses(3, 50.0))
    assert not one(rule=BuiltUpRule(radius_m=40), addresses_m=addresses(50, 50.0))


def test_streets_tell_where_addresses_do_not_reach() -> None:
    assert one("residential")  # a hundred metres of street: itself
    assert not one("tertiary")
    ends = np.array([[0.0, 0.0, 100.0, 0.0], [0.0, 30.0, 100.0, 30.0]])
    codes = np.array([CODES["tertiary"], CODES["residential"]], np.int8)
    nothing = np.full(2, -1, np.int8)
    near_streets = classify(ends, codes, nothing, rule=RULE, addresses_m=addresses(1, 600.0))
    assert near_streets.tolist() == [True, True]
    covered = classify(ends, codes, nothing, rule=RULE, addresses_m=addresses(1, 400.0))
    assert covered.tolist() == [False, False]


def test_the_rule_needs_enough_street() -> None:
    assert not one("residential", rule=BuiltUpRule(min_street_m=120))


def test_no_roads_no_answer() -> None:
    found = classify(
        np.empty((0, 4)), np.empty(0, np.int8), np.empty(0, np.int8), rule=RULE, addresses_m=addresses(5, 1.0)
    )
    assert found.shape == (0,)
