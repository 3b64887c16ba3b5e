from __future__ import annotations

import csv
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from support.outputs_samples import COLUMNS, DIFFERENCE, GP, HOSTILE, PROVENANCE, TRAVEL, grid, layers, results, sites

from zorgkaart.errors import CrsError, InputError
from zorgkaart.outputs.meaning.frames import provenance_rows, typed
from zorgkaart.outputs.sheets.sheet_files import read_csv, write_csv, write_geoparquet, write_workbook

openpyxl = pytest.importorskip("openpyxl")
unescape = pytest.importorskip("openpyxl.utils.escape").unescape
FORMULAS = [HOSTILE, "+31 50 361 61 61", "-", "@SUM(A1)", "\tx", "\r\nx", " =1+1", "'=1+1", "''-2", "＝1+1"]  # noqa: RUF001
PLAIN = ["'t Zandt", "''t Zandt", "a=b", "24/7", "Ter Apel; Oost", 'de "oude" post', "regel\neen"]


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(typed(frame, COLUMNS).drop(columns="geometry", errors="ignore"))


def hostile_sites() -> gpd.GeoDataFrame:
    texts = FORMULAS + PLAIN
    frame = pd.concat([sites()] * 3, ignore_index=True).iloc[: len(texts)].copy()
    frame["naam"] = texts
    return frame


def sheets() -> dict[str, pd.DataFrame]:
    made = layers(grid())
    summary = pd.DataFrame({"kenmerk": ["Inwoners", "Titel", "Datum"], "waarde": [601295, HOSTILE, "2026-11-22"]})
    return {
        "samenvatting": summary,
        "buurten": made["buurten"],
        "voorzieningen": hostile_sites(),
        "scenario": made["verschil"],
        "bronnen": provenance_rows(PROVENANCE),
    }


def write_book(path: Path, tables: dict[str, pd.DataFrame]) -> Path:
    write_workbook(
        path,
        tables,
        columns=COLUMNS,
        classes=[TRAVEL, GP, DIFFERENCE],
        title="Bereikbaarheid",
        notes={"buurten": "Bron: CBS & OpenStreetMap"},
        moment=datetime(2026, 1, 2, tzinfo=UTC),
    )
    return path


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("xlsx") / "tabellen.xlsx", sheets())


@pytest.mark.parametrize("name", ["buurten", "voorzieningen", "verschil", "gemeenten"])
def test_csv_comes_back_row_for_row(tmp_path: Path, name: str):
    frame = layers(grid())[name]
    write_csv(tmp_path / "x.csv", frame, columns=COLUMNS)
    pd.testing.assert_frame_equal(read_csv(tmp_path / "x.csv", columns=COLUMNS), plain(frame))


def test_csv_is_what_dutch_excel_reads(tmp_path: Path):
    write_csv(tmp_path / "x.csv", results(grid()), columns=COLUMNS)
    raw = (tmp_path / "x.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfbuurtcode;buurtnaam;")
    assert raw.count(b"\r\n") == 31
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0]["snap_m_p90"] == "12,5"
    assert rows[29]["inwoners"] == ""
    assert rows[0]["inwoners"] == "0"
    assert {row["netwerkrand"] for row in rows} == {"ja", "nee"}
    assert "geometry" not in rows[0]


