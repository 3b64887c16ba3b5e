"""The command atlas."""

from __future__ import annotations

from pathlib import Path

from support.command_line import zorgkaart
from support.paths import DEFAULT_PROJECT


def test_the_command_writes_table_map_and_layers(tmp_path: Path) -> None:
    result = zorgkaart("atlas", DEFAULT_PROJECT, "--soort", "grz", "-o", tmp_path / "uit", "--quiet")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "uit").iterdir()} == {
        "kaart.html",
        "atlas.gpkg",
        "atlas.xlsx",
        "atlas.csv",
        "atlas.csv-metadata.json",
        "provenance.json",
    }
