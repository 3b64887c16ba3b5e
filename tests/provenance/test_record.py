"""What every output says it was made from: it comes back as it was from every format, hostile texts and all."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import rasterio
import support.map_samples as map_samples
from support.pages import Page
from support.paths import DEFAULT_PROJECT, ROOT
from support.provenance_samples import ORIGIN, geotiff_with, map_with, workbook_with
from support.study_samples import PROJECT, write_sample

from zorgkaart.outputs.gis.rasters import PROVENANCE_TAG
from zorgkaart.project.model import Project
from zorgkaart.provenance.record import input_files, provenance, readable, sources

# What a person sees.


def test_the_map_says_it_in_words_and_runs_nothing_more(tmp_path: Path) -> None:
    map_with(tmp_path / "kaart.html", ORIGIN)
    page = Page((tmp_path / "kaart.html").read_text(encoding="utf-8"))
    before = Page(map_samples.draw().get_root().render())
    assert f"Opdracht: {ORIGIN['opdracht']}" in page.texts
    assert any(text.startswith("Gemaakt op 22-11-2026, 04:00 uur met zorgkaart 0.1.0") for text in page.texts)
    assert page.policy == before.policy  # no script more than those that the policy names
    more = [tag for tag, _ in page.elements if tag == "script"]
    assert len(more) == len([tag for tag, _ in before.elements if tag == "script"]) + 1
    assert [a for tag, a in page.elements if tag == "script" and a.get("id") == "zk-provenance"] == [
        {"type": "application/json", "id": "zk-provenance"}
    ]
    assert not [a for _, a in page.elements if "onerror" in a]
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in page.raw["script"]
        if not text.startswith("{")
    }
    assert hashes == set(page.policy["script-src"])


def test_a_map_without_provenance_says_nothing_of_it() -> None:
    page = Page(map_samples.draw().get_root().render())
    assert "zk-provenance" not in page.html
    assert "Herkomst" not in page.texts


def test_the_workbook_has_a_sheet_to_read_and_properties(tmp_path: Path) -> None:
    workbook_with(tmp_path / "x.xlsx", ORIGIN)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["buurten", "herkomst", "kolommen", "herkomst_json"]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "visible", "hidden"]
    rows = list(book["herkomst"].iter_rows(min_row=2, values_only=True))
    assert ("opdracht", None, ORIGIN["opdracht"]) in rows
    assert ("instellingen", "speeds.auto.factor", "0.30000000000000004") in rows
    assert not any("kolommen" in str(row[1]) for row in rows)  # which only a program compares
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    found = {item.name: item.value for item in book.custom_doc_props.props}
    assert found["zorgkaart gemaakt"] == ORIGIN["gemaakt"]
    assert found["zorgkaart opdracht"] == ORIGIN["opdracht"]
    assert found["versie zorgkaart"] == "0.1.0"


def test_a_raster_holds_it_as_a_tag(tmp_path: Path) -> None:
    geotiff_with(tmp_path / "x.tif", ORIGIN)
    with rasterio.open(tmp_path / "x.tif") as file:
        assert json.loads(file.tags()[PROVENANCE_TAG]) == ORIGIN


def test_readable_leaves_out_only_the_fingerprints_of_columns() -> None:
    short = readable(ORIGIN)
    assert short["vingerafdrukken"] == {"buurten": {"rijen": 3, "sha256": "1" * 64}}
    assert {**short, "vingerafdrukken": None} == {**ORIGIN, "vingerafdrukken": None}
    assert "kolommen" in ORIGIN["vingerafdrukken"]["buurten"]


def test_provenance_says_who_says_so(sample: Path) -> None:
    project = Project.load(sample).with_changes(
        norms={"seh": {"source": "Verzonnen norm"}},
        assumptions={
            "tijd": {
                "keys": ["norms.seh.on_scene_min"],
                "distribution": "normal",
                "mean": 4.0,
                "sd": 1.0,
                "source": "Deskundige",
            }
        },
    )
    found = sources(project)
    assert found == {
        "gegevens": ["Verzonnen."],
        "normen": {"seh": "Verzonnen norm", "acute_verloskunde": ""},
        "aannames": {"tijd": "Deskundige"},
        "snelheden": {"auto": "", "ambulance": ""},
    }
    default = Project.load(DEFAULT_PROJECT)
    named = sources(default)
    assert all(named["normen"].values())
    assert all(named["aannames"].values())
    assert all(named["snelheden"].values())


# Provenance.


def described(project: Project, command: str = "zorgkaart run proef.toml") -> dict[str, Any]:
    found = provenance(project, command=command, network={"sha256": "0" * 64}, remarks=["let op"])
    return json.loads(json.dumps(found, allow_nan=False))


def test_provenance_names_every_file_once_with_its_hash(sample: Path) -> None:
    found = described(Project.load(sample))
    files = [item["bestand"] for item in found["invoer"]]
    assert files[0] == "proef.toml"
    assert sorted(files) == sorted(
        {"proef.toml"} | {f"gegevens/{p.name}" for p in (sample.parent / "gegevens").iterdir()}
    )
    assert all(re.fullmatch("[0-9a-f]{64}", item["sha256"]) for item in found["invoer"])
    assert all(item["bytes"] == (sample.parent / item["bestand"]).stat().st_size for item in found["invoer"])
    assert found["opmerkingen_bij_invoer"] == ["let op"]
    assert found["opdracht"] == "zorgkaart run proef.toml"
    assert {"zorgkaart", "python", "geopandas", "numpy", "scipy"} <= set(found["versies"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", found["gemaakt"])


def test_provenance_holds_every_parameter(sample: Path) -> None:
    project = Project.load(sample)
    settings = described(project)["instellingen"]
    assert settings["norms"]["seh"] == json.loads(project.norms["seh"].model_dump_json())
    assert settings["access"] == {"limit_m": 1000.0, "speed_kmh": 10.0}
    speeds = {"table": "gegevens/snelheden_auto.csv", "factor": 1.0, "maxspeed": True, "adjust": {}}
    assert settings["speeds"]["auto"] == speeds
    assert set(settings) == set(Project.model_fields) - {"path", "runs"}  # where it was computed changes nothing


def test_provenance_has_no_folder_of_the_machine(tmp_path: Path) -> None:
    """Nor has it of the package, of a file elsewhere, or of a parameter; a folder beside the project's may be seen."""
    elsewhere = tmp_path / "jan" / "prive" / "elders.csv"
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_text("x", encoding="utf-8")
    text = re.sub(r"\[speeds.*?(?=\[norms)", "", PROJECT, flags=re.S)
    text = text.replace('"gegevens/seh.csv"', '"../../../../jan/prive/elders.csv"').replace('"uitvoer"', '"../uitvoer"')
    path = write_sample(tmp_path / "a" / "b" / "c" / "d", project=text)
    found = described(Project.load(path))
    files = [item["bestand"] for item in found["invoer"]]
    assert "elders.csv" in files
    assert "zorgkaart/network/tables/speeds_auto.csv" in files
    assert found["instellingen"]["project"]["output"] == "../uitvoer"
    whole = json.dumps(found)
    for part in (str(tmp_path), tmp_path.name, "jan", "prive", str(ROOT), "../.."):
        assert part not in whole


@pytest.mark.parametrize("name", ["gegevens/seh.csv", "gegevens/wegen.npz", "gegevens/gepubliceerd.csv", "proef.toml"])
def test_a_changed_file_has_another_hash(tmp_path: Path, name: str) -> None:
    path = write_sample(tmp_path)

    def hashes() -> dict[str, str]:
        return {item["bestand"]: item["sha256"] for item in described(Project.load(path))["invoer"]}

    before = hashes()
    with (tmp_path / name).open("ab") as file:
        file.write(b"\n")
    after = hashes()
    assert {file for file in before if before[file] != after[file]} == {name}


def test_files_that_are_named_twice_are_listed_once(sample: Path) -> None:
    project = Project.load(sample)
    same = project.with_changes(speeds={"ambulance": {"table": project.speeds["auto"].table}})
    assert len(input_files(same)) == len(set(input_files(same))) == len(input_files(project)) - 1
