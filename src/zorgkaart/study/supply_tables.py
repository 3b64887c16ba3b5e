"""What a reader gets to see of the supplies of a study: classes, words, and what the sites share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import supplies_of, supply_of
from zorgkaart.access.supply import DEMAND, SITE_PER, SITE_SUPPLY, ShownSupply, Supply
from zorgkaart.study.study import Study

# Areas are divided over as many classes of equal size.
CLASSES = 5
DIGITS = 2


def shown_supplies(study: Study) -> list[ShownSupply]:
    """The supplies of a study, as a reader meets them.

    Parameters
    ----------
    study : Study
        Whose buurten give the classes, unless the project does.

    Returns
    -------
    list of ShownSupply
        In the order of the kinds in the project file.
    """
    return [shown_supply(study, kind) for kind in supplies_of(study.project)]


def shown_supply(study: Study, kind: str) -> ShownSupply:
    """One supply of a study, as a reader meets it.

    Parameters
    ----------
    study : Study
        As of :func:`shown_supplies`.
    kind : str
        A kind with ``[supply.KIND]``.
    """
    supply, supplied = supply_of(study.project, kind), study.supplied(kind)
    return ShownSupply(
        supply,
        supplied.unit,
        supplied.counted,
        int((~supplied.used).sum()),
        int(np.isnan(supplied.amount[supplied.used]).sum()),
        supply.classes or _bounds(study, supply),
    )


def _bounds(study: Study, supply: Supply) -> tuple[float, ...]:
    """Bounds that divide the buurten in which people live over classes of equal size, in two digits."""
    values = study.supply_columns("buurten", supply.kind)[supply.column].astype(np.float64)
    values = values[study.areas.buurten["inwoners"].fillna(0).to_numpy() > 0]
    values = values[~np.isnan(values)]
    if not len(values):
        return ()
    cuts = np.quantile(values, np.arange(1, CLASSES) / CLASSES)
    return tuple(sorted({float(f"{cut:.{DIGITS}g}") for cut in cuts} - {0.0}))


def site_supply(study: Study) -> dict[str, NDArray[np.float64]]:
    """What comes to each site and what it has for that.

    Parameters
    ----------
    study : Study
        Whose supplies are looked at.

    Returns
    -------
    dict of str to (sites,) float64
        By the rows of the facility table: ``vraag``, in the unit of the demand of its kind, and ``aanbod_per_1000`` of
        that; NaN for sites of kinds without supply, that do not count, or of unknown capacity. Nothing where the
        project has no supply.
    """
    kinds = supplies_of(study.project)
    if not kinds:
        return {}
    demand, ratio = np.full((2, len(study.facilities.table)), np.nan)
    for kind in kinds:
        supplied = study.supplied(kind)
        demand[supplied.rows], ratio[supplied.rows] = supplied.site_demand, supplied.site_ratio * SITE_PER
    return {DEMAND: demand, SITE_SUPPLY: ratio}
