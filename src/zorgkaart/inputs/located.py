"""Where the rows of a table lie: the one reader of coordinates, in whatever way a table gives them.

That is a geometry, columns ``lat`` and ``lon`` (WGS 84), ``x`` and ``y`` (the CRS of the project), both in one cell, or
a shape as text (WKT). Rows without any are told apart from rows with a wrong one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pyproj import Transformer

from zorgkaart.errors import Problems
from zorgkaart.inputs.coordinates import MOST_DEGREES
from zorgkaart.inputs.crs import points_inside, reprojected, without_shape
from zorgkaart.inputs.tables import as_number, as_text, counted, listed, plain_header, rows_named, with_points
from zorgkaart.project.defaults import GRIDS_OF_OTHERS, LATLON_COLUMNS, PAIRS_OF_OTHERS, WGS84, WKT_COLUMNS
from zorgkaart.project.region import NETHERLANDS, Region

DEGREES, METRES = ("lat", "lon"), ("x", "y")
PLACE_COLUMNS = (*DEGREES, *METRES, "wkt", "latlon")
_NUMBER = r"([+-]?\d+[.,]\d+)"
_BOTH = rf"[(\[]?\s*{_NUMBER}(?:\s*[;,]\s*|\s+){_NUMBER}\s*[)\]]?"


def in_degrees(frame: pd.DataFrame, where: str, region: Region, problems: Problems) -> pd.DataFrame | None:
    """Return a plain table with ``lat`` and ``lon`` (WGS 84): numbers, texts as they stand, or empty without a place.

    A site drawn as an area gets a point inside it. A table without any column for a place comes back as it is.
    None, with a problem, if its place cannot be understood.
    """
    frame = _as_ours(frame)
    shapes = _shapes(frame, where, region, problems, first=(DEGREES, METRES))
    if shapes is not None:
        return _from_shapes(frame, shapes, WGS84, DEGREES, where, problems)
    pair = _pair(frame, (DEGREES, METRES))
    if pair == METRES:
        crs = _metres_crs(frame, where, region, problems)
        if crs is None:
            return None
        x, y = (as_number(frame[name], point_parts="thousands")[0] for name in METRES)
        points = gpd.GeoSeries(gpd.points_from_xy(x, y), index=frame.index, crs=crs).to_crs(WGS84)
        nowhere = (x.isna() | y.isna() | ((x == 0) & (y == 0))).to_numpy()
        lat, lon = points.y.mask(nowhere), points.x.mask(nowhere)
        return frame.assign(lat=lat, lon=lon)
    if pair is None:
        frame = _split(frame)
    if not set(DEGREES) <= set(frame.columns):
        return frame
    return _blanked(frame.assign(**{name: with_points(frame[name], "decimals") for name in DEGREES}), DEGREES)


def in_metres(frame: pd.DataFrame, where: str, region: Region, problems: Problems) -> pd.DataFrame | None:
    """Return a plain table with ``x`` and ``y`` in the CRS of the project, NaN without a place.

    A table without any column for a place comes back as it is. None, with a problem, if a place cannot be understood.
    """
    frame = _as_ours(frame)
    shapes = _shapes(frame, where, region, problems, first=(METRES, DEGREES))
    if shapes is not None:
        return _from_shapes(frame, shapes, region.crs, METRES, where, problems)
    pair = _pair(frame, (METRES, DEGREES))
    if pair is None:
        frame = _split(frame)
        pair = DEGREES
    if not set(pair) <= set(frame.columns):
        return frame
    frame = _blanked(frame, pair)
    values = []
    for name in pair:
        numbers, wrong = as_number(frame[name], point_parts="thousands" if pair == METRES else "decimals")
        if wrong.any():
            problems.add(where, f"{rows_named(frame.index[wrong])}: {name} is not a number", "Correct or remove them.")
            return None
        values.append(numbers)
    nowhere = values[0].isna() | values[1].isna() | ((values[0] == 0) & (values[1] == 0))
    crs = WGS84
    if pair == METRES:
        understood = _metres_crs(frame, where, region, problems)
        if understood is None:
            return None
        crs = understood
    x, y = values if pair == METRES else reversed(values)
    if crs != region.crs:
        points = gpd.GeoSeries(gpd.points_from_xy(x, y), index=frame.index, crs=crs).to_crs(region.crs)
        x, y = points.x, points.y
    return frame.assign(x=x.mask(nowhere), y=y.mask(nowhere))


def with_shapes(frame: pd.DataFrame, where: str, region: Region, problems: Problems) -> pd.DataFrame:
    """Return a layer of a table whose shapes are texts (WKT); any other table as it is."""
    shapes = _shapes(frame, where, region, problems, first=())
    if shapes is None or isinstance(frame, GeoDataFrame):
        return frame
    layer: pd.DataFrame = GeoDataFrame(frame.drop(columns=_column(frame, WKT_COLUMNS)), geometry=shapes)
    return layer


def with_places(
    frame: pd.DataFrame,
    where: str,
    *,
    pair: tuple[str, str],
    share: float,
    section: str,
    problems: Problems,
    own: pd.Series | None = None,
) -> pd.DataFrame | None:
    """Leave out the rows without a place; None, with a fatal problem, if there are more than the project allows.

    Parameters
    ----------
    share
        The part of the rows that may lack a place, rounded up: one row never stops a run, unless it is zero.
    own
        Which rows to speak of; all if it is not given. The others are left out without a word.
    """
    nowhere = pd.concat([_without_text(frame[name]) for name in pair], axis=1).any(axis=1)
    rest = frame[~nowhere]
    mine = pd.Series(True, index=frame.index) if own is None else own
    lacking, total = frame[nowhere & mine], int(mine.sum())
    if lacking.empty:
        return rest
    most = math.ceil(share * total)
    what = f"{len(lacking):,} of {counted(total, 'row')}"
    if len(lacking) <= most and len(lacking) < total:
        problems.add(
            where,
            f"{what} without a place left out: {_named(lacking)}",
            "Look up their coordinates to have them count.",
            fatal=False,
        )
        return rest
    if len(lacking) == total:
        problems.add(where, f"no row has a place: {_named(lacking)}", "Look up their coordinates.")
        return None
    problems.add(
        where,
        f"{what} without a place, where at most {most:,} may be left out: {_named(lacking)}",
        f"Look up their coordinates, or raise without_place_share in [{section}] ({share:g}).",
    )
    return None


def outside_hint(frame: pd.DataFrame, x: pd.Series, y: pd.Series, region: Region) -> str:
    """Name the mistake that was probably made in a table whose points lie outside the region."""
    if set(DEGREES) <= set(frame.columns) and not set(METRES) <= set(frame.columns):
        lat, lon = (as_number(frame[name], point_parts="decimals")[0] for name in DEGREES)
        south, north, west, east = region.bounds
        return "; lat and lon seem to be swapped" if (lon.between(south, north) & lat.between(west, east)).any() else ""
    if _like_degrees(x, y):
        return "; x and y seem to be degrees"
    return "; x and y seem to be swapped" if (x.between(*region.y) & y.between(*region.x)).any() else ""


def _like_degrees(x: pd.Series, y: pd.Series) -> bool:
    """Whether every pair may be degrees: in metres it would be one spot, a grid may well begin at zero."""
    return bool((x.abs() <= MOST_DEGREES).all() and (y.abs() <= MOST_DEGREES).all())


def _named(rows: pd.DataFrame) -> str:
    """Rows by number and, where they have one, by id and name: each of them, as somebody has to look them up."""
    parts = [as_text(rows[name]) for name in ("id", "naam") if name in rows.columns]
    if not parts:
        return rows_named(rows.index)
    names = [", ".join(filter(None, cells)) for cells in zip(*parts, strict=True)]
    return "; ".join(
        f"row {number} ({name})" if name else f"row {number}" for number, name in zip(rows.index, names, strict=True)
    )


def _column(frame: pd.DataFrame, names: Sequence[str]) -> str | None:
    """The first of these columns that a table has, whatever its capitals."""
    headers = {plain_header(str(name)): str(name) for name in reversed(frame.columns)}
    return next((headers[plain_header(name)] for name in names if plain_header(name) in headers), None)


def _as_ours(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with our names for a pair of columns that others call differently."""
    for ours, others in ((DEGREES, PAIRS_OF_OTHERS), (METRES, GRIDS_OF_OTHERS)):
        if set(ours) <= set(frame.columns):
            continue
        for pair in others:
            theirs = [_column(frame, [name]) for name in pair]
            if None not in theirs:
                return frame.rename(columns=dict(zip(theirs, ours, strict=True)))
    return frame


