"""The command compare: what it writes, prints, records and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from support.command_line import fails_with, flat, zorgkaart

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.project.model import Project

OUTPUTS = {"kaart.html", "vergelijking.gpkg", "vergelijking.xlsx", "provenance.json"}


@pytest.mark.slow
def test_a_comparison_is_written_and_computed_again_the_same(compared_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "naast"
    sides = ("oost-dicht", "nieuw", "nu")
    result = zorgkaart("compare", *sides, "--project", compared_file, "--threshold", "1", "-o", folder)
    assert result.exit_code == 0, result.output
    printed = flat(result.stdout)
    assert printed.startswith("A: Oost dicht B: nieuw C: nu B tegen A, SEH (norm)")
    assert "Elk aantal komt uit een enkele berekening per kant, zonder interval." in printed
    assert {path.name for path in folder.iterdir() if path.is_file()} == OUTPUTS
    columns = dictionary(Project.load(compared_file))
    totals = read_csv(folder / "tabellen" / "vergelijking_totalen.csv", columns=columns)
    assert set(totals["kant"]) == {"B", "C"}
    layer = gpd.read_file(folder / "vergelijking.gpkg", layer="buurten_naast_elkaar").set_index("buurtnaam")
    minutes = layer.loc["Kom", ["seh_min_a", "seh_min_c", "seh_min_c_min_a"]].astype(float)
    assert minutes["seh_min_c_min_a"] == pytest.approx(minutes["seh_min_c"] - minutes["seh_min_a"], abs=1e-6)
    assert minutes["seh_min_c_min_a"] == pytest.approx(-44, abs=1e-4)
    sites = gpd.read_file(folder / "vergelijking.gpkg", layer="voorzieningen").set_index("id")
    assert sites.loc["seh-oost", "opmerking"] == "telt alleen mee in B en C"
    assert sites.loc["seh-nieuw-nieuw", "opmerking"] == "telt alleen mee in B"
    found = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert found["taak"] == {"naam": "compare", "kanten": list(sides), "drempel_min": 1.0}
    assert found["kanten"] == ["A: Oost dicht", "B: nieuw", "C: nu"]
    again = zorgkaart("rerun", folder / "provenance.json", "--project", compared_file)
    assert again.exit_code == 0, again.output


@pytest.mark.slow
def test_other_parameters_are_refused_and_let_pass_when_asked(compared_file: Path, tmp_path: Path) -> None:
    slower = compared_file.parent / "trager.toml"
    slower.write_text(f'base = "{compared_file.name}"\n\n[speeds.ambulance]\nfactor = 0.5\n', encoding="utf-8")
    words = ("compare", "nu", slower, "--project", compared_file, "-o", tmp_path / "uit")
    fails_with(zorgkaart("--lang", "en", *words), r"differ in more than their sites: A/B speeds\.ambulance\.factor")
    assert not (tmp_path / "uit").exists()
    result = zorgkaart(*words, "--anyway")
    assert result.exit_code == 0, result.output
    assert "Ook anders: A/B speeds.ambulance.factor." in flat(result.stdout)
    found = json.loads((tmp_path / "uit" / "provenance.json").read_text(encoding="utf-8"))
    assert found["verschillende_instellingen"] == ["A/B speeds.ambulance.factor"]
    assert found.get("taak") is None  # a record may not say which files are opened
