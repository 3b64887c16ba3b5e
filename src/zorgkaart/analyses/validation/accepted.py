"""The last accepted results of a project: what a later run may not drift away from without anybody noticing."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from zorgkaart.analyses.validation.coverage import COVERED_UNIT
from zorgkaart.analyses.validation.figures import Interval
from zorgkaart.errors import InputError, Problems
from zorgkaart.files import atomic_path
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import listed

COLUMNS = ("id", "onderwerp", "waarde", "tolerantie", "eenheid", "laag", "hoog", "trekkingen", "aanvaard_op")
NUMBERS = ("waarde", "tolerantie", "laag", "hoog", "trekkingen")
DIGITS = 6
# What a figure that is accepted for the first time may drift: a part of it, and no less than this in its unit.
# From then on its tolerance stands in the file, and is changed there.
PART = 0.01
LEAST = {"inwoners": 10.0, "buurten": 1.0, "min": 0.05, "km": 0.01, "%": 0.5, COVERED_UNIT: 0.0}
LEAST_OTHER = 0.002
SAME, WITHIN, DRIFTED, NEW, GONE = "gelijk", "binnen de tolerantie", "afwijking", "nieuw", "verdwenen"
# Of the number of published figures that intervals cover: more of them is no drift.
MORE = "meer dan aanvaard"
FAILING = (DRIFTED, GONE)


def accepted_path(project: Path) -> Path:
    """The file beside a project file: ``groningen.toml`` has ``groningen.accepted.csv``.

    Parameters
    ----------
    project : Path
        The project file.
    """
    return project.with_suffix(".accepted.csv")


def read_accepted(path: Path) -> pd.DataFrame | None:
    """Read the accepted figures.

    Parameters
    ----------
    path : Path
        A CSV that :func:`accept` wrote.

    Returns
    -------
    DataFrame or None
        One row per figure, with :data:`COLUMNS`: numbers as float64 (NaN where empty), the others as text. None if
        there is no such file.

    Raises
    ------
    InputError
        If the file cannot be used; all problems are named together.
    """
    if not path.is_file():
        return None
    problems = Problems()
    frame = read_table(path, problems)
    problems.raise_if_fatal()
    assert frame is not None
    again = "Correct it, or remove the file and accept anew with --accept."
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise InputError(f"{path.name}: columns {missing} are missing. {again}")
    table = frame[list(COLUMNS)].fillna("").astype(str).reset_index(drop=True)
    for name in NUMBERS:
        text = table[name].str.strip()
        values = pd.to_numeric(text, errors="coerce")
        wrong = ~np.isfinite(values) & (text != "")
        if name == "tolerantie":
            wrong |= ~(values >= 0)
        if wrong.any():
            problems.add(path.name, f"{name} of {listed(table.loc[wrong, 'id'])} is no number", again)
        table[name] = values
    twice = table["id"][table["id"].duplicated()]
    if len(twice):
        problems.add(path.name, f"{listed(twice)} is there more than once", again)
    problems.raise_if_fatal()
    return table


def drift(figures: pd.DataFrame, accepted: pd.DataFrame | None) -> pd.DataFrame:
    """Each figure beside the accepted one.

    Parameters
    ----------
    figures : DataFrame
        The figures of this run: ``id``, ``onderwerp``, ``waarde`` and ``eenheid``.
    accepted : DataFrame or None
        As :func:`read_accepted` gives it.

    Returns
    -------
    DataFrame
        ``id``, ``onderwerp``, ``aanvaard``, ``nu``, ``verschil``, ``tolerantie``, ``eenheid``, ``aanvaard_op`` and
        ``uitslag``: ``gelijk``, ``binnen de tolerantie``, ``afwijking`` (also where one of the two is unknown), ``meer
        dan aanvaard`` (of a number in `COVERED_UNIT`, of which more is no drift),
        ``nieuw`` (was never accepted) or ``verdwenen`` (was accepted, and this run does not have it).
    """
    before = accepted if accepted is not None else pd.DataFrame(columns=list(COLUMNS))
    both = figures.merge(before, on="id", how="outer", suffixes=("", "_oud"), indicator=True, sort=False)
    order = [*figures["id"], *before.loc[~before["id"].isin(figures["id"]), "id"]]
    both = both.set_index("id").loc[order].reset_index()
    table = pd.DataFrame(
        {
            "id": both["id"],
            "onderwerp": both["onderwerp"].fillna(both["onderwerp_oud"]),
            "aanvaard": both["waarde_oud"].astype(float),
            "nu": both["waarde"].astype(float),
            "tolerantie": both["tolerantie"].astype(float),
            "eenheid": both["eenheid"].fillna(both["eenheid_oud"]),
            "aanvaard_op": both["aanvaard_op"].fillna(""),
        }
    )
    table.insert(4, "verschil", table["nu"] - table["aanvaard"])
    table["uitslag"] = [
        _verdict(str(side), was, now, tolerance, unit)
        for side, was, now, tolerance, unit in zip(
            both["_merge"], table["aanvaard"], table["nu"], table["tolerantie"], table["eenheid"], strict=True
        )
    ]
    return table


def _verdict(side: str, was: float, now: float, tolerance: float, unit: str) -> str:
    if side != "both":
        return NEW if side == "left_only" else GONE
    if math.isnan(was) or math.isnan(now):
        return SAME if math.isnan(was) and math.isnan(now) else DRIFTED
    if _rounded(was) == _rounded(now):
        return SAME
    if unit == COVERED_UNIT and now > was:
        return MORE
    return WITHIN if abs(now - was) <= tolerance * (1 + 1e-9) else DRIFTED


def failing(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`drift` that somebody must look at.

    Parameters
    ----------
    table : DataFrame
        As :func:`drift` gives it.

    Returns
    -------
    DataFrame
        Those with ``afwijking`` or ``verdwenen``.
    """
    return table[table["uitslag"].isin(FAILING)]


