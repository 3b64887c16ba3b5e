"""Columns of a table as the compact arrays that go into the page of a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.errors import InputError

VERDICTS = ("binnen", "deels buiten", "buiten", "onbekend", "onzeker")
DECIMALS = 2


def number_column(
    values: pd.Series[Any], *, bounds: Sequence[float] = (), decimals: int = DECIMALS
) -> list[float | int | None]:
    """Return numbers rounded to so many decimals, whole ones as integers; None for what is not finite.

    A number that rounding would move into another class stays as it is.
    """
    numbers = pd.to_numeric(values).to_numpy(dtype=np.float64, na_value=np.nan)
    rounded = np.round(numbers, decimals)
    moved = np.searchsorted(bounds, rounded) != np.searchsorted(bounds, numbers)
    return [_number(v) for v in np.where(moved, numbers, rounded).tolist()]


def _number(value: float) -> float | int | None:
    if not np.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def text_column(values: pd.Series[Any]) -> list[str]:
    """Return texts, empty where there is none."""
    return ["" if pd.isna(value) else str(value) for value in values]


def coded_column(values: pd.Series[Any]) -> dict[str, list[Any]]:
    """Return texts that repeat as the list of distinct texts and a position in it for each row."""
    texts = text_column(values)
    position = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return {"values": list(position), "index": [position[text] for text in texts]}


def position_column(values: pd.Series[Any], allowed: Sequence[str], column: str) -> list[int | None]:
    """Return each value as its position in `allowed`; None where it is empty."""
    position = {text: number for number, text in enumerate(allowed)}
    unknown = sorted({str(v) for v in values if not pd.isna(v) and v not in position})
    if unknown:
        raise InputError(f"areas: {column} has values that do not occur: {', '.join(unknown[:5])}. Correct the table.")
    return [None if pd.isna(v) else position[v] for v in values]


def remark_column(values: pd.Series[Any]) -> list[Any]:
    """Return the values of a remark's column of flags or numbers; None for nothing to say."""
    if pd.api.types.is_bool_dtype(values):
        return [int(bool(v)) if not pd.isna(v) else None for v in values]
    return number_column(values)
