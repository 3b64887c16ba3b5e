"""Where a project lies: the CRS that it computes in, and the part of the world in which its coordinates make sense."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Proj, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info
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
        (lat_min, lat_max, lon_min, lon_max) in degrees (WGS 84); lon_min > lon_max over the 180th meridian. What lies
        outside is refused.
    usual : tuple of float
        The same, but for what is remarked and no more: the register's area of use, which countries stretch.
    """

    crs: str
    name: str
    grid: str
    x: Span
    y: Span
    bounds: tuple[float, float, float, float]
    usual: tuple[float, float, float, float]

    def is_usual(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.bool_]:
        """(n,) bool: these degrees (WGS 84) lie where the CRS is meant for.

        Parameters
        ----------
        lat, lon : (n,) float64
            Degrees (WGS 84).
        """
        return within(lat, lon, self.usual)


def within(
    lat: NDArray[np.float64], lon: NDArray[np.float64], bounds: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    """(n,) bool: degrees lie within (lat_min, lat_max, lon_min, lon_max), which may go over the 180th meridian."""
    south, north, west, east = bounds
    beside = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    return np.asarray((lat >= south) & (lat <= north) & beside)


# The extent of the Dutch national grid, which is tighter than what the register says of it.
NETHERLANDS = Region(
    DUTCH_GRID,
    "the Netherlands",
    "the Dutch grid (RD)",
    (-7_000.0, 300_000.0),
    (289_000.0, 629_000.0),
    (50.7, 53.7, 3.2, 7.3),
    (50.7, 53.7, 3.2, 7.3),
)
BEYOND_DEG = 5.0  # so far beyond its area of use a CRS in metres still serves: its scale there is a few per mille off
MOST_STRETCH = 0.02  # a length may be this part too long or too short
STEPS = 41


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
    """Return where a CRS can be used: 5 degrees around what it is meant for, by the EPSG register; else the world.

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
        world = (-90.0, 90.0, -180.0, 180.0)
        return Region(crs, "the world", crs, everywhere, everywhere, world, world)
    west, east = area.west - BEYOND_DEG, area.east + BEYOND_DEG + (360.0 if area.east < area.west else 0.0)
    south, north = max(area.south - BEYOND_DEG, -90.0), min(area.north + BEYOND_DEG, 90.0)
    lon, lat = np.meshgrid(np.linspace(west, east, STEPS), np.linspace(south, north, STEPS))
    x, y = Transformer.from_crs(WGS84, crs, always_xy=True).transform(lon.ravel(), lat.ravel())
    spans = [(float(values.min()), float(values.max())) for values in (x[np.isfinite(x)], y[np.isfinite(y)])]
    around = (-180.0, 180.0) if east - west >= 360.0 else (_turned(west), _turned(east))
    where = f"the area that {crs} is for ({area.name.rstrip('.')})"
    usual = (area.south, area.north, area.west, area.east)
    return Region(crs, where, crs, spans[0], spans[1], (south, north, *around), usual)


def stretch_of(crs: str, lat: float, lon: float) -> float:
    """By which part of itself a length in this CRS is too long or too short at a place.

    Parameters
    ----------
    crs : str
        Projected in metres.
    lat, lon : float
        Degrees (WGS 84).
    """
    factors = Proj(crs).get_factors(lon, lat)
    return max(abs(scale - 1.0) for scale in (factors.meridional_scale, factors.parallel_scale))


def better_crs(lat: float, lon: float) -> str:
    """A CRS in metres that does not stretch at a place: the zone of UTM (WGS 84) that it lies in.

    Parameters
    ----------
    lat, lon : float
        Degrees (WGS 84).
    """
    place = AreaOfInterest(lon, lat, lon, lat)
    return f"EPSG:{query_utm_crs_info(datum_name='WGS 84', area_of_interest=place)[0].code}"


def _turned(lon: float) -> float:
    """A longitude between -180 and 180."""
    return (lon + 180.0) % 360.0 - 180.0
