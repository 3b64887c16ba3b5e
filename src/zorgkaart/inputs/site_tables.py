"""The cells of a site table: defaults, allowed values and required texts, column by column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.capacities import capacity_columns, check_units
from zorgkaart.inputs.opening_hours import always_open, odd_hours, readable_hours
from zorgkaart.inputs.schema import CONTINUOUS, FACILITY_COLUMNS, FACILITY_NUMBERS, PRECISIONS, STATUSES
from zorgkaart.inputs.site_dates import check_dates, on_day
from zorgkaart.inputs.tables import as_number, as_text, close_to, listed, missing_column, rows_named

DEFAULTS = {"precisie": "kaartpunt", "volcontinu": "onbekend", "status": "open"}
YES_NO = {"true": "ja", "false": "nee", "1": "ja", "0": "nee"}


def checked_sites(
    frame: pd.DataFrame,
    kind: str,
    where: str,
    *,
    same_file: Collection[str],
    kinds: Collection[str],
    home: str,
    day: datetime.date | None = None,
    problems: Problems,
) -> pd.DataFrame | None:
    """Bring a table into the project's columns and report every cell that is not allowed.

    Parameters
    ----------
    same_file
        The kinds whose table is this same file: rows of the others are left to them.
    kinds
        All kinds of the project.
    home
        The land of sites that say none.
    day
        The day of which the status is; without it that of the table.

    Returns
    -------
    DataFrame or None
        The rows of `kind`: :data:`FACILITY_COLUMNS`, all text except lat and lon, :data:`FACILITY_NUMBERS`, NaN where
        empty, and the columns of :mod:`zorgkaart.inputs.capacities`. None if a required column is absent.
    """
    absent = [name for name in ("id", "naam", "lat", "lon") if name not in frame.columns]
    for name in absent:
        missing_column(where, name, "facilities", frame.columns, problems)
    if absent:
        return None
    table = pd.DataFrame(index=frame.index)
    for name in FACILITY_COLUMNS:
        default = kind if name == "soort" else DEFAULTS.get(name, "")
        table[name] = as_text(frame[name]) if name in frame.columns else default
    for name in FACILITY_NUMBERS:
        table[name] = _numbers(frame, name, where, problems)
    table = table.assign(**capacity_columns(frame, where, problems))
    table["soort"] = table["soort"].str.lower()
    _check_kinds(table, kind, where, same_file, kinds, problems)
    table = table[table["soort"] == kind].copy()
    if table.empty:
        problems.add(where, f"there is no site of {kind} in it", "Add one, or take the kind out of [kinds].")
        return None
    empty = table["id"] == ""
    if empty.any():
        problems.add(where, f"{rows_named(table.index[empty])}: no id", "Give every site an id of its own.")
    unnamed = table["naam"] == ""
    if unnamed.any():
        problems.add(
            where,
            f"{rows_named(table.index[unnamed])}: no naam; the id is used for it",
            "Fill in column naam.",
            fatal=False,
        )
        table["naam"] = table["naam"].mask(unnamed, table["id"])
    check_units(table, kind, where, problems)
    _check_land(table, where, home, problems)
    table["volcontinu"] = table["volcontinu"].str.lower().replace(YES_NO)
    _check_values(table, "volcontinu", CONTINUOUS, where, problems)
    _check_values(table, "status", STATUSES, where, problems)
    _check_values(table, "precisie", PRECISIONS, where, problems)
    _check_hours(table, where, problems)
    check_dates(table, where, now=datetime.date.today() if day is None else None, problems=problems)
    return table if day is None else on_day(table, day)


def _numbers(frame: pd.DataFrame, name: str, where: str, problems: Problems) -> pd.Series[float]:
    """A column of amounts; NaN where it is empty or absent."""
    if name not in frame.columns:
        return pd.Series(np.nan, index=frame.index)
    texts = as_text(frame[name])
    numbers, wrong = as_number(frame[name])
    wrong |= numbers <= 0
    if wrong.any():
        wrong_texts = listed(map(repr, texts[wrong].unique()))
        problems.add(
            where,
            f"{rows_named(texts.index[wrong])}: {name} is no number above zero ({wrong_texts})",
            "Write it in digits, without points between them, or leave it empty.",
        )
    return numbers.where(~wrong)


def _check_kinds(
    table: pd.DataFrame, kind: str, where: str, same_file: Collection[str], kinds: Collection[str], problems: Problems
) -> None:
    for name in sorted(set(table["soort"]) - set(same_file) - {kind}):
        rows = rows_named(table.index[table["soort"] == name])
        if name in kinds:
            problems.add(
                where,
                f"{rows}: soort is '{name}', but this is the table of '{kind}'",
                f"Move them to the table of {name}, or correct column soort.",
            )
        else:
            problems.add(
                where,
                f"{rows}: the soort '{name}' is unknown",
                f"{close_to(name, kinds)}Correct column soort, or add [kinds.NAME] to the project file.",
            )


def _check_land(table: pd.DataFrame, where: str, home: str, problems: Problems) -> None:
    table["land"] = table["land"].str.upper().replace("", home)
    wrong = ~table["land"].map(lambda text: bool(re.fullmatch("[A-Z]{2}", text)))
    if wrong.any():
        problems.add(
            where,
            f"{rows_named(table.index[wrong])}: land is not a code of two letters "
            f"({listed(table['land'][wrong].unique())})",
            f"Write {home} for sites at home, and another code such as DE for those abroad.",
        )
        table.loc[wrong, "land"] = home


def _check_values(table: pd.DataFrame, name: str, allowed: Collection[str], where: str, problems: Problems) -> None:
    table[name] = table[name].str.lower()
    empty = table[name] == ""
    table.loc[empty, name] = DEFAULTS[name]
    if empty.any() and name == "status":
        problems.add(
            where,
            f"{rows_named(table.index[empty])}: no status; it counts as open",
            f"Write one of {', '.join(allowed)}.",
            fatal=False,
        )
    wrong = ~table[name].isin(list(allowed))
    if wrong.any():
        unknown = table[name][wrong].unique()
        problems.add(
            where,
            f"{rows_named(table.index[wrong])}: unknown {name} ({listed(map(repr, unknown))})",
            f"{close_to(str(unknown[0]), allowed)}Write one of {', '.join(allowed)}.",
        )
        table.loc[wrong, name] = DEFAULTS[name]


def _check_hours(table: pd.DataFrame, where: str, problems: Problems) -> None:
    """Set aside hours that cannot be evaluated, and let ``24/7`` and volcontinu agree."""
    hours = table["openingstijden"]
    wrong = (hours != "") & ~hours.map(readable_hours)
    if wrong.any():
        problems.add(
            where,
            f"{rows_named(table.index[wrong])}: openingstijden is not in the opening_hours syntax of "
            f"OpenStreetMap ({listed(map(repr, hours[wrong].unique()))}) and counts as unknown",
            "Write them as in 'Mo-Fr 17:00-23:00; Sa-Su 08:00-23:00', or move the text to opmerking.",
            fatal=False,
        )
        table.loc[wrong, "openingstijden"] = ""
    odd = hours[~wrong].map(odd_hours)
    for text in sorted(set(odd) - {""}):
        rows = table.index[~wrong][odd == text]
        problems.add(
            where,
            f"{rows_named(rows)}: {text} ({listed(map(repr, hours[rows].unique()))})",
            "Write the hours as in 'Mo-Fr 17:00-23:00; Sa-Su,PH 08:00-23:00' if something else is meant.",
            fatal=False,
        )
    always = table["openingstijden"].map(always_open)
    table.loc[always & (table["volcontinu"] == "onbekend"), "volcontinu"] = "ja"
    clash = always & (table["volcontinu"] == "nee")
    clash |= ~always & (table["openingstijden"] != "") & (table["volcontinu"] == "ja")
    if clash.any():
        problems.add(
            where,
            f"{rows_named(table.index[clash])}: openingstijden contradicts volcontinu; volcontinu counts",
            "Write volcontinu ja and openingstijden 24/7 together, or neither.",
            fatal=False,
        )
