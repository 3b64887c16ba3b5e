"""The command run: every file, the same each time, and a summary."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import rasterio
from support.command_line import files_in, flat, zorgkaart
from support.paths import ROOT
from support.run_files import COLUMNS, RUN_FILES
from support.study_samples import metres
from typer.testing import Result

from zorgkaart import __version__
from zorgkaart.outputs.sheets.sheet_files import read_csv

# run.


def test_a_run_writes_everything(outcome: tuple[Path, Result]) -> None:
    folder, result = outcome
    assert result.exit_code == 0
    written = files_in(folder)
    assert written >= RUN_FILES
    assert all(name.endswith(".qml") for name in written - RUN_FILES)
    assert not [path for path in folder.rglob("*") if path.name.startswith(".")]


def test_a_run_prints_a_summary(outcome: tuple[Path, Result]) -> None:
    _, result = outcome
    printed = flat(result.stdout)
    assert "SEH Proefnorm 2 10,1 6,8 450 65,1 %" in printed
    assert "Proefnorm: 2 gemarkeerde buurten, de zwaarste eerst" in printed
    assert "Lint Beta 500 400 27,9 deels buiten" in printed
    assert "Acute verloskunde: dezelfde 2 buurten en aantallen als bij de Proefnorm." in printed
    assert "Afstand tot huisarts gemeente Alfa 2,0 km 5,2 km +161 % Verzonnen, 2020" in printed
    assert re.search(r"Klaar in \d+,\d s\. Open \S*kaart\.html in een browser", printed)
    assert result.stderr == ""


def test_the_files_of_a_run_hold_the_same(outcome: tuple[Path, Result]) -> None:
    folder, _ = outcome
    layers = {str(name) for name in pyogrio.list_layers(folder / "zorgkaart.gpkg")[:, 0]}
    assert {"buurten", "wijken", "gemeenten", "voorzieningen"} <= layers
    layer = gpd.read_file(folder / "zorgkaart.gpkg", layer="buurten").set_index("buurtnaam")
    table = read_csv(folder / "tabellen" / "buurten.csv", columns=COLUMNS).set_index("buurtnaam")
    book = openpyxl.load_workbook(folder / "zorgkaart.xlsx")
    assert {"samenvatting", "buurten", "wijken", "gemeenten", "buiten_de_norm", "voorzieningen"} <= set(book.sheetnames)
    rows = list(book["buurten"].iter_rows(values_only=True))
    sheet = pd.DataFrame(rows[1:], columns=rows[0]).set_index("buurtnaam")
    for frame in (layer, table, sheet):
        assert frame.loc["Lint", "seh_norm_min"] == pytest.approx(27.9, abs=1e-4)
        assert frame.loc["Lint", "seh_oordeel"] == "deels buiten"
        assert pd.isna(frame.loc["Stil", "inwoners"])
        assert pd.isna(frame.loc["Eiland", "seh_min"])
        assert len(frame) == 9
    with rasterio.open(folder / "rasters" / "seh_min.tif") as file:
        assert file.crs.to_epsg() == 28992
        (value,) = next(file.sample([metres(24.95, 0.05)]))
    assert value == pytest.approx(5.05 * 2 + 0.05 * 6, abs=1e-3), "at 30 km/h, and the leg to the road"
    page = (folder / "kaart.html").read_text(encoding="utf-8")
    assert "Bereikbaarheid in de proefstreek" in page
    assert "Verzonnen." in page


def test_provenance_of_a_run(outcome: tuple[Path, Result]) -> None:
    folder, _ = outcome
    text = (folder / "provenance.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert found["opdracht"] == "zorgkaart run proef.toml"
    assert {"proef.toml", "gegevens/wegen.npz", "gegevens/huisarts.geojson"} <= {i["bestand"] for i in found["invoer"]}
    assert all(len(item["sha256"]) == 64 for item in found["invoer"])
    assert found["instellingen"]["norms"]["seh"]["limit_min"] == 27.75
    assert found["versies"]["zorgkaart"] == __version__
    assert found["wegennet"]["file"] == "proef.osm.pbf"
    assert any("without a published number of inhabitants" in remark for remark in found["opmerkingen_bij_invoer"])
    assert str(folder.parent) not in text
    assert str(ROOT) not in text
    gpkg = (folder / "zorgkaart.gpkg").read_bytes()
    assert str(folder.parent).encode() not in gpkg
    page = (folder / "kaart.html").read_text(encoding="utf-8")
    assert str(folder.parent) not in page


@pytest.mark.slow
def test_output_folder_and_quiet(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    result = zorgkaart("run", sample, "-o", folder, "--quiet")
    assert result.exit_code == 0
    assert files_in(folder) >= RUN_FILES
    assert result.stderr == ""
    found = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert found["opdracht"] == "zorgkaart run proef.toml -o b --quiet"


@pytest.mark.slow
def test_two_runs_give_the_same_tables(outcome: tuple[Path, Result], tmp_path: Path) -> None:
    before, _ = outcome
    assert zorgkaart("run", before.parent / "proef.toml", "-o", tmp_path).exit_code == 0
    for name in RUN_FILES:
        if name.endswith(".csv"):
            assert (tmp_path / name).read_bytes() == (before / name).read_bytes(), name
        if name.endswith(".tif"):  # which holds the time at which it was made
            with rasterio.open(tmp_path / name) as one, rasterio.open(before / name) as other:
                assert one.read().tobytes() == other.read().tobytes(), name
                assert one.profile == other.profile | {"nodata": one.nodata}, name
    one, other = (json.loads((folder / "provenance.json").read_text(encoding="utf-8")) for folder in (tmp_path, before))
    assert one["vingerafdrukken"] == other["vingerafdrukken"]


@pytest.mark.slow
def test_a_run_replaces_an_older_one(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "kaart.html").write_text("van gisteren", encoding="utf-8")
    assert zorgkaart("run", sample, "-o", tmp_path).exit_code == 0
    assert "van gisteren" not in (tmp_path / "kaart.html").read_text(encoding="utf-8")
