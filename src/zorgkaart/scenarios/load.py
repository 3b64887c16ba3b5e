"""How many residents go to each site, and what that means in visits: the load, before and after a change."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import trip_of
from zorgkaart.inputs.visits import visits_per_inhabitant
from zorgkaart.routing.nearest import rank
from zorgkaart.routing.routing_graph import Direction
from zorgkaart.scenarios.sharing import places_of
from zorgkaart.study.study import Study

# Sites whose minutes differ by less are equally near.
SAME_MIN = 1e-6
# Places to rank beyond those that get a share: so that places that are equally near are all seen.
SPARE_PLACES = 3
ONE_PERSON = 0.5
COLUMNS = ("soort", "id", "naam", "plaats", "inwoners_voor", "inwoners_na", "inwoners_erbij")


def site_load(study: Study, kind: str) -> NDArray[np.float64]:
    """Inhabitants per site of a kind, by a stated rule that does not depend on the order of rows.

    Every resident goes by car to the nearest site that counts, or, with ``[visits] shares`` in the project
    file, a first share to the nearest, a second to the next, and so on. Sites that are equally near, such as
    two practices in one building, share equally. Where fewer sites can be reached than there are shares,
    those that can divide everything between them, in proportion.

    Parameters
    ----------
    study : Study
        Whose residents go to whose sites.
    kind : str
        A kind of the project.

    Returns
    -------
    (sites,) float64
        For every row of the facility table; 0 for sites of other kinds. Residents whose number is unknown
        or who reach no site are in none of them.
    """
    return _per_site(study, kind, np.nan_to_num(study.residents.weight)[:, None])[:, 0]


def visits_per_point(study: Study, kind: str, rate: float) -> NDArray[np.float64]:
    """The visits of the residents of each point in a year.

    Where the project knows the use of a kind by age, in numbers of use, visits follow the ages of each buurt; all
    visits together stay as many. Residents whose ages are unknown go as often as the others do on average.

    Parameters
    ----------
    study : Study
        Whose residents go.
    kind : str
        A kind of the project.
    rate : float
        Visits per inhabitant and year, of all ages together.

    Returns
    -------
    (n,) float64
        Of residents whose number is unknown 0.
    """
    weight = study.residents.weight
    need = study.need(kind)
    people = np.nan_to_num(weight)
    if not need.counts_use:
        return rate * people
    use = np.nan_to_num(need.or_mean(weight))
    per_use = people.sum() / use.sum() if use.sum() > 0 else 0.0
    visits: NDArray[np.float64] = rate * per_use * use
    return visits


def _per_site(study: Study, kind: str, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide amounts of the residents over the sites of a kind.

    Parameters
    ----------
    amounts : (n, m) float64
        Of m things what the residents of each point bring along.

    Returns
    -------
    (sites, m) float64
    """
    load = np.zeros((len(study.facilities.table), amounts.shape[1]))
    rows = study.serving(kind)
    if len(rows) == 0:
        return load
    shares = np.asarray(study.project.visits.shares)
    first, place = places_of(study.site_places, rows)
    sites_at = np.bincount(place, minlength=len(first))
    labels = min(len(first), len(shares) + SPARE_PLACES)
    nearest = rank(
        study.graph(trip_of(study.project, kind).mode.name),
        study.site_places.take(first),
        study.points,
        direction=Direction.TO_SITE,
        k=labels,
    )
    site = nearest.at.site
    part = _parts(nearest.minutes, site, sites_at, shares)
    for number in range(amounts.shape[1]):
        per_site = np.zeros(len(first))
        np.add.at(per_site, np.maximum(site, 0), part * amounts[:, number, None])
        load[rows, number] = per_site[place]
    return load