def _pair(frame: pd.DataFrame, pairs: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The pair of columns to take: the first that is there and not empty, and no two names for one column."""
    there = [pair for pair in pairs if set(pair) <= set(frame.columns)]
    there = [pair for pair in there if not _one_cell(frame, pair)]
    filled = [pair for pair in there if _with_digit(frame[pair[0]]).any()]
    return next(iter(filled or there), None)


def _one_cell(frame: pd.DataFrame, pair: tuple[str, str]) -> bool:
    """Whether a project has both columns read from one, which holds both."""
    if any(pd.api.types.is_numeric_dtype(frame[name].dtype) for name in pair):
        return False
    first, second = (as_text(frame[name]) for name in pair)
    return first.tolist() == second.tolist() and bool(first.str.fullmatch(_BOTH).any())


def _split(frame: pd.DataFrame) -> pd.DataFrame:
    """Part one cell with latitude and longitude in two; the table as it is if it has no such column."""
    name = "lat" if set(DEGREES) <= set(frame.columns) else _column(frame, LATLON_COLUMNS)
    if name is None:
        return frame
    parts = as_text(frame[name]).str.extract(rf"^{_BOTH}$")
    if parts[0].isna().all():
        return frame
    lat, lon = (parts[number].fillna("").str.replace(",", ".", regex=False) for number in (0, 1))
    unread = parts[0].isna()
    # What is no pair stays to be seen, and to be told of.
    return frame.assign(lat=lat.mask(unread, as_text(frame[name])), lon=lon.mask(unread, as_text(frame[name])))


def _blanked(frame: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """Empty the places that are none: a cell without a digit ("onbekend"), and the zeros of a failed search."""
    numbers = [as_number(frame[name], point_parts="decimals")[0] for name in pair]
    nowhere = ~_with_digit(frame[pair[0]]) | ~_with_digit(frame[pair[1]]) | ((numbers[0] == 0) & (numbers[1] == 0))
    if not nowhere.any():
        return frame
    blank = frame.assign(**{name: frame[name].astype(object).mask(nowhere, "") for name in pair})
    blank.attrs = dict(frame.attrs)
    return blank


def _without_text(values: pd.Series) -> pd.Series:
    """Which cells are empty; a number is not."""
    return values.isna() if pd.api.types.is_numeric_dtype(values.dtype) else as_text(values) == ""


def _with_digit(values: pd.Series) -> pd.Series:
    """Which cells hold a number, or a text that may be meant as one."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values.notna()
    return as_text(values).str.contains(r"\d")


def _metres_crs(frame: pd.DataFrame, where: str, region: Region, problems: Problems) -> str | None:
    """The CRS of columns ``x`` and ``y``: that of the project, else the Dutch grid; None if they can be neither.

    Where both could be, it is the project's if any row lies where that CRS is meant for.
    """
    columns = [as_number(frame[name], point_parts="thousands") for name in METRES]
    for name, (_, wrong) in zip(METRES, columns, strict=True):
        wrong &= _with_digit(frame[name])
        if wrong.any():
            problems.add(where, f"{rows_named(frame.index[wrong])}: {name} is not a number", "Correct or remove them.")
            return None
    (x, _), (y, _) = columns
    known = x.notna() & y.notna() & ~((x == 0) & (y == 0))
    x, y = x[known], y[known]
    lon, lat = _to_degrees(region.crs).transform(x.to_numpy(dtype=np.float64), y.to_numpy(dtype=np.float64))
    if x.empty or region.is_usual(lat, lon).any():
        return region.crs
    dutch = bool((x.between(*NETHERLANDS.x) & y.between(*NETHERLANDS.y)).all())
    if not dutch and not _like_degrees(x, y) and (x.between(*region.x) & y.between(*region.y)).any():
        return region.crs
    if dutch:
        problems.add(
            where,
            f"x and y lie outside {region.name} and were read as {NETHERLANDS.grid}",
            f"Give x and y in {region.crs} if that is wrong.",
            fatal=False,
        )
        return NETHERLANDS.crs
    problems.add(
        where,
        f"{rows_named(x.index)}: outside {region.name}{outside_hint(frame, x, y, region)}",
        f"Give x and y in {region.crs} or lat and lon in WGS 84, and rerun.",
    )
    return None


@cache
def _to_degrees(crs: str) -> Transformer:
    """From metres to degrees; to make one takes longer than to use it on a small table."""
    return Transformer.from_crs(crs, WGS84, always_xy=True)


def _shapes(
    frame: pd.DataFrame, where: str, region: Region, problems: Problems, *, first: Sequence[tuple[str, str]]
) -> gpd.GeoSeries | None:
    """The shapes of a layer, or of a column of texts where there are no coordinates; None if there is neither."""
    if isinstance(frame, GeoDataFrame):
        return frame.geometry
    name = _column(frame, WKT_COLUMNS)
    if name is None or _pair(frame, first) is not None:
        return None
    parted = as_text(frame[name]).str.extract(r"^(?:SRID=(\d+);)?\s*(.*)$")
    texts = parted[1].fillna("")
    shapes = shapely.from_wkt(texts.where(texts != "", None).to_numpy(dtype=object), on_invalid="ignore")
    wrong = texts[(texts != "") & pd.isna(shapes)]
    if len(wrong) == len(texts[texts != ""]):
        return None
    if len(wrong):
        problems.add(
            where,
            f"{rows_named(wrong.index)}: {name} is no shape as text ({listed(map(repr, wrong.unique()))})",
            "Write it as POINT (5.33 52.49).",
        )
    said = parted[0].dropna().unique()
    bounds = shapely.total_bounds(shapes)
    guessed = WGS84 if np.all(np.abs(bounds) <= MOST_DEGREES) else region.crs
    return gpd.GeoSeries(shapes, index=frame.index, crs=f"EPSG:{said[0]}" if len(said) == 1 else guessed)


def _from_shapes(
    frame: pd.DataFrame, shapes: gpd.GeoSeries, crs: str, pair: tuple[str, str], where: str, problems: Problems
) -> pd.DataFrame | None:
    inside, drawn = points_inside(shapes)
    if drawn.any() and pair == DEGREES:
        problems.add(
            where,
            f"{rows_named(frame.index[drawn])}: not a point; a point inside the shape was taken",
            "Nothing needs to be done if the shape is the building.",
            fatal=False,
        )
    nowhere = without_shape(shapes)
    points = reprojected(inside, crs, where, problems)
    if points is None:
        return None
    plain = pd.DataFrame(frame.drop(columns=shapes.name) if isinstance(frame, GeoDataFrame) else frame)
    x, y = points.x.mask(nowhere), points.y.mask(nowhere)
    if pair == METRES:
        return plain.assign(x=x, y=y)
    zero = (x == 0) & (y == 0)
    return plain.assign(lat=y.mask(zero), lon=x.mask(zero))
