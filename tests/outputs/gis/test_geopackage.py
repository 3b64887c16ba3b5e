from __future__ import annotations

import json
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from support.desktop import validate_geopackage
from support.outputs_samples import (
    COLUMNS,
    DESCRIPTIONS,
    HOSTILE,
    PROVENANCE,
    as_layers,
    grid,
    layers,
    real_buurten,
    results,
    styles,
)

from zorgkaart.errors import CrsError, InputError, OutputError
from zorgkaart.outputs.gis import geopackage
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.meaning.frames import Layer, typed
from zorgkaart.outputs.styles.qgis_styles import outline_style

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def write(path: Path, frames: dict[str, gpd.GeoDataFrame]) -> Path:
    used = dict(styles())
    # QGIS's own dialog stops at 30 characters, and a validator knows that.
    used["buurten"] = [*used["buurten"], outline_style("Alleen de grenzen van de buurten, zonder kleuren")]
    write_geopackage(path, as_layers(frames, used), columns=COLUMNS, provenance=PROVENANCE, moment=MOMENT)
    return path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("gpkg") / "uitkomst.gpkg", layers(grid()))


def query(path: Path, sql: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def assert_same_rows(found: gpd.GeoDataFrame, frame: gpd.GeoDataFrame) -> None:
    expected = typed(frame, COLUMNS)
    found = typed(found, COLUMNS)
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.drop(columns="geometry")), pd.DataFrame(expected.drop(columns="geometry"))
    )
    same = shapely.equals(found.geometry.to_numpy(), expected.geometry.to_numpy())
    assert (same | (found.geometry.isna() & expected.geometry.isna()).to_numpy()).all()
    assert found.crs == "EPSG:28992"


def test_every_layer_comes_back_row_for_row(written: Path):
    for name, frame in layers(grid()).items():
        assert_same_rows(gpd.read_file(written, layer=name), frame)


def test_layers_come_in_the_order_given(written: Path):
    names = [name for name, kind in pyogrio.list_layers(written) if kind is not None]
    assert names == list(layers(grid()))


def test_unknown_is_null_and_types_are_what_they_are(written: Path):
    sql = "SELECT count(*), sum(inwoners IS NULL), sum(inwoners = 0), min(inwoners), sum(huisarts_id IS NULL)"
    assert query(written, f"{sql} FROM buurten") == [(30, 1, 1, 0, 30)]
    types = {name: kind for _, name, kind, *_ in query(written, "PRAGMA table_info(buurten)")}
    assert types["inwoners"] == "INTEGER"
    assert types["netwerkrand"] == "BOOLEAN"
    assert types["seh_min"] == "REAL"
    assert types["huisarts_id"].startswith("TEXT")
    assert types["geom"] == "MULTIPOLYGON"


def test_the_version_is_one_that_qgis_3_22_knows(written: Path):
    assert query(written, "PRAGMA application_id") == [(0x47504B47,)]
    assert query(written, "PRAGMA user_version") == [(10300,)]


def test_spatial_index_and_srs(written: Path):
    assert query(written, "SELECT count(*) FROM rtree_buurten_geom") == [(30,)]
    rows = query(written, "SELECT DISTINCT srs_id FROM gpkg_geometry_columns")
    assert rows == [(28992,)]


def test_columns_are_described(written: Path):
    sql = "SELECT column_name, title, description, constraint_name FROM gpkg_data_columns WHERE table_name = 'buurten'"
    found = {name: rest for name, *rest in query(written, sql)}
    verdict = COLUMNS["seh_oordeel"]
    assert found["seh_min"] == [COLUMNS["seh_min"].heading, COLUMNS["seh_min"].description, None]
    assert found["seh_oordeel"] == [verdict.title, verdict.description, "seh_oordeel"]
    assert set(found) == set(results(grid()).columns) - {"geometry"}
    values = query(written, "SELECT value FROM gpkg_data_column_constraints WHERE constraint_name = 'seh_oordeel'")
    assert {value for (value,) in values} == {"binnen", "deels buiten", "buiten", "onbekend"}


def test_provenance_is_there_as_json_and_as_rows(written: Path):
    [(text,)] = query(written, "SELECT metadata FROM gpkg_metadata")
    assert json.loads(text) == PROVENANCE
    rows = query(written, "SELECT onderdeel, sleutel, inhoud FROM herkomst")
    assert ("project", "titel", HOSTILE) in rows
    assert ("invoer", "2.sha256", "1" * 64) in rows
    table = pyogrio.read_dataframe(written, layer="herkomst")
    assert len(table) == len(rows)


def test_one_default_style_per_layer(written: Path):
    rows = query(written, "SELECT f_table_name, sum(useAsDefault), count(*) FROM layer_styles GROUP BY 1")
    assert {(name, defaults) for name, defaults, _ in rows} == {(name, 1) for name in styles()}
    [(first,)] = query(written, "SELECT styleName FROM layer_styles WHERE f_table_name='buurten' AND useAsDefault")
    assert first == "SEH"


