"""Which sites are open at a given moment, from opening hours in the syntax of OpenStreetMap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import opening_hours as osm
from numpy.typing import NDArray

from zorgkaart.errors import InputError
from zorgkaart.inputs.opening_hours import endings, readable_hours
from zorgkaart.project.defaults import HOME
from zorgkaart.words.dates import clock, dutch_date, weekdays

PRESETS = {"werkdag": "di 10:00", "avond": "di 20:00", "nacht": "di 03:00", "weekend": "za 14:00"}

# Hours can differ by season, so a weekday alone is taken in one fixed week: results do not depend on the day of
# the run, and the week has no public holiday and no school holiday.
REFERENCE_MONDAY = date(2026, 11, 2)

_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
_WEEKDAY = re.compile(rf"(?P<day>[a-z]+) +{_CLOCK}")
_DATE = re.compile(rf"(?P<date>\d{{4}}-\d{{2}}-\d{{2}})(?: +|t){_CLOCK}")
_FORMS = (
    "Write a day and a time ('zo 03:00', 'zondag 03:00'), a date and a time ('2026-11-22 03:00'), "
    f"or one of {', '.join(PRESETS)}."
)


@dataclass(frozen=True)
class Moment:
    """A point in time at which sites are open or not.

    Attributes
    ----------
    when : datetime
        Local time, without a time zone. Given only a day of the week, a day in a fixed week without holidays.
    label : str
        In Dutch, as it was meant: ``zondag 03:00``, ``zondag 22 november 2026 03:00``, ``dinsdag 03:00 (nacht)``.
    """

    when: datetime
    label: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class OpenSites:
    """Which sites are open at a moment, and of which that is not known.

    Attributes
    ----------
    open : NDArray[bool]
        Shape (n,). False where the hours are not known.
    unknown : NDArray[bool]
        Shape (n,). True where the hours are not known; such a site is not counted as open.
    """

    open: NDArray[np.bool_]
    unknown: NDArray[np.bool_]


def is_holiday(day: date, country: str) -> bool:
    """Tell whether a day is a public holiday.

    Parameters
    ----------
    day : date
        At any place in the country.
    country : str
        ISO alpha-2 code; of a country whose holidays are not known no day is one.
    """
    hours = osm.OpeningHours("PH", country=country, auto_country=False, auto_timezone=False)
    return bool(hours.is_open(datetime.combine(day, time(12))))


def parse_moment(text: str, *, country: str = HOME) -> Moment:
    """Read a moment as a user types it.

    Parameters
    ----------
    text : str
        A Dutch day and a time (``zo 03:00``, ``zondag 3.00``), a date and a time (``2026-11-22 03:00``) or one of
        `PRESETS` (``werkdag``, ``avond``, ``nacht``, ``weekend``), in capitals or not.
    country : str
        ISO alpha-2 code of the country whose public holidays the words about a date name.

    Returns
    -------
    Moment
        Local time, with its words in Dutch.

    Raises
    ------
    InputError
        If `text` has another form, or names a day, date or time that does not exist.

    Examples
    --------
    >>> parse_moment("zo 03:00").label
    'zondag 03:00'
    """
    words = text.strip().lower()
    if words in PRESETS:
        moment = parse_moment(PRESETS[words])
        return Moment(moment.when, f"{moment.label} ({words})")
    if match := _DATE.fullmatch(words):
        day = _date(match["date"], text)
        holiday = ", een feestdag," if is_holiday(day, country) else ""
        label = f"{weekdays()[day.weekday()]} {dutch_date(day)}{holiday}"
    elif match := _WEEKDAY.fullmatch(words):
        number = _weekday(match["day"], text)
        day = REFERENCE_MONDAY + timedelta(days=number)
        label = weekdays()[number]
    else:
        raise _not_a_moment(text, "has no known form")
    time_of_day = _time(match["hour"], match["minute"], text)
    return Moment(datetime.combine(day, time_of_day), f"{label} {clock(time_of_day)}")


def is_open(opening_hours: str, moment: Moment, *, country: str | None = None) -> bool | None:
    """Tell whether a site with these hours is open at a moment.

    A range over midnight belongs to the day on which it starts: ``Mo-Fr 17:00-08:00`` is open on Saturday at
    03:00 and closed on Monday at 03:00, unless a later rule is about the day on which it ends. The end of a range is
    not in it.

    Parameters
    ----------
    opening_hours : str
        In the ``opening_hours`` syntax of OpenStreetMap; empty if the hours are not known. Sunrise and sunset
        are taken at fixed times, as the place of the site is not given.
    moment : Moment
        Local time at the site.
    country : str, optional
        ISO alpha-2 code of the country whose public holidays rules on ``PH`` follow. Without it no day is one.

    Returns
    -------
    bool or None
        None if the hours are not known: empty, or said to be so (``24/7 unknown``).

    Raises
    ------
    InputError
        If `opening_hours` is not in that syntax.
    """
    if not opening_hours.strip():
        return None
    if not readable_hours(opening_hours):
        raise InputError(
            f"opening hours '{opening_hours}' are not in OpenStreetMap's opening_hours syntax. "
            "Write them as 'Mo-Fr 08:00-17:00; Sa 09:00-12:00' or '24/7', or leave them empty if they are not known."
        )
    for text in endings(opening_hours):
        hours = osm.OpeningHours(text, country=country, auto_country=False, auto_timezone=False)
        if hours.is_unknown(moment.when):
            return None
        if hours.is_open(moment.when):
            return True
    return False


def open_at(
    opening_hours: Sequence[str], volcontinu: Sequence[str], moment: Moment, *, land: Sequence[str]
) -> OpenSites:
    """Tell for each of many sites whether it is open at a moment.

    A site that is open day and night (`volcontinu` is ``ja``) is open whatever its hours say. Of the others, one
    whose hours are not known counts as not open, and is marked so that the caller can say how many there are.

    Parameters
    ----------
    opening_hours, volcontinu : Sequence[str]
        Shape (n,), the columns ``openingstijden`` and ``volcontinu`` of a facility table.
    moment : Moment
        Local time at the sites.
    land : Sequence[str]
        Shape (n,), the column ``land``. The public holidays of a site are those of its country.

    Returns
    -------
    OpenSites
        In the order of the sites.

    Raises
    ------
    InputError
        If hours are not in OpenStreetMap's syntax.
    ValueError
        If the three differ in length.
    """
    states = [
        True if always == "ja" else is_open(hours, moment, country=country)
        for hours, always, country in zip(opening_hours, volcontinu, land, strict=True)
    ]
    return OpenSites(
        open=np.array([state is True for state in states], dtype=np.bool_),
        unknown=np.array([state is None for state in states], dtype=np.bool_),
    )


def _weekday(name: str, text: str) -> int:
    for number, day in enumerate(weekdays()):
        if name in (day, day[:2]):
            return number
    raise _not_a_moment(text, f"'{name}' is not a day of the week")


def _date(value: str, text: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _not_a_moment(text, "there is no such date") from error


def _time(hour: str, minute: str, text: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError as error:
        raise _not_a_moment(text, "a time lies between 00:00 and 23:59") from error


def _not_a_moment(text: str, what: str) -> InputError:
    return InputError(f"moment '{text}': {what}. {_FORMS}")
