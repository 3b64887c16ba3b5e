"""Texts from a file take the place of slots, and nothing else is in the file."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.outputs.documents.content import Paragraph, Report, Section, Slot
from zorgkaart.outputs.documents.slot_texts import filled, read_texts

USE, WEIGHING = Slot("gebruik", "hoe vaak"), Slot("conclusies", "de afweging")


def written(folder: Path, text: str) -> Path:
    path = folder / "teksten.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_takes_the_place_of_its_slot_and_the_others_stay(tmp_path: Path) -> None:
    path = written(tmp_path, 'conclusies = """\nWij kiezen\nvoor A.\n\nEn <b>niet</b> voor B.\n"""\ngebruik = " "\n')
    texts = read_texts(path, [USE, WEIGHING])
    section = Section("Een", [USE], [Section("Deel", [Paragraph("vooraf"), WEIGHING])])
    made = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    report = Report("a", "b", made, (), Section("Kort"), (section,), (), {})
    expected = [USE, Paragraph("vooraf"), Paragraph("Wij kiezen voor A."), Paragraph("En <b>niet</b> voor B.")]
    assert filled(report, texts).blocks() == expected
    assert filled(report, {}).blocks() == report.blocks()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("conclusie = 'a'", "conclusie: the report has no text of this name. Use gebruik or conclusies"),
        ("conclusies = 3\n[gebruik]\na = 'b'", "conclusies, gebruik: this is no text. Write"),
        ("", "teksten.toml: it has no text for the report. Write a line NAME = 'TEXT' for gebruik or conclusies"),
        ("gebruik = ' '", "teksten.toml: it has no text for the report"),
        ("conclusies = ", "cannot be read as TOML"),
    ],
)
def test_what_is_no_text_of_the_report_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_texts(written(tmp_path, text), [USE, WEIGHING])


def test_without_the_file_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no such file"):
        read_texts(tmp_path / "weg.toml", [USE])
