"""Sums that no order of the rows changes."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.access.exact_sums import exact_sums

TERMS = st.lists(st.tuples(st.integers(0, 3), st.floats(-1e6, 1e6)), max_size=40)


@given(TERMS, st.randoms())
def test_the_order_of_rows_changes_no_bit(rows: list[tuple[int, float]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = (
        exact_sums(np.array([g for g, _ in some], np.int32), np.array([v for _, v in some], float), 4)
        for some in (rows, shuffled)
    )
    assert first.tobytes() == second.tobytes()


@given(TERMS)
def test_sums_are_those_of_exact_addition(rows: list[tuple[int, float]]) -> None:
    sums = exact_sums(np.array([g for g, _ in rows], np.int32), np.array([v for _, v in rows], float), 4)
    largest = max((abs(v) for _, v in rows), default=0.0)
    for group, value in enumerate(sums):
        true = math.fsum(v for g, v in rows if g == group)
        assert abs(value - true) <= 1e-15 * abs(true) + 1e-24 * largest


def test_an_unknown_term_makes_its_own_group_unknown_only() -> None:
    sums = exact_sums(np.array([0, 0, 1], np.int32), np.array([1.0, np.nan, 2.0]), 3)
    assert np.isnan(sums[0])
    assert sums[1:].tolist() == [2.0, 0.0]


def test_small_groups_beside_large_ones_lose_nothing() -> None:
    sums = exact_sums(np.array([0, 1, 1], np.int32), np.array([1e12, 0.1, 0.2]), 2)
    assert sums.tolist() == [1e12, 0.1 + 0.2]
