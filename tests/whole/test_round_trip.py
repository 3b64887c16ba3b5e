"""Everything that a run writes can be read: every table given back as an input has the values that it had."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from support.command_line import zorgkaart
from support.study_samples import write_sample

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import read_areas
from zorgkaart.inputs.facilities import read_facilities
from zorgkaart.inputs.project_inputs import read_inputs
from zorgkaart.inputs.schema import AREA_NUMBERS, AREA_TEXT, FACILITY_COLUMNS, FACILITY_NUMBERS, SUPPLY_COLUMNS
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.project.model import Project

# Sheets for programs, which are no tables.
NO_TABLES = ("herkomst_json",)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    file = write_sample(tmp_path_factory.mktemp("heen-en-weer"))
    assert zorgkaart("run", file, "-o", file.parent / "uit").exit_code == 0
    return Project.load(file)


def folder_of(project: Project) -> Path:
    return project.path.parent / "uit"


def test_every_csv_is_read_as_it_was(project: Project) -> None:
    files = sorted(folder_of(project).rglob("*.csv"))
    assert files
    columns = dictionary(project)
    for file in files:
        problems = Problems()
        frame, expected = read_table(file, problems), read_csv(file, columns=columns)
        assert frame is not None
        assert not problems.fatal
        assert frame.columns.tolist() == expected.columns.tolist()
        for name in expected.columns:
            assert_same(frame[name], expected[name], f"{file.name} {name}")


def test_every_sheet_is_read_as_it_was(project: Project) -> None:
    book = folder_of(project) / "zorgkaart.xlsx"
    for name in openpyxl.load_workbook(book, read_only=True).sheetnames:
        problems = Problems()
        frame = read_table(book, problems, layer=name)
        csv = folder_of(project) / "tabellen" / f"{name}.csv"
        if name in NO_TABLES or not csv.is_file():
            continue
        assert frame is not None
        expected = read_csv(csv, columns=dictionary(project))
        for column in expected.columns:
            assert_same(frame[column], expected[column], f"{name} {column}")


def assert_same(values: pd.Series, expected: pd.Series, what: str) -> None:
    """The values of a column as a reader of inputs takes them."""
    if pd.api.types.is_numeric_dtype(expected.dtype) and not pd.api.types.is_bool_dtype(expected.dtype):
        numbers, wrong = as_number(values)
        assert not wrong.any(), what
        assert numbers.tolist() == pytest.approx(expected.astype("float64").tolist(), abs=1e-6, nan_ok=True), what
    elif pd.api.types.is_bool_dtype(expected.dtype):
        texts = as_text(values).replace({"True": "ja", "False": "nee"})
        assert texts.tolist() == expected.map({True: "ja", False: "nee"}).astype(object).fillna("").tolist(), what
    else:
        assert as_text(values).tolist() == expected.astype(object).fillna("").map(str).map(str.strip).tolist(), what


@pytest.mark.parametrize(
    ("file", "sheet"),
    [
        ("tabellen/voorzieningen.csv", None),
        ("zorgkaart.xlsx", "voorzieningen"),
        ("zorgkaart.gpkg", "voorzieningen"),
        ("geoparquet/voorzieningen.parquet", None),
    ],
)
def test_the_sites_of_a_run_are_sites_of_the_next(project: Project, file: str, sheet: str | None) -> None:
    before = read_inputs(project).facilities.table
    changes = {"table": folder_of(project) / file, "sheet": sheet}
    kinds = {name: section.model_copy(update=changes) for name, section in project.kinds.items()}
    problems = Problems()
    again = read_facilities(kinds, project.facilities.model_copy(update={"columns": {}}), problems)
    assert not problems.fatal, [str(problem) for problem in problems]
    assert again is not None
    columns = [name for name in (*FACILITY_COLUMNS, *FACILITY_NUMBERS, *SUPPLY_COLUMNS) if name not in ("lat", "lon")]
    pd.testing.assert_frame_equal(again.table[columns], before[columns], check_dtype=False)
    assert (again.table.geometry.distance(before.geometry) < 0.2).all()


@pytest.mark.parametrize(("file", "layer"), [("zorgkaart.gpkg", "buurten"), ("geoparquet/buurten.parquet", None)])
def test_the_areas_of_a_run_are_areas_of_the_next(project: Project, file: str, layer: str | None) -> None:
    before = read_inputs(project).areas.buurten
    config = project.areas.model_copy(update={"buurten": folder_of(project) / file, "layer": layer, "columns": {}})
    problems = Problems()
    again = read_areas(config, problems)
    assert again is not None, [str(problem) for problem in problems]
    columns = [*AREA_TEXT, *AREA_NUMBERS]
    pd.testing.assert_frame_equal(pd.DataFrame(again.buurten[columns]), pd.DataFrame(before[columns]))
    assert (again.buurten.geometry.symmetric_difference(before.geometry).area < 1).all()
