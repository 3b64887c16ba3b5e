"""Residents: the points at which inhabitants live, from addresses or from a population raster."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.lived_in import USE, homes, not_lived_in
from zorgkaart.inputs.located import METRES, PLACE_COLUMNS, in_metres, outside_hint, with_places
from zorgkaart.inputs.raster import populated_parts
from zorgkaart.inputs.spatial import assign_areas
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import (
    as_text,
    check_mapping,
    check_used,
    counted,
    listed,
    missing_column,
    renamed,
    rows_named,
)
from zorgkaart.project.region import Region, region_of
from zorgkaart.project.sections import ResidentsSection

log = logging.getLogger(__name__)

COLUMNS = (*PLACE_COLUMNS, "buurtcode", USE)
# Borders of buurten are good to 60-100 m, so an address in a gap belongs to the nearest one.
NEAREST_WITHIN_M = 150.0


@dataclass(frozen=True)
class Residents:
    """Points at which people live.

    Attributes
    ----------
    x, y : (n,) float64
        Metres in the CRS of the areas.
    weight : (n,) float64
        Inhabitants at the point; NaN where the number of its buurt is not published.
    area : (n,) int32
        Row number of ``areas.buurten``.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    weight: NDArray[np.float64]
    area: NDArray[np.int32]

    def per_area(self, count: int) -> NDArray[np.float64]:
        """Inhabitants per area.

        Parameters
        ----------
        count : int
            Number of areas.

        Returns
        -------
        (count,) float64
            NaN where there is no point or a number is not published.
        """
        total: NDArray[np.float64] = np.bincount(self.area, self.weight, count).astype(np.float64)
        total[np.bincount(self.area, minlength=count) == 0] = np.nan
        return total

    def spread(self, unevenness: float, *, seed: int) -> Residents:
        """Return the same residents, spread less evenly over the points of each buurt.

        Parameters
        ----------
        unevenness : float
            Coefficient of variation of the inhabitants per address; 0 leaves them as they are. Factors are drawn from a
            gamma distribution and scaled, so that every buurt keeps its inhabitants.
        seed : int
            Which draw.
        """
        if unevenness == 0:
            return self
        shape = unevenness**-2
        factor = np.random.default_rng(seed).gamma(shape, 1 / shape, len(self.weight))
        known = np.nan_to_num(self.weight)
        before, after = (np.bincount(self.area, weight) for weight in (known, known * factor))
        scale = np.divide(before, after, out=np.ones(len(before)), where=after > 0)
        return replace(self, weight=self.weight * factor * scale[self.area])


def read_residents(config: ResidentsSection, areas: Areas, problems: Problems) -> Residents | None:
    """Read where people live.

    Addresses share the inhabitants of their buurt evenly. Cells of a raster bring their own number
    (``totals = "raster"``), or share those of their buurt in proportion to it (``totals = "areas"``).

    Returns
    -------
    Residents or None
        None if `problems` got a fatal problem.
    """
    before = len(problems.fatal)
    if config.raster is not None:
        residents = _from_raster(config, config.raster, areas, problems)
    else:
        residents = _from_addresses(config, areas, problems)
    return residents if len(problems.fatal) == before else None


def _from_raster(config: ResidentsSection, path: Path, areas: Areas, problems: Problems) -> Residents | None:
    parts = populated_parts(path, areas.buurten, problems)
    if parts is None:
        return None
    problems.add(
        path.name,
        f"{counted(parts.cells, 'populated cell')} with {parts.inhabitants.sum():,.0f} inhabitants inside the areas; "
        f"{parts.left_out:,.0f} inhabitants of cells around them, or of the part of a cell outside them, left out",
        "Nothing needs to be done; a cell that several areas share is divided over them by surface.",
        fatal=False,
    )
    weight = parts.inhabitants
    published = areas.buurten["inwoners"].to_numpy(dtype=np.float64)
    in_raster = np.bincount(parts.area, weight, len(published)).astype(np.float64)
    if config.totals == "areas":
        _report_lost((in_raster == 0) & (published > 0), "populated cell", areas, problems)
        weight = weight * np.divide(published, in_raster, out=np.zeros(len(in_raster)), where=in_raster > 0)[parts.area]
    else:
        _compare(path.name, published, in_raster, problems)
    order = np.lexsort((parts.x, parts.y, parts.area))
    return Residents(parts.x[order], parts.y[order], weight[order], parts.area[order])


def _compare(where: str, published: NDArray[np.float64], in_raster: NDArray[np.float64], problems: Problems) -> None:
    """Say by how much a raster and the areas differ, as the outputs then hold both numbers."""
    known = ~np.isnan(published)
    here, there = in_raster[known].sum(), published[known].sum()
    if known.any() and abs(here - there) >= 1:
        problems.add(
            where,
            f"the raster has {here:,.0f} inhabitants where the areas say {there:,.0f}; who is outside a norm is "
            "counted with those of the raster, while column inwoners keeps those of the areas",
            'Say totals = "areas" in [residents] to keep the number of each area.',
            fatal=False,
        )