def accept(
    path: Path, figures: pd.DataFrame, intervals: Mapping[str, Interval], *, today: datetime.date
) -> pd.DataFrame:
    """Write the figures of this run as the accepted ones, and return what changed.

    A figure that is there already keeps its tolerance, and also its date and value if those are the same to six
    digits. Intervals that are not given stay as they were.

    Parameters
    ----------
    path : Path
        The file to make or to replace.
    figures : DataFrame
        The figures of this run: ``id``, ``onderwerp``, ``waarde`` and ``eenheid``.
    intervals : mapping of str to Interval
        By the id of the figure.
    today : date
        Is noted with every figure that changed.

    Returns
    -------
    DataFrame
        The rows of :func:`drift`, against the file before, that are not ``gelijk``.

    Raises
    ------
    InputError
        If the file that is there cannot be read.
    OutputError
        If it cannot be written.
    """
    before = read_accepted(path)
    changed = drift(figures, before)
    old = {} if before is None else {str(row["id"]): row for row in before.to_dict("records")}
    same = dict(zip(changed["id"], changed["uitslag"] == SAME, strict=True))
    rows = []
    for figure in figures.to_dict("records"):
        name = str(figure["id"])
        known = old.get(name)
        kept = known is not None and same[name]
        interval = intervals.get(name)
        rows.append(
            {
                "id": name,
                "onderwerp": figure["onderwerp"],
                "waarde": known["waarde"] if known is not None and kept else _rounded(figure["waarde"]),
                "tolerantie": known["tolerantie"] if known is not None else new_tolerance(figure),
                "eenheid": figure["eenheid"],
                "laag": _rounded(interval.low) if interval else known["laag"] if known is not None else np.nan,
                "hoog": _rounded(interval.high) if interval else known["hoog"] if known is not None else np.nan,
                "trekkingen": interval.draws if interval else known["trekkingen"] if known is not None else np.nan,
                "aanvaard_op": known["aanvaard_op"] if known is not None and kept else today.isoformat(),
            }
        )
    with atomic_path(path) as temporary:
        table = pd.DataFrame(rows, columns=list(COLUMNS))
        table["trekkingen"] = table["trekkingen"].astype("Int64")
        table.to_csv(temporary, index=False, encoding="utf-8", lineterminator="\n")
    return changed[changed["uitslag"] != SAME]


def new_tolerance(figure: Mapping[object, object]) -> float:
    """What a figure may drift that was never accepted before.

    Parameters
    ----------
    figure : mapping
        With ``waarde`` (may be NaN) and ``eenheid``.
    """
    value = float(str(figure["waarde"]))
    least = LEAST.get(str(figure["eenheid"]), LEAST_OTHER)
    counted = figure["eenheid"] in LEAST and figure["eenheid"] != COVERED_UNIT
    part = 0.0 if math.isnan(value) or not counted else PART * abs(value)
    return float(f"{max(part, least):.2g}")


def stored_intervals(accepted: pd.DataFrame | None) -> dict[str, Interval]:
    """The intervals in a file of accepted figures, by the names of the figures.

    Parameters
    ----------
    accepted : DataFrame or None
        As :func:`read_accepted` gives it.

    Returns
    -------
    dict of str to Interval
        Of the figures that have one.
    """
    if accepted is None:
        return {}
    known = accepted.dropna(subset=["laag", "hoog", "trekkingen"])
    return {
        str(row["id"]): Interval(float(row["laag"]), float(row["hoog"]), int(row["trekkingen"]))
        for row in known.to_dict("records")
    }


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
