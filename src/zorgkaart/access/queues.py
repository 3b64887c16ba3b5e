"""How long one waits for servers that are all busy: the queue M/M/c, also of a part of a server."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc, gammaln, xlogy

Floats = NDArray[np.float64]
HALVINGS = 60


def erlang_b(servers: Floats, offered: Floats) -> Floats:
    """The part of arrivals that find all servers busy where nobody waits (Erlang B).

    Through the incomplete gamma function, which holds for parts of servers too and for many thousands of them; of whole
    servers it is the known recursion B(c) = a B(c-1) / (c + a B(c-1)).

    Parameters
    ----------
    servers : (s,) float64
        Above zero.
    offered : (s,) float64
        Busy servers if there were enough (arrivals times service time): from 0 to `servers`.

    Returns
    -------
    (s,) float64
        From 0 to 1.
    """
    exact = xlogy(servers, offered) - offered - gammaln(servers + 1)
    result: Floats = np.exp(exact) / gammaincc(servers + 1, offered)
    return result


def erlang_c(servers: Floats, offered: Floats) -> Floats:
    """The part of arrivals that have to wait (Erlang C); the parameters are those of :func:`erlang_b`."""
    lost = erlang_b(servers, offered)
    result: Floats = servers * lost / (servers - offered * (1 - lost))
    return result


def waiting(servers: Floats, offered: Floats, service_min: float) -> tuple[Floats, Floats]:
    """The mean minutes of waiting before being served, and how they grow.

    Arrivals come by chance, service times are exponential, whoever waits stays and is served in turn (M/M/c).

    Parameters
    ----------
    servers : (s,) float64
        Above zero.
    offered : (s,) float64
        Busy servers: from 0 to below `servers`.
    service_min : float
        Mean minutes of service.

    Returns
    -------
    wait : (s,) float64
        Minutes; 0 for no arrivals.
    slope : (s,) float64
        Minutes more per busy server more.
    """
    lost = erlang_b(servers, offered)
    free = servers - offered
    room = free + offered * lost
    waits = servers * lost / room
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.where(offered > 0, lost * (servers / offered - 1 + lost), np.where(servers == 1, 1.0, 0.0))
    more = servers * (growth * room - lost * (lost - 1 + offered * growth)) / room**2
    return service_min * waits / free, service_min * (more / free + waits / free**2)


def offered_at(servers: Floats, wait: Floats, service_min: float) -> Floats:
    """How many servers are busy where people wait so long: the inverse of :func:`waiting`.

    Parameters
    ----------
    servers : (s,) float64
        Above zero.
    wait : (s,) float64
        Minutes; zero or more.
    service_min : float
        Mean minutes of service.

    Returns
    -------
    (s,) float64
        From 0 to below `servers`, by halving until floats lie next to each other.
    """
    low, high = np.zeros(len(servers)), servers * 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        inside = middle < servers
        long = np.ones(len(servers), dtype=bool)
        long[inside] = waiting(servers[inside], middle[inside], service_min)[0] > wait[inside]
        low, high = np.where(long, low, middle), np.where(long, middle, high)
    return low
