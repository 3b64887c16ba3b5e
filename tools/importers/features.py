"""What CBS publishes of buurten beside their inhabitants: income, value and owners of homes, and how urban they are."""

from __future__ import annotations

import logging
from pathlib import Path

import geopandas as gpd
import pandas as pd

from tools.importers.sources import Record, rules, source_file
from zorgkaart.errors import InputError
from zorgkaart.inputs.own_tables import write_csv

log = logging.getLogger(__name__)

SOURCE = "grenzen_nl/kwb_2024_buurten.csv.gz"
FILE = "residents/buurtkenmerken.csv"
CODE, URBANITY = "buurtcode", "stedelijkheid"
# Our name, that of the source, and how many of ours go into one of the source's.
NUMBERS = {
    "inkomen_per_inwoner": ("inkomen_per_inwoner_1000eur", 1000),
    "woz_euro": ("woz_1000eur", 1000),
    "koopwoningen_pct": ("koopwoningen_pct", 1),
}
TAKEN = ("code", URBANITY, "aantal_inwoners", *(theirs for theirs, _ in NUMBERS.values()))


def build(source: Path, target: Path) -> list[Record]:
    """Write ``residents/buurtkenmerken.csv`` under `target`; the buurten must have been written before."""
    buurten = gpd.read_parquet(target / "boundaries" / "buurten.parquet")[CODE].sort_values(ignore_index=True)
    raw = pd.read_csv(source_file(source, SOURCE), na_values=["NULL"])
    table, notes = features(raw, buurten)
    write_csv(table, target / FILE)
    log.info("%s: %d buurten in, %d out", FILE, len(raw), len(table))
    for words, number in notes.items():
        log.info("%s: %s: %d", FILE, words, number)
    return [Record(FILE, [SOURCE, "boundaries/cbs_noord_nederland_2024.gpkg"], len(raw), len(table), notes)]


def features(raw: pd.DataFrame, buurten: pd.Series) -> tuple[pd.DataFrame, dict[str, int]]:
    """Give the key figures of some buurten our names and units.

    Parameters
    ----------
    raw : DataFrame
        The columns of :data:`TAKEN`, a row per buurt; NaN where not published.
    buurten : Series of str
        The codes of the buurten to take.

    Returns
    -------
    DataFrame
        ``buurtcode``, the names of :data:`NUMBERS` (euros and percents) and ``stedelijkheid`` as a number and words;
        empty where not published.
    dict of str to int
        Per column in how many buurten it is known, and of how many inhabitants.

    Raises
    ------
    InputError
        If a column is missing, a code stands twice, or a class of urbanity is unknown.
    """
    if missing := sorted(set(TAKEN) - set(raw.columns)):
        raise InputError(f"{SOURCE}: column {', '.join(missing)} is missing. Use the key figures of CBS of 2024.")
    if raw["code"].duplicated().any():
        raise InputError(f"{SOURCE}: a code stands twice. Keep one row per buurt.")
    mine = raw.set_index("code").reindex(buurten)
    table = pd.DataFrame({CODE: buurten.to_numpy()})
    for name, (theirs, factor) in NUMBERS.items():
        table[name] = pd.array((mine[theirs].to_numpy(dtype=float) * factor).round(), dtype="Int64")
    words = rules("stedelijkheid").set_index("klasse")["woorden"]
    classes = mine[URBANITY].map(lambda value: "" if pd.isna(value) else str(int(value)))
    if unknown := sorted(set(classes) - {"", *words.index}):
        raise InputError(f"{SOURCE}: stedelijkheid {', '.join(unknown)} is no class of CBS. Use 1 to 5.")
    table[URBANITY] = [f"{value} {words[value]}" if value else "" for value in classes]
    people = mine["aantal_inwoners"].to_numpy(dtype=float)
    notes = {}
    for name in (*NUMBERS, URBANITY):
        known = table[name].notna() & (table[name] != "")
        notes[f"{name}: buurten waarvan het is gepubliceerd"] = int(known.sum())
        notes[f"{name}: inwoners van die buurten"] = round(float(pd.Series(people)[known].sum()))
    return table, notes
