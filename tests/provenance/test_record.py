"""What every output says it was made from: it comes back as it was from every format, hostile texts and all."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
import rasterio
import shapely
import support.map_samples as map_samples
from hypothesis import given, settings
from hypothesis import strategies as st
from support.outputs_samples import COLUMNS, TRAVEL, grid, results
from support.pages import Page
from support.paths import DEFAULT_PROJECT
from support.surface_samples import hills

from zorgkaart.analyses.scenario.task import ScenarioTask
from zorgkaart.analyses.tasks import recorded_tasks
from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.outputs import embedded
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.formats import write_json
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.gis.rasters import PROVENANCE_TAG, write_surface
from zorgkaart.outputs.meaning.frames import Layer, provenance_json
from zorgkaart.outputs.sheets.csvw import sidecar
from zorgkaart.outputs.sheets.sheet_files import write_csv, write_geoparquet, write_workbook
from zorgkaart.outputs.web.folium_map import write_map
from zorgkaart.project.model import Project
from zorgkaart.provenance.fingerprints import fingerprint, fingerprints
from zorgkaart.provenance.record import readable, sources

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>&amp;&lt;<?xml?>",
    "=cmd|'/C calc'!A0",
    "@SUM(A1)",
    "\x00\x01\x07\x1b[31mrood\x7f\r\n\t",
    "_x0041_ _x005F_",
    "\u2028\u2029\ufeff",
    "  spaties  ",
    "'; DROP TABLE x; --",
    "{{ 7 * 7 }}{% raw %}",
    "naam-\udc80\udcff",
    "Wést-Ënde 🚑",
    "x" * 70_000,
]
ORIGIN: dict[str, Any] = {
    "gemaakt": "2026-11-22T04:00:00+01:00",
    "opdracht": "zorgkaart run '</script><img src=x onerror=alert(1)>.toml'",
    "project": "=cmd|'/C calc'!A0.toml",
    "invoer": [{"bestand": text, "sha256": "0" * 64, "bytes": 2**53, "gewijzigd": "2026-01-01"} for text in HOSTILE],
    "instellingen": {"speeds": {"auto": {"factor": 0.1 + 0.2, "tables": []}}, "leeg": None, "aan": True},
    "versies": {"zorgkaart": "0.1.0", "numpy": HOSTILE[0]},
    "taak": {"naam": "run"},
    "vingerafdrukken": {"buurten": {"rijen": 3, "sha256": "1" * 64, "kolommen": {HOSTILE[0]: "2" * 16}}},
}


def _map(path: Path, origin: dict[str, Any]) -> None:
    write_map(map_samples.draw(origin=origin), path)


def _workbook(path: Path, origin: dict[str, Any]) -> None:
    write_workbook(path, {"buurten": results(grid())}, columns=COLUMNS, provenance=origin)


def _geotiff(path: Path, origin: dict[str, Any]) -> None:
    write_surface(path, hills(2000.0), TRAVEL, description="x", provenance=origin)


def _geoparquet(path: Path, origin: dict[str, Any]) -> None:
    write_geoparquet(path, results(grid()), columns=COLUMNS, provenance=origin)


def _geopackage(path: Path, origin: dict[str, Any]) -> None:
    write_geopackage(path, [Layer("buurten", results(grid()))], columns=COLUMNS, provenance=origin)


def _csv(path: Path, origin: dict[str, Any]) -> None:
    write_csv(path, results(grid()), columns=COLUMNS, provenance=origin)


WRITERS: dict[str, Callable[[Path, dict[str, Any]], object]] = {
    "json": write_json,
    "html": _map,
    "xlsx": _workbook,
    "tif": _geotiff,
    "parquet": _geoparquet,
    "gpkg": _geopackage,
    "csv": _csv,
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_provenance_comes_back_from_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"uitkomst.{suffix}"
    WRITERS[suffix](path, ORIGIN)
    assert read_provenance(path) == ORIGIN


def test_the_file_beside_a_csv_can_be_named_too(tmp_path: Path) -> None:
    _csv(tmp_path / "x.csv", ORIGIN)
    assert read_provenance(tmp_path / "x.csv-metadata.json") == ORIGIN


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_comes_back_from_a_workbook_and_a_raster(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("tekst")
    origin = {"opdracht": text, "lijst": [text], text: 1}
    for suffix in ("xlsx", "tif"):
        WRITERS[suffix](folder / f"x.{suffix}", origin)
        assert read_provenance(folder / f"x.{suffix}") == origin


# What a person sees.


def test_the_map_says_it_in_words_and_runs_nothing_more(tmp_path: Path) -> None:
    _map(tmp_path / "kaart.html", ORIGIN)
    page = Page((tmp_path / "kaart.html").read_text(encoding="utf-8"))
    before = Page(map_samples.draw().get_root().render())
    assert f"Opdracht: {ORIGIN['opdracht']}" in page.texts
    assert any(text.startswith("Gemaakt op 22-11-2026, 04:00 uur met zorgkaart 0.1.0") for text in page.texts)
    assert page.policy == before.policy  # no script more than those that the policy names
    more = [tag for tag, _ in page.elements if tag == "script"]
    assert len(more) == len([tag for tag, _ in before.elements if tag == "script"]) + 1
    assert [a for tag, a in page.elements if tag == "script" and a.get("id") == "zk-provenance"] == [
        {"type": "application/json", "id": "zk-provenance"}
    ]
    assert not [a for _, a in page.elements if "onerror" in a]
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in page.raw["script"]
        if not text.startswith("{")
    }
    assert hashes == set(page.policy["script-src"])


def test_a_map_without_provenance_says_nothing_of_it() -> None:
    page = Page(map_samples.draw().get_root().render())
    assert "zk-provenance" not in page.html
    assert "Herkomst" not in page.texts


def test_the_workbook_has_a_sheet_to_read_and_properties(tmp_path: Path) -> None:
    _workbook(tmp_path / "x.xlsx", ORIGIN)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["buurten", "herkomst", "kolommen", "herkomst_json"]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "visible", "hidden"]
    rows = list(book["herkomst"].iter_rows(min_row=2, values_only=True))
    assert ("opdracht", None, ORIGIN["opdracht"]) in rows
    assert ("instellingen", "speeds.auto.factor", "0.30000000000000004") in rows
    assert not any("kolommen" in str(row[1]) for row in rows)  # which only a program compares
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    found = {item.name: item.value for item in book.custom_doc_props.props}
    assert found["zorgkaart gemaakt"] == ORIGIN["gemaakt"]
    assert found["zorgkaart opdracht"] == ORIGIN["opdracht"]
    assert found["versie zorgkaart"] == "0.1.0"


def test_a_raster_holds_it_as_a_tag(tmp_path: Path) -> None:
    _geotiff(tmp_path / "x.tif", ORIGIN)
    with rasterio.open(tmp_path / "x.tif") as file:
        assert json.loads(file.tags()[PROVENANCE_TAG]) == ORIGIN


def test_readable_leaves_out_only_the_fingerprints_of_columns() -> None:
    short = readable(ORIGIN)
    assert short["vingerafdrukken"] == {"buurten": {"rijen": 3, "sha256": "1" * 64}}
    assert {**short, "vingerafdrukken": None} == {**ORIGIN, "vingerafdrukken": None}
    assert "kolommen" in ORIGIN["vingerafdrukken"]["buurten"]


def test_provenance_says_who_says_so(sample: Path) -> None:
    project = Project.load(sample).with_changes(
        norms={"seh": {"source": "Verzonnen norm"}},
        assumptions={
            "tijd": {
                "keys": ["norms.seh.on_scene_min"],
                "distribution": "normal",
                "mean": 4.0,
                "sd": 1.0,
                "source": "Deskundige",
            }
        },
    )
    found = sources(project)
    assert found == {
        "gegevens": ["Verzonnen."],
        "normen": {"seh": "Verzonnen norm", "acute_verloskunde": ""},
        "aannames": {"tijd": "Deskundige"},
        "snelheden": {"auto": "", "ambulance": ""},
    }
    default = Project.load(DEFAULT_PROJECT)
    named = sources(default)
    assert all(named["normen"].values())
    assert all(named["aannames"].values())
    assert all(named["snelheden"].values())


# The file beside a CSV.


def test_the_file_beside_a_csv_describes_it_as_the_standard_wants(tmp_path: Path) -> None:
    path = tmp_path / "buurten norm.csv"
    frame = results(grid()).assign(**{"een-naam ~ë": "x", "_x": 1})
    assert write_csv(path, frame, columns=COLUMNS, provenance=ORIGIN) == [path, sidecar(path)]
    found = json.loads(sidecar(path).read_text(encoding="utf-8"))
    assert sidecar(path).name == "buurten norm.csv-metadata.json"
    assert found["@context"][0] == "http://www.w3.org/ns/csvw"
    assert found["url"] == "buurten%20norm.csv"
    dialect = found["dialect"]
    text = path.read_bytes().decode(dialect["encoding"]).removeprefix("\ufeff")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=dialect["delimiter"])
    assert text.count(dialect["lineTerminators"][0]) == len(rows) + 1
    columns = found["tableSchema"]["columns"]
    assert [column["titles"][0] for column in columns] == header
    assert all(re.fullmatch(r"(?!_)(\w|%[0-9A-F]{2})+", column["name"], re.ASCII) for column in columns)
    assert len({column["name"] for column in columns}) == len(columns)
    by_name = {column["titles"][0]: column for column in columns}
    assert by_name["seh_min"]["schema:unitText"] == "min"
    assert by_name["seh_min"]["dc:description"] == COLUMNS["seh_min"].description
    for place, name in enumerate(header):
        datatype = by_name[name]["datatype"]
        values = [row[place] for row in rows if row[place]]
        if datatype == "integer":
            assert [str(int(value)) for value in values] == values
        elif datatype == "string":
            assert name not in COLUMNS or COLUMNS[name].dtype == "text"
        elif datatype["base"] == "double":
            assert datatype["format"] == {"decimalChar": ","}
            assert all(np.isfinite(float(value.replace(",", "."))) for value in values)
        else:
            assert set(values) <= set(datatype["format"].split("|"))


def test_a_csv_without_provenance_stands_alone(tmp_path: Path) -> None:
    assert write_csv(tmp_path / "x.csv", results(grid()), columns=COLUMNS) == [tmp_path / "x.csv"]
    with pytest.raises(InputError, match=r"x\.csv-metadata\.json is not beside it"):
        read_provenance(tmp_path / "x.csv")


# Files that are not what they say.


def test_a_file_that_is_not_there_or_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"no such file\. Name provenance\.json"):
        read_provenance(tmp_path / "provenance.json")
    (tmp_path / "x.docx").write_bytes(b"")
    with pytest.raises(InputError, match=r"\.docx is not read\. Choose from \.json"):
        read_provenance(tmp_path / "x.docx")


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


@pytest.mark.parametrize("suffix", ["xlsx", "tif", "parquet", "gpkg", "html"])
def test_a_file_of_another_program_is_an_input_error(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x.{suffix}"
    if suffix == "xlsx":
        openpyxl.Workbook().save(path)
    elif suffix == "gpkg":
        gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(0, 0)], crs=28992).to_file(path)
    elif suffix == "parquet":
        pd.DataFrame({"a": [1]}).to_parquet(path)
    elif suffix == "tif":
        _geotiff(path, {})
    else:
        path.write_text("<script id='iets'>{}</script><p id='zk-provenance'>{}</p>", encoding="utf-8")
    with pytest.raises(InputError, match="no provenance was found"):
        read_provenance(path)


def test_a_workbook_that_grows_when_read_is_refused(tmp_path: Path) -> None:
    """Texts that are defined in terms of each other, and a part that is larger than it may be."""
    _workbook(tmp_path / "heel.xlsx", ORIGIN)
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


# Fingerprints.

FLOATS = [1.0, 0.1 + 0.2, np.nan, -0.0, 5e-324, 1e300]


def test_a_fingerprint_by_hand() -> None:
    found = fingerprint(pd.DataFrame({"a": FLOATS}))
    inner = hashlib.sha256(b"F" + struct.pack("<6d", *FLOATS)).digest()
    whole = struct.pack("<q", 6) + struct.pack("<q", 1) + b"a" + inner
    assert found == {"rijen": 6, "sha256": hashlib.sha256(whole).hexdigest(), "kolommen": {"a": inner.hex()[:16]}}


def test_a_fingerprint_hangs_on_values_alone() -> None:
    frame = pd.DataFrame({"t": ["a", None, "c"], "n": [1.5, np.nan, 3.0], "b": [True, False, True], "i": [1, 2, 3]})
    other = pd.DataFrame(
        {
            "t": pd.array(["a", pd.NA, "c"], dtype="string"),
            "n": pd.array([1.5, pd.NA, 3.0], dtype="Float64"),
            "b": pd.array([True, False, True], dtype="boolean"),
            "i": pd.array([1, 2, 3], dtype="Int64"),
        },
        index=[7, 8, 9],
    )
    assert fingerprint(frame) == fingerprint(other)
    strange = frame.assign(n=np.frombuffer(struct.pack("<dQd", 1.5, 0x7FF8_0000_0000_0123, 3.0), dtype="<f8"))
    assert fingerprint(frame) == fingerprint(strange)  # all NaN are one
    assert fingerprint(frame.assign(t=frame["t"].astype("category"))) == fingerprint(frame)


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.assign(n=f["n"] + [np.spacing(1.5), 0, 0]),
        lambda f: f.assign(n=[1.5, 0.0, 3.0]),
        lambda f: f.assign(n=[1.5, -0.0, 3.0]),
        lambda f: f.assign(t=["a", "", "c"]),
        lambda f: f.assign(t=["a", "None", "c"]),
        lambda f: f.assign(t=["ab", None, ""]),
        lambda f: f.assign(b=[True, False, None]),
        lambda f: f.assign(b=[1, 0, 1]),
        lambda f: f.assign(i=[1.0, 2.0, 3.0]),
        lambda f: f.iloc[::-1],
        lambda f: f.iloc[:2],
        lambda f: f[["n", "t", "b", "i", "geometry"]],
        lambda f: f.rename(columns={"t": "u"}),
        lambda f: f.drop(columns="i"),
        lambda f: f.set_geometry(f.translate(1e-9)),
        lambda f: f.set_geometry([None, *f.geometry[1:]]),
    ],
)
def test_any_other_value_is_another_fingerprint(change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> None:
    frame = gpd.GeoDataFrame(
        {"t": ["a", None, "c"], "n": [1.5, np.nan, 3.0], "b": [True, False, True], "i": [1, 2, 3]},
        geometry=[shapely.Point(0, 0), shapely.Point(1, 1), None],
    )
    assert fingerprint(change(frame))["sha256"] != fingerprint(frame)["sha256"]


@given(st.lists(st.tuples(st.text(), st.floats(), st.none() | st.booleans() | st.integers() | st.text()), max_size=8))
def test_a_fingerprint_is_a_matter_of_equality(rows: list[tuple[Any, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=["t", "n", "m"]).astype({"t": object, "m": object})
    found = fingerprint(frame)
    assert found == fingerprint(frame.copy())
    if rows:
        longer = frame.assign(t=[f"{frame['t'].iat[0]}.", *frame["t"][1:]])
        assert fingerprint(longer)["sha256"] != found["sha256"]
        differing = {
            name for name, value in found["kolommen"].items() if fingerprint(longer)["kolommen"][name] != value
        }
        assert differing == {"t"}


def test_fingerprints_name_their_tables() -> None:
    assert list(fingerprints({"b": pd.DataFrame(), "a": pd.DataFrame({"x": [1]})})) == ["b", "a"]


# Tasks.


def test_a_task_comes_back_as_it_was() -> None:
    task = ScenarioTask.model_validate(
        {
            "wijzigingen": [
                {"wat": "close", "site": "a", "kinds": ["seh"]},
                {"wat": "open", "kind": "seh", "lat": 53.1, "lon": 6.1, "name": "N", "hours": "24/7"},
                {"wat": "reopen", "site": "b", "hours": "Mo-Fr 08:00-17:00"},
                {"wat": "move", "site": "c", "lat": 53.2, "lon": 6.2},
                {"wat": "hours", "site": "d", "hours": "24/7"},
            ],
            "moment": {"when": datetime(2026, 11, 3, 3, 0), "label": "dinsdag 03:00"},
            "titel": "T",
        }
    )
    assert recorded_tasks().validate_python(json.loads(provenance_json(task.model_dump(mode="json")))) == task
    assert task.moment is not None
    assert str(task.moment.moment) == "dinsdag 03:00"
    assert task.moment.moment.when == datetime(2026, 11, 3, 3, 0)
    aware = ScenarioTask.model_validate({"moment": {"when": datetime(2026, 1, 1, tzinfo=UTC), "label": "x"}})
    assert aware.moment is not None
    assert aware.moment.moment.when.tzinfo is None


@pytest.mark.parametrize(
    "raw",
    [
        {"naam": "exec"},
        {"naam": "run", "opdracht": "rm -rf"},
        {"naam": "run", "buren": 10**9},
        {},
        {"naam": "scenario", "wijzigingen": [{"wat": "os.system", "site": "x"}]},
        {"naam": "scenario", "wijzigingen": [{"wat": "close", "site": "x", "__class__": "y"}]},
        {"naam": "scenario", "wijzigingen": [{"wat": "close"}]},
        {"naam": "scenario", "wijzigingen": [{"wat": ["close"], "site": "x"}]},
        {"naam": "scenario", "wijzigingen": ["close"]},
        {"naam": "scenario", "wijzigingen": [{"wat": "move", "site": "x", "lat": "a", "lon": 1}]},
        {"naam": "atlas", "soort": "seh", "verder_min": -1},
        {"naam": "atlas", "soort": ["seh"]},
        {"naam": "uncertainty", "trekkingen": 10**12, "begin": 0},
    ],
)
def test_a_task_that_is_none_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        recorded_tasks().validate_python(raw)
