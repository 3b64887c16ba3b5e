"""Residents from a population raster: cells of any shape divided over areas, and beside a spread over addresses."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from rasterio.transform import Affine, from_bounds, from_origin
from rasterio.warp import calculate_default_transform
from support.inputs_samples import SIDE, X, Y, areas_of, only, squares

from zorgkaart.access.groups import Groups
from zorgkaart.errors import Problems
from zorgkaart.inputs import raster as module
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.project_inputs import read_inputs
from zorgkaart.inputs.residents import Residents, read_residents
from zorgkaart.project.model import Project
from zorgkaart.project.sections import ResidentsSection
from zorgkaart.study.study import Study


def raster_at(path: Path, band: np.ndarray, *, cell: float = 500.0, west: float = X, **profile: object) -> Path:
    settings: dict[str, object] = {
        "driver": "GTiff",
        "width": band.shape[1],
        "height": band.shape[0],
        "count": 1,
        "dtype": band.dtype,
        "crs": "EPSG:28992",
        "transform": from_origin(west, Y + SIDE, cell, cell),
        **profile,
    }
    with rasterio.open(path, "w", **settings) as raster:
        raster.write(band, 1)
    return path


def from_raster(path: Path, areas: Areas, **config: object) -> tuple[Residents | None, Problems]:
    problems = Problems()
    return read_residents(ResidentsSection(raster=path, **config), areas, problems), problems


def test_a_raster_brings_its_own_numbers(areas: Areas, tmp_path: Path) -> None:
    band = np.zeros((2, 10), dtype=np.float32)
    band[0, 1], band[1, 2], band[0, 4], band[1, 8], band[0, 0] = 12.5, 3, 7, 40, -200
    residents, problems = from_raster(raster_at(tmp_path / "p.tif", band, nodata=-200), areas)
    assert residents is not None
    assert residents.weight.tolist() == [12.5, 3, 7]
    assert residents.area.tolist() == [0, 1, 2]
    assert residents.x.tolist() == [X + 750, X + 1250, X + 2250]
    assert residents.y.tolist() == [Y + 750, Y + 250, Y + 750]
    found, differs = (str(problem) for problem in problems)
    assert "3 populated cells with 22 inhabitants inside the areas; 40 inhabitants of cells around them" in found
    assert "the raster has 16 inhabitants where the areas say 300" in differs


def test_a_large_raster_in_degrees_is_read_in_part(areas: Areas, tmp_path: Path) -> None:
    band = np.ones((4_000, 4_000), dtype=np.uint8)
    path = tmp_path / "p.tif"
    raster_at(path, band, crs="EPSG:4326", transform=from_origin(4.0, 55.0, 0.001, 0.001))
    residents, _ = from_raster(path, areas)
    assert residents is not None
    assert residents.weight.sum() == pytest.approx(4e6 / (111.3 * 66.7), rel=0.02)
    assert set(residents.area) == {0, 1, 2, 3}


def test_rasters_with_faults(areas: Areas, tmp_path: Path) -> None:
    band = np.full((2, 8), 5.0)
    assert "no such file" in only(from_raster(tmp_path / "weg.tif", areas)[1], fatal=True)
    (tmp_path / "stuk.tif").write_bytes(b"no raster")
    assert "the raster cannot be read" in only(from_raster(tmp_path / "stuk.tif", areas)[1], fatal=True)
    far = raster_at(tmp_path / "ver.tif", band, west=X - 100_000)
    assert "does not cover the areas" in only(from_raster(far, areas)[1], fatal=True)
    empty = raster_at(tmp_path / "leeg.tif", band * 0)
    assert "no populated cell lies inside the areas" in only(from_raster(empty, areas)[1], fatal=True)
    band[0, 0] = -99_999
    negative = raster_at(tmp_path / "min.tif", band)
    assert "1 negative cell (-99999), while the raster has nodata None" in only(
        from_raster(negative, areas)[1], fatal=True
    )
    nowhere = raster_at(tmp_path / "crs.tif", np.full((2, 8), 5.0), crs=None)
    assert "no coordinate reference system" in only(from_raster(nowhere, areas)[1], fatal=True)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6])
@pytest.mark.parametrize("damage", ["cut", "zeros", "letters"])
def test_a_damaged_raster_is_said_to_be_damaged(areas: Areas, tmp_path: Path, damage: str, share: float) -> None:
    band = np.random.default_rng(0).random((20, 80))
    path = raster_at(tmp_path / "stuk.tif", band, cell=50.0, compress="deflate")
    whole = path.read_bytes()
    kept = int(share * len(whole))
    rest = {"cut": b"", "zeros": bytes(len(whole) - kept), "letters": b"\xa7" * (len(whole) - kept)}[damage]
    path.write_bytes(whole[:kept] + rest)
    told = only(from_raster(path, areas)[1], fatal=True)
    assert "damaged" in told
    assert "does not cover" not in told


def test_a_cell_that_no_country_could_fill_is_refused(areas: Areas, tmp_path: Path) -> None:
    for value in (np.inf, 3.4e38):
        band = np.full((2, 8), 5.0)
        band[1, 3] = value
        raster = raster_at(tmp_path / "veel.tif", band)
        assert "1 cell with an impossible number of inhabitants" in only(from_raster(raster, areas)[1], fatal=True)


def test_a_raster_without_a_place_says_so(areas: Areas, tmp_path: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        raster = raster_at(tmp_path / "los.tif", np.full((2, 8), 5.0), transform=Affine.identity())
    assert "does not say where it lies" in only(from_raster(raster, areas)[1], fatal=True)


@pytest.mark.parametrize(("scale", "offset"), [(0.1, 0.0), (2.0, 0.0), (1.0, 3.0), (0.5, 10.0)])
def test_scale_and_offset_of_a_band_are_applied(areas: Areas, tmp_path: Path, scale: float, offset: float) -> None:
    band = np.full((2, 8), 20, dtype=np.uint16)
    band[0, 0] = 65_535
    path = raster_at(tmp_path / "schaal.tif", band, nodata=65_535)
    with rasterio.open(path, "r+") as raster:
        raster.scales, raster.offsets = (scale,), (offset,)
    residents, _ = from_raster(path, areas)
    assert residents is not None
    assert residents.weight.sum() == pytest.approx(15 * (20 * scale + offset))


def test_bands_that_are_not_read_are_named(areas: Areas, tmp_path: Path) -> None:
    path = raster_at(tmp_path / "twee.tif", np.full((2, 8), 5.0), count=2)
    with rasterio.open(path, "r+") as raster:
        raster.descriptions = ("inwoners", "woningen")
    texts = [str(problem) for problem in from_raster(path, areas)[1]]
    assert any("the first is read (inwoners), and not woningen" in text for text in texts)


def test_a_cell_is_divided_over_the_areas_that_share_it(areas: Areas, tmp_path: Path) -> None:
    """One cell of 1,000 m that reaches 250 m into the first of the squares of 1,000 m, and the next one."""
    path = raster_at(tmp_path / "p.tif", np.array([[80.0, 40.0]]), cell=SIDE, west=X - 750)
    residents, problems = from_raster(path, areas)
    assert residents is not None
    assert residents.area.tolist() == [0, 0, 1]
    # Of the first cell a quarter lies in the first area, of the second one three quarters; the rest in the second.
    by_place = dict(zip(residents.x.tolist(), residents.weight.tolist(), strict=True))
    assert by_place == pytest.approx({X + 125: 20.0, X + 625: 30.0, X + 1125: 10.0})
    assert "60 inhabitants of cells around them, or of the part of a cell outside them, left out" in str(
        problems.items[0]
    )


def test_a_part_has_its_point_inside_itself(tmp_path: Path) -> None:
    """An area in the form of a U, whose middle lies in the other area."""
    frame = squares(2)
    inner = shapely.box(X + 200, Y + 200, X + 800, Y + SIDE)
    frame.loc[0, "geometry"] = shapely.box(X, Y, X + SIDE, Y + SIDE).difference(inner)
    frame.loc[1, "geometry"] = inner
    found, _ = areas_of(frame, tmp_path)
    assert found is not None
    residents, _ = from_raster(raster_at(tmp_path / "p.tif", np.array([[100.0]]), cell=SIDE), found)
    assert residents is not None
    assert residents.weight.tolist() == pytest.approx([100 * (1 - 0.48), 48.0])
    shapes = found.buurten.geometry.to_numpy()[residents.area]
    assert shapely.contains_xy(shapes, residents.x, residents.y).all()


def test_overlapping_areas_count_nobody_twice(tmp_path: Path) -> None:
    frame = squares(2)
    frame["geometry"] = [shapely.box(X, Y, X + 1500, Y + SIDE), shapely.box(X + 500, Y, X + 2 * SIDE, Y + SIDE)]
    found, _ = areas_of(frame, tmp_path)
    assert found is not None
    band = np.full((2, 4), 10.0)
    residents, _ = from_raster(raster_at(tmp_path / "p.tif", band), found)
    assert residents is not None
    assert residents.weight.sum() == pytest.approx(80.0)


def test_totals_of_the_areas_are_kept(areas: Areas, tmp_path: Path) -> None:
    band = np.array([[1.0, 3.0, 0.0, 5.0, 9.0, 9.0, 0.0, 0.0]])
    path = raster_at(tmp_path / "p.tif", band)
    residents, _ = from_raster(path, areas, totals="areas")
    assert residents is not None
    assert residents.weight[:3].tolist() == pytest.approx([25.0, 75.0, 200.0])
    assert np.isnan(residents.weight[3:]).all(), "not published is not zero, nor the number of the raster"
    inhabited, _ = areas_of(squares(inwoners=[100.0, 200.0, None, 7.0]), tmp_path)
    assert inhabited is not None
    _, problems = from_raster(path, inhabited, totals="areas")
    assert "1 buurt with inhabitants but no populated cell, so 7 inhabitants are not counted" in str(problems.items[-1])


def test_areas_without_a_number_get_that_of_the_raster(sample: Path, tmp_path: Path) -> None:
    project = Project.load(sample)
    plain = read_inputs(project)
    west, south, east, north = plain.areas.buurten.total_bounds
    path = tmp_path / "p.tif"
    band = np.ones((32, 64), dtype=np.float32)
    raster_at(path, band, transform=from_bounds(west, south, east, north, 64, 32))
    inputs = read_inputs(project.with_changes(residents={"addresses": (), "raster": path}))
    before, after = (found.areas.buurten.set_index("buurtnaam")["inwoners"] for found in (plain, inputs))
    assert np.isnan(before["Stil"])
    cell_m2 = (east - west) * (north - south) / band.size
    stil = plain.areas.buurten.set_index("buurtnaam").geometry["Stil"]
    assert after["Stil"] == pytest.approx(stil.area / cell_m2)
    assert after.drop("Stil").equals(before.drop("Stil")), "published numbers stay"
    kept = read_inputs(project.with_changes(residents={"addresses": (), "raster": path, "totals": "areas"}))
    assert np.isnan(kept.areas.buurten.set_index("buurtnaam")["inwoners"]["Stil"])


@pytest.mark.slow
@settings(max_examples=40)
@given(
    counts=st.lists(st.integers(0, 500), min_size=12, max_size=12),
    west=st.floats(-700, 700),
    north=st.floats(-400, 400),
    side=st.floats(150, 900),
    turn=st.floats(0, 90),
)
def test_nobody_is_lost_or_added(
    counts: list[int], west: float, north: float, side: float, turn: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever its cells: what lies in the areas and what is left out is what the raster holds."""
    folder = tmp_path_factory.mktemp("raster")
    areas, _ = areas_of(squares(), folder)
    assert areas is not None
    band = np.array(counts, dtype=np.float64).reshape(3, 4)
    turned = Affine.translation(X + west, Y + SIDE + north) @ Affine.rotation(-turn) @ Affine.scale(side, -side)
    path = raster_at(folder / "p.tif", band, transform=turned)
    problems = Problems()
    parts = module.populated_parts(path, areas.buurten, problems)
    if parts is None:
        assert len(problems.fatal) == 1
        return
    assert parts.inhabitants.sum() + parts.left_out == pytest.approx(_in_reach(band, turned, areas))
    assert (parts.inhabitants > 0).all()
    shapes = areas.buurten.geometry.to_numpy()[parts.area]
    assert (shapely.distance(shapes, shapely.points(parts.x, parts.y)) < 1e-6).all()


