"""Addresses, or buildings where few are mapped, and the places they belong to."""

from __future__ import annotations

from pathlib import Path

import shapely
from geopandas import GeoDataFrame
from support.osm_samples import LAT, LON, STEP, File

from zorgkaart.fetch.osm_points import read_places, read_points


def buurten(size: float = 10) -> GeoDataFrame:
    box = shapely.box(LON, LAT, LON + size * STEP, LAT + size * STEP)
    table = GeoDataFrame({"buurtcode": ["BU1"], "gemeentenaam": ["Dorp"]}, geometry=[box], crs="EPSG:4326")
    return table.to_crs("EPSG:28992")


def test_addresses_count_once_and_only_inside(tmp_path: Path) -> None:
    file = File()
    for number in range(4):
        file.node(1 + number, 1, {"addr:housenumber": str(number)})
    file.node(50, 50, {"addr:housenumber": "9"})
    file.square(2, 5, 0.1, {"addr:housenumber": "5", "building": "house"})
    path = file.write(tmp_path / "x.osm.pbf")
    found = read_points([path, path], buurten())
    assert not found.buildings
    assert len(found.table) == 5
    assert set(found.table["buurtcode"]) == {"BU1"}


def test_buildings_stand_in_where_few_addresses_are_mapped(tmp_path: Path) -> None:
    file = File()
    for number in range(4):
        file.square(1 + number, 1, 0.1, {"building": "yes"})
    file.square(1, 5, 0.1, {"building": "garage"})
    file.node(1, 1, {"addr:housenumber": "1"})
    found = read_points([file.write(tmp_path / "x.osm.pbf")], buurten())
    assert found.buildings
    assert len(found.table) == 4


def test_places_are_named_with_the_addresses_nearest_to_them(tmp_path: Path) -> None:
    file = File()
    file.node(1, 1, {"place": "village", "name": "Oost"})
    file.node(8, 8, {"place": "hamlet", "name": "West"})
    file.node(80, 8, {"place": "town", "name": "Elders"})
    file.node(5, 5, {"place": "suburb", "name": "Wijk"})
    for x in (1, 2, 9):
        file.node(x, x, {"addr:housenumber": "1"})
    path = file.write(tmp_path / "x.osm.pbf")
    table = read_places([path], buurten(), read_points([path], buurten()).table)
    assert table[["plaats", "gemeente", "adressen"]].to_numpy().tolist() == [["Oost", "Dorp", 2], ["West", "Dorp", 1]]
