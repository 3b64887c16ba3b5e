"""The files of the default run and of a scenario, read back and opened by QGIS, LibreOffice and GDAL."""

from __future__ import annotations

import datetime
import io
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from openpyxl.utils.escape import unescape
from support.desktop import draw_in_qgis, saved_by_libreoffice, validate_geopackage
from support.outputs_samples import COLUMNS, TRAVEL, grid, real_buurten
from support.paths import SCRIPTS

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.run.product import RunProduct
from zorgkaart.analyses.scenario.product import ScenarioProduct
from zorgkaart.errors import InputError
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.gis.qgis_project import project_archive
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer, typed
from zorgkaart.outputs.meaning.print_text import ProjectText
from zorgkaart.outputs.sheets.explanation import DICTIONARY_SHEET, EXPLANATION_SHEET, PROVENANCE_SHEET
from zorgkaart.outputs.sheets.sheet_files import JSON_SHEET, MOST_DECIMALS, read_csv
from zorgkaart.outputs.styles.qgis_styles import Style, area_style
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

pytestmark = pytest.mark.slow

SCRIPT = SCRIPTS / "outputs_qgis_project.py"
KINDS = ("run", "scenario")


@dataclass(frozen=True)
class Written:
    """A folder of files, and what was written to them."""

    folder: Path
    geopackage: Path
    workbook: Path
    layers: list[Layer]
    tables: Mapping[str, pd.DataFrame]
    sheets: Mapping[str, pd.DataFrame]
    columns: Mapping[str, Column]


