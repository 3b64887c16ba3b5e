"""Numbers, moments and lists as a Dutch report writes them."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence

from zorgkaart.access.hours import MONTHS

UNKNOWN = "onbekend"
MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"
_DAYS = {"Mo": "ma", "Tu": "di", "We": "wo", "Th": "do", "Fr": "vr", "Sa": "za", "Su": "zo"}
_WORDS = _DAYS | {"PH": "feestdagen", "SH": "schoolvakanties", "off": "dicht", "closed": "dicht"}
_HOURS_WORD = re.compile(r"\b(" + "|".join(_WORDS) + r")\b")
_ALL_DAY = re.compile(r"00:00-24:00")


def number(value: float, decimals: int = 0) -> str:
    """A number with a point between the thousands and a decimal comma; "onbekend" for NaN."""
    if math.isnan(value):
        return UNKNOWN
    text = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    negative = text.startswith("-") and text.strip("-0.,") != ""
    return (MINUS if negative else "") + text.lstrip("-")


def signed(value: float, decimals: int = 0) -> str:
    """A number with its sign; zero has none."""
    text = number(value, decimals)
    return f"+{text}" if text[0].isdigit() and text.strip("0.,") else text


def short(value: float) -> str:
    """A number without needless decimals, at most two."""
    text = number(value, 2)
    return text.rstrip("0").rstrip(",") if "," in text else text


def people(value: float) -> str:
    """A number of inhabitants."""
    text = number(value)
    return f"{text}{SPACE}{'inwoner' if text == '1' else 'inwoners'}"


def minutes(value: float, decimals: int = 1) -> str:
    """A number of minutes."""
    text = number(value, decimals)
    return f"{text}{SPACE}{'minuut' if text == '1' else 'minuten'}"


def duration(value: float) -> str:
    """A number of minutes that somebody chose, without needless decimals."""
    text = short(value)
    return f"{text}{SPACE}{'minuut' if text == '1' else 'minuten'}"


def percent(share: float, decimals: int = 1) -> str:
    """A share, 0 to 1, in percent."""
    text = number(100 * share, decimals)
    return text if text == UNKNOWN else f"{text}{SPACE}%"


def count(value: int, one: str, more: str) -> str:
    """A count with its noun: "1 locatie", "3 locaties"."""
    return f"{number(value)} {one if value == 1 else more}"


def listing(items: Sequence[str]) -> str:
    """Items in a sentence: "a", "a en b", "a, b en c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} en {items[-1]}" if items else ""


def in_sentence(label: str) -> str:
    """A label inside a sentence: a capital goes unless the word is an abbreviation."""
    return label if label[1:2].isupper() else lowered(label)


def sentence(text: str) -> str:
    """A text with a capital in front."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """A text with a small letter in front."""
    return text[:1].lower() + text[1:]


def dutch_date(moment: datetime.datetime | datetime.date) -> str:
    """A date in words: 22 november 2026."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def dutch_hours(hours: str, always: str) -> str:
    """Opening hours of OpenStreetMap for a reader: ``Mo-Fr 08:00-17:00`` becomes "ma-vr 08:00-17:00"."""
    if always == "ja" or hours.strip() == "24/7":
        return "dag en nacht"
    if not hours:
        return "openingstijden onbekend"
    text = _HOURS_WORD.sub(lambda match: _WORDS[match.group()], hours)
    text = _ALL_DAY.sub("hele dag", text)
    return text.replace("-", "\N{EN DASH}").replace(",", ", ").replace(",  ", ", ")
