"""Provenance comes back from every format, and a file that is no result of ours is refused."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from support.outputs_samples import COLUMNS, grid, results
from support.provenance_samples import ORIGIN, WRITERS, csv_with, geotiff_with, workbook_with

from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.outputs import embedded
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.sheets.sheet_files import write_csv


@pytest.mark.parametrize("suffix", WRITERS)
def test_provenance_comes_back_from_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"uitkomst.{suffix}"
    WRITERS[suffix](path, ORIGIN)
    assert read_provenance(path) == ORIGIN


def test_the_file_beside_a_csv_can_be_named_too(tmp_path: Path) -> None:
    csv_with(tmp_path / "x.csv", ORIGIN)
    assert read_provenance(tmp_path / "x.csv-metadata.json") == ORIGIN


@pytest.mark.slow
@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_comes_back_from_a_workbook_and_a_raster(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("tekst")
    origin = {"opdracht": text, "lijst": [text], text: 1}
    for suffix in ("xlsx", "tif"):
        WRITERS[suffix](folder / f"x.{suffix}", origin)
        assert read_provenance(folder / f"x.{suffix}") == origin


def test_a_csv_without_provenance_stands_alone(tmp_path: Path) -> None:
    assert write_csv(tmp_path / "x.csv", results(grid()), columns=COLUMNS) == [tmp_path / "x.csv"]
    with pytest.raises(InputError, match=r"x\.csv-metadata\.json is not beside it"):
        read_provenance(tmp_path / "x.csv")


# Files that are not what they say.


def test_a_file_that_is_not_there_or_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"no such file\. Name provenance\.json"):
        read_provenance(tmp_path / "provenance.json")
    (tmp_path / "x.odt").write_bytes(b"")
    with pytest.raises(InputError, match=r"\.odt is not read\. Choose from \.json"):
        read_provenance(tmp_path / "x.odt")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        "NaN",
        '{"a": Infinity}',
        '"x"',
        "{" * 5,
        "[" * 100_000,
        '{"@context": 1}',
        '{"@context": 1, "dc:provenance": {"a": 1}}',
        '{"@context": 1, "dc:provenance": "["}',
    ],
)
def test_json_that_is_no_provenance(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.json: no provenance was found"):
        read_provenance(tmp_path / "x.json")


@pytest.mark.parametrize("suffix", [name.removeprefix(".") for name in embedded._READERS])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff" * 100, b"PK\x03\x04zip", b"SQLite format 3\x00", b"%PDF-1.7", b"{}"]
)
def test_nonsense_is_an_input_error(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"x.{suffix}"
    path.write_bytes(content)
    if (suffix, content) == ("json", b"{}"):
        assert read_provenance(path) == {}
        return
    with pytest.raises(InputError, match="x"):
        read_provenance(path)


@pytest.mark.parametrize("suffix", ["xlsx", "tif", "parquet", "gpkg", "html"])
def test_a_file_that_was_cut_off_is_an_input_error(tmp_path: Path, suffix: str) -> None:
    whole, path = tmp_path / f"heel.{suffix}", tmp_path / f"x.{suffix}"
    WRITERS[suffix](whole, ORIGIN)
    content = whole.read_bytes()
    for share in (0.02, 0.3, 0.6):
        path.write_bytes(content[: int(len(content) * share)])
        try:
            found = read_provenance(path)
        except InputError:
            continue
        assert found == ORIGIN  # what was lost is something else


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "tif", "parquet", "gpkg", "html"])
def test_a_file_of_another_program_is_an_input_error(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x.{suffix}"
    if suffix == "xlsx":
        openpyxl.Workbook().save(path)
    elif suffix == "docx":
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("word/document.xml", "<document/>")
    elif suffix == "gpkg":
        gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(0, 0)], crs=28992).to_file(path)
    elif suffix == "parquet":
        pd.DataFrame({"a": [1]}).to_parquet(path)
    elif suffix == "tif":
        geotiff_with(path, {})
    else:
        path.write_text("<script id='iets'>{}</script><p id='zk-provenance'>{}</p>", encoding="utf-8")
    with pytest.raises(InputError, match="no provenance was found"):
        read_provenance(path)


def test_a_workbook_that_grows_when_read_is_refused(tmp_path: Path) -> None:
    """Texts that are defined in terms of each other, and a part that is larger than it may be."""
    workbook_with(tmp_path / "heel.xlsx", ORIGIN)
    for name, text in {
        "xl/workbook.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        "xl/_rels/workbook.xml.rels": "<Relationships/>",
    }.items():
        with zipfile.ZipFile(tmp_path / "heel.xlsx") as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
            for part in old.namelist():
                new.writestr(part, text if part == name else old.read(part))
        with pytest.raises(InputError, match="the file cannot be read"):
            read_provenance(tmp_path / "x.xlsx")


def test_a_database_is_only_read(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE gpkg_metadata (md_standard_uri TEXT, metadata BLOB)")
        connection.execute("INSERT INTO gpkg_metadata VALUES ('urn:zorgkaart:provenance:1', x'ff00')")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match="it holds none"):
        read_provenance(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["x.gpkg"]


def test_a_database_that_goes_on_without_end_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE VIEW gpkg_metadata AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
            "SELECT x AS md_standard_uri, 'x' AS metadata FROM n"
        )
    connection.close()
    with pytest.raises(InputError, match=r"the file cannot be read \(OperationalError\)"):
        read_provenance(path)
