"""Numbers as a Dutch reader expects them: ``1.234,5``, with a real minus sign, and "onbekend" for NaN."""

from __future__ import annotations

import math

from zorgkaart.words.locale import number_writer

UNKNOWN = "onbekend"
MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"


def number(value: float, decimals: int = 0) -> str:
    """A number with a point between the thousands and a decimal comma; "onbekend" for NaN.

    What lies exactly half-way goes to the even digit, and what rounds to zero has no sign.
    """
    return _written(value, "#,##0" + ("." + "0" * decimals if decimals else ""))


def signed(value: float, decimals: int = 0) -> str:
    """A number with its sign; zero has none."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and _is_not_zero(text) else text


def short(value: float, decimals: int = 2, *, grouped: bool = True) -> str:
    """A number without needless decimals, at most `decimals`; without points between the thousands if not `grouped`."""
    return _written(value, ("#,##0." if grouped else "0.") + "#" * decimals)


def significant(value: float, digits: int) -> str:
    """A number with a few digits that count, with a power of ten where it is very small or very large."""
    return UNKNOWN if math.isnan(value) else f"{value:.{digits}g}".replace(".", ",").replace("-", MINUS)


def people(value: float) -> str:
    """A number of inhabitants."""
    text = number(value)
    return f"{text}{SPACE}{'inwoner' if text == '1' else 'inwoners'}"


def minutes(value: float, decimals: int = 1) -> str:
    """A number of minutes."""
    return _minutes(number(value, decimals))


def duration(value: float) -> str:
    """A number of minutes that somebody chose, without needless decimals."""
    return _minutes(short(value))


def percent(share: float, decimals: int = 1, *, sign: bool = False) -> str:
    """A share, 0 to 1, in percent."""
    text = (signed if sign else number)(100 * share, decimals)
    return text if text == UNKNOWN else f"{text}{SPACE}%"


def share_of(share: float, asked: float) -> str:
    """A share, 0 to 1, in percent: in so many decimals that it stands on its own side of what is asked and of all."""
    shown = next((d for d in (1, 2, 3) if _same_side(share, round(share, d + 2), asked)), 3)
    return percent(share, shown)


def _same_side(share: float, shown: float, asked: float) -> bool:
    return all((share >= bound - 1e-9) == (shown >= bound) for bound in (asked, 1.0))


def count(value: float, one: str, more: str) -> str:
    """A count with its noun: "1 locatie", "3 locaties"."""
    text = number(value)
    return f"{text} {one if text == '1' else more}"


def _written(value: float, pattern: str) -> str:
    if math.isnan(value):
        return UNKNOWN
    text = number_writer(pattern)(abs(float(value)))
    return MINUS + text if value < 0 and _is_not_zero(text) else text


def _is_not_zero(text: str) -> bool:
    return text.strip("0.,") != ""


def _minutes(text: str) -> str:
    return f"{text}{SPACE}{'minuut' if text == '1' else 'minuten'}"
