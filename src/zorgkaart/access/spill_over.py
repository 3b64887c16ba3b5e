"""Who goes elsewhere because of waiting: the loads at which choices and waiting times agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zorgkaart.access.choice import Choice, Floats, Shares
from zorgkaart.access.queues import offered_at, waiting

# What the loads may still differ from what is chosen at them, as a part of the largest load.
CLOSE = 1e-6
MOST_STEPS = 100
# Parts of a site's capacity: at which loads are begun with, and from which a site moves in minutes of waiting.
FULLEST_START, NEARLY_FULL = 0.9, 0.7
# Of a wait that falls this part is left after a step.
LEAST_LEFT = 0.1
# Minutes of waiting that are no more than another word for never.
NO_END = 1e7
# The shortest part of a step, and how much of what it promises it must keep.
SHORTEST, ENOUGH = 1e-10, 1e-4


@dataclass(frozen=True)
class Servers:
    """What the sites can do.

    Attributes
    ----------
    count : (s,) float64
        Servers of each site: doctors, beds; above zero, NaN where unknown: that site is taken to have no limit.
    per_year : float
        How many uses one server can do in a year.
    service_min : float
        Mean minutes that a use keeps a server; NaN where that is unknown, so that no waiting time is known either.
    """

    count: Floats
    per_year: float
    service_min: float = np.nan

    @property
    def capacity(self) -> Floats:
        """(s,) float64: uses in a year; NaN where unknown."""
        return self.count * self.per_year


@dataclass(frozen=True)
class Equilibrium:
    """Loads and waiting times that go together.

    Attributes
    ----------
    shares : Shares
        Who chooses what at these waiting times.
    load : (s,) float64
        Uses in a year.
    wait : (s,) float64
        Mean minutes of waiting; NaN at sites whose servers are unknown.
    steps : int
        How many were needed.
    """

    shares: Shares
    load: Floats
    wait: Floats
    steps: int


def equilibrium(choice: Choice, servers: Servers, *, decay: float, wait_weight: float) -> Equilibrium | None:
    """Find the loads that people choose at the waiting times which these loads give.

    There is one such point at most: choices fall and waiting grows. It is found by Newton's method on
    ``load - chosen(wait(load))``, with a step that is halved until the difference shrinks. A site that is nearly full
    moves in minutes of waiting, which have no bound, and another one in uses.

    Parameters
    ----------
    choice : Choice
        Between what.
    servers : Servers
        With a known service time.
    decay : float
        By how much a minute more makes a site less chosen.
    wait_weight : float
        How many minutes of travel a minute of waiting counts for; zero or more.

    Returns
    -------
    Equilibrium or None
        None if there is none: more is asked of some sites together than they can do, whoever of their visitors chooses
        which of the sites that are nearest to him.
    """
    known = ~np.isnan(servers.count)
    loads = choice.at(decay).load()
    close = CLOSE * float(loads.max(initial=0.0))
    loads[known] = np.minimum(loads[known], FULLEST_START * servers.capacity[known])
    state = _State.at(choice, servers, loads, decay, wait_weight)
    for step in range(MOST_STEPS):
        if np.abs(state.error).max(initial=0.0) <= close:
            chosen, said = state.shares.load(), np.where(known, state.wait, np.nan)
            fits = not (chosen[known] >= servers.capacity[known]).any()
            return Equilibrium(state.shares, chosen, said, step) if fits else None
        if state.wait.max() > NO_END:
            return None
        move = state.newton()
        length = 1.0
        while (tried := state.moved(length, move)).size > (1 - ENOUGH * length) * state.size:
            length /= 2
            if length < SHORTEST:
                return None
        state = tried
    return None


@dataclass(frozen=True)
class _State:
    """Loads on the way to an equilibrium, their waits and how these grow per use, and what is chosen at them."""

    choice: Choice
    servers: Servers
    decay: float
    weight: float
    loads: Floats
    wait: Floats
    growth: Floats
    shares: Shares

    @classmethod
    def at(cls, choice: Choice, servers: Servers, loads: Floats, decay: float, weight: float) -> _State:
        known = ~np.isnan(servers.count)
        wait, growth = np.zeros(len(loads)), np.zeros(len(loads))
        busy = loads[known] / servers.per_year
        wait[known], growth[known] = waiting(servers.count[known], busy, servers.service_min)
        shares = choice.at(decay, weight * wait)
        return cls(choice, servers, decay, weight, loads, wait, growth / servers.per_year, shares)

    @cached_property
    def error(self) -> Floats:
        """(s,) float64: by how much the loads are more than what is chosen at them."""
        return self.loads - self.shares.load()

    @property
    def size(self) -> float:
        """The sum of the squares of the error."""
        return float(self.error @ self.error)

    def newton(self) -> Floats:
        """(s,) float64: the step in uses after which the error would be nothing, if all were straight."""
        more = np.eye(len(self.loads)) + self.shares.slope() * (self.weight * self.growth)
        return np.linalg.solve(more, -self.error).astype(np.float64)

    def moved(self, length: float, move: Floats) -> _State:
        """The state after a part of a step in uses."""
        loads = np.maximum(self.loads + length * move, 0.0)
        near = self.loads > NEARLY_FULL * np.nan_to_num(self.servers.capacity, nan=np.inf)
        near |= loads > FULLEST_START * np.nan_to_num(self.servers.capacity, nan=np.inf)
        wait = np.maximum(self.wait + length * self.growth * move, LEAST_LEFT * self.wait)[near]
        busy = offered_at(self.servers.count[near], wait, self.servers.service_min)
        loads[near] = busy * self.servers.per_year
        return _State.at(self.choice, self.servers, loads, self.decay, self.weight)
