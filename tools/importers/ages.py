"""Inhabitants of 75 and of 85 and over per buurt, from five-year ages per postcode area (PC4).

The rule: the ages of each PC4 are spread over the buurten that its addresses lie in, and fitted
(:mod:`tools.importers.proportional`) so that the 65-plussers of every buurt add up to what CBS publishes and every PC4
keeps its ages. Those are of another year; one factor per group of PC4s that share buurten brings them to the buurten's.
"""

from __future__ import annotations

import logging
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers import residents
from tools.importers.proportional import Cells, brought_to, fitted
from tools.importers.sources import Record, source_file
from zorgkaart.errors import InputError
from zorgkaart.inputs.own_tables import write_csv

log = logging.getLogger(__name__)

SOURCE = "bevolking/pc4_leeftijd_geslacht_2021.csv.gz"
FILE = "residents/leeftijden.csv"
CLASSES = ("65-69", "70-74", "75-79", "80-84", "85-89", "90-94", "95+")
# Which of these classes, from which on, are in a column.
COLUMNS = {"inwoners_75plus": 2, "inwoners_85plus": 4}
Float = NDArray[np.float64]


def build(source: Path, target: Path) -> list[Record]:
    """Write ``residents/leeftijden.csv`` under `target`; the buurten must have been written before.

    One row per buurt; empty where CBS does not publish its 65-plussers, or where they have no address.
    """
    buurten = gpd.read_parquet(target / "boundaries" / "buurten.parquet").sort_values("buurtcode", ignore_index=True)
    addresses = _addresses(source, buurten)
    ages = _ages(pd.read_csv(source_file(source, SOURCE), dtype={"pc4": str}))
    without = ~addresses["pc4"].isin(ages.index)
    table, notes = spread_ages(addresses[~without], ages, buurten.set_index("buurtcode")["inwoners_65plus"])
    notes |= make_up_error(addresses[~without], ages)
    notes["adressen zonder leeftijden van hun PC4"] = int(without.sum())
    write_csv(table, target / FILE)
    log.info("%s: %d addresses in, %d buurten out", FILE, len(addresses), len(table))
    for words, number in notes.items():
        log.info("%s: %s: %d", FILE, words, number)
    return [Record(FILE, [SOURCE, *residents.SOURCES.values()], len(addresses), len(table), notes)]


def spread_ages(addresses: pd.DataFrame, ages: pd.DataFrame, known: pd.Series) -> tuple[pd.DataFrame, dict[str, int]]:
    """Spread ages of postcode areas over buurten.

    Parameters
    ----------
    addresses : DataFrame
        ``pc4`` and ``buurtcode`` of each address; every ``pc4`` is in `ages`.
    ages : DataFrame
        People per PC4 (the index) and class of :data:`CLASSES`.
    known : Series
        Inhabitants of 65 and over, by ``buurtcode``; NaN where not published.

    Returns
    -------
    DataFrame
        ``buurtcode``, ``inwoners_75plus`` and ``inwoners_85plus``, in tenths, NaN where unknown.
    dict of str to int
        How well it fits, before and after, in people or in thousandths.
    """
    pairs = addresses.groupby(["pc4", "buurtcode"]).size()
    here = sorted(set(addresses["pc4"]))
    cells = Cells(
        pd.Index(here).get_indexer(pairs.index.get_level_values("pc4")).astype(np.int64),
        known.index.get_indexer(pairs.index.get_level_values("buurtcode")).astype(np.int64),
        pairs.to_numpy().astype(np.float64),
        len(here),
        len(known),
    )
    columns = known.to_numpy(dtype=np.float64)
    totals = brought_to(cells, ages.loc[here, list(CLASSES)].to_numpy(dtype=np.float64), columns)
    before = _before(cells, ages.loc[here, list(CLASSES)].to_numpy(dtype=np.float64), columns)
    result = fitted(cells, totals, columns)
    after = cells.of_columns(result.values)
    reached = ~np.isnan(columns) & ((after > 0) | (columns == 0))
    table = pd.DataFrame({"buurtcode": known.index})
    for name, first in COLUMNS.items():
        older = np.bincount(cells.column, result.values[:, first:].sum(axis=1), len(known))
        table[name] = np.where(reached, np.round(older, 1), np.nan)
    off = np.abs(before - columns)[reached]
    notes = {
        "buurten waarvan de 65-plussers niet zijn gepubliceerd": int(np.isnan(columns).sum()),
        "65-plussers in buurten zonder adres": round(float(columns[~reached & ~np.isnan(columns)].sum())),
        "vooraf: 65-plussers in een andere buurt dan gepubliceerd, per duizend": _per_mille(off, columns[reached]),
        "vooraf: helft van de buurten zit er hoogstens zoveel 65-plussers naast": round(float(np.median(off))),
        "achteraf: 65-plussers van een PC4 die niet passen, per duizend": round(500 * result.misfit),
    }
    return table, notes


