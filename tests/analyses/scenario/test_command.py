"""The command scenario: what may be asked for, what it writes and what it prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from support.command_line import fails_with, files_in, flat, zorgkaart
from support.run_files import COLUMNS, KINDS, SCENARIO_FILES, scenario_rasters
from support.study_samples import PROJECT, degrees, write_sample
from typer.testing import Result

from zorgkaart.outputs.sheets.sheet_files import read_csv

# scenario.


def test_a_scenario_writes_everything(closure: tuple[Path, Result]) -> None:
    folder, result = closure
    assert result.exit_code == 0
    assert files_in(folder) == SCENARIO_FILES | scenario_rasters(*KINDS)
    layers = {str(name) for name in pyogrio.list_layers(folder / "scenario.gpkg")[:, 0]}
    assert {"buurten_voor", "buurten_na", "verschil", "isochronen_voor", "isochronen_na", "voorzieningen"} <= layers
    difference = gpd.read_file(folder / "scenario.gpkg", layer="verschil").set_index("buurtnaam")
    assert difference.loc["Heem", "seh_inwoners_buiten_norm_verschil"] == pytest.approx(400)
    assert difference.loc["Kom", "seh_min_verschil"] == pytest.approx(44, abs=1e-4)
    sites = gpd.read_file(folder / "scenario.gpkg", layer="voorzieningen").set_index("id")
    assert sites.loc["seh-oost", "sites_status"] == "gesloten in dit scenario"
    totals = read_csv(folder / "tabellen" / "totalen.csv", columns=COLUMNS).set_index("soort")
    assert totals.loc["seh", "inwoners_buiten_verschil"] == pytest.approx(840)
    found = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert found["scenario"] == ["Ambulancepost West dicht (Ambulancepost)", "Ziekenhuis Oost dicht (SEH)"]
    assert found["opdracht"] == "zorgkaart scenario proef.toml --close ambulance-west --close seh-oost"


def test_a_scenario_prints_what_changes(closure: tuple[Path, Result]) -> None:
    _, result = closure
    printed = flat(result.stdout)
    assert printed.startswith("Wat als: Ambulancepost West dicht (Ambulancepost); Ziekenhuis Oost dicht (SEH)")
    assert "SEH 450 1.290 840 204 750 22,1 44,0" in printed
    assert "SEH Ziekenhuis Oost Ziekenhuis Wést-Ënde 750 22,1" in printed
    assert "SEH: 5 buurten met meer inwoners buiten de norm" in printed
    assert "Acute verloskunde: dezelfde 5 buurten en aantallen als bij SEH." in printed
    assert result.stderr == ""


@pytest.mark.slow
def test_a_scenario_at_night(sample: Path, tmp_path: Path) -> None:
    result = zorgkaart("scenario", sample, "--at", "zo 03:00", "-o", tmp_path)
    assert result.exit_code == 0
    printed = flat(result.stdout)
    assert printed.startswith("Wat als: op zondag 03:00")
    assert (
        "Huisartsenpost: van een locatie zijn de openingstijden niet bekend; zij telt op zondag 03:00 niet" in printed
    )
    assert "Huisarts: voor 1.290 inwoners is er geen" in printed
    assert "SEH 450 450 0 0 750" in printed
    assert files_in(tmp_path) >= SCENARIO_FILES - {"tabellen/erbij_buiten_de_norm.csv"}


@pytest.mark.slow
def test_opening_and_moving_on_the_command_line(sample: Path, tmp_path: Path) -> None:
    lat, lon = degrees(15, 0)
    result = zorgkaart(
        "scenario", sample, "--open", f"huisarts,{lat},{lon},Nieuw", "--move", f"seh-oost,{lat},{lon}", "-o", tmp_path
    )
    assert result.exit_code == 0
    assert "Wat als: Ziekenhuis Oost verplaatst (SEH); Nieuw erbij (Huisarts)" in flat(result.stdout)


@pytest.mark.slow
def test_soort_narrows_a_name(sample: Path, tmp_path: Path) -> None:
    result = zorgkaart("scenario", sample, "--close", "west", "--soort", "acute_verloskunde", "-o", tmp_path)
    assert result.exit_code == 0
    printed = flat(result.stdout)
    assert "Wat als: Ziekenhuis Wést-Ënde dicht (Acute verloskunde)" in printed
    assert "450 onbekend onbekend onbekend" in printed  # it was the only one


def test_a_scenario_of_the_project_file(tmp_path: Path) -> None:
    """By its name, with its title on the map; other hours close a site at night, and a closed one can open."""
    text = """