@pytest.fixture(scope="module")
def both(groningen: Study, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    columns = dictionary(groningen.project)
    folder = tmp_path_factory.mktemp("run")
    product = RunProduct(groningen)
    write(product, folder, command="zorgkaart run")
    files = (folder / "zorgkaart.gpkg", folder / "zorgkaart.xlsx")
    run = Written(folder, *files, product.layers, product.tables, product.sheets, columns)
    folder = tmp_path_factory.mktemp("scenario")
    scenario = run_scenario(groningen, [Close("ommelander")])
    changed = ScenarioProduct(scenario)
    write(changed, folder, command="zorgkaart scenario --close ommelander")
    files = (folder / "scenario.gpkg", folder / "scenario.xlsx")
    what_if = Written(folder, *files, changed.layers, changed.tables, changed.sheets, columns)
    return {"run": run, "scenario": what_if}


@pytest.fixture(scope="module", params=KINDS)
def written(request: pytest.FixtureRequest, both: dict[str, Written]) -> Written:
    return both[request.param]


@pytest.fixture(scope="module")
def found(written: Written, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What QGIS finds in the GeoPackage after it was moved to a folder of its own; its pictures stay there."""
    folder = tmp_path_factory.mktemp("verplaatst")
    moved = Path(shutil.copy(written.geopackage, folder))
    return {**draw_in_qgis(SCRIPT, moved, folder / "beelden"), "moved": str(moved)}


def rows(frame: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    """The rows as every format must give them back, without geometry."""
    flat = frame.drop(columns=[name for name, dtype in frame.dtypes.items() if str(dtype) == "geometry"])
    return pd.DataFrame(typed(flat, columns)).reset_index(drop=True)


def assert_same_layer(layer: gpd.GeoDataFrame, expected: Layer, columns: Mapping[str, Column]) -> None:
    pd.testing.assert_frame_equal(rows(layer, columns), rows(expected.frame, columns))
    assert layer.crs == expected.frame.crs
    assert shapely.equals(layer.geometry.to_numpy(), expected.frame.geometry.to_numpy()).all()


# Read back, row for row.


def test_csv_gives_every_table_back(written: Written) -> None:
    for name, table in written.tables.items():
        back = read_csv(written.folder / "tabellen" / f"{name}.csv", columns=written.columns)
        expected = rows(table, written.columns).round(MOST_DECIMALS)
        pd.testing.assert_frame_equal(rows(back, written.columns), expected, check_dtype=True)


def test_geopackage_gives_every_layer_back(written: Written) -> None:
    for layer in written.layers:
        assert_same_layer(gpd.read_file(written.geopackage, layer=layer.name), layer, written.columns)


def test_geoparquet_gives_every_layer_back(written: Written) -> None:
    for layer in written.layers:
        path = written.folder / "geoparquet" / f"{layer.name}.parquet"
        assert_same_layer(gpd.read_parquet(path), layer, written.columns)


def test_geoparquet_says_what_its_geometry_is(written: Written) -> None:
    for layer in written.layers:
        schema = pq.read_schema(written.folder / "geoparquet" / f"{layer.name}.parquet")
        about = json.loads(schema.metadata[b"geo"])
        assert tuple(map(int, about["version"].split("."))) >= (1, 0, 0)
        column = about["columns"][about["primary_column"]]
        assert column["encoding"] == "WKB"
        assert set(column["geometry_types"]) == set(layer.frame.geom_type)
        assert column["crs"]["id"] == {"authority": "EPSG", "code": layer.frame.crs.to_epsg()}
        assert np.allclose(column["bbox"], layer.frame.total_bounds)
        if column.get("orientation") == "counterclockwise":
            rings = shapely.get_exterior_ring(shapely.get_parts(layer.frame.geometry.to_numpy()))
            assert shapely.is_ccw(rings).all()


def test_xlsx_gives_every_table_back(written: Written) -> None:
    assert set(written.tables) <= set(written.sheets)
    for name, table in written.tables.items():
        expected = rows(table, written.columns)
        pd.testing.assert_frame_equal(rows(written.sheets[name], written.columns)[list(expected)], expected)
    with closing(openpyxl.load_workbook(written.workbook, read_only=True)) as book:
        for name, table in written.sheets.items():
            assert_same_cells(book[name].iter_rows(values_only=True), rows(table, written.columns))


def assert_same_cells(cells: Iterator[tuple[Any, ...]], expected: pd.DataFrame) -> None:
    assert next(cells) == tuple(expected.columns)
    for line, values in zip(cells, expected.itertuples(index=False), strict=True):
        for cell, value in zip(line, values, strict=True):
            if pd.isna(value):
                assert cell is None
            elif isinstance(value, str):
                assert unescape(str(cell)) == value
            else:
                assert cell == pytest.approx(value, rel=1e-12), (cell, value)


def test_formats_agree_on_columns(written: Written) -> None:
    shared = [layer for layer in written.layers if layer.name in written.tables]
    assert shared
    for layer in shared:
        names = list(rows(layer.frame, written.columns).columns)
        assert list(rows(written.tables[layer.name], written.columns).columns) == names
        parquet = pq.read_schema(written.folder / "geoparquet" / f"{layer.name}.parquet").names
        assert [name for name in parquet if name != "geometry"] == names
        assert set(names) - set(written.columns) == set(), "columns that the dictionary does not explain"


# GDAL and LibreOffice.


def test_gdal_finds_the_geopackage_valid(written: Written) -> None:
    assert validate_geopackage(written.geopackage) == ""


def test_libreoffice_reads_the_workbook_as_it_was_written(written: Written, tmp_path: Path) -> None:
    saved = saved_by_libreoffice(written.workbook, tmp_path)
    # LibreOffice saves a boolean as a formula with its value.
    with closing(openpyxl.load_workbook(saved, read_only=True, data_only=True)) as book:
        assert set(written.sheets) < set(book.sheetnames)
        sheets = {name: list(trimmed(book[name].iter_rows(values_only=True))) for name in written.sheets}
    for name, table in written.sheets.items():
        assert_same_cells(iter(sheets[name]), rows(table, written.columns))


def trimmed(lines: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows without those below them that LibreOffice may add, which have no value."""
    header = next(lines)
    yield header
    yield from (line for line in lines if any(cell is not None for cell in line))


def test_the_workbook_is_a_sound_package_without_formulas(written: Written) -> None:
    with zipfile.ZipFile(written.workbook) as file:
        assert file.testzip() is None
        assert [name for name, count in Counter(file.namelist()).items() if count > 1] == []
        assert {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"} <= set(file.namelist())
        types = ElementTree.fromstring(file.read("[Content_Types].xml"))
        named = {part.get("PartName", "").lstrip("/") for part in types if part.tag.endswith("Override")}
        extensions = {part.get("Extension") for part in types if part.tag.endswith("Default")}
        assert named <= set(file.namelist())
        for name in file.namelist():
            assert name in named or name == "[Content_Types].xml" or name.rpartition(".")[2] in extensions, name
            content = file.read(name)
            if name.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(content)
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in content
                assert b"<f " not in content
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in content


def test_the_workbook_has_the_sheets_that_planners_look_for(both: dict[str, Written]) -> None:
    areas = {
        EXPLANATION_SHEET,
        "samenvatting",
        "bronnen",
        "voorzieningen",
        PROVENANCE_SHEET,
        JSON_SHEET,
        DICTIONARY_SHEET,
    }
    expected = {
        "run": areas | {"buurten", "wijken", "gemeenten", "buiten_de_norm"},
        "scenario": areas | {"totalen", "verschuiving", "buurten_verschil", "gemeenten_verschil"},
    }
    for kind, names in expected.items():
        book = openpyxl.load_workbook(both[kind].workbook)
        assert names <= set(book.sheetnames)
        for sheet in book.worksheets:
            if sheet.title != JSON_SHEET:
                assert sheet.freeze_panes, f"{sheet.title} has no frozen header"
                assert sheet.page_setup.orientation == "landscape"
                assert all(2 <= column.width <= 60 for column in sheet.column_dimensions.values())
        coloured = {sheet.title for sheet in book.worksheets if sheet.conditional_formatting}
        assert coloured >= {"buurten", "wijken", "gemeenten"} if kind == "run" else {"buurten_verschil"}


# QGIS.


def test_qgis_opens_the_project_of_a_moved_file(written: Written, found: dict[str, Any]) -> None:
    assert found["read"], found["error"]
    assert found["messages"] == []
    assert found["crs"] == written.layers[0].frame.crs.to_string()
    views = found["views"].values()
    drawn = Counter(view["table"] for view in views)
    assert drawn == {layer.name: len(layer.styles) for layer in written.layers}
    assert {view["file"] for view in views} == {found["moved"]}
    for view in views:
        assert view["valid"]
        assert view["crs"] == found["crs"]
        assert view["errors"] == []


def test_every_view_has_its_own_style_and_draws_something(written: Written, found: dict[str, Any]) -> None:
    styles = {(layer.name, style.name, style.group): style for layer in written.layers for style in layer.styles}
    legends = Counter((table, name, tuple(legend_of(style))) for (table, name, _), style in styles.items())
    views = found["views"].values()
    assert Counter((view["table"], view["name"], tuple(view["legend"])) for view in views) == legends
    assert [view["name"] for view in views if view["blank"]] == []
    assert all(view["aliases"] for view in views)


def legend_of(style: Style) -> list[str]:
    return [rule.get("label", "") for rule in ElementTree.fromstring(style.qml).iter("rule") if rule.get("key") != "r"]


def test_one_view_is_on_with_the_sites_that_go_with_it(found: dict[str, Any]) -> None:
    on = [names for names, shown in leaves(found["tree"]) if shown]
    headline = on.pop()
    assert on == [
        ("Voorzieningen", "Spoedeisende hulp (SEH)"),
        ("Voorzieningen", "Ambulancepost"),
        ("Grenzen", "Grenzen van gemeenten"),
    ]
    assert headline[0] in ("Buurten", "Buurten na")
    assert headline[1:] == ("Norm", "Spoedeisende hulp (SEH): hele keten (norm 45 min)")


def leaves(tree: list[Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The views with the groups that they stand in, and whether they are on."""
    for name, inside in tree:
        if isinstance(inside, list):
            yield from leaves(inside, (*above, name))
        else:
            yield (*above, name), inside


def test_the_page_to_print_shows_the_headline(written: Written, found: dict[str, Any]) -> None:
    page = found["pages"]["Kaart A4"]
    assert page["result"] == 0
    assert page["mm"] == [297, 210]
    assert {"titel", "ondertitel", "kaart", "legenda", "schaalbalk", "noordpijl", "datum", "bronnen"} <= set(
        page["items"]
    )
    assert page["texts"]["titel"] == found["title"]
    assert "CBS" in page["texts"]["bronnen"]
    headline = next(layer for layer in written.layers if layer.name in ("buurten", "buurten_na"))
    assert page["map"][-1] == f"zorgkaart_{headline.name}_0"
    left, top, right, bottom = page["legend_box"]
    assert left > 209
    assert top >= 29
    assert right < 297 - 9, "the legend leaves the page"
    assert bottom < 165, "the legend covers the scale bar"
    # The whole province at a scale at which it fits the map's 200 by 158 millimetres.
    x0, y0, x1, y1 = headline.frame.total_bounds
    assert page["scale"] == pytest.approx(1.04 * 1000 * max((x1 - x0) / 200, (y1 - y0) / 158), rel=0.01)
    assert {"#f2b705", "#14213d", "#90caca"} <= set(page["colours"]), "sites or areas are not on the page"


def test_a_name_in_a_project_is_text_and_never_computed(tmp_path: Path) -> None:
    hostile = "[% 6*7 %] <b>&amp; \x00\"'"
    frame = real_buurten()
    layer = Layer("buurten", frame, hostile, (replace(area_style(hostile, TRAVEL), group=hostile),))
    layer = replace(layer, frame=frame.assign(seh_min=np.linspace(0, 60, len(frame))))
    text = ProjectText("buurten", hostile, hostile, hostile, datetime.date(2026, 1, 2))
    write_geopackage(tmp_path / "x.gpkg", [layer], columns=COLUMNS, project=text)
    found = draw_in_qgis(SCRIPT, tmp_path / "x.gpkg", tmp_path / "beelden")
    page = found["pages"]["Kaart A4"]
    for shown in (page["texts"]["titel"], page["texts"]["bronnen"], found["tree"][0][1][0][0], page["legend"][0]):
        assert "6*7" in shown
        assert "42" not in shown
        assert "<b>&amp; \ufffd\"'" in shown


def test_a_project_needs_its_headline(tmp_path: Path) -> None:
    text = ProjectText("buurten", "", "", "", datetime.date(2026, 1, 2))
    with pytest.raises(InputError, match="'buurten' first"):
        write_geopackage(tmp_path / "x.gpkg", [Layer("wijken", grid())], columns=COLUMNS, project=text)
    assert list(tmp_path.iterdir()) == []


def test_a_project_is_the_same_for_the_same_layers() -> None:
    layer = Layer("buurten", grid().to_crs("EPSG:32632"), "", (area_style("SEH", TRAVEL),))
    text = ProjectText("buurten", "Titel", "", "", datetime.date(2026, 1, 2))
    first, second = (project_archive([layer], text, columns=COLUMNS, file_name="x.gpkg") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        document = ElementTree.fromstring(file.read("zorgkaart.qgs"))
    assert {found.text for found in document.iter("authid")} == {"EPSG:32632"}
    assert {found.text for found in document.iter("datasource")} == {"./x.gpkg|layername=buurten"}
