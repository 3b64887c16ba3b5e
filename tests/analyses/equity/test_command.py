"""The command equity: what it writes and prints, and that a record of it can be repeated."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from support.command_line import fails_with, files_in, flat, zorgkaart
from support.equity_samples import write_equity
from typer.testing import Result

from zorgkaart.analyses.check.compute import check_project
from zorgkaart.analyses.equity.sentences import CAUTION
from zorgkaart.outputs.embedded import read_provenance

PICTURES = ("seh-norm-min", "seh-inwoners-buiten-norm", "seh-min")
TABLES = ("gelijkheid", "maatstaven", "krommen")


def test_it_writes_tables_a_page_a_workbook_and_pictures(printed: tuple[Path, Result]) -> None:
    folder, result = printed
    assert result.exit_code == 0
    expected = {"gelijkheid.html", "gelijkheid.pdf", "gelijkheid.xlsx", "provenance.json"}
    expected |= {f"tabellen/{name}.csv{suffix}" for name in TABLES for suffix in ("", "-metadata.json")}
    expected |= {f"afbeeldingen/gelijkheid-{name}.{kind}" for name in PICTURES for kind in ("png", "svg")}
    assert files_in(folder) == expected


def test_that_figures_are_of_areas_stands_in_every_output(printed: tuple[Path, Result]) -> None:
    folder, result = printed
    assert flat(CAUTION) in flat(result.stdout)
    assert CAUTION in (folder / "gelijkheid.html").read_text(encoding="utf-8")
    assert CAUTION in json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["let_op"]
    book = openpyxl.load_workbook(folder / "gelijkheid.xlsx", read_only=True)
    cells = [
        str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row if cell
    ]
    assert CAUTION in cells
    for name in TABLES:
        assert CAUTION in (folder / "tabellen" / f"{name}.csv-metadata.json").read_text(encoding="utf-8")
    for picture in (folder / "afbeeldingen").iterdir():
        assert CAUTION in read_provenance(picture)["let_op"]


def test_it_says_what_a_gini_means_and_what_changes(printed: tuple[Path, Result]) -> None:
    _, result = printed
    text = flat(result.stdout)
    assert "Wat als: Ziekenhuis Oost dicht" in text
    assert "twee willekeurige inwoners schelen gemiddeld" in text
    assert "Inwoners staan op volgorde van: woningwaarde." in text
    assert "Van groepen van minder dan 50 inwoners wordt niets getoond." in text
    assert "één berekening, zonder marge" in text


def test_a_record_of_it_repeats_it(printed: tuple[Path, Result]) -> None:
    folder, _ = printed
    result = zorgkaart("rerun", folder / "provenance.json", "--output", folder.parent / "weer")
    assert result.exit_code == 0, result.output
    assert (folder.parent / "weer" / "gelijkheid.html").is_file()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("sehs",), "'sehs' is no norm and no kind with travel times"),
        (("--at", "nacht", "--draws", "3"), "draws are not made at a moment"),
        (("--draws", "3"), "there is nothing to draw"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path: Path, words: tuple[str, ...], why: str) -> None:
    fails_with(zorgkaart("equity", *words, "--project", write_equity(tmp_path)), why)


def test_check_names_what_is_wrong_with_the_table(tmp_path: Path) -> None:
    path = write_equity(tmp_path, rows="buurtcode,woz\nBU1,veel\n")
    texts = [str(problem) for problem in check_project(path).fatal]
    assert len(texts) == 1
    assert "kenmerken.csv: there is no column 'stad', which [equity] names" in texts[0]
