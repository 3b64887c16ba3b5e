"""Tiny inputs for the tests of the doors: a street of square buurten near Groningen, sites and addresses."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely.geometry import box

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas, read_areas
from zorgkaart.inputs.facilities import Facilities, read_facilities
from zorgkaart.project.sections import AreasSection, FacilitiesSection, KindSection

HOSTILE = '<script>alert("x")</script> \'; DROP TABLE zorg; -- =1+1 & "café" ☃'
CORNER = (233_000.0, 581_000.0)
X, Y = CORNER
SIDE = 1_000.0


def squares(number: int = 4, **columns: Sequence[object]) -> gpd.GeoDataFrame:
    """Square buurten side by side, from west to east, two to a wijk, all in one gemeente."""
    x, y = CORNER
    table = {
        "buurtcode": [f"BU0014{i:04d}" for i in range(number)],
        "buurtnaam": [f"Buurt {i}" for i in range(number)],
        "wijkcode": [f"WK0014{i // 2:02d}" for i in range(number)],
        "wijknaam": [f"Wijk {i // 2}" for i in range(number)],
        "gemeentecode": ["GM0014"] * number,
        "gemeentenaam": ["Groningen"] * number,
        "provincie": ["Groningen"] * number,
        "inwoners": [100.0 * (i + 1) for i in range(number)],
        **columns,
    }
    shapes = [box(x + i * SIDE, y, x + (i + 1) * SIDE, y + SIDE) for i in range(number)]
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:28992")


def areas_of(table: gpd.GeoDataFrame, folder: Path, **config: object) -> tuple[Areas | None, Problems]:
    path = folder / "buurten.parquet"
    table.to_parquet(path)
    problems = Problems()
    return read_areas(AreasSection(buurten=path, **config), problems), problems


def site(number: int, **cells: object) -> dict[str, object]:
    """One row of a site table; every number has its own id, name and place."""
    return {
        "id": f"s{number}",
        "soort": "huisarts",
        "naam": f"Praktijk {number}",
        "lat": f"{53.2 + number / 1000:.6f}",
        "lon": "6.560000",
        **cells,
    }


def write_rows(
    path: Path, rows: Sequence[Mapping[str, object]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, names, delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def sites_of(
    rows: Sequence[Mapping[str, object]], folder: Path, **config: object
) -> tuple[Facilities | None, Problems]:
    path = write_rows(folder / "huisartsen.csv", rows)
    return sites_in({"huisarts": path}, **config)


def sites_in(tables: Mapping[str, Path], **config: object) -> tuple[Facilities | None, Problems]:
    problems = Problems()
    kinds = {kind: KindSection(table=path, label=kind) for kind, path in tables.items()}
    return read_facilities(kinds, FacilitiesSection(**config), problems), problems


def four_areas(folder: Path) -> Areas:
    """Four squares with 100, 200, an unknown number of, and no inhabitants."""
    found, _ = areas_of(squares(inwoners=[100.0, 200.0, None, 0.0]), folder)
    assert found is not None
    return found


def only(problems: Problems, *, fatal: bool) -> str:
    """The text of the one problem there is."""
    assert [problem.fatal for problem in problems] == [fatal], [str(problem) for problem in problems]
    return str(problems.items[0])


def points_in_squares(number: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return CORNER[0] + rng.uniform(0, 4 * SIDE, number), CORNER[1] + rng.uniform(0, SIDE, number)
