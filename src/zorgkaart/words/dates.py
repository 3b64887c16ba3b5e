"""Dates, times and the days of the week in Dutch."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import Literal

from zorgkaart.words.locale import dutch

_ISO_DATE = re.compile(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])")


def dutch_date(moment: datetime.date) -> str:
    """A date in words: 22 november 2026."""
    return _written(moment, "d MMMM y")


def short_date(moment: datetime.date) -> str:
    """A date in digits: 05-01-2026."""
    return _written(moment, "dd-MM-y")


def clock(moment: datetime.datetime | datetime.time) -> str:
    """The time of day in its own time zone: 09:05."""
    return f"{moment:%H:%M}"


def written_dates(text: str) -> str:
    """A text with every date in it in words: "gesloten op 2018-04-01" becomes "gesloten op 1 april 2018".

    What looks like a date and is none stays as it is.
    """
    return _ISO_DATE.sub(lambda match: _in_words(match.group()), text)


@cache
def weekdays(width: Literal["wide", "abbreviated"] = "wide") -> tuple[str, ...]:
    """The days of the week, "maandag" first; two letters of each if abbreviated."""
    names = dutch().days["format"][width]
    return tuple(names[day] for day in range(7))


def _in_words(text: str) -> str:
    try:
        return dutch_date(datetime.date.fromisoformat(text))
    except ValueError:
        return text


def _written(moment: datetime.date, pattern: str) -> str:
    from babel.dates import format_date

    return format_date(moment, pattern, locale=dutch())
