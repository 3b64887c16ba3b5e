"""The colour and the Dutch words of each class of a view, for the map and whatever else shows it.

The palettes keep their order in grey and for every common form of colour blindness: each next colour is
darker, and "outside the norm" changes from blue to orange-red, a pair that nearly everybody can tell
apart. A norm has other colours than a plain travel time, as the two must never be confused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zorgkaart.outputs.meaning.views import View
from zorgkaart.words.numbers import short

WITHIN = ("#f6f5dc", "#d3e9cd", "#a8d6cb", "#78bdca", "#4d9cc2", "#2f78b0")
BEYOND = ("#bf400d", "#741a0e")
TRAVEL = ("#faf6ec", "#e6d9ee", "#c9b3de", "#a98aca", "#8760b1", "#643691", "#3f1463")
LESS = ("#01665e", "#cfe9e4")
MORE = ("#f8e3bd", "#d98b34", "#7a3207")
SAME = "#e9ebe9"
UNKNOWN = "#d4d4d4"
# A bound that somebody chose is written with as many decimals as it needs, at most these.
LEAST_DECIMALS = 2


@dataclass(frozen=True)
class ViewClass:
    """One class of a view.

    Attributes
    ----------
    label : str
        Dutch words with the unit.
    colour : str
        ``#rrggbb``.
    side : {"", "beyond", "less", "more"}
        Above the norm's limit, or to one side of no difference.
    """

    label: str
    colour: str
    side: Literal["", "beyond", "less", "more"] = ""


def view_classes(view: View) -> tuple[ViewClass, ...]:
    """Return the classes of a view, one more than it has bounds; a bound belongs to the class below it."""
    bounds = view.classes
    lower: tuple[float | None, ...] = (None, *bounds)
    upper: tuple[float | None, ...] = (*bounds, None)
    if view.diverging:
        less = sum(bound < 0 for bound in bounds)
        more = len(bounds) - less
        low_colours, high_colours = (MORE[::-1], LESS[::-1]) if view.more_is_better else (LESS, MORE)
        colours = [*_spread(low_colours, less), SAME, *_spread(high_colours, more)]
        labels = [_difference(low, high, view) for low, high in zip(lower, upper, strict=True)]
        return tuple(
            ViewClass(label, colour, "less" if i < less else "more" if i > less else "")
            for i, (label, colour) in enumerate(zip(labels, colours, strict=True))
        )
    inside = len(bounds) + 1 if view.limit is None else bounds.index(view.limit) + 1
    beyond = len(bounds) + 1 - inside
    plain = TRAVEL[::-1] if view.more_is_better else TRAVEL
    colours = [*_spread(plain if view.limit is None else WITHIN, inside), *_spread(BEYOND, beyond)]
    labels = list(view.words) or [_range(low, high, view) for low, high in zip(lower, upper, strict=True)]
    return tuple(
        ViewClass(label, colour, "beyond" if i >= inside else "")
        for i, (label, colour) in enumerate(zip(labels, colours, strict=True))
    )


def _range(low: float | None, high: float | None, view: View) -> str:
    if high is None:
        return f"meer dan {_bound(low, view)} {view.unit}"
    return f"{_bound(low, view)}\N{EN DASH}{_bound(high, view)} {view.unit}"


def _bound(value: float | None, view: View) -> str:
    return short(abs(value or 0), max(LEAST_DECIMALS, view.decimals))


def _difference(low: float | None, high: float | None, view: View) -> str:
    unit = view.unit
    less, more = ("korter", "langer") if unit == "min" else ("minder", "meer")
    if (low is None or low < 0) and (high is None or high > 0):
        limit = max(abs(bound) for bound in (low, high) if bound is not None)
        return f"geen verschil (minder dan {_bound(limit, view)} {unit})"
    near, far, word = (low, high, more) if low is not None and low > 0 else (high, low, less)
    if far is None:
        return f"meer dan {_bound(near, view)} {unit} {word}"
    return f"{_bound(near, view)}\N{EN DASH}{_bound(far, view)} {unit} {word}"


def _spread(colours: Sequence[str], n: int) -> list[str]:
    """Return `n` colours spread evenly from the first to the last."""
    channels = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours]
    result = []
    for i in range(n):
        place = i * (len(channels) - 1) / max(n - 1, 1)
        low = min(int(place), len(channels) - 2)
        mixed = (round(a + (place - low) * (b - a)) for a, b in zip(channels[low], channels[low + 1], strict=True))
        result.append("#" + "".join(f"{value:02x}" for value in mixed))
    return result