def _in_reach(band: np.ndarray, transform: Affine, areas: Areas) -> float:
    """What the cells hold that are read: those of the rows and columns around the areas."""
    west, south, east, north = areas.buurten.total_bounds
    corners = [~transform @ corner for corner in ((west, south), (west, north), (east, south), (east, north))]
    columns, rows = zip(*corners, strict=True)
    first, last = (
        (max(int(np.floor(min(rows))) - 1, 0), max(int(np.floor(min(columns))) - 1, 0)),
        (max(int(np.ceil(max(rows))) + 1, 0), max(int(np.ceil(max(columns))) + 1, 0)),
    )
    return float(band[first[0] : last[0], first[1] : last[1]].sum())


def test_strips_change_nothing(areas: Areas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    band = np.random.default_rng(3).integers(0, 9, (40, 80)).astype(np.float64)
    path = raster_at(tmp_path / "p.tif", band, cell=35.0, west=X - 100)
    whole, _ = from_raster(path, areas)
    monkeypatch.setattr(module, "STRIP_CELLS", 100)
    strips, _ = from_raster(path, areas)
    assert whole is not None
    assert strips is not None
    for name in ("x", "y", "weight", "area"):
        assert np.array_equal(getattr(whole, name), getattr(strips, name)), name
    monkeypatch.setattr(module, "MOST_CELLS", 1_000)
    assert "more than 1,000 populated cells" in only(from_raster(path, areas)[1], fatal=True)


def test_no_number_and_nodata_are_nobody(areas: Areas, tmp_path: Path) -> None:
    band = np.array([[np.nan, -1.0, 3.0, 0.0]])
    residents, _ = from_raster(raster_at(tmp_path / "p.tif", band, nodata=-1), areas)
    assert residents is not None
    assert residents.weight.tolist() == [3.0]


CELL_M = 100.0


@pytest.fixture(scope="module")
def counted(groningen: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The inhabitants of the province by address, added up in cells of 100 m."""
    residents = groningen.residents
    weight = np.nan_to_num(residents.weight)
    west, north = np.floor(residents.x.min() / CELL_M) * CELL_M, np.ceil(residents.y.max() / CELL_M) * CELL_M
    column = ((residents.x - west) / CELL_M).astype(int)
    row = ((north - residents.y) / CELL_M).astype(int)
    band = np.zeros((row.max() + 1, column.max() + 1))
    np.add.at(band, (row, column), weight)
    path = tmp_path_factory.mktemp("cellen") / "inwoners.tif"
    return raster_at(path, band, transform=from_origin(west, north, CELL_M, CELL_M))


def in_another_crs(path: Path, crs: str) -> Path:
    """The same counts on the grid of another CRS: every cell's number to the cell of its middle."""
    with rasterio.open(path) as source:
        band, place = source.read(1), source.transform
        shape = calculate_default_transform(source.crs, crs, source.width, source.height, *source.bounds)
    row, column = np.nonzero(band)
    x, y = place @ (column + 0.5, row + 0.5)
    x, y = Transformer.from_crs("EPSG:28992", crs, always_xy=True).transform(x, y)
    right, down = ~shape[0] @ (np.asarray(x), np.asarray(y))
    other = np.zeros((shape[2] + 1, shape[1] + 1))
    np.add.at(other, (down.astype(int), right.astype(int)), band[row, column])
    return raster_at(path.with_name(f"{crs.removeprefix('EPSG:')}.tif"), other, crs=crs, transform=shape[0])


@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:3035", "EPSG:4326"])
def test_a_raster_gives_what_the_addresses_give(groningen: Study, counted: Path, crs: str) -> None:
    """The same inhabitants by cell and by address: totals per gemeente and buurt, and the minutes that follow."""
    path = counted if crs == "EPSG:28992" else in_another_crs(counted, crs)
    residents = {"addresses": (), "raster": path}
    own = groningen.with_project(groningen.project.with_changes(residents=residents))
    by_address, by_cell = (s.residents.per_area(len(s.areas.buurten)) for s in (groningen, own))
    known = ~np.isnan(by_address) & ~np.isnan(by_cell)
    gemeente = groningen.areas.buurten["gemeentecode"][known]
    there, here = (np.bincount(gemeente.factorize()[0], values[known]) for values in (by_address, by_cell))
    # Cells at a border are divided by surface, and people do not live that evenly.
    assert here == pytest.approx(there, rel=0.02)
    assert np.nansum(by_cell) == pytest.approx(np.nansum(by_address), rel=0.002)
    kept = groningen.with_project(groningen.project.with_changes(residents={**residents, "totals": "areas"}))
    exact = kept.residents.per_area(len(kept.areas.buurten))
    both = known & (by_cell > 0)
    assert exact[both] == pytest.approx(by_address[both], abs=1e-6), "totals per area are those published"
    rows = both & (by_address >= 50)
    times = {}
    for name, study in (("address", groningen), ("cell", kept)):
        groups = Groups(study.residents.area, len(study.areas.buurten), study.residents.weight)
        times[name] = groups.mean(study.sweep("seh", "auto").minutes)[rows]
    difference = np.abs(times["cell"] - times["address"])
    assert np.median(difference) < 0.25
    assert np.quantile(difference, 0.95) < 1.0
