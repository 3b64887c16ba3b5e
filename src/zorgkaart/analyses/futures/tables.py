"""The tables of years beside each other: totals, norms, supply, owners, practices, and every area."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of, supplies_of
from zorgkaart.access.measures import OUTSIDE, OUTSIDE_AGED
from zorgkaart.analyses.futures.compute import Year, Years
from zorgkaart.analyses.futures.losses import site_losses
from zorgkaart.analyses.uncertainty.intervals import total_intervals
from zorgkaart.inputs.schema import AGED
from zorgkaart.study.study import LEVELS, Study
from zorgkaart.study.study_tables import area_columns

Float = NDArray[np.float64]
# Of fewer people a growth in per cent says nothing.
FEWEST = 50
AFTER, CHANGE = "na", "verschil"


def people_table(years: Years) -> pd.DataFrame:
    """How many people there are, and how old, as far as is known.

    Parameters
    ----------
    years : Years
        All years.

    Returns
    -------
    DataFrame
        One row per year: ``toekomst``, ``jaar`` (empty for now), ``inwoners``, ``inwoners_65plus`` and so on, and
        ``inwoners_leeftijd_onbekend``.
    """
    rows = []
    for year in years.years:
        buurten = year.study.areas.buurten
        known = {
            name: float(buurten[name].sum(min_count=1)) for name in ("inwoners", *AGED.values()) if name in buurten
        }
        unknown = float(buurten.loc[buurten["inwoners_65plus"].isna(), "inwoners"].sum())
        rows.append({"toekomst": year.name, "jaar": year.year} | known | {"inwoners_leeftijd_onbekend": unknown})
    return pd.DataFrame(rows).astype({"jaar": "Int64"})


def norm_table(years: Years) -> pd.DataFrame:
    """Who is outside each norm in each year, with intervals where the assumptions were drawn.

    Parameters
    ----------
    years : Years
        All years.

    Returns
    -------
    DataFrame
        One row per year and norm: ``toekomst``, ``jaar``, ``norm``, ``inwoners_buiten_norm``, ``65plus_buiten_norm``
        and so on; with changes ``nieuw_buiten`` (inhabitants who come to be outside by them); with draws ``laag``,
        ``midden`` and ``hoog`` (5, 50 and 95 of 100 draws) and ``trekkingen``.
    """
    rows = []
    for year in years.years:
        before, after = year.before, year.study
        for name in norms_of(after.project):
            chain = after.chains[name]
            weight = np.nan_to_num(after.residents.weight)
            row: dict[str, object] = {"toekomst": year.name, "jaar": year.year, "norm": name}
            row[OUTSIDE] = chain.count_outside(weight)
            for age, people in after.ages.items():
                row[OUTSIDE_AGED[age]] = chain.count_outside(np.nan_to_num(people))
            if years.changes:
                row["nieuw_buiten"] = before.chains[name].crossings(chain, weight)[0]
            rows.append(row | _interval(year, name))
    return pd.DataFrame(rows).astype({"jaar": "Int64"})


def _interval(year: Year, norm: str) -> dict[str, object]:
    if year.ensemble is None:
        return {}
    table = total_intervals(year.ensemble)
    side = AFTER if year.ensemble.changes else "nu"
    mine = table[(table["soort"] == norm) & (table["maat"] == OUTSIDE) & (table["situatie"] == side)].iloc[0]
    return {name: mine[name] for name in ("laag", "midden", "hoog", "trekkingen")}


def supply_table(years: Years) -> pd.DataFrame:
    """How much there is of each kind for the inhabitants of each year, and what they need.

    Parameters
    ----------
    years : Years
        All years.

    Returns
    -------
    DataFrame
        One row per year and kind with ``[supply]``: ``toekomst``, ``jaar``, ``soort``, ``aanbod`` (mean over the
        inhabitants whose supply is known, per so many as the project says), ``per``, ``behoefte`` (what all together
        need in a year, in ``eenheid``) and ``behoefte_groei_pct`` (since now). No rows without supply.
    """
    rows: list[dict[str, object]] = []
    present = {kind: years.present.study.need(kind).total for kind in supplies_of(years.present.study.project)}
    for year in years.years:
        study = year.study
        for kind, supply in supplies_of(study.project).items():
            access, weight = study.supplied(kind).access, np.nan_to_num(study.residents.weight)
            known = ~np.isnan(access)
            people = float(weight[known].sum())
            need = study.need(kind)
            rows.append(
                {
                    "toekomst": year.name,
                    "jaar": year.year,
                    "soort": kind,
                    "aanbod": float(weight[known] @ access[known]) / people * supply.per if people else np.nan,
                    "per": supply.per,
                    "behoefte": need.total,
                    "eenheid": need.unit,
                    "behoefte_groei_pct": 100 * (need.total / present[kind] - 1) if present[kind] > 0 else np.nan,
                }
            )
    return pd.DataFrame(rows, columns=list(SUPPLY)).astype({"jaar": "Int64"})


SUPPLY = ("toekomst", "jaar", "soort", "aanbod", "per", "behoefte", "eenheid", "behoefte_groei_pct")


def owner_table(years: Years) -> pd.DataFrame:
    """Practices and owners that are left in each year, and who loses the nearest practice.

    Parameters
    ----------
    years : Years
        All years.

    Returns
    -------
    DataFrame
        One row per year, kind and figure: ``toekomst``, ``jaar``, ``soort``, ``maat``, ``nu``, ``laag``, ``midden``,
        ``hoog`` and ``trekkingen``. No rows without ``[retirement]``.
    """
    tables = [
        item.totals.assign(toekomst=year.name, jaar=year.year, soort=item.kind, trekkingen=item.draws)
        for year in years.to_come
        for item in year.retirements
    ]
    columns = ["toekomst", "jaar", "soort", "maat", "nu", "laag", "midden", "hoog", "trekkingen"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def practice_table(years: Years) -> pd.DataFrame:
    """What the loss of each practice means in the last of the years; the most minutes of inhabitants first.

    Parameters
    ----------
    years : Years
        All years.

    Returns
    -------
    DataFrame
        As :func:`~zorgkaart.analyses.futures.losses.site_losses`, with ``soort``, ``toekomst`` and ``jaar``. No rows
        without ``[retirement]``.
    """
    last = years.years[-1]
    tables = [
        site_losses(last.study, item.kind, over_min=item.section.over_min).assign(
            soort=item.kind, toekomst=last.name, jaar=last.year
        )
        for item in last.retirements
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["id"])


def area_table(years: Years, level: str) -> GeoDataFrame:
    """Every area with the figures of each year, a group of columns per year.

    Parameters
    ----------
    years : Years
        All years.
    level : str
        ``buurten``, ``wijken`` or ``gemeenten``.

    Returns
    -------
    GeoDataFrame
        Codes and names, and per year ``NAME_nu``, ``NAME_2040`` and so on: ``inwoners``, ``inwoners_65plus`` and so on,
        who is outside each norm, supply, and what draws of owners give; of years to come the growth since now,
        ``inwoners_groei_pct`` and that of older people (``inwoners_75plus_groei_pct``, or of 65 and over where those of
        75 are not known), empty where fewer than 50 of them live now.
    """
    frame = years.present.study.results[level]
    columns: dict[str, object] = {name: frame[name] for name in area_columns(frame) if name != "inwoners"}
    now = dict(_figures(years.present, level))
    for year in years.years:
        figures = dict(_figures(year, level))
        if year.year is not None:
            figures |= dict(_growth(now, figures))
        columns |= {f"{name}_{year.suffix}": values for name, values in figures.items()}
    return GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs)


def _figures(year: Year, level: str) -> Iterator[tuple[str, Float]]:
    study = year.study
    frame = study.results[level]
    yield "inwoners", frame["inwoners"].to_numpy(dtype=np.float64)
    for age, name in AGED.items():
        if age in study.ages:
            yield name, _people(study, level, study.ages[age])
    for norm in norms_of(study.project).values():
        yield norm.outside, frame[norm.outside].to_numpy(dtype=np.float64)
    for supply in supplies_of(study.project).values():
        yield supply.column, study.supply_columns(level, supply.kind)[supply.column]
    for item in year.retirements:
        table = item.areas(level)
        yield from ((str(name), table[name].to_numpy(dtype=np.float64)) for name in table if name != LEVELS[level])


def _people(study: Study, level: str, people: Float) -> Float:
    """(areas,): people of an age, NaN where of nobody it is known."""
    groups = study.groups(level)
    known = np.bincount(groups.area, ~np.isnan(people), groups.count) > 0
    return np.where(known, np.bincount(groups.area, np.nan_to_num(people), groups.count), np.nan)


def _growth(now: dict[str, Float], then: dict[str, Float]) -> Iterator[tuple[str, Float]]:
    """The growth in per cent since now, of all inhabitants and of those of 75 and over, or else of 65 and over."""
    older = next((AGED[age] for age in (75, 65) if AGED[age] in then), None)
    for name in ("inwoners", *([older] if older else [])):
        enough = now[name] >= FEWEST
        part = np.divide(then[name], now[name], out=np.full(len(now[name]), np.nan), where=enough)
        yield f"{name}_groei_pct", 100 * (part - 1)
