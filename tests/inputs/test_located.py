"""One reader of coordinates: every way in which a table says where a row lies gives the same place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from zorgkaart.errors import Problems
from zorgkaart.inputs.located import in_degrees, in_metres
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, renamed
from zorgkaart.project.region import region_of

DUTCH = region_of("EPSG:28992")
LAT, LON, X, Y = 52.4877, 5.3313, 151200, 500000

WAYS = [
    f"id;lat;lon\na;{LAT};{LON}\n",
    f"id;LAT;Lon \na;{LAT};{LON}\n",
    "id;lat;lon\na;52,4877;5,3313\n",
    "id\tlat\tlon\na\t52,4877\t5,3313\n",
    f"id,lat,lon\na,{LAT},{LON}\n",
    f"id;X;Y\na;{X};{Y}\n",
    "id;x;y\na;151.200,0;500.000,0\n",
    "id;x;y\na;151.200;500.000\n",
    f"id,wkt\na,POINT ({LON} {LAT})\n",
    f"id,WKT\na,POINT ({X} {Y})\n",
    f"id,geom\na,SRID=4326;POINT({LON} {LAT})\n",
    f'id,latlon\na,"{LAT}, {LON}"\n',
    f"id;Coördinaten\na;{LAT},{LON}\n",
    "id;coordinaten\na;52,4877; 5,3313\n".replace("; 5,", " 5,"),
    f"id;Latitude;Longitude\na;{LAT};{LON}\n",
    f"id;lat;lng\na;{LAT};{LON}\n",
    f"id;breedtegraad;lengtegraad\na;{LAT};{LON}\n".replace(".", ","),
    f"id;RD_X;RD_Y\na;{X};{Y}\n",
    f"id;X-coördinaat;Y-coördinaat\na;{X};{Y}\n",
    f"sep=;\nid;lat;lon\na;{LAT};{LON}\n",
]


def read(path: Path, text: str) -> pd.DataFrame:
    path.write_text(text, encoding="utf-8-sig")
    frame = read_table(path, Problems())
    assert frame is not None
    return renamed(frame, {}, ("lat", "lon", "x", "y"))[0]


@pytest.mark.parametrize("text", WAYS)
def test_every_way_is_one_place(tmp_path: Path, text: str) -> None:
    problems = Problems()
    frame = read(tmp_path / "t.csv", text)
    degrees = in_degrees(frame, "t", DUTCH, problems)
    metres = in_metres(frame, "t", DUTCH, problems)
    assert not len(problems)
    assert degrees is not None
    assert metres is not None
    assert as_number(degrees["lat"])[0].tolist() == pytest.approx([LAT], abs=1e-4)
    assert as_number(degrees["lon"])[0].tolist() == pytest.approx([LON], abs=1e-4)
    assert metres["x"].tolist() == pytest.approx([X], abs=10)
    assert metres["y"].tolist() == pytest.approx([Y], abs=10)


@pytest.mark.parametrize("format_", ["gpkg", "fgb", "geojson", "shp", "shp.zip"])
def test_layers(tmp_path: Path, format_: str) -> None:
    layer = gpd.GeoDataFrame({"id": ["a"]}, geometry=[Point(X, Y)], crs="EPSG:28992")
    if format_ == "geojson":
        layer = layer.to_crs("EPSG:4326")
    path = tmp_path / f"t.{format_}"
    layer.to_file(path)
    frame = read_table(path, Problems())
    assert frame is not None
    metres = in_metres(frame, "t", DUTCH, Problems())
    assert metres is not None
    assert metres["x"].tolist() == pytest.approx([X], abs=0.5)


def test_an_archive_with_two_layers_in_a_folder(tmp_path: Path) -> None:
    for name, x in (("a", X), ("b", X + 1000)):
        gpd.GeoDataFrame({"id": [name]}, geometry=[Point(x, Y)], crs="EPSG:28992").to_file(tmp_path / f"{name}.shp")
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        for part in sorted(tmp_path.glob("[ab].*")):
            archive.write(part, f"kaart 2019/{part.name}")
    problems = Problems()
    assert read_table(tmp_path / "t.zip", problems, default_layer="huisarts") is None
    assert "it has 2 layers (a, b)" in str(problems.items[0])
    frame = read_table(tmp_path / "t.zip", problems, layer="b")
    assert frame is not None
    assert frame["id"].tolist() == ["b"]
    with zipfile.ZipFile(tmp_path / "leeg.zip", "w") as archive:
        archive.writestr("lees mij.txt", "niets")
    assert read_table(tmp_path / "leeg.zip", problems) is None
    assert "there is no layer in it" in str(problems.items[-1])


def test_the_dutch_grid_in_another_project_is_told_of(tmp_path: Path) -> None:
    problems = Problems()
    frame = read(tmp_path / "t.csv", f"id;x;y\na;{X};{Y}\n")
    degrees = in_degrees(frame, "t", region_of("EPSG:32632"), problems)
    assert degrees is not None
    assert degrees["lat"].tolist() == pytest.approx([LAT], abs=1e-3)
    assert "were read as the Dutch grid (RD)" in str(problems.items[0])


@pytest.mark.parametrize(
    ("cells", "message"),
    [("5.33;52.48", "x and y seem to be degrees"), ("500000;151200", "x and y seem to be swapped")],
)
def test_metres_that_are_none(tmp_path: Path, cells: str, message: str) -> None:
    problems = Problems()
    frame = read(tmp_path / "t.csv", f"id;x;y\na;{cells}\n")
    assert in_degrees(frame, "t", DUTCH, problems) is None
    assert message in str(problems.items[0])


@pytest.mark.parametrize("crs", ["EPSG:25831", "EPSG:31370", "EPSG:3035"])
def test_degrees_in_x_and_y_are_told_of_in_a_grid_that_begins_at_zero(tmp_path: Path, crs: str) -> None:
    problems = Problems()
    frame = read(tmp_path / "t.csv", "id;x;y\na;5.1;52.1\n")
    assert in_degrees(frame, "t", region_of(crs), problems) is None
    assert "x and y seem to be degrees" in str(problems.items[0])


def test_what_a_point_parts_is_not_guessed(tmp_path: Path) -> None:
    frame = read(tmp_path / "t.csv", "a;b;c;d\n1.200;1.200;12.5;1 200\n3.400;12,5;7;3\n")
    assert as_number(frame["a"])[1].all()
    assert as_number(frame["b"])[0].tolist() == [1200, 12.5]
    assert as_number(frame["c"])[0].tolist() == [12.5, 7]
    assert as_number(frame["d"])[0].tolist() == [1200, 3]
