"""The command check."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from support.command_line import flat, zorgkaart
from support.paths import ROOT
from support.study_samples import PROJECT, write_sample

# check.


@pytest.mark.slow
def test_check_of_the_default_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = zorgkaart("check")
    assert result.exit_code == 0
    assert "Geen fouten, " in result.stdout


def test_check_lists_ten_faults_in_one_go(tmp_path: Path) -> None:
    text = PROJECT.replace("limit_m = 1000", "limit_m = -1").replace('title = "', 'titel = "')
    text = text.replace("turnout_min = 2\n", "", 1)
    path = write_sample(tmp_path, project=text)
    data = tmp_path / "gegevens"
    (data / "wegen.npz").write_bytes(b"geen wegennet")
    (data / "snelheden_auto.csv").write_text("highway,outside_kmh,inside_kmh\n", encoding="utf-8")
    (data / "adressen.csv").write_text("x,y,buurtcode\n236000,575000,BU00000000\n1,1,BU00000000\n", encoding="utf-8")
    (data / "acute_verloskunde.csv").unlink()
    (data / "plaatsen.csv").write_text("plaats\nHeem\n", encoding="utf-8")
    (data / "gepubliceerd.csv").write_text("id\nx\n", encoding="utf-8")
    lines = (data / "seh.csv").read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(",open,", ",soms,")
    (data / "seh.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    result = zorgkaart("check", path)
    assert result.exit_code == 1
    assert "10 fouten en " in result.stdout
    assert len(re.findall("^ *fout ", result.stdout, re.M)) == 10
    for part in (
        "project.titel",
        "access.limit_m",
        "norms.seh.turnout_min",
        "[network]",
        "[speeds.auto]",
        "adressen.csv",
        "acute_verloskunde.csv",
        "plaatsen.csv",
        "gepubliceerd.csv",
        "seh.csv",
    ):
        assert part in result.stdout, part
    # The same in a run, where nothing is computed.
    run = zorgkaart("run", path)
    assert run.exit_code == 1
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "uitvoer").exists()


@pytest.mark.slow
def test_check_says_all_that_is_wrong_with_norms_in_dutch_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No limit, a share above 1, a mode without speeds, an unknown level; and a level that these areas lack."""
    norms = """
[norms.huisarts]
measure = "reis"
mode = "fiets"
share = 1.5
per = "straat"

[norms.huisarts_vlakbij]
kind = "huisarts"
measure = "reis"
limit_min = 10
share = 0.9
per = "provincie"
"""
    path = write_sample(tmp_path, project=PROJECT + norms)
    areas = tmp_path / "gegevens" / "buurten.gpkg"
    frame = gpd.read_file(areas)
    frame["provincie"] = None
    frame.to_file(areas, layer=pyogrio.list_layers(areas)[0][0])
    monkeypatch.setenv("ZORGKAART_TAAL", "nl")
    result = zorgkaart("check", path)
    assert result.exit_code == 1
    text = flat(result.stdout)
    assert "5 fouten en " in text
    for sentence in (
        "norms.huisarts.limit_min: deze",
        "norms.huisarts.share: geef 1",
        "norms.huisarts.mode: er zijn",
        "geen snelheden van 'fiets'",
        "norms.huisarts.per: kies",
        "norms.huisarts_vlakbij: per = Noem een ander niveau",
    ):
        assert sentence in text, text


def test_check_of_broken_toml(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("[project\n", encoding="utf-8")
    result = zorgkaart("check", tmp_path / "x.toml")
    assert result.exit_code == 1
    assert "not a valid TOML file" in flat(result.stdout)
    assert "1 fout en 0 opmerkingen." in result.stdout


@pytest.mark.slow
def test_names_with_markup_are_printed_as_they_are(tmp_path: Path) -> None:
    text = PROJECT.replace('label = "SEH"', 'label = "[red]SEH[/red]"').replace(
        'label = "Proefnorm"', 'label = "[/]Norm"'
    )
    result = zorgkaart("run", write_sample(tmp_path, project=text))
    assert result.exit_code == 0
    assert "[red]SEH[/red]" in result.stdout
    assert "[/]Norm: 2 gemarkeerde buurten" in result.stdout
