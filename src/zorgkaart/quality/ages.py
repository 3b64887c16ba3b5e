"""How old the data is: what a ``peildatum`` says, and whether that is longer ago than the project allows."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from zorgkaart.project.model import Project

DAYS_PER_YEAR = 365.25
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEARS = re.compile(r"(\d{4})\s*[-\u2013/]\s*(\d{4})")


@dataclass(frozen=True)
class Period:
    """The days between which something was looked up, both included."""

    first: datetime.date
    last: datetime.date


def period_of(text: str) -> Period | None:
    """Read a date, a month, a year or a range of years; None if it is none of these.

    Examples
    --------
    >>> period_of("2020-2025").last.isoformat()
    '2025-12-31'
    """
    text = text.strip()
    try:
        if years := _YEARS.fullmatch(text):
            first, last = sorted(map(int, years.groups()))
            return Period(datetime.date(first, 1, 1), datetime.date(last, 12, 31))
        match = _DATE.fullmatch(text)
        if match is None:
            return None
        year, month, day = match.groups()
        if day:
            exact = datetime.date(int(year), int(month), int(day))
            return Period(exact, exact)
        if month:
            following = datetime.date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
            return Period(datetime.date(int(year), int(month), 1), following - datetime.timedelta(days=1))
        return Period(datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31))
    except ValueError:
        return None


def reference_day(project: Project) -> datetime.date:
    """The day from which ages are counted: the project's own, or today."""
    return project.quality.date or datetime.date.today()


def too_old(period: Period | None, project: Project) -> bool:
    """Whether all of a period lies more than ``[quality] old_years`` back."""
    return period is not None and _years(period.last, project) > project.quality.old_years


def perhaps_too_old(period: Period | None, project: Project) -> bool:
    """Whether a part of a period, but not all of it, lies too far back; or nothing is known about it."""
    if period is None:
        return True
    return _years(period.first, project) > project.quality.old_years and not too_old(period, project)


def _years(day: datetime.date, project: Project) -> float:
    return (reference_day(project) - day).days / DAYS_PER_YEAR
