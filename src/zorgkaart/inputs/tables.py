"""What all input tables have in common: columns by name, cells as texts and numbers, and how messages name them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems

MOST_NAMED = 5
# In the place of a text like 1.200 in a table of which one cannot say whether the point parts decimals or thousands.
UNCLEAR = "?"
# What a frame remembers of its file: whether a comma parts the decimals of a number, so that 12,5 is one.
DECIMAL_COMMA = "decimal_comma"
WITH_COMMA = r"[+-]?\d+,\d+"
_PARTED_BY_POINT = r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?"
_PARTED_BY_SPACE = r"[+-]?\d{1,3}(?:\s\d{3})+(?:,\d+)?"


def listed(items: Iterable[object]) -> str:
    """Join at most five items and count the rest: ``3, 7, 9, 12, 15 and 12 more``."""
    every = [str(item) for item in items]
    named = ", ".join(every[:MOST_NAMED])
    return f"{named} and {len(every) - MOST_NAMED:d} more" if len(every) > MOST_NAMED else named


def counted(number: int, noun: str) -> str:
    """Count things in words that fit: ``1 row``, ``3 rows``."""
    plural = {"address": "addresses", "buurt": "buurten"}.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def rows_named(index: pd.Index) -> str:
    """Name rows by their numbers: ``row 3``, ``rows 3, 7``."""
    return f"{'row' if len(index) == 1 else 'rows'} {listed(index)}"


def close_to(name: str, known: Iterable[str]) -> str:
    """Return ``Did you mean 'x'? `` if a known name looks like `name`, else nothing."""
    folded = {item.casefold(): item for item in known}
    matches = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(repr(folded[item]) for item in matches)}? " if matches else ""


def renamed(
    frame: pd.DataFrame, columns: Mapping[str, str], known: Iterable[str] = ()
) -> tuple[pd.DataFrame, set[str]]:
    """Give the user's columns our names, and say which entries of the mapping the frame had a column for.

    One column may serve two of ours; a column that is mapped is not read under its old name as well. Headers may
    differ from the mapping, and from the `known` names, in capitals and in spaces for underscores.
    """
    headers = {plain_header(name): str(name) for name in reversed(frame.columns)}
    headers |= {str(name): str(name) for name in frame.columns}
    used = {
        ours: headers[theirs if theirs in headers else plain_header(theirs)]
        for ours, theirs in columns.items()
        if theirs in headers or plain_header(theirs) in headers
    }
    rest = frame.drop(columns=[theirs for theirs in set(used.values()) if theirs not in used])
    rest = rest.assign(**{ours: frame[theirs] for ours, theirs in used.items()})
    named = {plain_header(str(name)): str(name) for name in reversed(rest.columns)}
    ours = {
        named[plain_header(name)]: name for name in known if name not in rest.columns and plain_header(name) in named
    }
    return rest.rename(columns=ours), set(used)


def plain_header(name: str) -> str:
    """Return a header for comparing only: without capitals, and with one underscore for spaces."""
    return re.sub(r"[\s_]+", "_", name.strip()).casefold()


def check_mapping(section: str, columns: Mapping[str, str], known: Iterable[str], problems: Problems) -> None:
    """Report keys of a column mapping that are no column of the schema."""
    names = list(known)
    for ours in columns:
        if ours not in names:
            problems.add(
                f"[{section}] columns",
                f"'{ours}' is not a column that is read",
                f"{close_to(ours, names)}The key is our name and the value is yours; ours are: {', '.join(names)}.",
            )


def check_used(
    section: str, columns: Mapping[str, str], used: set[str], present: Iterable[str], problems: Problems
) -> None:
    """Report columns that the mapping names and that no table has."""
    names = sorted({str(name) for name in present})
    for ours, theirs in columns.items():
        if ours not in used:
            problems.add(
                f"[{section}] columns",
                f"no table has a column '{theirs}', which is to be read as {ours}",
                f"{close_to(theirs, names)}The tables have: {', '.join(names)}.",
            )


def missing_column(where: str, name: str, section: str, present: Iterable[str], problems: Problems) -> None:
    """Report a required column that is not there."""
    names = [str(item) for item in present]
    problems.add(
        where,
        f"there is no column '{name}'; it has {', '.join(names)}",
        f'{close_to(name, names)}Rename it, or say columns = {{ {name} = "your column" }} in [{section}].',
    )


def as_text(values: pd.Series) -> pd.Series:
    """Text without spaces around it; nothing becomes ``""``, 12.0 ``12`` and a date at midnight a date."""

    def text(value: Any) -> str:
        if pd.api.types.is_scalar(value) and pd.isna(value):
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip().removesuffix(" 00:00:00")

    if isinstance(values.dtype, pd.CategoricalDtype):
        known = np.array([text(value) for value in values.cat.categories] + [""], dtype=object)
        return pd.Series(known[values.cat.codes.to_numpy()], index=values.index, name=values.name)
    return values.map(text).astype(object)


def as_number(values: pd.Series, *, point_parts: str = "unclear") -> tuple[pd.Series, pd.Series]:
    """Return the finite numbers (NaN elsewhere), and which rows hold something that is not a number.

    In a column of a table that writes decimals with a comma (:data:`DECIMAL_COMMA`) ``12,5`` is a number, and so is
    ``1.200,5``, in which points part the thousands.

    Parameters
    ----------
    point_parts
        What the point of ``1.200`` parts in such a table, where no cell of the column says: ``decimals``,
        ``thousands``, or ``unclear``, which counts as no number.
    """
    if values.dtype.kind in "iuf" and isinstance(values.dtype, np.dtype):
        numbers = values.astype("float64")
        infinite = numbers.abs() == np.inf
        return numbers.mask(infinite), infinite
    text = as_text(values)
    written = with_points(values, point_parts)
    numbers = pd.to_numeric(written.where(written != "", None), errors="coerce").astype("float64")
    numbers = numbers.where(numbers.abs() != float("inf"))
    return numbers, numbers.isna() & (text != "")


def with_points(values: pd.Series, point_parts: str) -> pd.Series:
    """Return texts in which numbers of a table with decimal commas are as Python reads them; see :func:`as_number`."""
    text = as_text(values)
    if not values.attrs.get(DECIMAL_COMMA):
        return text
    with_comma = text.str.contains(",", regex=False)
    if point_parts != "decimals":
        text = text.mask(text.str.fullmatch(_PARTED_BY_SPACE), text.str.replace(r"\s", "", regex=True))
        parted = text.str.fullmatch(_PARTED_BY_POINT)
        certain = parted & (with_comma | (text.str.count(r"\.") > 1))
        if point_parts == "thousands" or certain.any() or text.str.fullmatch(WITH_COMMA).any():
            certain = parted
        text = text.mask(parted & ~certain, UNCLEAR).mask(certain, text.str.replace(".", "", regex=False))
    return text.mask(text.str.fullmatch(WITH_COMMA), text.str.replace(",", ".", regex=False))
