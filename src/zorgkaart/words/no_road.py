"""What must be said wherever inhabitants outside a norm are counted: who has no road to the sites is among them."""

from __future__ import annotations

from zorgkaart.words.numbers import number

ONE_PERSON = 0.5  # fewer are not a person, but what rounding left


def no_road_note(ends: str) -> str:
    """What is said of people whom no road joins to the sites of a norm.

    Parameters
    ----------
    ends : str
        The sites, as in "een ambulancepost en een locatie die meetellen".
    """
    return (
        f"Wie geen wegverbinding heeft met {ends}, zoals op een eiland, telt als buiten de norm. Helikopters en boten "
        "zijn niet meegerekend."
    )


def no_road_words(inhabitants: float) -> str:
    """What stands behind a number of inhabitants outside a norm: how many of them no road joins to the sites.

    Parameters
    ----------
    inhabitants : float
        May be NaN.

    Returns
    -------
    str
        Begins with a comma; empty where there is nobody to tell of.
    """
    if not inhabitants >= ONE_PERSON:
        return ""
    return f", van wie {number(inhabitants)} zonder wegverbinding (helikopters en boten zijn niet meegerekend)"
