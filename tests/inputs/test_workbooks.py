"""Workbooks of Excel as tables: what planners keep in them, and what a hostile one can cost."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
from support.inputs_samples import only

from zorgkaart.errors import Problems
from zorgkaart.inputs import workbooks
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_titles_dates_texts_and_empty_rows(tmp_path: Path) -> None:
    rows = [
        ["Huisartsen in de regio"],
        [],
        ["id", "Lat", "peildatum", "inwoners", "tekst"],
        ["0012", 53.21, datetime.datetime(2026, 1, 31), "1.200,5", "#N/A"],
        [7, "52,487702", None, "950", " x "],
        [None, None, None, None, None],
    ]
    problems = Problems()
    frame = read_table(workbook(tmp_path / "t.xlsx", blad=rows), problems)
    assert frame is not None
    assert not len(problems)
    assert frame.index.tolist() == [4, 5]
    assert as_text(frame["id"]).tolist() == ["0012", "7"]
    assert as_number(frame["Lat"])[0].tolist() == [53.21, 52.487702]
    assert as_text(frame["peildatum"]).tolist() == ["2026-01-31", ""]
    assert as_number(frame["inwoners"])[0].tolist() == [1200.5, 950]
    assert frame["tekst"].tolist() == ["", "x"]


def test_which_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", uitleg=[["a", "b"], [1, 2]], seh=[["c", "d"], [3, 4]])
    for options, header in (({}, "a"), ({"default_layer": "seh"}, "c"), ({"layer": "SEH"}, "c")):
        problems = Problems()
        frame = read_table(path, problems, **options)
        assert frame is not None
        assert frame.columns[0] == header
        assert len(problems) == ("layer" not in options)
    problems = Problems()
    assert read_table(path, problems, layer="weg") is None
    assert "there is no sheet 'weg'; it has uitleg, seh" in only(problems, fatal=True)


def test_a_formula_that_was_never_computed_is_told_of(tmp_path: Path) -> None:
    problems = Problems()
    assert read_table(workbook(tmp_path / "t.xlsx", a=[["id", "lat"], ["x", "=50+3"]]), problems) is None
    assert "row 2: a formula without an outcome" in only(problems, fatal=True)


@pytest.mark.parametrize("content", [b"x", b"\xd0\xcf\x11\xe0" + b"0" * 600])
def test_what_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.xlsx").write_bytes(content)
    problems = Problems()
    assert read_table(tmp_path / "t.xlsx", problems) is None
    assert "the workbook cannot be read" in only(problems, fatal=True)


def test_a_workbook_that_unpacks_to_more_than_a_memory_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 2_000_000)
    problems = Problems()
    assert read_table(tmp_path / "t.xlsx", problems) is None
    assert "unpacked it would be larger than 1 MB" in only(problems, fatal=True)
