"""People of 75 and over who live alone, per gemeente: what CBS counted in 2020, by the gemeenten of 2024."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd

from tools.importers.sources import Record, lookup, source_file
from zorgkaart.errors import InputError
from zorgkaart.inputs.gemeente_numbers import CODE, NUMBER
from zorgkaart.inputs.own_tables import write_csv

log = logging.getLogger(__name__)

SOURCE = "bevolking/gemeente_leeftijd_huishoudpositie_2020.csv.gz"
FILE = "residents/alleenwonend.csv"
AREA, AGE, ALONE = "RegioS", "Leeftijd", "Alleenstaand_4"
FROM_AGE = 75


def build(source: Path, target: Path) -> list[Record]:
    """Write ``residents/alleenwonend.csv`` under `target`; the gemeenten must have been written before."""
    gemeenten = pd.read_parquet(target / "boundaries" / "gemeenten.parquet", columns=[CODE, "gemeentenaam"])
    raw = pd.read_csv(source_file(source, SOURCE))
    merged = lookup("gemeenten_samengevoegd", "was", "wordt")
    table = living_alone(raw, gemeenten, merged)
    write_csv(table, target / FILE)
    log.info("%s: %d rows in, %d gemeenten out", FILE, len(raw), len(table))
    notes = {
        "gemeenten van 2020 die in een andere opgingen": sum(code in set(raw[AREA]) for code in merged),
        "alleenwonenden van 75 jaar en ouder in deze gemeenten": int(table[NUMBER].sum()),
    }
    return [Record(FILE, [SOURCE, "boundaries/cbs_noord_nederland_2024.gpkg"], len(raw), len(table), notes)]


def living_alone(raw: pd.DataFrame, gemeenten: pd.DataFrame, merged: dict[str, str]) -> pd.DataFrame:
    """Add up who lives alone from 75 years on, per gemeente of now.

    Parameters
    ----------
    raw : DataFrame
        ``RegioS`` (a gemeente of then), ``Leeftijd`` (``75 - 80 jaar``) and ``Alleenstaand_4``, a row per class of age.
    gemeenten : DataFrame
        ``gemeentecode`` and ``gemeentenaam`` of now.
    merged : dict of str to str
        The gemeente of now of each that went up in another.

    Returns
    -------
    DataFrame
        ``gemeentecode``, ``gemeentenaam`` and ``aantal``, by code; empty where a class of age has no number or no row.

    Raises
    ------
    InputError
        If a column is missing, an age cannot be read or stands twice, or a gemeente of now is absent.
    """
    if missing := sorted({AREA, AGE, ALONE} - set(raw.columns)):
        raise InputError(f"{SOURCE}: column {', '.join(missing)} is missing. Use the table of CBS as it was published.")
    old = raw[raw[AGE].map(_from_75)]
    if old.duplicated([AREA, AGE]).any():
        raise InputError(f"{SOURCE}: an age of a gemeente stands twice. Keep one period and both sexes together.")
    wide = old.pivot(index=AREA, columns=AGE, values=ALONE)
    # A sum with an unknown part is unknown; where a class has no row, nothing says that it has nobody.
    sums = wide.sum(axis=1, skipna=False).groupby(wide.index.to_series().replace(merged)).agg(_whole)
    if absent := sorted(set(gemeenten[CODE]) - set(sums.index)):
        raise InputError(
            f"{SOURCE}: {', '.join(absent)} is not in it. Say in gemeenten_samengevoegd.csv which gemeenten it was."
        )
    table = gemeenten[[CODE, "gemeentenaam"]].sort_values(CODE, ignore_index=True)
    return table.assign(**{NUMBER: pd.array(sums.reindex(table[CODE]).to_numpy(), dtype="Int64")})


def _whole(parts: pd.Series) -> float:
    return float(parts.sum(skipna=False))


def _from_75(text: str) -> bool:
    """Whether a class such as ``75 - 80 jaar`` (80 not in it) or ``95 jaar of ouder`` begins at 75 or later."""
    first = str(text).split(" ")[0]
    if not first.isdecimal():
        raise InputError(f"{SOURCE}: {text!r} is no class of age. Use the table of CBS as it was published.")
    return int(first) >= FROM_AGE
