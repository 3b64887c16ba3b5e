"""The sites of a study or a scenario as a table, with which of them count and what becomes of them."""

from __future__ import annotations

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.access.catalogue import measures_of, supplies_of
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.counting import COUNTS, Counting
from zorgkaart.study.study import Study
from zorgkaart.study.supply_tables import site_supply


def site_table(study: Study, *, changed: Scenario | None = None) -> GeoDataFrame:
    """All sites with what :meth:`Counting.columns` and supply say of them and, for a scenario, ``sites_status``."""
    table = study.facilities.table.copy()
    for name, values in Counting(study).columns().items():
        table[name] = values
    for name, amounts in site_supply(study).items():
        table[name] = amounts
    if changed is not None:
        before = _as_long(Counting(changed.before).any, table)
        status = np.full(len(table), "", dtype=object)
        for rows, what in reversed(list(changed.applied.groups())):
            status[list(rows)] = what
        # Other hours can open or close a site at the moment that is looked at.
        rehoured = np.isin(np.arange(len(table)), changed.applied.rehoured)
        status[rehoured & before & ~table[COUNTS]] = "gesloten op dit moment door andere openingstijden"
        status[rehoured & ~before & table[COUNTS]] = "nieuw open op dit moment door andere openingstijden"
        table["sites_status"] = status
    return table


def map_sites(study: Study, *, changed: Scenario | None = None) -> GeoDataFrame:
    """The sites that belong on a map: :func:`site_table`, with a column for every measure that says which count for it.

    Without those abroad that count for nothing: of most of them it is not known whether they are what they would be
    drawn as.
    """
    table = site_table(study, changed=changed)
    counting, before = Counting(study), Counting(changed.before) if changed is not None else None
    for measure in measures_of(study.project):
        table[measure.counts] = counting.of(measure)
        if before is not None:
            table[f"{measure.counts}_voor"] = _as_long(before.of(measure), table)
    for kind, supply in supplies_of(study.project).items():
        table[supply.counts] = _sharing(study, kind)
        if changed is not None:
            table[f"{supply.counts}_voor"] = _as_long(_sharing(changed.before, kind), table)
    used = table[COUNTS] | (table["land"] == study.facilities.home)
    if changed is not None:
        assert before is not None
        used |= (table["sites_status"] != "") | _as_long(before.any, table)
    return table[used]


def old_places(scenario: Scenario) -> GeoDataFrame:
    """The sites that moved, at the place where they were, as rows of :func:`map_sites`; for a map of before."""
    rows = scenario.before.facilities.table.index[list(scenario.applied.moved)]
    before = map_sites(scenario.before)
    table = before[before.index.isin(rows)].copy()
    for measure in measures_of(scenario.before.project):
        table[f"{measure.counts}_voor"] = table[measure.counts]
    for supply in supplies_of(scenario.before.project).values():
        table[f"{supply.counts}_voor"] = table[supply.counts]
    table["id"] += "-oude-plek"
    table["sites_status"] = "gesloten op deze plek: verplaatst in dit scenario"
    return table


def _sharing(study: Study, kind: str) -> NDArray[np.bool_]:
    """(sites,) bool: the site counts for the supply of a kind."""
    flags = np.zeros(len(study.facilities.table), dtype=bool)
    flags[study.supplied(kind).rows] = True
    return flags


def _as_long(flags: NDArray[np.bool_], table: GeoDataFrame) -> NDArray[np.bool_]:
    """Flags of the sites before, false for those that a scenario adds."""
    result = np.zeros(len(table), dtype=bool)
    result[: len(flags)] = flags
    return result
