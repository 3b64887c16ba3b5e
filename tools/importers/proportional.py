"""Iterative proportional fitting: a table of cells brought to the totals of its rows and of its columns.

Deming and Stephan (1940), *The Annals of Mathematical Statistics* 11, 427-444. Rows are postcode areas, each with
several classes of age; columns are buurten, of which one number of all classes together is known. Most pairs have no
cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

Float = NDArray[np.float64]
MOST_ROUNDS = 2000
CLOSE = 1e-6
# A part of all people; where a round brings less than this, both totals cannot be kept.
STILL = 1e-10


@dataclass(frozen=True)
class Cells:
    """The pairs of a row and a column that share something.

    Attributes
    ----------
    row, column : (n,) int64
        Numbers of the row and the column of each pair; no pair twice.
    size : (n,) float64
        How much they share, above zero: addresses.
    rows, columns : int
        How many of each there are.
    """

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    size: Float
    rows: int
    columns: int

    def spread(self, totals: Float) -> Float:
        """Spread the classes of each row over its cells by their size.

        Parameters
        ----------
        totals : (rows, classes) float64
            People of each class.

        Returns
        -------
        (n, classes) float64
            People per cell.
        """
        part = self.size / np.bincount(self.row, self.size, self.rows)[self.row]
        spread: Float = part[:, None] * totals[self.row]
        return spread

    def of_rows(self, values: Float) -> Float:
        """The sum of cells per row and class, (rows, classes)."""
        return _summed(values, self.row, self.rows)

    def of_columns(self, values: Float) -> Float:
        """The sum of cells per column, of all classes together, (columns,)."""
        return np.bincount(self.column, values.sum(axis=1), self.columns).astype(np.float64)

    def islands(self) -> NDArray[np.int64]:
        """Per row the number of its group: rows that share columns, directly or through others, are of one group."""
        shape = (self.rows + self.columns,) * 2
        pairs = sparse.coo_matrix((np.ones(len(self.row)), (self.row, self.rows + self.column)), shape=shape)
        return np.asarray(connected_components(pairs, directed=False)[1][: self.rows], dtype=np.int64)


@dataclass(frozen=True)
class Fitted:
    """What came of it.

    Attributes
    ----------
    values : (n, classes) float64
        People per cell; of each column with a known total, they add up to it.
    misfit : float
        Which part of all people the totals of the rows are still off by: 0 where the totals can be kept both.
    rounds : int
        After how many rounds.
    """

    values: Float
    misfit: float
    rounds: int


def brought_to(cells: Cells, totals: Float, columns: Float) -> Float:
    """Bring the totals of rows to the level of those of columns, as they are of another year.

    Parameters
    ----------
    cells : Cells
        The pairs.
    totals : (rows, classes) float64
        People per row and class.
    columns : (columns,) float64
        People per column; NaN where unknown.

    Returns
    -------
    (rows, classes) float64
        The same times one factor per group of rows (:meth:`Cells.islands`), so that the make-up of each row stays as
        it is; unchanged where a group has no column of which anything is known.
    """
    island = cells.islands()
    count = int(island.max()) + 1
    known = ~np.isnan(columns)[cells.column]
    spread = cells.spread(totals).sum(axis=1)
    there = np.bincount(island[cells.row], spread * known, count)
    group = np.full(cells.columns, -1)
    group[cells.column] = island[cells.row]
    asked = ~np.isnan(columns) & (group >= 0)
    wanted = np.bincount(group[asked], columns[asked], count)
    factor = np.divide(wanted, there, out=np.ones(count), where=there > 0)
    return totals * factor[island][:, None]


def fitted(cells: Cells, totals: Float, columns: Float) -> Fitted:
    """Fit the cells to the totals of rows and columns in turn, the columns last, so that theirs are kept to the letter.

    Parameters
    ----------
    cells : Cells
        The pairs; where rows are spread by size is where the fitting begins.
    totals : (rows, classes) float64
        People per row and class.
    columns : (columns,) float64
        People per column, all classes together; NaN where unknown, which asks nothing of the column.
    """
    values, misfit, rounds = cells.spread(totals), np.inf, 0
    everyone = max(float(totals.sum()), CLOSE)
    better = np.inf
    while rounds < MOST_ROUNDS and misfit > CLOSE and better > STILL:
        values = values * _ratio(totals, cells.of_rows(values))[cells.row]
        ratio = _ratio(columns, cells.of_columns(values))
        values = values * np.where(np.isnan(columns), 1.0, ratio)[cells.column][:, None]
        off = float(np.abs(cells.of_rows(values) - totals).sum()) / everyone
        misfit, better = off, misfit - off
        rounds += 1
    return Fitted(values, misfit, rounds)


def _ratio(wanted: Float, there: Float) -> Float:
    ratio: Float = np.divide(wanted, there, out=np.zeros_like(there), where=there > 0)
    return ratio


def _summed(values: Float, place: NDArray[np.int64], count: int) -> Float:
    sums = [np.bincount(place, values[:, number], count) for number in range(values.shape[1])]
    return np.stack(sums, axis=1).astype(np.float64)
