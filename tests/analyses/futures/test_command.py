"""``zorgkaart future`` and ``--future`` on the command line, and what they write can be computed again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.command_line import fails_with, flat, zorgkaart
from support.key_changes import with_future, write_rich

FUTURES = """
[futures.straks]
year = 2040
population = "prognose_0.csv"
since = 2024
source = "Verzonnen"

[futures.nu24]
year = 2024
population = "prognose_0.csv"
since = 2024
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opdracht")
    project = write_rich(folder)
    with_future()(project, folder)
    text = project.path.read_text(encoding="utf-8").replace("[areas]\n", '[areas]\nage_classes = "klassen.csv"\n')
    project.path.write_text(text + FUTURES, encoding="utf-8")
    return project.path


@pytest.mark.slow
def test_years_beside_each_other_and_again(path: Path, tmp_path: Path) -> None:
    result = zorgkaart("future", "--project", path, "--output", tmp_path / "uit", "--pictures", "--quiet")
    assert result.exit_code == 0, result.output
    said = flat(result.stdout)
    assert "Inwoners per jaar" in said
    assert "In 2040 (straks) zijn er" in said
    table = pd.read_csv(tmp_path / "uit" / "tabellen" / "toekomst.csv", sep=";", decimal=",")
    assert table["toekomst"].tolist() == ["nu", "nu24", "straks"]
    assert (tmp_path / "uit" / "kaart.html").is_file()
    assert (tmp_path / "uit" / "toekomst.gpkg").is_file()
    assert list((tmp_path / "uit").rglob("*.svg"))
    again = zorgkaart("rerun", tmp_path / "uit" / "provenance.json", "--project", path)
    assert again.exit_code == 0, again.output


@pytest.mark.slow
def test_another_analysis_in_a_year_to_come_says_so(path: Path, tmp_path: Path) -> None:
    result = zorgkaart("run", path, "--future", "straks", "--output", tmp_path / "uit", "--quiet")
    assert result.exit_code == 0, result.output
    assert "Met de inwoners van 2040 volgens een prognose." in flat(result.stdout)
    assert "inwoners van 2040 volgens een prognose" in (tmp_path / "uit" / "kaart.html").read_text(encoding="utf-8")


def test_a_year_that_is_not_there_is_named(path: Path) -> None:
    fails_with(zorgkaart("run", path, "--future", "later"), r"there is no \[futures.later\]")
    fails_with(zorgkaart("future", "later", "--project", path), r"there is no \[futures.later\]")
