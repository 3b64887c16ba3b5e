"""The Dutch of Babel, loaded when the first word is made: a command that says nothing pays nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@cache
def dutch() -> Locale:
    """Dutch as it is written in the Netherlands."""
    from babel import Locale

    return Locale("nl", "NL")


@cache
def number_writer(pattern: str) -> Callable[[float], str]:
    """What writes numbers by a pattern such as ``#,##0.00``, which is read once: that costs more than the writing.

    It rounds a float's exact value. Babel itself would round the shortest text that stands for it, so that 2.675,
    which lies below its text, would become 2,68.
    """
    from decimal import Decimal

    from babel.numbers import parse_pattern

    parsed, locale = parse_pattern(pattern), dutch()

    def written(value: float) -> str:
        return str(parsed.apply(Decimal(value), locale))

    return written
