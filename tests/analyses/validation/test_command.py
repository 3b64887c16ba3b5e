"""The command validate: accepting, and failing on drift."""

from __future__ import annotations

from pathlib import Path

from support.command_line import zorgkaart
from support.study_samples import write_sample

# Validation.


def test_validate_accepts_and_then_fails_on_drift(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    accepted = tmp_path / "proef.accepted.csv"
    first = zorgkaart("validate", path)
    assert first.exit_code == 0
    assert "nog geen aanvaarde uitkomsten" in first.stdout
    assert not accepted.exists()
    assert (tmp_path / "uitvoer" / "validatie" / "validatie.html").is_file()
    taken = zorgkaart("validate", path, "--accept", "-o", tmp_path / "uit")
    assert taken.exit_code == 0
    assert "Vastgelegd in proef.accepted.csv" in taken.stdout
    assert (tmp_path / "uit" / "validatie.html").is_file()
    assert zorgkaart("validate", path).exit_code == 0
    text = accepted.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("acute_verloskunde_inwoners_buiten_norm,")]
    assert ",450.0,10.0," in line
    for value, code in ((",441.0,10.0,", 0), (",439.0,10.0,", 1)):
        accepted.write_text(text.replace(line, line.replace(",450.0,10.0,", value)), encoding="utf-8")
        result = zorgkaart("validate", path)
        assert result.exit_code == code, value
        assert ("Wijkt af van de aanvaarde uitkomst" in result.stdout) == bool(code)
        assert ("acute_verloskunde_inwoners" in result.stdout.replace("\n", "")) == bool(code)
    again = zorgkaart("validate", path, "--accept")
    assert again.exit_code == 0
    assert "1 veranderd" in again.stdout
    assert accepted.read_text(encoding="utf-8").count(",450.0,10.0,") == text.count(",450.0,10.0,")


def test_validate_refuses_a_spoilt_file_of_accepted_results(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "proef.accepted.csv").write_text("id,waarde\na,1\n", encoding="utf-8")
    result = zorgkaart("validate", path)
    assert result.exit_code == 1
    assert "proef.accepted.csv: columns" in result.stderr
    assert not (tmp_path / "uitvoer").exists()