def _parts(
    minutes: NDArray[np.float64], place: NDArray[np.int32], sites_at: NDArray[np.int64], shares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The part of each point's residents that goes to each *site* at each of its nearest places.

    Parameters
    ----------
    minutes, place : (n, k)
        Nearest places first; place -1 and NaN minutes where there is none.
    sites_at : (places,) int64
        Number of sites at each place.
    shares : (m,) float64

    Returns
    -------
    (n, k) float64
        Over the sites of a row they add up to 1, or to 0 where no place is reached.
    """
    reached = place >= 0
    count = np.where(reached, sites_at[np.maximum(place, 0)], 0)
    # Places that are equally near form one block: it takes as many shares as it has sites.
    new = np.ones(place.shape, dtype=bool)
    new[:, 1:] = ~(minutes[:, 1:] - minutes[:, :-1] < SAME_MIN)
    block = np.cumsum(new, axis=1) - 1
    row = np.arange(len(place))[:, None]
    sites = np.zeros(place.shape)
    np.add.at(sites, (np.broadcast_to(row, place.shape), block), count)
    upto = np.concatenate([[0.0], np.cumsum(shares)])
    last = np.minimum(np.cumsum(sites, axis=1), len(shares)).astype(int)
    begin = np.concatenate([np.zeros((len(place), 1), dtype=int), last[:, :-1]], axis=1)
    share = upto[last] - upto[begin]
    total = share.sum(axis=1, keepdims=True)
    each = np.divide(share, sites * np.where(total > 0, total, 1.0), out=np.zeros(place.shape), where=sites > 0)
    parts: NDArray[np.float64] = np.where(reached, np.take_along_axis(each, block, axis=1), 0.0)
    return parts


def load_table(before: Study, after: Study, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Sites whose number of residents differs between two studies.

    Parameters
    ----------
    before, after : Study
        The second has the sites of the first, perhaps with more behind them.
    kinds : tuple of str
        The kinds to look at.

    Returns
    -------
    DataFrame
        One row per site that gains or loses half a resident or more, per kind those that gain most first: ``soort``,
        ``id``, ``naam``, ``plaats``, ``inwoners_voor``, ``inwoners_na``, ``inwoners_erbij``; where the project gives
        visits (``[visits] table``) ``bezoeken_per_jaar_voor``, ``_na`` and ``_erbij`` (:func:`visits_per_point`), NaN
        for kinds without; where a site's table gives ``capaciteit_bezoeken_per_jaar`` that, and the share of it that
        is used,
        ``aandeel_capaciteit_voor`` and ``_na``. At a moment there are no visits, as those are of a whole year.
    """
    rates = visits_per_inhabitant(before.project.visits.table) if after.moment is None else {}
    tables = [_kind_table(before, after, kind, rates.get(kind, np.nan)) for kind in kinds]
    filled = [table for table in tables if len(table)]
    if not filled:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(filled, ignore_index=True)
    empty = [name for name in table.columns if name not in COLUMNS and table[name].isna().all()]
    return table.drop(columns=empty)


def _kind_table(before: Study, after: Study, kind: str, rate: float) -> pd.DataFrame:
    sites = after.facilities.table
    brought = np.column_stack([np.nan_to_num(before.residents.weight), visits_per_point(before, kind, rate)])
    old = np.zeros((len(sites), 2))
    old[: len(before.facilities.table)] = _per_site(before, kind, brought)
    new = _per_site(after, kind, brought)
    rows = np.flatnonzero(np.abs(new - old)[:, 0] >= ONE_PERSON)
    table = sites.iloc[rows][["soort", "id", "naam", "plaats"]].reset_index(drop=True)
    capacity = sites["capaciteit_bezoeken_per_jaar"].to_numpy(dtype=float)[rows]
    for number, name in enumerate(("inwoners", "bezoeken_per_jaar")):
        for when, amount in (("voor", old), ("na", new), ("erbij", new - old)):
            known = number == 0 or not np.isnan(rate)
            table[f"{name}_{when}"] = amount[rows, number] if known else np.nan
    table["capaciteit_bezoeken_per_jaar"] = capacity
    for name in ("voor", "na"):
        table[f"aandeel_capaciteit_{name}"] = table[f"bezoeken_per_jaar_{name}"] / capacity
    rank_by = pd.DataFrame({"less": -table["inwoners_erbij"].round(6), "id": table["id"]})
    result: pd.DataFrame = table.loc[rank_by.sort_values(["less", "id"]).index].reset_index(drop=True)
    return result
