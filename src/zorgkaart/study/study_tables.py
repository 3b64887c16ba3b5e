"""Short tables about a study: per kind, per address, per cell, and the flagged areas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import norm_of_trip, norms_of, trips_of
from zorgkaart.access.measures import NO_ROAD_PEOPLE, OUTSIDE, OUTSIDE_AGED, SITE_SHARE, Trip
from zorgkaart.access.norms import BUITEN, DEELS
from zorgkaart.access.surface import Surface
from zorgkaart.inputs.schema import AGED
from zorgkaart.study.study import LEVELS, Study


def summary_table(study: Study) -> pd.DataFrame:
    """Per kind, and per moment that it names: sites that count, mean minutes and kilometres by car, who is outside.

    Who is outside the norm stands in the row without a moment, of a norm about one of the kind's moments in its row.
    """
    weight = np.nan_to_num(study.residents.weight)
    rows = []
    for name, trip in trips_of(study.project).items():
        kind, travel = trip.kind, study.trips[name]
        known = ~np.isnan(travel.minutes)
        people = float(weight[known].sum())
        row: dict[str, Any] = {
            "soort": kind,
            "tijdstip": trip.at.word if trip.at is not None else "",
            "voorziening": trip.label,
            "locaties": len(study.serving_sites(kind, moment=trip.ride.moment).rows),
        }
        row["gemiddeld_min"] = float(weight[known] @ travel.minutes[known]) / people if people else np.nan
        row["gemiddeld_km"] = float(weight[known] @ travel.metres[known]) / people / 1000 if people else np.nan
        norm = norm_of_trip(study.project, trip, study.moment)
        if norm is not None:
            chain = study.chains[norm.name]
            row[OUTSIDE] = chain.count_outside(weight)
            row[NO_ROAD_PEOPLE] = chain.count_no_road(weight)
            row |= {OUTSIDE_AGED[age]: chain.count_outside(np.nan_to_num(old)) for age, old in study.ages.items()}
        rows.append(row)
    return pd.DataFrame(rows)


def worst_moments(study: Study) -> dict[str, Trip]:
    """Per kind that names moments the trip at its worst: most inhabitants without a site, and then the longest mean.

    Of equal ones the first in the project file.
    """
    weight = np.nan_to_num(study.residents.weight)
    worst: dict[str, tuple[tuple[float, float], Trip]] = {}
    for name, trip in trips_of(study.project).items():
        if trip.at is None:
            continue
        minutes = study.trips[name].minutes
        how_bad = (float(weight[np.isnan(minutes)].sum()), float(np.nansum(weight * minutes)))
        if trip.kind not in worst or how_bad > worst[trip.kind][0]:
            worst[trip.kind] = how_bad, trip
    return {kind: trip for kind, (_, trip) in worst.items()}


def area_columns(frame: pd.DataFrame) -> list[str]:
    """The columns of a table of areas that say which area it is, and how many live there.

    Parameters
    ----------
    frame : DataFrame
        Of :attr:`~zorgkaart.study.study.Study.results`.
    """
    named = {name for code in LEVELS.values() for name in (code, code.replace("code", "naam"))}
    return [name for name in frame.columns if name in {*named, "provincie", "inwoners"}]


def is_quantity(values: pd.Series[Any]) -> bool:
    """Whether the difference between two situations says something of a column of figures.

    Of text and of flags it does not, nor of the share of the site that most people have, which may be another site.

    Parameters
    ----------
    values : Series
        A column of a table of areas.
    """
    number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    return number and not str(values.name).endswith(f"_{SITE_SHARE}")


def point_table(study: Study) -> pd.DataFrame:
    """The inhabitants of every address, and its minutes and kilometres by car and along each norm's chain."""
    residents = study.residents
    columns = {"x": residents.x, "y": residents.y, "inwoners": residents.weight}
    for name, trip in trips_of(study.project).items():
        columns |= {trip.column: study.trips[name].minutes, trip.metres: study.trips[name].metres}
    columns |= {chain.norm.column: chain.minutes for chain in study.chains.values()}
    return pd.DataFrame(columns)


def cell_table(surfaces: Mapping[str, Surface]) -> pd.DataFrame:
    """The minutes of every cell of surfaces on one grid, and the middle of each."""
    grid = next(iter(surfaces.values())).grid
    return pd.DataFrame({"x": grid.x, "y": grid.y, **{name: item.minutes for name, item in surfaces.items()}})


def flagged_table(study: Study) -> pd.DataFrame:
    """The buurten that are flagged for any norm, those with most inhabitants outside first."""
    frame = pd.DataFrame(study.results["buurten"].drop(columns="geometry"))
    norms = list(norms_of(study.project).values())
    if not norms:
        return frame.iloc[:0]
    flagged = frame[[norm.verdict for norm in norms]].isin([BUITEN, DEELS]).any(axis=1)
    keep = ["buurtcode", "buurtnaam", "gemeentenaam", "inwoners", *AGED.values()]
    for norm in norms:
        keep += [
            norm.verdict,
            norm.reason,
            norm.outside,
            norm.no_road,
            *map(norm.outside_aged, AGED),
            norm.share,
            norm.column,
            *norm.part_columns,
            *norm.site_columns,
        ]
    worst = frame[[norm.outside for norm in norms]].max(axis=1)
    order = pd.DataFrame({"people": -worst, "code": frame["buurtcode"]})[flagged].sort_values(["people", "code"]).index
    table: pd.DataFrame = frame.loc[order, [name for name in keep if name in frame]].reset_index(drop=True)
    return table