def test_descriptions_of_layers(written: Path):
    rows = dict(query(written, "SELECT table_name, description FROM gpkg_contents"))
    assert rows["buurten"] == DESCRIPTIONS["buurten"]
    assert rows["herkomst"]


def test_the_same_data_and_time_give_the_same_content(written: Path, tmp_path: Path):
    again = write(tmp_path / "uitkomst.gpkg", layers(grid()))
    first, second = (sqlite3.connect(path) for path in (written, again))
    assert list(first.iterdump()) == list(second.iterdump())
    first.close()
    second.close()


def test_gdal_finds_the_file_valid(written: Path):
    assert validate_geopackage(written) == ""


def test_exterior_rings_run_counter_clockwise(written: Path):
    polygons = gpd.read_file(written, layer="buurten").geometry.explode()
    assert shapely.is_ccw(shapely.get_exterior_ring(polygons.to_numpy())).all()


def test_an_empty_layer_and_a_missing_geometry_are_kept(tmp_path: Path):
    frames = layers(grid())
    frames["verschil"] = frames["verschil"].iloc[:0]
    frames["voorzieningen"].loc[2, "geometry"] = None
    path = write(tmp_path / "leeg.gpkg", frames)
    assert len(gpd.read_file(path, layer="verschil")) == 0
    assert_same_rows(gpd.read_file(path, layer="voorzieningen"), frames["voorzieningen"])


def test_unknown_booleans_are_null(tmp_path: Path):
    frame = results(grid())
    frame["netwerkrand"] = frame["netwerkrand"].astype(object)
    frame.loc[0, "netwerkrand"] = None
    path = write(tmp_path / "b.gpkg", {"buurten": frame})
    assert query(path, "SELECT netwerkrand FROM buurten WHERE fid = 1") == [(None,)]


def test_hostile_names_stay_text(tmp_path: Path):
    frame = results(grid())
    frame.loc[0, "buurtnaam"] = HOSTILE
    frame = frame.rename(columns={"snap_m_p90": 'a"; DROP TABLE buurten; --'})
    path = write(tmp_path / "h.gpkg", {"buurten": frame})
    found = gpd.read_file(path, layer="buurten")
    assert found.loc[0, "buurtnaam"] == HOSTILE
    assert 'a"; DROP TABLE buurten; --' in found.columns


def test_another_crs_is_refused(tmp_path: Path):
    for frame in (grid().to_crs("EPSG:4326"), grid().set_crs(None, allow_override=True)):
        with pytest.raises(CrsError, match="layer wijken has the CRS"):
            write(tmp_path / "x.gpkg", {"buurten": grid(), "wijken": frame})
    with pytest.raises(CrsError, match="layer buurten has the CRS None"):
        write(tmp_path / "x.gpkg", {"buurten": grid().set_crs(None, allow_override=True)})
    layer = Layer("gebieden", grid().to_crs("EPSG:25832"))
    write_geopackage(tmp_path / "y.gpkg", [layer], columns=COLUMNS)
    assert gpd.read_file(tmp_path / "y.gpkg", layer="gebieden").crs == "EPSG:25832"


def test_what_cannot_be_written_is_named(tmp_path: Path):
    path = tmp_path / "x.gpkg"
    with pytest.raises(InputError, match="needs layers"):
        write(path, {})
    with pytest.raises(InputError, match="buurten, buurten"):
        write_geopackage(path, [Layer("buurten", grid()), Layer("buurten", grid())], columns=COLUMNS)
    with pytest.raises(InputError, match="fid"):
        write(path, {"buurten": grid().assign(fid=1)})
    with pytest.raises(InputError, match="infinite"):
        write(path, {"buurten": results(grid()).assign(seh_min=np.inf)})
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path / "uitkomst.gpkg", {"buurten": results(grid())})
    before = path.read_bytes()

    def broken(*_: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr(geopackage, "_add_provenance", broken)
    with pytest.raises(RuntimeError, match="half way"):
        write(path, layers(grid()))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_an_output_error(tmp_path: Path):
    (tmp_path / "uitkomst.gpkg").mkdir()
    with pytest.raises(OutputError):
        write(tmp_path / "uitkomst.gpkg", {"buurten": results(grid())})


def test_the_province_takes_well_under_two_seconds(tmp_path: Path):
    frames = layers(real_buurten())
    write(tmp_path / "warm.gpkg", {"buurten": frames["buurten"]})
    start = time.process_time()
    path = write(tmp_path / "uitkomst.gpkg", frames)
    assert time.process_time() - start < 2.0
    assert_same_rows(gpd.read_file(path, layer="buurten"), frames["buurten"])
