"""The sites of a study or a scenario as a table, with which of them count and what becomes of them."""

from __future__ import annotations

import numpy as np
from geopandas import GeoDataFrame

from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import counting


def site_table(study: Study, *, changed: Scenario | None = None) -> GeoDataFrame:
    """All sites with ``telt`` (counts in this run and lies on the network) and, for a scenario, ``sites_status``."""
    table = study.facilities.table.copy()
    table["telt"] = counting(study)
    if changed is not None:
        before = np.zeros(len(table), dtype=bool)
        before[: len(changed.before.facilities.table)] = counting(changed.before)
        status = np.full(len(table), "", dtype=object)
        for rows, what in reversed(list(changed.applied.groups())):
            status[list(rows)] = what
        # Other hours can open or close a site at the moment that is looked at.
        rehoured = np.isin(np.arange(len(table)), changed.applied.rehoured)
        status[rehoured & before & ~table["telt"]] = "gesloten op dit moment door andere openingstijden"
        status[rehoured & ~before & table["telt"]] = "nieuw open op dit moment door andere openingstijden"
        table["sites_status"] = status
    return table


def old_places(scenario: Scenario) -> GeoDataFrame:
    """The sites that moved, at the place where they were, as rows of :func:`site_table`; for a map of before."""
    rows = list(scenario.applied.moved)
    table = site_table(scenario.before).iloc[rows].copy()
    table["id"] += "-oude-plek"
    table["sites_status"] = "gesloten op deze plek: verplaatst in dit scenario"
    return table
