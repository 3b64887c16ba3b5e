"""How much travel time people mind, fitted to a table of who went where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from zorgkaart.access.choice import Choice, Floats

LEAST, MOST = 1e-4, 10.0
CLOSE = 1e-8
# An estimate so near to an end says that the flows do not tell.
AT_END = 1.001


@dataclass(frozen=True)
class Flows:
    """How many went from where to which site.

    Attributes
    ----------
    area, site : (f,) int64
        Numbers of the area that people came from, and of the site among those of the choice; each pair once.
    count : (f,) float64
        How many.
    """

    area: NDArray[np.int64]
    site: NDArray[np.int64]
    count: Floats


@dataclass(frozen=True)
class FittedDecay:
    """The decay under which the flows are likeliest.

    Attributes
    ----------
    per_min : float
        By how much the logarithm of the odds of a site falls per minute; NaN if the flows do not tell.
    error : float
        Its standard error, by the expected information of as many independent choices.
    used : float
        How many of those who are counted went to a site that the model lets them choose; the others are left out.
    total : float
        How many are counted.
    """

    per_min: float
    error: float
    used: float
    total: float


def fit_decay(choice: Choice, area: NDArray[np.int64], flows: Flows) -> FittedDecay:
    """Find the decay by maximum likelihood.

    The people of an area live at many points; the chance that one goes to a site is the mean over these. Waiting
    plays no part: the times people waited when they were counted are not in the table.

    Parameters
    ----------
    choice : Choice
        Between what.
    area : (n,) int64
        The area of each point of the choice, in its order.
    flows : Flows
        Who went where.

    Returns
    -------
    FittedDecay
        NaN where no flow can be used, where all decays are as likely, or where the likeliest lies at an end.
    """
    areas = max(int(area.max(initial=-1)), int(flows.area.max(initial=-1))) + 1
    here = (flows.area, flows.site)
    used = flows.count * (_chances(choice, area, areas, LEAST)[0][here] > 0)
    nothing = FittedDecay(np.nan, np.nan, float(used.sum()), float(flows.count.sum()))
    some = used > 0
    if not some.any():
        return nothing

    def unlikely(decay: float) -> float:
        chance = _chances(choice, area, areas, decay)[0][here][some]
        return -float(used[some] @ np.log(np.maximum(chance, np.finfo(float).tiny)))

    decay = float(minimize_scalar(unlikely, bounds=(LEAST, MOST), method="bounded", options={"xatol": CLOSE}).x)
    chance, growth = _chances(choice, area, areas, decay)
    each = np.divide(growth**2, chance, out=np.zeros(chance.shape), where=chance > 0).sum(axis=1)
    information = float(np.bincount(flows.area, used, areas) @ each)
    if not information > 0 or not LEAST * AT_END < decay < MOST / AT_END:
        return nothing
    return FittedDecay(decay, information**-0.5, nothing.used, nothing.total)


def _chances(choice: Choice, area: NDArray[np.int64], areas: int, decay: float) -> tuple[Floats, Floats]:
    """(areas, sites): the chance that one of an area goes to a site, and its growth with the decay; zero for nobody."""
    shares, places = choice.at(decay), choice.places
    near = np.where(shares.part > 0, choice.minutes, 0.0)
    flow = shares.part * choice.demand[:, None]
    pair = (area[:, None] * places + choice.place).ravel()
    people = np.bincount(area, choice.demand, areas)[:, None]
    whole = np.where(people > 0, people, np.inf)

    def mean(values: Floats) -> Floats:
        sums = np.bincount(pair, values.ravel(), areas * places).reshape(areas, places)
        result: Floats = sums[:, choice.site_place] * shares.within / whole
        return result

    return mean(flow), mean(flow * (shares.minutes[:, None] - near))
