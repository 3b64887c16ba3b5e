"""Whether a site is there: what tags say of closed, disused, planned and not yet opened ones."""

from __future__ import annotations

import calendar
import csv
import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zorgkaart.fetch.osm_file import plain_text
from zorgkaart.inputs.opening_hours import never_open

TABLE = Path(__file__).parent / "tables" / "life_cycle.csv"
# Keys whose value may itself be the state: amenity=construction beside construction=hospital.
MAIN_KEY = "amenity"
ENDED, BEGINS = ("end_date",), ("opening_date", "start_date")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*")


@dataclass(frozen=True)
class State:
    """A state of a site: its status and the sentence that explains it; both ``""`` where it is simply there."""

    status: str = ""
    explanation: str = ""


@cache
def _table() -> tuple[dict[str, State], list[tuple[str, frozenset[str], State]]]:
    """States by prefix, and states by a key and its values."""
    by_prefix, marks = {}, []
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            state = State(row["status"], row["status_toelichting"])
            if row["voorvoegsel"]:
                by_prefix[row["voorvoegsel"]] = state
            else:
                key, _, values = row["tags"].partition("=")
                marks.append((key, frozenset(values.split("|")), state))
    return by_prefix, marks


def prefixes() -> tuple[str, ...]:
    """Return the words before a key that say that what it says is not there now.

    Examples
    --------
    >>> {"disused", "construction"} <= set(prefixes())
    True
    """
    return tuple(_table()[0])


def watched_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return `keys`, and all that say of a former or coming site what these say of one that is there.

    Examples
    --------
    >>> "disused:amenity" in watched_keys(("amenity",))
    True
    """
    return (*keys, *prefixes(), *(f"{prefix}:{key}" for prefix in prefixes() for key in keys))


def lives(tags: Mapping[str, str], keys: tuple[str, ...], *, on: str) -> Iterator[tuple[dict[str, str], State]]:
    """Give the tags of what stands there, and of what stood or will stand there, each with its state.

    Parameters
    ----------
    tags
        Of one object.
    keys
        Those that say what kind of site it is.
    on
        The day of the data, as ``2026-01-31``, to which dates in tags are compared.

    Examples
    --------
    >>> [state.status for _, state in lives({"disused:amenity": "pharmacy"}, ("amenity",), on="2026-01-31")]
    ['gesloten']
    """
    plain = {key: value for key, value in tags.items() if not (key == MAIN_KEY and value in prefixes())}
    if any(key in plain for key in keys):
        yield plain, _state(plain, on)
    others = {key: value for key, value in plain.items() if key not in keys or key == "emergency"}
    for prefix, state in _table()[0].items():
        told = {key: tags[f"{prefix}:{key}"] for key in keys if f"{prefix}:{key}" in tags}
        because = [f"{prefix}:{key}" for key in told]
        if not told and prefix in tags and MAIN_KEY not in plain:
            told, because = {MAIN_KEY: tags[prefix]}, [prefix]
        if told:
            yield {**others, **told}, _filled(state, because[0], tags[because[0]])


def _state(tags: Mapping[str, str], on: str) -> State:
    """The state of what plain tags describe."""
    for key, values, state in _table()[1]:
        if tags.get(key, "").strip().casefold() in values:
            return _filled(state, key, tags[key])
    for key in ENDED:
        period = _period(tags.get(key, ""))
        if period is not None and period[1] < on:
            return _filled(State("gesloten", "Gesloten volgens OpenStreetMap ({tag})."), key, tags[key])
    for key in BEGINS:
        period = _period(tags.get(key, ""))
        if period is not None and period[0] > on:
            return _filled(State("kandidaat", "Nog niet geopend volgens OpenStreetMap ({tag})."), key, tags[key])
    hours = plain_text(tags.get("opening_hours"))
    if never_open(hours):
        return _filled(State("gesloten", "Nooit open volgens OpenStreetMap ({tag})."), "opening_hours", hours)
    return State()


def _filled(state: State, key: str, value: str) -> State:
    return State(state.status, state.explanation.replace("{tag}", plain_text(f"{key}={value}")))


def _period(text: str) -> tuple[str, str] | None:
    """The first and the last day of a date that may be a month or a year; None if it is none of these."""
    parts = _DATE.fullmatch(text.strip())
    if parts is None:
        return None
    year, month, day = (int(part) if part else 0 for part in parts.groups())
    try:
        last_month = month or 12
        last_day = day or calendar.monthrange(year, last_month)[1]
        return datetime.date(year, month or 1, day or 1).isoformat(), datetime.date(
            year, last_month, last_day
        ).isoformat()
    except ValueError:
        return None
