"""Inhabitants by five-year class of age per buurt, from such ages per postcode area (PC4).

The rule: the ages of each PC4 are spread over the buurten that its addresses lie in, and fitted
(:mod:`tools.importers.proportional`) so that the inhabitants below 15, from 15 up to 65, and of 65 and over of every
buurt add up to what CBS publishes and every PC4 keeps its ages. Those are of another year; per part of life one factor
for each group of PC4s that share buurten brings them to the buurten's. Of the women of 15 up to 50 each PC4 has its own
share of each class.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers import residents
from tools.importers.age_checks import OF_SQUARES, against_squares, against_wijken, make_up_error, per_mille
from tools.importers.proportional import Cells, brought_to, fitted
from tools.importers.sources import Record, source_file
from zorgkaart.errors import InputError
from zorgkaart.inputs.age_names import EVERYONE, WOMEN
from zorgkaart.inputs.own_tables import write_csv

log = logging.getLogger(__name__)

SOURCE = "bevolking/pc4_leeftijd_geslacht_2021.csv.gz"
SQUARES = "bevolking/vierkant100m_gemeente_groningen_2014.csv.gz"
POSTCODES = "boundaries/pc4_groningen_2021.gpkg"
FILE = "residents/leeftijdsklassen.csv"
CLASSES = (*(f"{age}-{age + 4}" for age in range(0, 95, 5)), "95+")
# The classes of which the women are counted apart: those in which children are born.
FERTILE = slice(3, 10)
Float = NDArray[np.float64]


@dataclass(frozen=True)
class PartOfLife:
    """Classes of age of which CBS publishes the inhabitants of a buurt together."""

    name: str
    classes: slice


PARTS = (
    PartOfLife("0 tot 15 jaar", slice(0, 3)),
    PartOfLife("15 tot 65 jaar", slice(3, 13)),
    PartOfLife("65 jaar en ouder", slice(13, 20)),
)


def build(source: Path, target: Path) -> list[Record]:
    """Write ``residents/leeftijdsklassen.csv`` under `target`; areas must have been written before.

    One row per buurt; empty where CBS does not publish the inhabitants of that part of life, or where no address is.
    """
    buurten = gpd.read_parquet(target / "boundaries" / "buurten.parquet").sort_values("buurtcode", ignore_index=True)
    wijken = pd.read_parquet(target / "boundaries" / "wijken.parquet")
    addresses = postcode_addresses(source, buurten)
    raw = pd.read_csv(source_file(source, SOURCE), dtype={"pc4": str})
    ages, women = by_class(raw, "inwoners"), women_share(raw)
    without = ~addresses["pc4"].isin(ages.index)
    table, notes = spread_ages(addresses[~without], ages, women, parts_known(buurten))
    notes |= against_wijken(table, buurten, wijken)
    notes |= make_up_error(addresses[~without], ages.iloc[:, PARTS[-1].classes])
    notes |= against_squares(_squares(source, buurten), addresses)
    notes["adressen zonder leeftijden van hun PC4"] = int(without.sum())
    write_csv(table, target / FILE)
    log.info("%s: %d addresses in, %d buurten out", FILE, len(addresses), len(table))
    for words, number in notes.items():
        log.info("%s: %s: %d", FILE, words, number)
    sources = [SOURCE, SQUARES, POSTCODES, *residents.SOURCES.values()]
    return [Record(FILE, sources, len(addresses), len(table), notes)]


def parts_known(buurten: pd.DataFrame) -> pd.DataFrame:
    """Inhabitants per part of life (:data:`PARTS`) by ``buurtcode``; NaN where one of its numbers is not published."""
    young, old = buurten["inwoners_0_15"], buurten["inwoners_65plus"]
    # Each number is rounded to fives, so that the rest can come out just below nothing.
    rest = (buurten["inwoners"] - young - old).clip(lower=0)
    values = (young, rest, old)
    return pd.DataFrame(
        {part.name: people.to_numpy() for part, people in zip(PARTS, values, strict=True)},
        index=pd.Index(buurten["buurtcode"]),
    )


def spread_ages(
    addresses: pd.DataFrame, ages: pd.DataFrame, women: pd.DataFrame, known: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Spread ages of postcode areas over buurten.

    Parameters
    ----------
    addresses : DataFrame
        ``pc4`` and ``buurtcode`` of each address; every ``pc4`` is in `ages`.
    ages : DataFrame
        People per PC4 (the index) and class of :data:`CLASSES`.
    women : DataFrame
        The share of women in each of them, from 0 to 1.
    known : DataFrame
        Inhabitants by ``buurtcode`` (the index) and part of life; NaN where not published.

    Returns
    -------
    DataFrame
        ``buurtcode``, ``leeftijd_0_4`` up to ``leeftijd_95`` and ``vrouwen_15_19`` up to ``vrouwen_45_49``, in
        hundredths, NaN where unknown.
    dict of str to int
        How well it fits, before and after, in people or in thousandths.
    """
    cells, here = _cells(addresses, known.index)
    people = ages.loc[here, list(CLASSES)].to_numpy(dtype=np.float64)
    share = women.loc[here, list(CLASSES)].to_numpy(dtype=np.float64)
    table = pd.DataFrame({"buurtcode": known.index})
    female: dict[str, Float] = {}
    notes: dict[str, int] = {}
    for part in PARTS:
        columns = known[part.name].to_numpy(dtype=np.float64)
        totals = brought_to(cells, people[:, part.classes], columns)
        before = _before(cells, people[:, part.classes], columns)
        result = fitted(cells, totals, columns)
        after = cells.of_columns(result.values)
        reached = ~np.isnan(columns) & ((after > 0) | (columns == 0))
        of_women = result.values * share[cells.row][:, part.classes]
        for number, name in enumerate(CLASSES[part.classes]):
            table[column(EVERYONE, name)] = _summed(cells, result.values[:, number], reached)
            if name in CLASSES[FERTILE]:
                female[column(WOMEN, name)] = _summed(cells, of_women[:, number], reached)
        off = np.abs(before - columns)[reached]
        notes |= {
            f"{part.name}: buurten waarvan het aantal niet is gepubliceerd": int(np.isnan(columns).sum()),
            f"{part.name}: inwoners van buurten zonder adres": round(float(np.nansum(columns[~reached]))),
            f"{part.name}: vooraf in een andere buurt dan gepubliceerd, per duizend": per_mille(off, columns[reached]),
            f"{part.name}: vooraf naast het gepubliceerde, mediaan van de buurten": round(float(np.median(off))),
            f"{part.name}: achteraf van een PC4 die niet passen, per duizend": round(500 * result.misfit),
        }
    return table.assign(**female), notes


