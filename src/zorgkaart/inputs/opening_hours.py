"""Opening hours at the door: texts are normalised, and only the ``opening_hours`` syntax of OpenStreetMap passes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

import opening_hours

from zorgkaart.project.defaults import HOME

# In a year, each rule about weekdays, months and public holidays has its turn.
YEAR_BEGINS, YEAR_ENDS = datetime(2026, 1, 1), datetime(2027, 1, 1)
DAYS = {"ma": "Mo", "di": "Tu", "wo": "We", "do": "Th", "vr": "Fr", "za": "Sa", "zo": "Su"}
WORDS = {
    **DAYS,
    **{day.lower(): day for day in DAYS.values()},
    "ph": "PH",
    "sh": "SH",
    "feestdagen": "PH",
    "gesloten": "off",
    "dicht": "off",
    "uur": "",
    "u": "",
    "en": ",",
    "tot": "-",
    "t/m": "-",
}
_WORD = re.compile(r"t/m|[^\W\d_]+")
_DAY = rf"(?:{'|'.join(DAYS.values())}|PH|SH)"
_DAY_LIST = re.compile(rf"\b{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)+\b")
_DOT = re.compile(r"\b(\d{1,2})\.(\d{2})\b")
_DASH = re.compile(r"\s*[-\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]\s*")
_QUOTED = re.compile(r'("[^"]*")')
_RULES = re.compile(r"(;|\|\||(?<=[\d+]),\s+(?=[A-Z]))")
MARKS = {";", ",", "||"}
_STATE = re.compile(r"\b(?:open|closed|off|unknown)\b", re.IGNORECASE)
_TIME = re.compile(r"\d:\d\d|24/7|\b(?:sunrise|sunset|dawn|dusk)\b")


@cache
def normalised(text: str) -> str:
    """The same hours as the evaluation takes them: spaces, dashes, points, Dutch words, and what a comment means.

    As the specification of OpenStreetMap says, ``Mo, Tu 08:00-17:00`` is about both days, and a comment or an open end
    without ``open`` or ``off`` makes it unknown whether a site is open.

    Parameters
    ----------
    text : str
        As it was written; empty if the hours are not known.

    Examples
    --------
    >>> normalised("ma, di  8.00 - 17.00 uur")
    'Mo,Tu 8:00-17:00'
    >>> normalised('"op afspraak"')
    'unknown "op afspraak"'
    """
    parts = _QUOTED.split(" ".join(text.split()))
    plain = [part if part.startswith('"') else _plain(part) for part in parts]
    # A quoted part belongs to the rule before it, so a rule is what lies between two marks outside the quotes.
    pieces = [piece for part in plain for piece in ([part] if part.startswith('"') else _RULES.split(part))]
    marks = [-1, *(i for i, piece in enumerate(pieces) if piece.strip() in MARKS), len(pieces)]
    result = ""
    for begin, end in pairwise(marks):
        mark = pieces[end].strip() if end < len(pieces) else ""
        result += _with_state(pieces[begin + 1 : end]) + (f" {mark} " if mark == "||" else f"{mark} ")
    return result.strip()


@cache
def endings(text: str) -> tuple[str, ...]:
    """The last rule, the last two rules, and so on to all of them: the first that is not closed decides.

    A night span ends on a day that is another rule's. It holds there unless a later rule is about that day; the
    evaluation lets an earlier one cut it off as well, which it cannot where that one is left out. For the same reason
    what is said for all other moments (``||``) comes after all endings of the rules before it: the evaluation takes it
    on days that those rules do not name, and not on the other hours of a day that they name.

    Parameters
    ----------
    text : str
        As it was written, and readable.

    Examples
    --------
    >>> endings("Sa 09:00-17:00; Mo-Fr 17:00-08:00")
    ('Mo-Fr 17:00-08:00', 'Sa 09:00-17:00; Mo-Fr 17:00-08:00')
    >>> endings('Mo-Fr 08:00-17:00 || "op afspraak"')
    ('Mo-Fr 08:00-17:00', 'unknown "op afspraak"')
    """
    # Rules after a fallback are about everything before them.
    groups: list[list[str]] = []
    for part in _split(normalised(text), "||"):
        first, *later = _split(part, ";")
        for group in groups:
            group.extend(later)
        groups.append([first, *later])
    return tuple("; ".join(rules[begin:]) for rules in groups for begin in reversed(range(len(rules))) if rules[begin])


def readable_hours(text: str) -> bool:
    """Tell whether `text` can be evaluated at a point in time, after it was normalised.

    Parameters
    ----------
    text : str
        As it was written.

    Examples
    --------
    >>> readable_hours("Mo-Fr 08:00-17:00")
    True
    >>> readable_hours("overdag, uren onbekend")
    False
    """
    return bool(text) and opening_hours.validate(normalised(text))


@cache
def always_open(text: str, country: str = HOME) -> bool:
    """Tell whether a site with these hours is open at every moment of a year, holidays included.

    Parameters
    ----------
    text : str
        As it was written.
    country : str
        ISO alpha-2 code of the country whose public holidays count.

    Examples
    --------
    >>> always_open("Mo-Su,PH 00:00-24:00")
    True
    >>> always_open("24/7; PH off")
    False
    """
    if not readable_hours(text):
        return False
    # School holidays differ by region and year: what holds on them is tried on the public holidays.
    return all(_open_all_year(hours, country) for hours in {normalised(text), normalised(text).replace("SH", "PH")})


@cache
def never_open(text: str) -> bool:
    """Tell whether hours say that a site is closed at every moment of a year, and not on holidays only.

    Parameters
    ----------
    text : str
        As it was written.

    Examples
    --------
    >>> [never_open(text) for text in ("closed", "Mo-Su off", "PH off", "Mo-Fr 08:00-17:00")]
    [True, True, False, False]
    """
    if not readable_hours(text):
        return False
    # What only some days are closed for says nothing of the others: it must close a site that is open always.
    hours = f"24/7; {normalised(text)}"
    evaluated = opening_hours.OpeningHours(hours, auto_country=False, auto_timezone=False)
    states = (state for *_, state, _ in evaluated.intervals(YEAR_BEGINS, YEAR_ENDS))
    return all(state == opening_hours.State.CLOSED for state in states)


def odd_hours(text: str) -> str:
    """What is odd about hours that can be evaluated, for whoever may correct them; empty if nothing is.

    Parameters
    ----------
    text : str
        As it was written.

    Examples
    --------
    >>> odd_hours("Mo; Tu 08:00-17:00")
    "'Mo' has no time beside rules that have one, and means the whole day"
    """
    rules = [rule.strip() for rule in _RULES.split(_QUOTED.sub("", normalised(text)))[::2]]
    timed = any(_TIME.search(rule) for rule in rules)
    whole = [rule for rule in rules if rule and not _TIME.search(rule) and not _STATE.search(rule)]
    if timed and whole:
        return f"'{whole[0]}' has no time beside rules that have one, and means the whole day"
    if re.search(r"\bunknown\b", normalised(text)) and not re.search(r"\bunknown\b", text):
        return "a comment or an open end without 'open' leaves unknown when it is open"
    return ""


def _split(text: str, mark: str) -> list[str]:
    """The parts of a text between marks outside quotes."""
    parts = [part if part.startswith('"') else part.replace(mark, "\n") for part in _QUOTED.split(text)]
    return [part.strip() for part in "".join(parts).split("\n")]


def _plain(text: str) -> str:
    """A part outside quotes, with the words, dashes and points of the syntax."""
    text = _WORD.sub(lambda word: WORDS.get(word[0].lower(), word[0]), text)
    text = _DASH.sub("-", _DOT.sub(r"\1:\2", text))
    text = re.sub(r"\s+(?=[,;])", "", text)
    text = re.sub(rf"\b({_DAY})\s*,\s*(?={_DAY}\b)", r"\1,", text)
    return _DAY_LIST.sub(_holidays_first, text)


def _holidays_first(days: re.Match[str]) -> str:
    """The days of a list, holidays first: elsewhere the evaluation does not read them."""
    return ",".join(sorted(days[0].split(","), key=lambda day: day not in ("PH", "SH")))


def _with_state(pieces: list[str]) -> str:
    """A rule of plain and quoted pieces, ``unknown`` said where a comment or an open end implies it."""
    plain = " ".join(piece.strip() for piece in pieces if not piece.startswith('"')).strip()
    comments = [piece for piece in pieces if piece.startswith('"')]
    if (comments or plain.endswith("+")) and not _STATE.search(plain):
        plain = f"{plain} unknown".strip()
    return " ".join([plain, *comments]).strip()


def _open_all_year(hours: str, country: str) -> bool:
    evaluated = opening_hours.OpeningHours(hours, country=country, auto_country=False, auto_timezone=False)
    until = YEAR_BEGINS
    for begin, end, state, _ in evaluated.intervals(YEAR_BEGINS, YEAR_ENDS):
        if state != opening_hours.State.OPEN or begin - until > timedelta(minutes=1):
            return False
        until = end
    return until >= YEAR_ENDS