def make_up_error(addresses: pd.DataFrame, ages: pd.DataFrame) -> dict[str, int]:
    """What it costs to give a small area the make-up of a larger one, where the truth is known: PC4s in gemeenten.

    Of buurten the 75- and 85-plussers are not published. So the same is done one level up: each PC4 gets its own number
    of 65-plussers and the ages among them of its whole gemeente, which is held against its own ages. What it costs one
    level down, of buurten in a PC4, does not follow from that, but is of that kind.

    Parameters
    ----------
    addresses : DataFrame
        ``pc4`` and ``gemeente`` of each address; every ``pc4`` is in `ages`.
    ages : DataFrame
        People per PC4 (the index) and class of :data:`CLASSES`.

    Returns
    -------
    dict of str to int
        Per column of :data:`COLUMNS` how many of a thousand would be put in another PC4.
    """
    gemeente = addresses.groupby("pc4")["gemeente"].agg(lambda names: names.value_counts().index[0])
    own = ages.loc[gemeente.index, list(CLASSES)]
    whole = own.groupby(gemeente.to_numpy()).transform("sum")
    make_up = whole.div(whole.sum(axis=1), axis=0).fillna(0.0)
    guessed = make_up.mul(own.sum(axis=1), axis=0)
    result = {}
    for name, first in COLUMNS.items():
        older, truth = (frame.iloc[:, first:].sum(axis=1).to_numpy(dtype=np.float64) for frame in (guessed, own))
        age = name.removeprefix("inwoners_").replace("plus", "-plussers")
        result[f"keuring: {age} van een PC4 uit de opbouw van de gemeente, mis per duizend"] = _per_mille(
            np.abs(older - truth), truth
        )
    return result


def _before(cells: Cells, ages: Float, columns: Float) -> Float:
    """The 65-plussers per buurt by addresses alone, brought to the year of the buurten by one factor for all."""
    spread = cells.of_columns(cells.spread(ages))
    known = ~np.isnan(columns)
    before: Float = spread * (columns[known].sum() / spread[known].sum())
    return before


def _per_mille(off: Float, published: Float) -> int:
    """Who would have to be in another area, of a thousand: half of all differences, as each is counted twice."""
    return round(500 * float(off.sum()) / float(published.sum()))


def _addresses(source: Path, buurten: gpd.GeoDataFrame) -> pd.DataFrame:
    """The PC4, the gemeente and the buurt of every address that lies in one."""
    parts = []
    for name in residents.SOURCES.values():
        raw = pd.read_parquet(source_file(source, name), columns=["postcode", "woonplaats", "gemeente", "lat", "lon"])
        points = residents.located(raw, buurten)[0]
        parts.append(points[["gemeente", "buurtcode"]].assign(pc4=raw["postcode"].str[:4].to_numpy()))
    everything = pd.concat(parts, ignore_index=True)
    return everything[everything["buurtcode"].notna()].reset_index(drop=True)


def _ages(raw: pd.DataFrame) -> pd.DataFrame:
    """Per PC4 the people of each class; of a PC4 that lacks one of them nothing is known."""
    missing = sorted(set(CLASSES) - set(raw["leeftijd"]))
    if missing:
        raise InputError(f"{SOURCE}: column leeftijd lacks {', '.join(missing)}. Use the table with five-year ages.")
    wide = raw[raw["leeftijd"].isin(CLASSES)].pivot(index="pc4", columns="leeftijd", values="inwoners")
    return wide.dropna()
