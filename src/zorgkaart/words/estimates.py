"""A figure with what is known of it: rounded to its interval, or said to be one computation."""

from __future__ import annotations

import math

from zorgkaart.words.numbers import SPACE, UNKNOWN, number

ONE_RUN = "één berekening, zonder marge"
FIXED = ", bij vaste rijsnelheden"
# An interval is told in about so many steps: more digits would promise more than is known.
DIGITS_OF_WIDTH = 2


def estimate(
    value: float,
    low: float = math.nan,
    high: float = math.nan,
    *,
    unit: tuple[str, str] = ("", ""),
    fixed_speed: bool = False,
) -> str:
    """A figure with its interval: "circa 3.600 inwoners (tussen 600 en 25.000)".

    Parameters
    ----------
    value : float
        The figure; "onbekend" where NaN.
    low, high : float
        Its interval; NaN where there is none, which is said then.
    unit : (str, str)
        The noun for one and for more, if any.
    fixed_speed : bool
        Whether no draw had other speeds: then the interval is narrower than what is known, which is said.
    """
    if math.isnan(value):
        return UNKNOWN
    if math.isnan(low) or math.isnan(high):
        return f"{_with_unit(value, unit)} ({ONE_RUN})"
    shown, *bounds = rounded(value, low, high)
    texts = [number(bound) for bound in bounds]
    if texts[0] == texts[1]:
        return f"{_with_unit(value, unit)} (in alle trekkingen gelijk{FIXED if fixed_speed else ''})"
    return f"circa {_with_unit(shown, unit)} (tussen {texts[0]} en {texts[1]}{FIXED if fixed_speed else ''})"


def rounded(value: float, low: float, high: float) -> tuple[float, float, float]:
    """A figure and its interval, rounded to what the width of the interval lets be known.

    Parameters
    ----------
    value : float
        The figure.
    low, high : float
        Its interval; known.
    """
    step = _step(high - low)
    shown, lowest, highest = (step * round(part / step) for part in (value, low, high))
    return shown, lowest, highest


def _step(width: float) -> float:
    """What an interval of this width is rounded to."""
    if not width > 0:
        return 1.0
    return float(max(1.0, 10.0 ** (math.floor(math.log10(width)) - DIGITS_OF_WIDTH)))


def _with_unit(value: float, unit: tuple[str, str]) -> str:
    text = number(value)
    noun = unit[0] if text == "1" else unit[1]
    return f"{text}{SPACE}{noun}" if noun else text
