"""Tables as people keep them, from the file to the kilometres of an area: one town, its one practice 1.2 km away."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyproj
import pytest
from support.command_line import flat, zorgkaart
from support.drawn_towns import SHORT_KM, Town, write_towns

from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

TOWN = Town("D")
(LON, LAT), (HOME_LON, HOME_LAT) = TOWN.place("site"), TOWN.place("home")
TO_GRID = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
(X, Y), (HOME_X, HOME_Y) = TO_GRID.transform(LON, LAT), TO_GRID.transform(HOME_LON, HOME_LAT)


def comma(number: float) -> str:
    return f"{number:.6f}".replace(".", ",")


SITES = {
    "Excel in Dutch": f"id;naam;lat;lon;status\na;Kade;{comma(LAT)};{comma(LON)};open\n".encode("cp1252"),
    "with accents": f"id;naam;lat;lon;status\na;Café;{comma(LAT)};{comma(LON)};open\n".encode("cp1252"),
    "its line of separators": f"sep=;\r\nid;naam;lat;lon;status\r\na;Kade;{comma(LAT)};{comma(LON)};open\r\n".encode(),
    "Unicode text": f"id\tnaam\tlat\tlon\tstatus\na\tCafé\t{comma(LAT)}\t{comma(LON)}\topen\n".encode("utf-16"),
    "capitals": f"ID;Naam;LAT;Lon ;Status\na;Kade;{comma(LAT)};{comma(LON)};Open\n".encode(),
    "other names": f"id;naam;latitude;longitude\na;Kade;{LAT};{LON}\n".encode(),
    "the Dutch grid": f"id,naam,x,y,status\na,Kade,{X:.0f},{Y:.0f},open\n".encode(),
    "the grid with commas": f"id;naam;X;Y\na;Kade;{comma(X)};{comma(Y)}\n".encode(),
    "the grid with points": f"id;naam;rd_x;rd_y\na;Kade;{X:,.0f};{Y:,.0f}\n".replace(",", ".").encode(),
    "one cell": f"id;naam;coordinaten\na;Kade;{LAT}, {LON}\n".encode(),
    "a shape": f"id;naam;wkt\na;Kade;POINT ({LON} {LAT})\n".encode(),
    "a shape in the grid": f"id;naam;geom\na;Kade;POINT ({X} {Y})\n".encode(),
}
HOMES = {
    "commas": f"buurtcode;lat;lon\nD;{comma(HOME_LAT)};{comma(HOME_LON)}\n",
    "the grid": f"buurtcode;x;y\nD;{comma(HOME_X)};{comma(HOME_Y)}\n",
    "no area": f"X,Y\n{HOME_X},{HOME_Y}\n",
    "a shape": f"wkt\nPOINT ({HOME_X} {HOME_Y})\n",
    "one without a place": f"buurtcode;x;y\nD;{comma(HOME_X)};{comma(HOME_Y)}\nD;;\n",
}
TABLE = pd.DataFrame({"id": ["a"], "naam": ["Kade"], "lat": [LAT], "lon": [LON], "status": ["open"]})
LAYER = gpd.GeoDataFrame(TABLE[["id", "naam", "status"]], geometry=gpd.points_from_xy([X], [Y]), crs="EPSG:28992")


def zipped(path: Path) -> None:
    LAYER.to_file(path.with_suffix(".shp"))
    with zipfile.ZipFile(path, "w") as archive:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part != path:
                archive.write(part, f"kaart/{part.name}")


def two_sheets(path: Path) -> None:
    with pd.ExcelWriter(path) as book:
        TABLE.to_excel(book, sheet_name="Praktijken", index=False)
        pd.DataFrame({"uitleg": ["zie hiernaast"]}).to_excel(book, sheet_name="Uitleg", index=False)


FILES: dict[str, Callable[[Path], None]] = {
    "lijst.xlsx": lambda path: TABLE.to_excel(path, index=False),
    "komma.xlsx": lambda path: TABLE.assign(lat=comma(LAT), lon=comma(LON)).to_excel(path, index=False),
    "titel.xlsx": lambda path: TABLE.to_excel(path, index=False, startrow=2),
    "twee.xlsx": two_sheets,
    "kaart.shp": lambda path: LAYER.to_file(path),
    "kaart.zip": zipped,
    "kaart.fgb": lambda path: LAYER.to_file(path, driver="FlatGeobuf"),
    "kaart.gpkg": lambda path: LAYER.to_file(path, driver="GPKG"),
    "kaart.geojson": lambda path: LAYER.to_crs("EPSG:4326").to_file(path, driver="GeoJSON"),
}


def is_right(path: Path) -> None:
    result = zorgkaart("check", path)
    assert result.exit_code == 0, result.output
    assert Study(Project.load(path)).results["buurten"]["huisarts_km"].tolist() == pytest.approx([SHORT_KM], abs=0.003)


@pytest.mark.parametrize("make", SITES)
def test_sites_in_every_writing(tmp_path: Path, make: str) -> None:
    path = write_towns(tmp_path, [TOWN])
    (tmp_path / "huisarts.csv").write_bytes(SITES[make])
    is_right(path)


@pytest.mark.parametrize("name", FILES)
def test_sites_in_every_format(tmp_path: Path, name: str) -> None:
    path = write_towns(tmp_path, [TOWN], sites=name)
    FILES[name](tmp_path / name)
    is_right(path)


@pytest.mark.parametrize("make", HOMES)
def test_addresses_in_every_writing(tmp_path: Path, make: str) -> None:
    path = write_towns(tmp_path, [TOWN])
    (tmp_path / "adressen.csv").write_text(HOMES[make], encoding="utf-8")
    is_right(path)


@pytest.mark.slow
def test_its_own_table_of_sites_given_back(tmp_path: Path) -> None:
    path = write_towns(tmp_path, [TOWN])
    assert zorgkaart("run", path).exit_code == 0
    own = (tmp_path / "uit" / "tabellen" / "voorzieningen.csv").read_bytes()
    (tmp_path / "huisarts.csv").write_bytes(own)
    is_right(path)


@pytest.mark.parametrize("cells", [";", "0;0", "#N/B;#N/B", "onbekend;onbekend", f"{comma(LAT)};"])
def test_a_row_without_a_place_is_named_and_the_rest_goes_on(tmp_path: Path, cells: str) -> None:
    path = write_towns(tmp_path, [TOWN])
    rows = f"id;naam;lat;lon;status\na;Kade;{comma(LAT)};{comma(LON)};open\nb;Zonder adres;{cells};open\n"
    (tmp_path / "huisarts.csv").write_text(rows, encoding="utf-8")
    is_right(path)
    assert "row 3" in flat(zorgkaart("check", path).output)


def test_the_project_file_says_how_many_rows_may_lack_a_place(tmp_path: Path) -> None:
    path = write_towns(tmp_path, [TOWN])
    rows = f"id;naam;lat;lon\na;Kade;{comma(LAT)};{comma(LON)}\nb;B;;\nc;C;;\n"
    (tmp_path / "huisarts.csv").write_text(rows, encoding="utf-8")
    assert zorgkaart("check", path).exit_code == 1
    share = "[facilities]\nwithout_place_share = 0.7\n\n[rasters]"
    path.write_text(path.read_text(encoding="utf-8").replace("[rasters]", share), encoding="utf-8")
    is_right(path)


def test_a_table_without_any_place_says_so(tmp_path: Path) -> None:
    path = write_towns(tmp_path, [TOWN])
    (tmp_path / "huisarts.csv").write_text("id;naam;lat;lon\na;Kade;;\nb;B;;\n", encoding="utf-8")
    result = zorgkaart("check", path)
    assert result.exit_code == 1
    assert "no row has a place" in flat(result.output)
