from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from support.command_line import zorgkaart
from support.study_samples import write_sample

from zorgkaart.analyses.sheet_titles import NAME, sheet_titles
from zorgkaart.outputs.sheets.explanation import EXPLANATION_SHEET
from zorgkaart.outputs.sheets.sheet_files import JSON_SHEET
from zorgkaart.words.dates import dutch_date

ROOMS = [path.parent for path in sorted((Path(__file__).parents[2] / "src/zorgkaart/analyses").glob(f"*/{NAME}"))]
ASSUMPTION = """
[assumptions.ter_plaatse]
keys = ["norms.*.on_scene_min"]
distribution = "triangular"
low = 2.0
mode = 4.0
high = 9.0
source = "Verzonnen"
"""
COMMANDS = {
    "run": (),
    "scenario": ("--close", "seh-oost"),
    "compare": ("nu", "nu@nacht"),
    "atlas": ("--soort", "seh"),
    "uncertainty": ("--draws", "3", "--close", "seh-oost"),
}


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_every_title_is_a_sentence(room: Path) -> None:
    for sheet, title in sheet_titles(room).items():
        assert title[0].isupper(), sheet
        assert title.endswith("."), sheet


@pytest.mark.parametrize("command", COMMANDS)
def test_every_sheet_of_every_workbook_is_explained(tmp_path: Path, command: str) -> None:
    file = write_sample(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + ASSUMPTION, encoding="utf-8")
    given = ("--project", file) if command == "compare" else (file,)
    result = zorgkaart(command, *given, *COMMANDS[command], "-o", tmp_path / "uit")
    assert result.exit_code == 0, result.output
    book = openpyxl.load_workbook(next((tmp_path / "uit").glob("*.xlsx")))
    rows = list(book[EXPLANATION_SHEET].iter_rows(min_row=2, values_only=True))
    assert book.sheetnames[0] == EXPLANATION_SHEET
    listed = {str(subject).removeprefix("Tabblad ") for subject, _ in rows if str(subject).startswith("Tabblad ")}
    assert listed == set(book.sheetnames) - {EXPLANATION_SHEET, JSON_SHEET}
    texts = dict(rows)
    assert texts["Titel"]
    assert texts["Uitkomst"]
    assert texts["Berekend op"] == dutch_date(datetime.date.today())
    for sheet in book.worksheets:
        header = [cell.value for cell in sheet[1]]
        for number, name in enumerate(header, start=1):
            if name and str(name).endswith("_id"):
                letter = openpyxl.utils.get_column_letter(number)
                assert sheet.column_dimensions[letter].hidden, f"{sheet.title} {name}: an id in the place of a name"
