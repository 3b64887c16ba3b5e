"""The command atlas."""

from __future__ import annotations

import re
from pathlib import Path

from support.command_line import zorgkaart
from support.paths import DEFAULT_PROJECT
from support.study_samples import PROJECT, write_sample


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


def test_without_a_kind_the_first_with_a_norm_is_meant(tmp_path: Path) -> None:
    """A project elsewhere need not have a kind that is called seh."""
    project = re.sub(r"\[norms\.seh\][^\[]*", "", PROJECT)
    assert "[norms.acute_verloskunde]" in project
    path = write_sample(tmp_path, project=project)
    result = zorgkaart("atlas", path, "--quiet")
    assert result.exit_code == 0, result.output
    assert [folder.name for folder in (tmp_path / "uitvoer" / "atlas").iterdir()] == ["acute_verloskunde"]
