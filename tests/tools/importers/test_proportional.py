"""Fitting a table to the totals of its rows and columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.importers.proportional import Cells, brought_to, fitted


def all_pairs(size: np.ndarray) -> Cells:
    row, column = np.nonzero(size)
    return Cells(row, column, size[row, column].astype(float), *size.shape)


@st.composite
def true_tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """People per row, column and class, everywhere some, and addresses that have nothing to do with them."""
    rows, columns, classes = (draw(st.integers(1, most)) for most in (5, 5, 4))
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    people = numbers.uniform(1, 100, (rows, columns, classes))
    return people, numbers.uniform(1, 20, (rows, columns))


@given(true_tables())
@settings(max_examples=60, deadline=None)
def test_both_totals_are_kept_where_that_is_possible(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    people, size = drawn
    cells, totals, columns = all_pairs(size), people.sum(axis=1), people.sum(axis=(0, 2))
    result = fitted(cells, totals, columns)
    np.testing.assert_allclose(cells.of_columns(result.values), columns, rtol=1e-9)
    np.testing.assert_allclose(cells.of_rows(result.values), totals, rtol=1e-3, atol=1e-3)
    assert result.misfit < 1e-6
    assert (result.values >= 0).all()


@given(true_tables(), st.floats(0.5, 2))
@settings(max_examples=60, deadline=None)
def test_totals_of_columns_are_kept_to_the_letter_whatever_the_rows_say(
    drawn: tuple[np.ndarray, np.ndarray], factor: float
) -> None:
    """Also where the two cannot both be kept, as they do not have the same sum."""
    people, size = drawn
    cells, columns = all_pairs(size), people.sum(axis=(0, 2)) * factor
    result = fitted(cells, people.sum(axis=1), columns)
    np.testing.assert_allclose(cells.of_columns(result.values), columns, rtol=1e-9)
    assert result.misfit == pytest.approx(abs(factor - 1), abs=1e-3)


def test_a_table_by_hand() -> None:
    """Two rows over two columns: the odds ratio of the sizes stays, as always in this fitting.

    Sizes 1, 1 and 1, 3 have ratio 3; with totals 30, 30 the first cell x has x * x / (30 - x)^2 = 3.
    """
    cells = all_pairs(np.array([[1, 1], [1, 3]]))
    result = fitted(cells, np.array([[30.0], [30.0]]), np.array([30.0, 30.0]))
    first = 30 * np.sqrt(3) / (1 + np.sqrt(3))
    np.testing.assert_allclose(result.values[:, 0], [first, 30 - first, 30 - first, first], rtol=1e-5)


def test_unknown_columns_get_what_is_left_and_ask_nothing() -> None:
    cells = all_pairs(np.array([[1, 1]]))
    result = fitted(cells, np.array([[6.0, 4.0]]), np.array([7.0, np.nan]))
    np.testing.assert_allclose(cells.of_columns(result.values), [7, 3], rtol=1e-5)


def test_each_group_of_rows_is_brought_to_its_own_columns_and_keeps_its_make_up() -> None:
    """Rows 0 and 1 share column 1; row 2 is alone with two columns, of which one is unknown; row 3 knows nothing."""
    size = np.zeros((4, 5))
    size[0, 0] = size[0, 1] = size[1, 1] = size[2, 2] = size[2, 3] = size[3, 4] = 1
    cells = all_pairs(size)
    assert [len(set(cells.islands()[list(rows)])) for rows in ((0, 1), (0, 1, 2, 3))] == [1, 3]
    totals = np.array([[10.0, 10.0], [5.0, 15.0], [8.0, 2.0], [3.0, 4.0]])
    brought = brought_to(cells, totals, np.array([30.0, 30.0, 10.0, np.nan, np.nan]))
    np.testing.assert_allclose(brought, totals * np.array([1.5, 1.5, 2.0, 1.0])[:, None])
