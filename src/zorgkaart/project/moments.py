"""Moments at which sites are open or not: as a user types them, and what is called after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import opening_hours as osm

from zorgkaart.errors import InputError
from zorgkaart.project.defaults import HOME
from zorgkaart.words.dates import clock, dutch_date, weekdays

PRESETS = {"werkdag": "di 10:00", "avond": "di 20:00", "nacht": "di 03:00", "weekend": "za 14:00"}

# How a moment of that name is called behind a kind of care.
_PRESET_WORDS = {
    "werkdag": "overdag op een werkdag",
    "avond": "'s avonds",
    "nacht": "'s nachts",
    "weekend": "overdag in het weekend",
}

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
class UsualMoment:
    """A moment at which a kind is looked at in every run (``[kinds.NAME] moments``).

    Attributes
    ----------
    word : str
        In names of columns and layers: ``nacht``, ``zo_03_00``, ``2026_11_22_03_00``.
    words : str
        Behind the kind, in Dutch: ``'s nachts``, ``op zondag 03:00``.
    moment : Moment
        When it is.
    """

    word: str
    words: str
    moment: Moment


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


def usual_moment(text: str, *, country: str = HOME) -> UsualMoment:
    """Read a moment of a kind, with what its columns and layers are called.

    Parameters
    ----------
    text : str
        As :func:`parse_moment` reads it.
    country : str
        As there.

    Returns
    -------
    UsualMoment
        Of two texts for one day and time the word is the same.

    Raises
    ------
    InputError
        As there.

    Examples
    --------
    >>> usual_moment("zondag 3.00").word
    'zo_03_00'
    """
    moment, name = parse_moment(text, country=country), text.strip().lower()
    if name in PRESETS:
        return UsualMoment(name, _PRESET_WORDS[name], moment)
    day = f"{moment.when:%Y_%m_%d}" if name[0].isdigit() else weekdays()[moment.when.weekday()][:2]
    return UsualMoment(f"{day}_{moment.when:%H_%M}", f"op {moment.label}", moment)


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
