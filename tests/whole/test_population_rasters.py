"""Population rasters of every making, from the file to the inhabitants of an area."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from support.command_line import flat, zorgkaart
from support.drawn_towns import Town, write_towns

from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

TOWN = Town("D")
CELLS, CELL_M = 10, 100.0
PEOPLE = 200


def raster(path: Path, cells: np.ndarray, *, scale: float = 1.0, offset: float = 0.0, **profile: Any) -> None:
    """Cells around the middle of the town, in the Dutch grid."""
    x, y = _middle()
    corner = from_origin(x - CELLS * CELL_M / 2, y + CELLS * CELL_M / 2, CELL_M, CELL_M)
    kind = {"driver": "GTiff", "width": CELLS, "height": CELLS, "count": 1, "crs": "EPSG:28992", "transform": corner}
    with rasterio.open(path, "w", **{**kind, "dtype": cells.dtype, **profile}) as target:
        target.write(cells, 1)
        target.scales, target.offsets = (scale,), (offset,)


def _middle() -> tuple[float, float]:
    to_grid = rasterio.warp.transform("EPSG:4326", "EPSG:28992", [TOWN.lon], [TOWN.lat])
    return round(to_grid[0][0], -2), round(to_grid[1][0], -2)


def full(value: float, dtype: str) -> np.ndarray:
    return np.full((CELLS, CELLS), value, dtype=dtype)


def some_nowhere(value: float, nowhere: float, dtype: str) -> np.ndarray:
    """Half of the cells say that nothing is known of them."""
    cells = full(value, dtype)
    cells[: CELLS // 2] = nowhere
    return cells


RASTERS: dict[str, tuple[np.ndarray, dict[str, Any]]] = {
    "plain": (full(2, "float32"), {}),
    "whole numbers of tenths": (full(20, "int16"), {"scale": 0.1}),
    "whole numbers of hundredths": (full(200, "uint8"), {"scale": 0.01}),
    "above a base": (full(3, "int16"), {"scale": 0.5, "offset": 0.5}),
    "above a base alone": (full(1, "int32"), {"offset": 1.0}),
    "scaled with cells of nobody": (some_nowhere(40, -9999, "int16"), {"scale": 0.1, "nodata": -9999}),
    "scaled, with a base, and cells of nobody": (
        some_nowhere(7, 255, "uint8"),
        {"scale": 0.5, "offset": 0.5, "nodata": 255},
    ),
    "cells that are no number": (some_nowhere(4, np.nan, "float32"), {}),
}


@pytest.mark.parametrize("make", RASTERS)
def test_a_raster_has_the_people_that_other_programs_see(tmp_path: Path, make: str) -> None:
    path = write_towns(tmp_path, [TOWN])
    cells, options = RASTERS[make]
    raster(tmp_path / "bevolking.tif", cells, **options)
    text = path.read_text(encoding="utf-8").replace('addresses = ["adressen.csv"]', 'raster = "bevolking.tif"')
    path.write_text(text, encoding="utf-8")
    result = zorgkaart("check", path)
    assert result.exit_code == 0, result.output
    assert f"{PEOPLE} inhabitants" in flat(result.output)
    assert Study(Project.load(path)).residents.weight.sum() == pytest.approx(PEOPLE)
