"""Numbers in Dutch against the table of cases that tests/js/format.test.js reads too: maps write them as reports do.

What lies exactly half-way is not in the table: a browser rounds it away from zero, Python to the even digit.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import pytest
from support.paths import TESTS

from zorgkaart.words.numbers import number, short, signed

CASES = json.loads((TESTS / "cases" / "numbers.json").read_text(encoding="utf-8"))
WRITERS: dict[str, Callable[[float], str]] = {
    "whole": number,
    "decimal": lambda value: number(value, 1),
    "signed_whole": signed,
    "signed_decimal": lambda value: signed(value, 1),
    "short": short,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["value"]))
def test_numbers_are_written_as_in_the_table(case: dict[str, float | str | None]) -> None:
    value = case["value"]
    figure = float(value) if value is not None else math.nan
    texts = {name: text for name, text in case.items() if name != "value"}
    assert {name: WRITERS[name](figure) for name in texts} == texts
