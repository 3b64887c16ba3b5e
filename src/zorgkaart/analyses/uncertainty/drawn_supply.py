"""Which supplies are drawn: of the others none is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import supplies_of
from zorgkaart.access.supply import Supply
from zorgkaart.analyses.uncertainty.draws import SITES, own_values
from zorgkaart.study.study import Study

MEASURE = "aanbod"


def drawn_supplies(study: Study) -> dict[str, Supply]:
    """The supplies of which a draw is about the supply itself.

    Spreading inhabitants otherwise over the addresses of a buurt, or another pace from the door to the road, changes
    the mean of an area hardly, costs a new sweep of every pair in every draw, and its interval would pass for all that
    is unknown: supplies on which nothing else is drawn have none.

    Parameters
    ----------
    study : Study
        Of a project with ``[assumptions]`` or without; that of a draw, or the one that draws are made of.

    Returns
    -------
    dict of str to Supply
        By kind: those whose own keys, need, speeds or sites are drawn.
    """
    project = study.project
    supplies = supplies_of(project)
    touched: set[str] = set()
    for key in (key for section in project.assumptions.values() for key in section.keys):
        if key.startswith(SITES):
            touched |= _kinds_of(study, key.removeprefix(SITES))
        for path in own_values(project, key):
            touched |= {kind for kind, supply in supplies.items() if _about(path, kind, supply)}
    return {kind: supply for kind, supply in supplies.items() if kind in touched}


def _kinds_of(study: Study, site: str) -> set[str]:
    facilities = study.site_tables.facilities
    assert facilities is not None
    table = facilities.table
    return set(table.loc[table["id"] == site, "soort"])


def _about(path: tuple[str, ...], kind: str, supply: Supply) -> bool:
    return path[:2] in ({("supply", kind), ("need", kind), ("kinds", kind), ("speeds", supply.mode.name)})


def supply_measures(study: Study, level: str) -> Mapping[str, NDArray[np.float64]]:
    """The drawn supplies per area, by their columns.

    Parameters
    ----------
    study : Study
        Of a draw.
    level : str
        ``buurten``, ``wijken`` or ``gemeenten``.
    """
    return {
        supply.column: study.supply_columns(level, kind)[supply.column].astype(np.float64)
        for kind, supply in drawn_supplies(study).items()
    }


def mean_supplies(study: Study) -> Iterator[tuple[str, float]]:
    """The column of each drawn supply, with its mean over the inhabitants of whom it is known; NaN without any.

    Parameters
    ----------
    study : Study
        Of a draw.
    """
    weight = np.nan_to_num(study.residents.weight)
    for kind, supply in drawn_supplies(study).items():
        access = study.supplied(kind).access
        known = ~np.isnan(access)
        people = float(weight[known].sum())
        yield supply.column, float(weight[known] @ access[known]) / people * supply.per if people > 0 else np.nan