def column(prefix: str, name: str) -> str:
    """The header of a class of :data:`CLASSES`, as in ``leeftijd_0_4`` and ``leeftijd_95``."""
    return f"{prefix}_{name.rstrip('+').replace('-', '_')}"


def by_class(raw: pd.DataFrame, people: str) -> pd.DataFrame:
    """Per PC4 the people of each class; of a PC4 that lacks one of them nothing is known."""
    missing = [name for name in CLASSES if name not in set(raw["leeftijd"])]
    if missing:
        raise InputError(f"{SOURCE}: column leeftijd lacks {', '.join(missing)}. Use the table with five-year ages.")
    wide = raw[raw["leeftijd"].isin(CLASSES)].pivot(index="pc4", columns="leeftijd", values=people)
    return wide[list(CLASSES)].dropna()


def women_share(raw: pd.DataFrame) -> pd.DataFrame:
    """Per PC4 the share of women in each class; that of all PC4s together where nobody lives."""
    women, men = by_class(raw, "vrouwen"), by_class(raw, "mannen")
    both = women + men
    return (women / both.where(both > 0)).fillna(women.sum() / both.sum())


def _cells(addresses: pd.DataFrame, buurten: pd.Index) -> tuple[Cells, list[str]]:
    """The pairs of a PC4 and a buurt with addresses, and the PC4s in their order."""
    pairs = addresses.groupby(["pc4", "buurtcode"]).size()
    here = sorted(set(addresses["pc4"]))
    cells = Cells(
        pd.Index(here).get_indexer(pairs.index.get_level_values("pc4")).astype(np.int64),
        buurten.get_indexer(pairs.index.get_level_values("buurtcode")).astype(np.int64),
        pairs.to_numpy().astype(np.float64),
        len(here),
        len(buurten),
    )
    return cells, here


def _summed(cells: Cells, people: Float, reached: NDArray[np.bool_]) -> Float:
    """People per buurt in hundredths, NaN where unknown."""
    summed: Float = np.where(reached, np.round(np.bincount(cells.column, people, cells.columns), 2), np.nan)
    return summed


def _before(cells: Cells, ages: Float, columns: Float) -> Float:
    """The people per buurt by addresses alone, brought to the year of the buurten by one factor for all."""
    spread = cells.of_columns(cells.spread(ages))
    known = ~np.isnan(columns)
    before: Float = spread * (columns[known].sum() / spread[known].sum())
    return before


def postcode_addresses(source: Path, buurten: gpd.GeoDataFrame) -> pd.DataFrame:
    """The PC4, the gemeente and the buurt of every address that lies in one."""
    parts = []
    for name in residents.SOURCES.values():
        raw = pd.read_parquet(source_file(source, name), columns=["postcode", "woonplaats", "gemeente", "lat", "lon"])
        points = residents.located(raw, buurten)[0]
        parts.append(points[["gemeente", "buurtcode"]].assign(pc4=raw["postcode"].str[:4].to_numpy()))
    everything = pd.concat(parts, ignore_index=True)
    return everything[everything["buurtcode"].notna()].reset_index(drop=True)


def _squares(source: Path, buurten: gpd.GeoDataFrame) -> pd.DataFrame:
    """The squares of 100 m of the gemeente of which these are at hand, with the PC4 and the buurt of their middle."""
    raw = pd.read_csv(source_file(source, SQUARES), usecols=["x", "y", *OF_SQUARES])
    middle = gpd.GeoDataFrame(raw, geometry=gpd.points_from_xy(raw["x"], raw["y"]), crs="EPSG:4326").to_crs(buurten.crs)
    postcodes = gpd.read_file(source_file(source, POSTCODES)).to_crs(buurten.crs)
    postcodes["pc4"] = postcodes["postcode"].astype(str)
    for areas, name in ((postcodes, "pc4"), (buurten, "buurtcode")):
        middle = middle.sjoin(areas[[name, "geometry"]], how="left").drop(columns="index_right")
        middle = middle[~middle.index.duplicated()]
    return pd.DataFrame(middle[["pc4", "buurtcode", *OF_SQUARES]])
