"""Cells as the Dutch write them."""

from __future__ import annotations

import math

import pytest

from zorgkaart.outputs.documents.content import Column


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        (Column("a", 0), 1234.5, "1.234"),
        (Column("a", 1), math.nan, "onbekend"),
        (Column("a", 1, percent=True), math.nan, "onbekend"),
        (Column("a", 1, percent=True), 0.1234, "12,3\N{NO-BREAK SPACE}%"),
        (Column("a", 0, sign=True), -0.2, "0"),
        (Column("a", 0, sign=True), 7.2, "+7"),
        (Column("a", 1, sign=True), -7.25, "\N{MINUS SIGN}7,2"),
        (Column("a"), "=1+1", "=1+1"),
        (Column("a", 0), None, ""),
    ],
)
def test_cells(column: Column, cell: float | str | None, expected: str) -> None:
    assert column.text(cell) == expected
