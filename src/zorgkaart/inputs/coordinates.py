"""Coordinates at the door: numbers inside their bounds, with the likely mistake named where they are not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import as_number, as_text, rows_named
from zorgkaart.project.region import Region, within

Bounds = tuple[float, float, float, float]
MOST_DEGREES = 180.0


def checked_coordinates(
    table: pd.DataFrame,
    where: str,
    *,
    region: Region,
    home: str,
    bounds: Bounds,
    bounds_abroad: Bounds,
    problems: Problems,
) -> tuple[pd.Series, pd.Series]:
    """Parse ``lat`` and ``lon`` (WGS 84 degrees) and report every row that cannot be right.

    Parameters
    ----------
    table
        With columns ``lat``, ``lon`` and ``land``; its index numbers the rows for the reader.
    region
        Where the project lies.
    home
        The value of ``land`` for sites at home.
    bounds, bounds_abroad
        (lat_min, lat_max, lon_min, lon_max) for sites at home and for those in any other land.

    Returns
    -------
    tuple of Series
        lat and lon, float64, NaN where a text is not a number.
    """
    lat_text, lon_text = as_text(table["lat"]), as_text(table["lon"])
    (lat, lat_wrong), (lon, lon_wrong) = as_number(lat_text), as_number(lon_text)
    at_home = (table["land"] == home).to_numpy()

    def matches(pattern: str) -> pd.Series:
        return lat_text.str.fullmatch(pattern) | lon_text.str.fullmatch(pattern)

    def fits(first: pd.Series, second: pd.Series) -> pd.Series:
        return pd.Series(
            np.where(at_home, _inside(first, second, bounds), _inside(first, second, bounds_abroad)), table.index
        )

    grid = _inside(lat, lon, (*region.x, *region.y)) | _inside(lon, lat, (*region.x, *region.y))
    grid &= ~((lat.abs() <= MOST_DEGREES) & (lon.abs() <= MOST_DEGREES))  # a grid may well begin at zero
    faults = (
        matches(r"[+-]?\d+,\d+"),
        matches(r"[+-]?\d+(\.\d+){2,}"),
        lat_wrong | lon_wrong,
        fits(lon, lat) & ~fits(lat, lon),
        grid,
        pd.Series(at_home, table.index) & _inside(lat, lon, bounds_abroad) & ~_inside(lat, lon, bounds),
        ~fits(lat, lon),
    )
    open_rows = pd.Series(True, index=table.index)
    for fault, (what, todo) in zip(faults, _said(region, home), strict=True):
        wrong = open_rows & fault
        open_rows &= ~fault
        if wrong.any():
            first = int(np.flatnonzero(wrong)[0])
            example = f"lat '{lat_text.iloc[first]}', lon '{lon_text.iloc[first]}' in row {table.index[first]}"
            limits = ""
            if "out of bounds" in what or "lies outside" in what:
                limits = f"; lat must be {bounds[0]}-{bounds[1]} and lon {bounds[2]}-{bounds[3]} in {home}"
            problems.add(where, f"{rows_named(table.index[wrong])}: {what} ({example}{limits})", todo)
    beyond = open_rows & at_home & ~region.is_usual(lat.to_numpy(), lon.to_numpy())
    if beyond.any() and bounds == region.bounds:
        problems.add(
            where,
            f"{rows_named(table.index[beyond])}: beyond {region.name}",
            "Nothing needs to be done if the sites do lie there.",
            fatal=False,
        )
    return lat, lon


def _said(region: Region, home: str) -> list[tuple[str, str]]:
    """What is wrong, and what to do, in the order in which the faults are looked for."""
    return [
        ("lat or lon has a decimal comma", "Write a point, as in 53.2193."),
        ("lat or lon has more than one point", "Remove the points that part the thousands."),
        ("lat or lon is not a number", "Write degrees as in 53.2193."),
        ("lat and lon are swapped", "Swap the columns, or the two in [facilities] columns."),
        (f"lat and lon hold metres of {region.grid}", "Name the columns x and y, or convert them to degrees (WGS 84)."),
        (
            f"land is {home}, but the site lies outside {region.name}",
            "Correct the coordinates, or write the country in column land (such as DE) if the site is abroad.",
        ),
        ("lat or lon is out of bounds", "Correct them, or set the bounds in [facilities]."),
    ]


def _inside(lat: pd.Series, lon: pd.Series, bounds: Bounds) -> pd.Series:
    return pd.Series(within(lat.to_numpy(), lon.to_numpy(), bounds), lat.index)
