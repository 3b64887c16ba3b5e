"""The command border."""

from __future__ import annotations

from pathlib import Path

from support.command_line import zorgkaart
from support.study_samples import write_sample


def test_the_command_line_shows_and_writes_the_difference(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    result = zorgkaart("border", path, "--output", tmp_path / "grens", "--quiet")
    assert result.exit_code == 0, result.output
    assert "Krankenhaus" in result.output
    assert "450" in result.output
    assert (tmp_path / "grens" / "grens_buurten.csv").is_file()
