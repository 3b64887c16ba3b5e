"""The command live."""

from __future__ import annotations

from pathlib import Path

from support.command_line import zorgkaart
from support.pages import block


def test_on_the_command_line(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "kaart" / "sluit.html"
    result = zorgkaart("live", sample, "-o", path, "--quiet")
    assert result.exit_code == 0, result.output
    assert "Klaar in" in result.output
    assert "sluit.html" in result.output
    assert block(path.read_text(encoding="utf-8"), "zk-data")["live"]["trips"]
