"""What the compiled loops sort is held against numpy, which compares where they count."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.routing.kernels import fastest_arcs

STATES = 5
ARC = st.tuples(st.integers(0, STATES - 1), st.integers(0, STATES - 1), st.sampled_from([0.0, 1.5, 2.0, 7.0]))


@given(arcs=st.lists(ARC, max_size=40))
def test_of_parallel_arcs_the_fastest_is_kept_and_of_equally_fast_ones_the_first(
    arcs: list[tuple[int, int, float]],
) -> None:
    row, column, seconds = (np.array([arc[part] for arc in arcs]) for part in range(3))
    row, column, seconds = row.astype(np.int32), column.astype(np.int32), seconds.astype(np.float64)
    order = np.lexsort((seconds, column, row))
    pairs = [(row[arc], column[arc]) for arc in order]
    first = [arc for place, arc in enumerate(order) if place == 0 or pairs[place] != pairs[place - 1]]
    assert fastest_arcs(row, column, seconds, STATES).tolist() == first
