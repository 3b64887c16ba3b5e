"""The days on which a site opens and closes, and which sites there are on a given day."""

from __future__ import annotations

import datetime
import re

import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.schema import CANDIDATES, CLOSES, OPENS
from zorgkaart.inputs.tables import listed, rows_named

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def check_dates(table: pd.DataFrame, where: str, *, now: datetime.date | None, problems: Problems) -> None:
    """Report days that are none, and rows in which the days and the status contradict each other.

    A row whose days tell by themselves that its status is wrong is fatal. One that has become wrong by the passing of
    time is not: in a run without a day the status counts, today as when it was written.

    Parameters
    ----------
    table : DataFrame
        ``status``, ``open_van`` and ``open_tot`` as text; what is no day is emptied. Its index numbers the rows for
        the reader.
    where : str
        The table, for the reader.
    now : date or None
        The day on which the status should hold; None in a run of a day, in which the days count and not the status.
    problems : Problems
        Gets what is wrong.
    """
    for name in (OPENS, CLOSES):
        wrong = (table[name] != "") & (days(table[name]) == "")
        if wrong.any():
            texts = listed(map(repr, table[name][wrong].unique()))
            problems.add(
                where,
                f"{rows_named(table.index[wrong])}: {name} is no day ({texts})",
                "Write it as 2018-06-30, or leave it empty.",
            )
        table[name] = days(table[name])
    opens, closes, status = table[OPENS], table[CLOSES], table["status"]
    never = (opens != "") & (closes != "") & (closes <= opens)
    _add(
        table[never],
        where,
        "open_tot is not after open_van",
        "open_tot is the first day on which the site is no longer open; correct one of the two.",
        problems,
    )
    unending = (status == "gesloten") & (opens != "") & (closes == "")
    _add(
        table[unending],
        where,
        "status is gesloten, but by open_van the site opened and there is no open_tot",
        "Fill in open_tot, the first day on which it was no longer open, or correct status.",
        problems,
    )
    was_there = (status == "kandidaat") & (opens == "") & (closes != "")
    _add(
        table[was_there],
        where,
        "status is kandidaat, but by open_tot the site has been open",
        "Write gesloten, or take open_tot out.",
        problems,
    )
    if now is None:
        return
    state, rest = _on(table, now), ~(never | unending | was_there)
    for clash, words in (
        ((state == "gesloten") & (status == "open"), "status is open, but by open_tot the site is no longer open"),
        ((state == "kandidaat") & (status == "open"), "status is open, but by open_van the site is not open yet"),
        ((state == "open") & (status == "gesloten"), "status is gesloten, but by open_tot the site is still open"),
        ((state == "open") & (status == "kandidaat"), "status is kandidaat, but by open_van the site is open"),
    ):
        _add(
            table[clash & rest],
            where,
            f"{words}; without a day (--date) the status counts",
            "Correct status or the day.",
            problems,
            fatal=False,
        )


def days(values: pd.Series[str]) -> pd.Series[str]:
    """The days of a column as ``2018-06-30``; empty where a text is none.

    Parameters
    ----------
    values : Series of str
        A time of midnight behind the day, as some formats add, is left out.
    """
    return values.map(lambda text: _day(text.strip()))


def _day(text: str) -> str:
    day = re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", text)
    try:
        return datetime.date.fromisoformat(day).isoformat() if _ISO.fullmatch(day) else ""
    except ValueError:
        return ""


def on_day(table: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """The sites as they are on a day: those with days get the status of that day.

    Of a site that is open by its days the doubt stays (``twijfel``, ``onbekend``). A site without days is as it is now,
    on any day.

    Parameters
    ----------
    table : DataFrame
        ``status``, ``status_toelichting``, ``open_van`` and ``open_tot``, checked by :func:`check_dates`.
    day : date
        Of the past or of the future.

    Returns
    -------
    DataFrame
        With ``status`` and ``status_toelichting`` of that day.
    """
    table, then = table.copy(), _on(table, day)
    again = (then == "open") & table["status"].isin(CANDIDATES)
    table.loc[again, ["status", "status_toelichting"]] = ["open", ""]
    closed = (then == "gesloten") & (table["status"] != "gesloten")
    table.loc[closed, "status_toelichting"] = "gesloten sinds " + table[CLOSES][closed]
    table.loc[then == "gesloten", "status"] = "gesloten"
    to_come = then == "kandidaat"
    table.loc[to_come, "status_toelichting"] = "opent op " + table[OPENS][to_come]
    table.loc[to_come, "status"] = "kandidaat"
    return table


def _on(table: pd.DataFrame, day: datetime.date) -> pd.Series[str]:
    """What the days alone say of each site on a day; empty where a site has none."""
    text = day.isoformat()
    opens, closes = table[OPENS], table[CLOSES]
    state = pd.Series("open", index=table.index).where((opens != "") | (closes != ""), "")
    state[(opens != "") & (opens > text)] = "kandidaat"
    state[(closes != "") & (closes <= text)] = "gesloten"
    return state


def _add(rows: pd.DataFrame, where: str, what: str, action: str, problems: Problems, *, fatal: bool = True) -> None:
    if len(rows):
        names = listed(rows["id"])
        problems.add(where, f"{rows_named(rows.index)} ({names}): {what}", action, fatal=fatal)
