"""The command line as a planner meets it: what it prints, what it writes, and what it says when something is wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import rasterio
from support.paths import ROOT
from support.study_samples import PROJECT, degrees, metres, write_sample
from typer.testing import CliRunner, Result

from zorgkaart import __version__
from zorgkaart.cli.app import app
from zorgkaart.outputs.meaning.columns import data_dictionary
from zorgkaart.outputs.sheets.sheet_files import read_csv

RASTERS = ("rasters", "rasters/klassen")
RUN_FILES = {
    "kaart.html",
    "kwaliteit.html",
    "zorgkaart.gpkg",
    "zorgkaart.xlsx",
    "provenance.json",
    *(f"geoparquet/{name}.parquet" for name in ("buurten", "wijken", "gemeenten", "isochronen", "voorzieningen")),
    *(
        f"tabellen/{name}.csv"
        for name in (
            "buurten",
            "wijken",
            "gemeenten",
            "buiten_de_norm",
            "voorzieningen",
            "vergelijking",
            "kwaliteit",
            "enkele_wegen",
            "onzekere_locaties",
            "ouderdom",
            "grens",
            "grens_locaties",
            "grens_buurten",
        )
    ),
    *(
        f"{folder}/{kind}_min.tif"
        for folder in RASTERS
        for kind in ("seh", "acute_verloskunde", "huisarts", "huisartsenpost", "seh_norm", "acute_verloskunde_norm")
    ),
}
SCENARIO_FILES = {
    "kaart.html",
    "scenario.gpkg",
    "scenario.xlsx",
    "provenance.json",
    *(
        f"geoparquet/{name}.parquet"
        for name in (
            "buurten_voor",
            "buurten_na",
            "verschil",
            "gemeenten_verschil",
            "isochronen_voor",
            "isochronen_na",
            "voorzieningen",
        )
    ),
    *(
        f"tabellen/{name}.csv"
        for name in (
            "totalen",
            "verschuiving",
            "verschuiving_per_buurt",
            "belasting",
            "erbij_buiten_de_norm",
            "vergelijking",
            "gemeenten_verschil",
            "buurten_verschil",
            "voorzieningen",
        )
    ),
}
for files in (RUN_FILES, SCENARIO_FILES):  # beside each CSV what its columns mean and what it was made from
    files |= {f"{name}-metadata.json" for name in files if name.endswith(".csv")}


def scenario_rasters(*kinds: str) -> set[str]:
    """The rasters of a scenario that touches these kinds, which have a norm."""
    return {
        f"{folder}/{kind}{measure}_{moment}.{suffix}"
        for folder in RASTERS
        for kind in kinds
        for measure in ("_min", "_norm_min")
        for moment in ("voor", "na", "verschil")
        for suffix in ("tif", "qml")
    }


KINDS = {"seh": "SEH", "acute_verloskunde": "Acute verloskunde"}
COLUMNS = data_dictionary(KINDS, norms=dict.fromkeys(KINDS, 27.75))
START = "from zorgkaart.cli.app import app; app()"
Zorgkaart = Callable[..., Result]


@pytest.fixture
def zorgkaart(monkeypatch: pytest.MonkeyPatch) -> Zorgkaart:
    """Call the command line in this process."""

    def call(*arguments: object) -> Result:
        words = [str(argument) for argument in arguments]
        monkeypatch.setattr(sys, "argv", ["zorgkaart", *words])
        result = CliRunner().invoke(app, words)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """One run and what it printed; tests leave it as it is."""
    path = write_sample(tmp_path_factory.mktemp("outcome"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["zorgkaart", "run", str(path)])
        result = CliRunner().invoke(app, ["run", str(path)], catch_exceptions=False)
    return path.parent / "uitvoer", result


@pytest.fixture(scope="module")
def closure(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """One scenario and what it printed."""
    path = write_sample(tmp_path_factory.mktemp("closure"))
    words = ["scenario", str(path), "--close", "ambulance-west", "--close", "seh-oost"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["zorgkaart", *words])
        result = CliRunner().invoke(app, words, catch_exceptions=False)
    return path.parent / "uitvoer" / "scenarios" / "sluit-ambulance-west-sluit-seh-oost", result


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def outside(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def flat(text: str) -> str:
    """Printed text without the breaks that the width of a table makes."""
    return " ".join(text.split())


def fails_with(result: Result, message: str) -> None:
    """Exit code 1, one message on stderr, and nothing that looks like Python."""
    assert result.exit_code == 1, result.output
    assert re.search(message, flat(result.stderr)), result.stderr
    assert result.stderr.startswith("Fout: ")
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


# Help and usage.


def test_version(zorgkaart: Zorgkaart) -> None:
    result = zorgkaart("--version")
    assert (result.exit_code, result.stdout) == (0, f"zorgkaart {__version__}\n")


def test_help_names_every_command_in_dutch(zorgkaart: Zorgkaart) -> None:
    result = zorgkaart("--help")
    assert result.exit_code == 0
    for command in ("init", "check", "run", "scenario"):
        assert re.search(rf"^\s+{command}\s+[A-Z]", result.stdout, re.M), command
        assert zorgkaart(command, "--help").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["runs"],
        ["run", "--outpt", "x"],
        ["run", "a.toml", "b.toml"],
        ["init"],
        ["scenario", "--close"],
        ["check", "-q"],
    ],
)
def test_wrong_usage_is_exit_code_2(zorgkaart: Zorgkaart, words: list[str]) -> None:
    result = zorgkaart(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


# init.


def test_init_writes_a_project_that_runs_once_its_files_are_there(
    zorgkaart: Zorgkaart, sample: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mijn regio"
    result = zorgkaart("init", folder)
    assert result.exit_code == 0
    path = folder / "zorgkaart.toml"
    assert files_in(folder) == {"zorgkaart.toml", "zorgkaart.schema.json"}
    assert (folder / "gegevens").is_dir()
    assert "zorgkaart check '" in result.stdout
    assert str(path) in flat(result.stdout)

    result = zorgkaart("check", path)
    assert result.exit_code == 1  # the tables are not there yet, and all of them are named
    for name in ("buurten.gpkg", "adressen.csv", "wegen.osm.pbf", "seh.csv", "ambulancepost.csv"):
        assert name in result.stdout

    own = sample.parent / "gegevens"
    buurten = gpd.read_file(own / "buurten.gpkg").rename(columns={"aantal": "inwoners"})
    buurten.to_file(folder / "gegevens" / "buurten.gpkg", layer="buurten")
    shutil.copy(own / "adressen.csv", folder / "gegevens" / "adressen.csv")
    shutil.copy(own / "wegen.npz", folder / "gegevens" / "wegen.npz")
    seh = pd.read_csv(own / "seh.csv").rename(columns={"benaming": "naam", "dag_en_nacht": "volcontinu"})
    seh.to_csv(folder / "gegevens" / "seh.csv", index=False)
    posts = gpd.read_file(own / "ambulancepost.gpkg").to_crs("EPSG:4326")
    table = pd.DataFrame(posts.drop(columns="geometry")).assign(lat=posts.geometry.y, lon=posts.geometry.x)
    table.to_csv(folder / "gegevens" / "ambulancepost.csv", index=False)
    text = path.read_text(encoding="utf-8").replace("wegen.osm.pbf", "wegen.npz")
    path.write_text(text, encoding="utf-8")
    assert zorgkaart("check", path).exit_code == 0
    assert zorgkaart("run", path).exit_code == 0
    assert (folder / "uitvoer" / "kaart.html").is_file()


def test_init_leaves_a_project_file_alone(zorgkaart: Zorgkaart, tmp_path: Path) -> None:
    (tmp_path / "zorgkaart.toml").write_text("mijn werk", encoding="utf-8")
    fails_with(zorgkaart("init", tmp_path), "exists already and was left as it is")
    assert (tmp_path / "zorgkaart.toml").read_text(encoding="utf-8") == "mijn werk"


@pytest.mark.parametrize("name", ["map", "map/eronder", "gegevens"])
def test_init_where_a_file_is_in_the_way(zorgkaart: Zorgkaart, tmp_path: Path, name: str) -> None:
    (tmp_path / name.partition("/")[0]).write_text("in de weg", encoding="utf-8")
    folder = tmp_path if name == "gegevens" else tmp_path / name
    fails_with(zorgkaart("init", folder), "cannot be made: .* Choose another folder")
    assert not (folder / "zorgkaart.toml").exists()


# check.


def test_check_of_the_default_project(zorgkaart: Zorgkaart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = zorgkaart("check")
    assert result.exit_code == 0
    assert "Geen fouten, " in result.stdout


def test_check_lists_ten_faults_in_one_go(zorgkaart: Zorgkaart, tmp_path: Path) -> None:
    text = PROJECT.replace("limit_m = 1000", "limit_m = -1").replace('title = "', 'titel = "')
    text = text.replace("turnout_min = 2\n", "", 1)
    path = write_sample(tmp_path, project=text)
    data = tmp_path / "gegevens"
    (data / "wegen.npz").write_bytes(b"geen wegennet")
    (data / "snelheden_auto.csv").write_text("highway,outside_kmh,inside_kmh\n", encoding="utf-8")
    (data / "adressen.csv").write_text("x,y,buurtcode\n236000,575000,BU00000000\n0,0,BU00000000\n", encoding="utf-8")
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


def test_check_of_broken_toml(zorgkaart: Zorgkaart, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("[project\n", encoding="utf-8")
    result = zorgkaart("check", tmp_path / "x.toml")
    assert result.exit_code == 1
    assert "not a valid TOML file" in flat(result.stdout)
    assert "1 fouten en 0 opmerkingen." in result.stdout


def test_names_with_markup_are_printed_as_they_are(zorgkaart: Zorgkaart, tmp_path: Path) -> None:
    text = PROJECT.replace('label = "SEH"', 'label = "[red]SEH[/red]"').replace(
        'label = "Proefnorm"', 'label = "[/]Norm"'
    )
    result = zorgkaart("run", write_sample(tmp_path, project=text))
    assert result.exit_code == 0
    assert "[red]SEH[/red]" in result.stdout
    assert "[/]Norm: 2 gemarkeerde buurten" in result.stdout


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
    assert "SEH 2 10,1 6,8 450 inwoners" in printed
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
    assert any("no published number of inhabitants" in remark for remark in found["opmerkingen_bij_invoer"])
    assert str(folder.parent) not in text
    assert str(ROOT) not in text
    gpkg = (folder / "zorgkaart.gpkg").read_bytes()
    assert str(folder.parent).encode() not in gpkg
    page = (folder / "kaart.html").read_text(encoding="utf-8")
    assert str(folder.parent) not in page


def test_output_folder_and_quiet(zorgkaart: Zorgkaart, sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    result = zorgkaart("run", sample, "-o", folder, "--quiet")
    assert result.exit_code == 0
    assert files_in(folder) >= RUN_FILES
    assert result.stderr == ""
    found = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert found["opdracht"] == "zorgkaart run proef.toml -o b --quiet"


def test_two_runs_give_the_same_tables(zorgkaart: Zorgkaart, outcome: tuple[Path, Result], tmp_path: Path) -> None:
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


def test_a_run_replaces_an_older_one(zorgkaart: Zorgkaart, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "kaart.html").write_text("van gisteren", encoding="utf-8")
    assert zorgkaart("run", sample, "-o", tmp_path).exit_code == 0
    assert "van gisteren" not in (tmp_path / "kaart.html").read_text(encoding="utf-8")


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


def test_a_scenario_at_night(zorgkaart: Zorgkaart, sample: Path, tmp_path: Path) -> None:
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


def test_opening_and_moving_on_the_command_line(zorgkaart: Zorgkaart, sample: Path, tmp_path: Path) -> None:
    lat, lon = degrees(15, 0)
    result = zorgkaart(
        "scenario", sample, "--open", f"huisarts,{lat},{lon},Nieuw", "--move", f"seh-oost,{lat},{lon}", "-o", tmp_path
    )
    assert result.exit_code == 0
    assert "Wat als: Ziekenhuis Oost verplaatst (SEH); Nieuw erbij (Huisarts)" in flat(result.stdout)


def test_soort_narrows_a_name(zorgkaart: Zorgkaart, sample: Path, tmp_path: Path) -> None:
    result = zorgkaart("scenario", sample, "--close", "west", "--soort", "acute_verloskunde", "-o", tmp_path)
    assert result.exit_code == 0
    printed = flat(result.stdout)
    assert "Wat als: Ziekenhuis Wést-Ënde dicht (Acute verloskunde)" in printed
    assert "450 onbekend onbekend onbekend" in printed  # it was the only one


def test_a_scenario_of_the_project_file(zorgkaart: Zorgkaart, tmp_path: Path) -> None:
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


def test_without_gemeenten_a_scenario_has_no_table_of_them(zorgkaart: Zorgkaart, tmp_path: Path) -> None:
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
        ([], "there is nothing to change. Give --name, --close, --open, --move, --hours or --at"),
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
def test_a_scenario_that_cannot_be(
    zorgkaart: Zorgkaart, sample: Path, tmp_path: Path, words: list[str], message: str
) -> None:
    fails_with(zorgkaart("scenario", sample, *words, "-o", tmp_path / "uit"), message)
    assert not (tmp_path / "uit").exists()


# What can go wrong with files.


@pytest.mark.parametrize("command", [["run"], ["check"], ["scenario", "--close", "x"]])
def test_no_project(zorgkaart: Zorgkaart, tmp_path: Path, command: list[str]) -> None:
    fails_with(zorgkaart(command[0], tmp_path / "nergens.toml", *command[1:]), "nergens.toml: no such project file")


def test_no_default_project_here(zorgkaart: Zorgkaart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fails_with(zorgkaart("run"), "projects/groningen.toml: no such project file. Name one, or make one")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("proef.toml", b"[project\n", "proef.toml: not a valid TOML file .*line 1"),
        ("gegevens/seh.csv", None, "seh.csv: there is no such file"),
        ("gegevens/seh.csv", b"", "seh.csv: the table is empty"),
        ("gegevens/seh.csv", b"id,benaming,lat,lon\n", "seh.csv: there is no site of seh in it"),
        ("gegevens/adressen.csv", b"x,y\n", "adressen.csv: the table has no rows"),
        ("gegevens/buurten.gpkg", b"niets", "buurten.gpkg: the file cannot be read"),
        ("gegevens/wegen.npz", None, "wegen.npz: no such network file"),
        ("gegevens/wegen.npz", b"PK\x03\x04", "wegen.npz: not a zorgkaart network"),
        ("gegevens/snelheden_auto.csv", None, "snelheden_auto.csv: no such speed table"),
        ("gegevens/plaatsen.csv", None, "plaatsen.csv: there is no such file"),
        ("gegevens/gepubliceerd.csv", None, "gepubliceerd.csv: there is no such file"),
    ],
)
def test_a_file_that_is_missing_or_broken(
    zorgkaart: Zorgkaart, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = write_sample(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    fails_with(zorgkaart("run", path), message)


def test_a_file_in_the_way_of_the_results(zorgkaart: Zorgkaart, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "uit").write_text("in de weg", encoding="utf-8")
    for words in (["run", sample], ["scenario", sample, "--close", "oost"]):
        fails_with(
            zorgkaart(*words, "-o", tmp_path / "uit"), "cannot be written: .*in the way of the file or its folder"
        )
    assert (tmp_path / "uit").read_text(encoding="utf-8") == "in de weg"


def test_a_folder_in_the_way_of_a_result(zorgkaart: Zorgkaart, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "zorgkaart.gpkg" / "x").mkdir(parents=True)
    fails_with(zorgkaart("run", sample, "-o", tmp_path), "zorgkaart.gpkg: cannot be written")
    assert files_in(tmp_path) == {"kaart.html"}


@pytest.mark.parametrize("limit_kb", [60, 350])
def test_a_disk_that_is_full_leaves_no_half_file(sample: Path, tmp_path: Path, limit_kb: int) -> None:
    """Not in this process: the map is larger than the first limit, the GeoPackage than the second."""
    pytest.importorskip("resource")
    size = limit_kb * 1024
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
    result = outside(limit + START, "run", sample, "-o", tmp_path)
    assert result.returncode == 1, result.stderr
    assert result.stderr.startswith("Fout: ")
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr
    assert files_in(tmp_path) == (set() if limit_kb == 60 else {"kaart.html"})


def test_the_installed_command(sample: Path) -> None:
    """As it is called: name of the program, exit code, and no warning on stderr."""
    result = outside(START, "check", sample)
    assert result.returncode == 0
    assert result.stderr == ""
    assert "Geen fouten, 2 opmerkingen." in result.stdout
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts["zorgkaart"] == "zorgkaart.cli.app:app"


# Validation.


def test_validate_accepts_and_then_fails_on_drift(zorgkaart: Zorgkaart, tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    accepted = tmp_path / "proef.accepted.csv"
    first = zorgkaart("validate", path)
    assert first.exit_code == 0
    assert "nog geen aanvaarde uitkomsten" in first.stdout
    assert not accepted.exists()
    assert (tmp_path / "uitvoer" / "validatie" / "validatie.html").is_file()
    taken = zorgkaart("validate", path, "--accept", "-o", tmp_path / "uit")
    assert taken.exit_code == 0
    assert "Vastgelegd in proef.accepted.csv" in taken.stdout
    assert (tmp_path / "uit" / "validatie.html").is_file()
    assert zorgkaart("validate", path).exit_code == 0
    text = accepted.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("acute_verloskunde_inwoners_buiten_norm,")]
    assert ",450.0,10.0," in line
    for value, code in ((",441.0,10.0,", 0), (",439.0,10.0,", 1)):
        accepted.write_text(text.replace(line, line.replace(",450.0,10.0,", value)), encoding="utf-8")
        result = zorgkaart("validate", path)
        assert result.exit_code == code, value
        assert ("Wijkt af van de aanvaarde uitkomst" in result.stdout) == bool(code)
        assert ("acute_verloskunde_inwoners" in result.stdout.replace("\n", "")) == bool(code)
    again = zorgkaart("validate", path, "--accept")
    assert again.exit_code == 0
    assert "1 veranderd" in again.stdout
    assert accepted.read_text(encoding="utf-8").count(",450.0,10.0,") == text.count(",450.0,10.0,")


def test_validate_refuses_a_spoilt_file_of_accepted_results(zorgkaart: Zorgkaart, tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "proef.accepted.csv").write_text("id,waarde\na,1\n", encoding="utf-8")
    result = zorgkaart("validate", path)
    assert result.exit_code == 1
    assert "proef.accepted.csv: columns" in result.stderr
    assert not (tmp_path / "uitvoer").exists()
