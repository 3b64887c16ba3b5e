"""Where a project lies: the CRS that it computes in, and the part of the world in which its coordinates make sense."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from zorgkaart.project.defaults import CRS as DUTCH_GRID
from zorgkaart.project.defaults import WGS84

Span = tuple[float, float]


@dataclass(frozen=True)
class Region:
    """The part of the world that a CRS is made for.

    Attributes
    ----------
    crs : str
        A projected CRS in metres, such as ``EPSG:28992``.
    name, grid : str
        What messages call the part of the world, and the CRS.
    x, y : tuple of float
        Least and most metres.
    bounds : tuple of float
        (lat_min, lat_max, lon_min, lon_max) in degrees (WGS 84).
    """

    crs: str
    name: str
    grid: str
    x: Span
    y: Span
    bounds: tuple[float, float, float, float]


# The extent of the Dutch national grid, which is tighter than what the register says of it.
NETHERLANDS = Region(
    DUTCH_GRID,
    "the Netherlands",
    "the Dutch grid (RD)",
    (-7_000.0, 300_000.0),
    (289_000.0, 629_000.0),
    (50.7, 53.7, 3.2, 7.3),
)


def checked_crs(text: str) -> str:
    """Return a CRS by its EPSG code.

    Raises
    ------
    ValueError
        If there is no such CRS, or it is not projected in metres.
    """
    try:
        crs = CRS.from_user_input(text)
    except ProjError:
        raise ValueError(f"{text!r} is no coordinate reference system; write one as {DUTCH_GRID}") from None
    code = crs.to_epsg()
    if not crs.is_projected or code is None or any(axis.unit_name != "metre" for axis in crs.axis_info):
        raise ValueError(
            f"the CRS {text} ({crs.name}) is not projected in metres with an EPSG code; write one as {DUTCH_GRID}"
        )
    return f"EPSG:{code}"


@cache
def region_of(crs: str) -> Region:
    """Return where a CRS is meant to be used, by the EPSG register; the whole world if that does not say.

    Parameters
    ----------
    crs : str
        Projected in metres; see :func:`checked_crs`.
    """
    if crs == NETHERLANDS.crs:
        return NETHERLANDS
    area = CRS.from_user_input(crs).area_of_use
    if area is None:
        everywhere = (float("-inf"), float("inf"))
        return Region(crs, "the world", crs, everywhere, everywhere, (-90.0, 90.0, -180.0, 180.0))
    corners = (area.west, area.south, area.east, area.north)
    left, bottom, right, top = Transformer.from_crs(WGS84, crs, always_xy=True).transform_bounds(*corners)
    where = f"the area that {crs} is for ({area.name.rstrip('.')})"
    return Region(crs, where, crs, (left, right), (bottom, top), (area.south, area.north, area.west, area.east))