[scenarios.nacht-open]
title = "Twee posten <i>samen</i>"
hours = [{ site = "post-avond", hours = "24/7" }]
reopen = ["midden"]
at = "nacht"

[visits]
table = "gegevens/bezoeken.csv"
"""
    path = write_sample(tmp_path, project=PROJECT + text)
    visits = "soort,bezoeken_per_jaar,inwoners,jaar,bron\nseh,100,1000,2020,Verzonnen\n"
    (tmp_path / "gegevens" / "bezoeken.csv").write_text(visits, encoding="utf-8")
    result = zorgkaart("scenario", path, "--name", "nacht-open")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "uitvoer" / "scenarios" / "nacht-open"
    assert "Twee posten &lt;i&gt;samen&lt;/i&gt;" in (folder / "kaart.html").read_text(encoding="utf-8")
    load = read_csv(folder / "tabellen" / "belasting.csv", columns=COLUMNS).set_index("id")
    assert load.loc["post-avond", "inwoners_voor"] == 0
    assert load.loc["post-avond", "inwoners_na"] > 0
    assert "bezoeken_per_jaar_na" not in load  # those are of a whole year
    words = ["--hours", "post-avond=Mo-Su 08:00-23:00", "--open", "Ziekenhuis Midden", "--name", "nacht-open"]
    both = "more than one change is about Ziekenhuis Midden (seh-dicht); Post Avond (post-avond)"
    assert both in flat(zorgkaart("scenario", path, *words).stderr)
    result = zorgkaart("scenario", path, "--open", "Ziekenhuis Midden", "-o", tmp_path / "uit")
    assert re.search(r"Ziekenhuis Midden +0 +\d+ +\+\d+", flat(result.stdout))


@pytest.mark.slow
def test_without_gemeenten_a_scenario_has_no_table_of_them(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    layer = tmp_path / "gegevens" / "buurten.gpkg"
    table = gpd.read_file(layer).drop(columns=["wijkcode", "wijknaam", "gemeentecode", "gemeentenaam"])
    layer.unlink()
    table.to_file(layer, layer="buurten")
    assert zorgkaart("run", path, "-o", tmp_path / "uit").exit_code == 0
    assert zorgkaart("scenario", path, "--close", "oost", "-o", tmp_path / "als").exit_code == 0
    assert files_in(tmp_path / "als") == {
        *(name for name in SCENARIO_FILES if "gemeenten_verschil" not in name),
        *scenario_rasters("seh"),
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "there is nothing to change. Give --name, --file, --close, --open, --move, --hours or --at"),
        (["--close", "nergens"], "no open site is called 'nergens'"),
        (["--close", "ziekenhuis"], r"fits 2 sites of seh: .*seh-oost.* Nothing was changed"),
        (["--close", "oost", "--soort", "tandarts"], r"unknown soort \['tandarts'\]"),
        (["--open", "huisarts,6.6,53.2,Nieuw"], "Swap latitude and longitude"),
        (["--open", "huisarts,53.2,6.6"], "write SOORT,LAT,LON,NAAM"),
        (["--open", "tandarts,53.2,6.6,Nieuw"], "unknown soort 'tandarts'. Choose from seh"),
        (["--move", "oost"], "write ID,LAT,LON"),
        (["--at", "ooit"], "moment 'ooit': has no known form"),
        (["--close", "oost", "--move", "oost,53.2,6.6"], "more than one change is about Ziekenhuis Oost"),
    ],
)
def test_a_scenario_that_cannot_be(sample: Path, tmp_path: Path, words: list[str], message: str) -> None:
    fails_with(zorgkaart("scenario", sample, *words, "-o", tmp_path / "uit"), message)
    assert not (tmp_path / "uit").exists()
