"""The command capacity."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.capacity_samples import VISITS
from support.command_line import fails_with, zorgkaart
from support.study_samples import PROJECT, write_sample

SECTION = """
[visits]
table = "gegevens/bezoeken.csv"

[capacity.huisarts]
each = 2
unit = "artsen"
per_server_per_year = 4000
service_min = 10
decay_per_min = 0.1
decay_low = 0.05
decay_high = 0.2
source = "Verzonnen"
"""


def written(folder: Path, text: str = SECTION) -> Path:
    path = write_sample(folder, project=PROJECT + text)
    (folder / "gegevens" / "bezoeken.csv").write_text(VISITS, encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_command_says_and_writes_what_comes_of_a_closure(tmp_path: Path) -> None:
    path = written(tmp_path)
    result = zorgkaart("capacity", "huisarts", path, "--close", "heem", "-o", tmp_path / "uit", "--quiet")
    assert result.exit_code == 0, result.output
    assert "Praktijk Lint" in result.output
    table = pd.read_csv(tmp_path / "uit" / "tabellen" / "capaciteit_totalen.csv", sep=";")
    assert table["toestand"].tolist() == ["nu", "na de wijzigingen"]


def test_a_kind_without_a_section_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path)
    fails_with(zorgkaart("capacity", "seh", path, "--quiet"), r"no \[capacity.seh\].*there are huisarts")
