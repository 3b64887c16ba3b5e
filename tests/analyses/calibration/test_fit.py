"""The search for the least value, on functions of which the least is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorgkaart.analyses.calibration.fit import GRID, PRECISION, SPREAD, coarse, least

PART = st.floats(0, 1)


@settings(deadline=None)
@given(st.lists(PART, min_size=1, max_size=3))
def test_the_least_of_a_bowl_is_found(middle: list[float]) -> None:
    goal = np.array(middle)
    found = least(lambda place: float(((place - goal) ** 2).sum()), coarse(len(goal)))
    assert found == pytest.approx(goal, abs=0.01)
    assert ((found >= 0) & (found <= 1)).all()


def test_steps_do_not_stop_it() -> None:
    """Counts go in steps; a slight slope, as that of a prior, says where on the step to be."""
    found = least(lambda place: abs(round(100 * place[0]) - 42) + 0.01 * place[0], coarse(1))
    assert found[0] == pytest.approx(0.415, abs=10 * PRECISION)


@pytest.mark.parametrize("bound", [0.0, 1.0])
def test_a_least_at_a_bound_is_found_there(bound: float) -> None:
    found = least(lambda place: float(abs(place - bound).sum()), coarse(2))
    assert found == pytest.approx([bound, bound], abs=PRECISION)


def test_of_two_valleys_the_deepest_is_found() -> None:
    def valleys(place: np.ndarray) -> float:
        return float(min((place[0] - 0.1) ** 2, (place[0] - 0.9) ** 2 - 0.01))

    assert least(valleys, coarse(1))[0] == pytest.approx(0.9, abs=0.01)


def test_unknown_outcomes_are_never_best() -> None:
    found = least(lambda place: np.nan if place[0] < 0.5 else float(place[0]), coarse(1))
    assert found[0] == pytest.approx(0.5, abs=0.01)


def test_a_function_that_is_nowhere_known_ends_too() -> None:
    assert least(lambda _: np.nan, coarse(2)).shape == (2,)


def test_the_first_look_is_everywhere_and_the_same_each_time() -> None:
    for count, size in ((1, GRID[1]), (2, GRID[2] ** 2), (4, SPREAD)):
        places = coarse(count)
        assert len(places) == size
        assert np.array_equal(places, coarse(count))
        assert np.min(places) >= 0
        assert np.max(places) <= 1
