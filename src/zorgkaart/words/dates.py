"""Dates, times and the days of the week in Dutch."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Literal

from zorgkaart.words.locale import dutch


def dutch_date(moment: datetime.date) -> str:
    """A date in words: 22 november 2026."""
    return _written(moment, "d MMMM y")


def short_date(moment: datetime.date) -> str:
    """A date in digits: 05-01-2026."""
    return _written(moment, "dd-MM-y")


def clock(moment: datetime.datetime | datetime.time) -> str:
    """The time of day in its own time zone: 09:05."""
    return f"{moment:%H:%M}"


@cache
def weekdays(width: Literal["wide", "abbreviated"] = "wide") -> tuple[str, ...]:
    """The days of the week, "maandag" first; two letters of each if abbreviated."""
    names = dutch().days["format"][width]
    return tuple(names[day] for day in range(7))


def _written(moment: datetime.date, pattern: str) -> str:
    from babel.dates import format_date

    return format_date(moment, pattern, locale=dutch())
