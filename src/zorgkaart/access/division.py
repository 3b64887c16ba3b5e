"""Whether people can be divided over sites so that no site has too many: a transportation problem."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, eye_array, hstack

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Reach:
    """Who can go where within a limit.

    Attributes
    ----------
    group, place : (p,) int64
        Pairs of a group of people and a place, each at most once.
    minutes : (p,) float64
        The mean of those of the group who reach the place; zero or more.
    most : (p,) float64
        What those of the group who reach the place ask: no more of it can go there.
    """

    group: Rows
    place: Rows
    minutes: Floats
    most: Floats


@dataclass(frozen=True)
class Division:
    """The division with the least shortage, and of those the one with the least travel.

    Attributes
    ----------
    reach : Reach
        The pairs that it is about.
    flow : (p,) float64
        What goes from the group to the place of each pair.
    shortage : (g,) float64
        What of each group finds no room; together it is the least that there can be. Which of the groups that share
        full sites goes without is a matter of travel minutes, not of who has a right.
    """

    reach: Reach
    flow: Floats
    shortage: Floats

    @property
    def load(self) -> Floats:
        """(places,) float64: what goes to each place, up to the last that anybody reaches."""
        return np.bincount(self.reach.place, self.flow).astype(np.float64)

    @property
    def person_minutes(self) -> Floats:
        """(g,) float64: travel minutes of each group times what it asks, of what finds room."""
        minutes = np.bincount(self.reach.group, self.flow * self.reach.minutes, len(self.shortage))
        return minutes.astype(np.float64)


def divide(reach: Reach, demand: Floats, capacity: Floats) -> Division:
    """Divide people over places within their reach.

    Parameters
    ----------
    reach : Reach
        Who can go where.
    demand : (g,) float64
        What each group asks.
    capacity : (places,) float64
        What each place can do; NaN where it has no limit that is known.

    Returns
    -------
    Division
        Optimal to the precision of the solver (about 1e-7 of the demand).

    Raises
    ------
    RuntimeError
        If the solver gives up, which a division that allows for a shortage gives it no reason to.
    """
    order = np.lexsort((reach.place, reach.group))
    pairs, groups = len(order), len(demand)
    unit = max(float(demand.max(initial=0.0)), 1e-300)  # so that tolerances are parts of a demand, whatever its unit
    limited = np.flatnonzero(~np.isnan(capacity))
    row_of = np.full(len(capacity), -1)
    row_of[limited] = np.arange(len(limited))
    held = np.flatnonzero(row_of[reach.place[order]] >= 0)
    ones = np.ones(pairs)
    each = coo_array((ones, (reach.group[order], np.arange(pairs))), shape=(groups, pairs))
    full = coo_array((ones[held], (row_of[reach.place[order][held]], held)), shape=(len(limited), pairs + groups))
    # Room for one more is made by sending others on, past each place once at most: whatever that costs is less.
    minutes = reach.minutes[order]
    never = (float(minutes.max(initial=0.0)) + 1.0) * (len(capacity) + 1)
    solved = linprog(
        np.concatenate([minutes, np.full(groups, never)]),
        A_ub=csr_array(full) if len(limited) else None,
        b_ub=capacity[limited] / unit if len(limited) else None,
        A_eq=hstack([each, eye_array(groups)], format="csr"),
        b_eq=demand / unit,
        bounds=np.column_stack([np.zeros(pairs + groups), np.concatenate([reach.most[order], demand]) / unit]),
        method="highs",
    )
    if solved.x is None:
        raise RuntimeError(f"the division of people over places was not found: {solved.message}")
    flow = np.empty(pairs)
    flow[order] = solved.x[:pairs] * unit
    return Division(reach, flow, solved.x[pairs:] * unit)
