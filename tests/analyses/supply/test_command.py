"""The command supply."""

from __future__ import annotations

from pathlib import Path

from support.command_line import zorgkaart
from support.study_samples import PROJECT, write_sample
from support.supply_samples import SUPPLY


def test_the_command_line_shows_and_writes_supply(tmp_path: Path) -> None:
    path = write_sample(tmp_path, project=PROJECT + SUPPLY)
    result = zorgkaart("supply", "huisarts", path, "--output", tmp_path / "aanbod", "--quiet")
    assert result.exit_code == 0, result.output
    assert "blijven vraag en aanbod heel" in result.output
    assert "1,85" in result.output
    assert {item.name for item in (tmp_path / "aanbod").iterdir()} == {"aanbod.xlsx", "provenance.json", "tabellen"}
    assert (tmp_path / "aanbod" / "tabellen" / "aanbod_buurten.csv").is_file()


def test_a_kind_without_supply_is_refused(tmp_path: Path) -> None:
    path = write_sample(tmp_path, project=PROJECT + SUPPLY)
    result = zorgkaart("supply", "seh", path, "--quiet")
    assert result.exit_code == 1
    assert "seh" in result.output