def test_no_csv_cell_is_a_formula_and_numbers_are_untouched(tmp_path: Path):
    frame = hostile_sites().assign(lat=-1.5)
    write_csv(tmp_path / "x.csv", frame, columns=COLUMNS)
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["naam"] for row in rows] == [f"'{text}" for text in FORMULAS] + PLAIN
    assert {row["lat"] for row in rows} == {"-1,5"}
    assert read_csv(tmp_path / "x.csv", columns=COLUMNS)["naam"].tolist() == FORMULAS + PLAIN


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), min_size=1))
def test_any_text_survives_a_csv(tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    frame = pd.DataFrame({"naam": texts, "soort": "seh"})
    write_csv(path, frame, columns=COLUMNS)
    assert read_csv(path, columns=COLUMNS)["naam"].tolist() == texts


def test_xlsx_comes_back_row_for_row(workbook: Path):
    for name, frame in sheets().items():
        found = pd.read_excel(workbook, sheet_name=name, keep_default_na=False, na_values=[""], dtype=object)
        expected = plain(frame)
        assert list(found.columns) == list(expected.columns)
        for column in expected.columns:
            if expected[column].dtype == "float64":  # a workbook holds 16 digits
                np.testing.assert_allclose(found[column].astype(float), expected[column], rtol=1e-15)
            else:
                values = found[column].map(lambda v: unescape(v) if isinstance(v, str) else v)  # _x000D_
                pd.testing.assert_series_equal(values.astype(expected[column].dtype), expected[column])


def test_xlsx_has_no_formula_link_or_error(workbook: Path):
    book = openpyxl.load_workbook(workbook)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b"), cell
                assert cell.hyperlink is None
    with zipfile.ZipFile(workbook) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets" in name)
    assert "<f>" not in text
    assert "<hyperlink" not in text


def test_xlsx_looks_after_its_reader(workbook: Path):
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames == [*sheets(), "kolommen"]
    sheet = book["buurten"]
    assert sheet.freeze_panes == "C2"
    header = {cell.value: cell for cell in sheet[1]}
    assert sheet.auto_filter.ref.startswith("A1:")
    assert "min" in header["seh_min"].comment.text
    assert COLUMNS["seh_min"].description in header["seh_min"].comment.text
    formats = {name: sheet.cell(2, cell.column).number_format for name, cell in header.items()}
    assert formats["seh_min"] == "#,##0.0"
    assert formats["inwoners"] == "#,##0"
    assert formats["seh_aandeel_buiten_norm"] == "0.0%"
    assert sheet.oddFooter.left.text == "Bron: CBS && OpenStreetMap"
    assert book["samenvatting"].freeze_panes == "A2"


def test_xlsx_colours_are_those_of_the_map_and_spare_empty_cells(workbook: Path):
    sheet = openpyxl.load_workbook(workbook)["buurten"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "huisarts_min")
    found = sheet.conditional_formatting[f"{column}2:{column}31"]
    kinds = [rule.type for rule in found]
    assert kinds == ["containsBlanks", *["cellIs"] * 4, "notContainsBlanks"]
    assert [rule.dxf.fill.bgColor.rgb[2:].lower() for rule in found[1:]] == [c[1:] for c in GP.colours]
    assert [rule.formula[0] for rule in found[1:5]] == ["2.0", "4.0", "6.0", "8.0"]


def test_the_dictionary_sheet_explains_every_known_column(workbook: Path):
    found = pd.read_excel(workbook, sheet_name="kolommen")
    used = {column for frame in sheets().values() for column in frame.columns}
    assert set(found["kolom"]) == used & set(COLUMNS)


def test_a_very_long_text_and_an_empty_table_fit(tmp_path: Path):
    long = pd.DataFrame({"naam": ["x" * 40_000]})
    path = write_book(tmp_path / "x.xlsx", {"lang": long, "leeg": results(grid()).iloc[:0], "niets": pd.DataFrame()})
    book = openpyxl.load_workbook(path)
    assert len(book["lang"]["A2"].value) == 32_767
    assert book["lang"]["A2"].value.endswith("…")
    assert book["leeg"].max_row == 1


@pytest.mark.parametrize("name", ["", "a/b", "x" * 32, "[a]"])
def test_an_impossible_sheet_name_is_refused(tmp_path: Path, name: str):
    with pytest.raises(InputError, match="31 characters"):
        write_book(tmp_path / "x.xlsx", {name: pd.DataFrame({"naam": ["a"]})})


def test_geoparquet_comes_back_row_for_row(tmp_path: Path):
    frame = results(grid())
    write_geoparquet(tmp_path / "x.parquet", frame, columns=COLUMNS, provenance=PROVENANCE)
    found = gpd.read_parquet(tmp_path / "x.parquet")
    pd.testing.assert_frame_equal(plain(typed(found, COLUMNS)), plain(frame))
    assert found.geometry.geom_equals(frame.geometry).all()
    assert found.crs == frame.crs


def test_geoparquet_explains_itself(tmp_path: Path):
    write_geoparquet(tmp_path / "x.parquet", results(grid()), columns=COLUMNS, provenance=PROVENANCE)
    schema = pq.read_schema(tmp_path / "x.parquet")
    assert schema.field("seh_min").metadata[b"unit"] == b"min"
    assert schema.field("seh_min").metadata[b"description"].decode() == COLUMNS["seh_min"].description
    assert json.loads(schema.metadata[b"zorgkaart:provenance"]) == PROVENANCE
    assert b"geo" in schema.metadata


def test_geoparquet_needs_a_crs(tmp_path: Path):
    with pytest.raises(CrsError, match="no CRS"):
        write_geoparquet(tmp_path / "x.parquet", grid().set_crs(None, allow_override=True), columns=COLUMNS)


def test_an_infinite_number_reaches_no_file(tmp_path: Path):
    frame = results(grid()).assign(seh_min=np.inf)
    with pytest.raises(InputError, match="infinite"):
        write_csv(tmp_path / "x.csv", frame, columns=COLUMNS)
    with pytest.raises(InputError, match="infinite"):
        write_geoparquet(tmp_path / "x.parquet", frame, columns=COLUMNS)
    with pytest.raises(InputError, match="infinite"):
        write_book(tmp_path / "x.xlsx", {"buurten": frame})
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write_book(tmp_path / "x.xlsx", {"buurten": results(grid())})
    before = path.read_bytes()

    def broken(self: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr(xlsxwriter.Workbook, "close", broken)
    with pytest.raises(RuntimeError, match="half way"):
        write_book(path, {"buurten": results(grid())})
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