def _from_addresses(config: ResidentsSection, areas: Areas, problems: Problems) -> Residents | None:
    before = len(problems.fatal)
    check_mapping("residents", config.columns, COLUMNS, problems)
    region = region_of(areas.buurten.crs.to_string())
    used: set[str] = set()
    present: set[str] = set()
    parts = []
    for path in config.addresses:
        frame = read_table(path, problems, layer=config.sheet, default_layer="adressen")
        if frame is None:
            continue
        present |= set(map(str, frame.columns))
        frame, here = renamed(frame, config.columns, COLUMNS)
        used |= here
        points = _metres(frame, path.name, region, config.without_place_share, problems)
        if points is not None:
            parts.append(_in_areas(points, path.name, areas, problems))
    if present:
        known = {key: value for key, value in config.columns.items() if key in COLUMNS}
        check_used("residents", known, used, present, problems)
    if not parts or len(problems.fatal) > before:
        return None
    points = homes(pd.concat(parts, ignore_index=True), listed(path.name for path in config.addresses), problems)
    if points.empty:
        problems.add(
            listed(path.name for path in config.addresses),
            "not one address lies inside the areas",
            "Use addresses of the same region as the areas.",
        )
        return None
    return _spread(points, areas, problems)


def _metres(frame: pd.DataFrame, where: str, region: Region, share: float, problems: Problems) -> pd.DataFrame | None:
    """Return x and y in metres, whether nobody lives there and, where the table has one, the buurtcode.

    The index numbers the rows.
    """
    if frame.empty:
        problems.add(where, "the table has no rows", "Add addresses.")
        return None
    placed = in_metres(frame, where, region, problems)
    if placed is None:
        return None
    if not set(METRES) <= set(placed.columns):
        missing_column(where, "lat", "residents", frame.columns, problems)
        return None
    placed = with_places(placed, where, pair=METRES, share=share, section="residents", problems=problems)
    if placed is None:
        return None
    points = placed[list(METRES)]
    inside = points["x"].between(*region.x) & points["y"].between(*region.y)
    if not inside.all():
        hint = outside_hint(frame, points["x"], points["y"], region)
        problems.add(
            where,
            f"{rows_named(points.index[~inside])}: outside {region.name}{hint}",
            f"Give x and y in {region.crs} or lat and lon in WGS 84, and rerun.",
        )
        return None
    if "buurtcode" in frame.columns:
        points = points.assign(buurtcode=as_text(placed["buurtcode"]))
    return points.assign(leeg=not_lived_in(placed))


def _in_areas(points: pd.DataFrame, where: str, areas: Areas, problems: Problems) -> pd.DataFrame:
    """Add column ``area`` and leave out the points of other areas; both are reported."""
    coded = "buurtcode" in points.columns
    area = np.full(len(points), -1, dtype=np.int32)
    if coded:
        area[:] = pd.Index(areas.buurten["buurtcode"]).get_indexer(points["buurtcode"])
    rest = np.flatnonzero(area < 0)
    if len(rest):
        x, y = points["x"].to_numpy()[rest], points["y"].to_numpy()[rest]
        assigned = assign_areas(x, y, areas.buurten, nearest_within_m=0 if coded else NEAREST_WITHIN_M)
        area[rest] = assigned.area
        placed = int((assigned.area >= 0).sum())
        outside = len(rest) - placed
        if coded and placed:
            problems.add(
                where,
                f"{counted(placed, 'address')} with a buurtcode that the areas do not know, placed by location",
                "Use addresses and areas of the same year to be rid of this remark.",
                fatal=False,
            )
        if outside:
            gap = f", {assigned.nearest} in a gap went to the nearest area" if assigned.nearest else ""
            problems.add(
                where,
                f"{outside:,} of {counted(len(points), 'address')} outside the areas and left out{gap}",
                "Nothing needs to be done if the file covers more than the areas.",
                fatal=False,
            )
        log.info("%s: %d addresses, %d inside the areas", where, len(points), len(points) - outside)
    points = points.assign(area=area)
    return points.loc[area >= 0, ["x", "y", "area", "leeg"]]


def _spread(points: pd.DataFrame, areas: Areas, problems: Problems) -> Residents:
    """Divide the inhabitants of each buurt evenly over its points."""
    buurten = areas.buurten
    inhabitants = buurten["inwoners"].to_numpy(dtype=np.float64)
    area = points["area"].to_numpy(dtype=np.int32)
    count = np.bincount(area, minlength=len(buurten))
    _report_lost((count == 0) & (inhabitants > 0), "address", areas, problems)
    weight = inhabitants[area] / count[area]
    order = np.lexsort((points["x"], points["y"], area))
    x, y = points["x"].to_numpy(dtype=np.float64), points["y"].to_numpy(dtype=np.float64)
    return Residents(x[order], y[order], weight[order], area[order])


def _report_lost(lost: NDArray[np.bool_], what: str, areas: Areas, problems: Problems) -> None:
    """Report the buurten that have inhabitants and no point for them to live at."""
    if not lost.any():
        return
    rows = areas.buurten[lost]
    names = [f"{row.buurtcode} {row.buurtnaam} ({row.inwoners:.0f})" for row in rows.itertuples(index=False)]
    problems.add(
        "[residents]",
        f"{counted(int(lost.sum()), 'buurt')} with inhabitants but no {what}, so {rows['inwoners'].sum():.0f} "
        f"inhabitants are not counted: {listed(names)}",
        f"Add {'addresses' if what == 'address' else 'cells'} there; these buurten get no travel time.",
        fatal=False,
    )
