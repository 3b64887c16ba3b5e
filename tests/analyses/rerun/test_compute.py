"""A rerun gives the same, or says what differs."""

from __future__ import annotations

import math
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.command_line import flat, zorgkaart
from support.rerun_samples import NAME, edit
from support.study_samples import write_sample

from zorgkaart.analyses.rerun.compute import rerun
from zorgkaart.analyses.rerun.recorded import (
    CHANGED,
    SAME,
)
from zorgkaart.analyses.run.product import RunProduct
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.formats import write_json
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

Words = list[str]


# The same.


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "provenance.json",
        "kaart.html",
        "zorgkaart.gpkg",
        "zorgkaart.xlsx",
        "tabellen/buurten.csv",
        "rasters/seh_min.tif",
        "scenario/provenance.json",
        "scenario/scenario.gpkg",
        "atlas/atlas.csv",
        "paren/atlas.gpkg",
        "zeker/onzekerheid.xlsx",
        "grens/grens.csv",
        "varianten/snelheid.csv",
    ],
)
def test_what_was_moved_elsewhere_gives_the_same(work: Path, name: str) -> None:
    """Any output will do, and the folder has another place than then."""
    result = zorgkaart("rerun", work / "uitvoer" / name)
    assert result.exit_code == 0, result.output
    printed = flat(result.stdout)
    assert re.match(r"Invoer: alle \d+ bestanden zijn nog hetzelfde", printed)
    assert re.search(r"De uitkomsten zijn tot op het laatste cijfer gelijk \(\d+ tabellen\)\.$", printed)
    assert "Versies" not in printed
    assert "Instellingen" not in printed


@pytest.mark.slow
def test_a_rerun_writes_the_documents_with_the_texts_of_people(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    texts = tmp_path / "teksten.toml"
    texts.write_text('conclusies = "Wij kiezen <b>voor</b> spreiding."', encoding="utf-8")
    for words in (["run", path], ["scenario", path, "--close", "seh-oost"]):
        old, new = tmp_path / str(words[0]) / "toen", tmp_path / str(words[0]) / "nu"
        extra = ["--texts", texts, "--print", "a4", "--per-gemeente"]
        assert zorgkaart(*words, *extra, "-o", old).exit_code == 0
        texts_then = texts.read_text(encoding="utf-8")
        texts.unlink()  # it is in the record
        assert zorgkaart("rerun", old / "provenance.json", "-o", new).exit_code == 0
        texts.write_text(texts_then, encoding="utf-8")
        for folder in (old, new):
            assert "Wij kiezen &lt;b&gt;voor&lt;/b&gt; spreiding." in (folder / "rapport.html").read_text(
                encoding="utf-8"
            )
        made = {item.name for item in new.iterdir()}
        assert {"rapport.docx", "rapport.pdf", "kaart-a4.pdf", "gemeenten.pdf"} <= made
        then, now = (read_provenance(folder / "rapport.docx")["taak"]["daarbij"] for folder in (old, new))
        assert (
            then
            == now
            == {
                "rapport": True,
                "teksten": {"conclusies": "Wij kiezen <b>voor</b> spreiding."},
                "per_gemeente": True,
                "vellen": ["a4"],
                "afbeeldingen": False,
            }
        )


@pytest.mark.slow
def test_a_rerun_writes_what_the_command_wrote(work: Path) -> None:
    for name in ("scenario", "atlas"):
        old, new = work / "uitvoer" / name, work / "opnieuw" / name
        assert zorgkaart("rerun", old / "provenance.json", "-o", new).exit_code == 0
        files = {path.relative_to(old) for path in old.rglob("*") if path.is_file()}
        assert {path.relative_to(new) for path in new.rglob("*") if path.is_file()} == files
        for path in old.rglob("*.csv"):
            assert (new / path.relative_to(old)).read_bytes() == path.read_bytes()
        then, now = (read_provenance(folder / "provenance.json") for folder in (old, new))
        assert now["opdracht"].startswith("zorgkaart rerun ")
        assert (now["taak"], now["vingerafdrukken"]) == (then["taak"], then["vingerafdrukken"])
    assert zorgkaart("rerun", new / "provenance.json").exit_code == 0  # and that can be repeated in turn


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("atlas", "verder_min", 5.0),
        ("atlas", "soort", "seh"),
        ("paren", "paren", False),
        ("zeker", "begin", 8),
        ("zeker", "trekkingen", 6),
        ("zeker", "wijzigingen", []),
        ("scenario", "moment", None),
        ("varianten", "factoren", [0.9, 1.0]),
        ("varianten", "wijzigingen", []),
        ("scenario", "wijzigingen", [{"wat": "close", "site": "seh-oost"}]),
    ],
)
def test_another_task_gives_another_result(work: Path, name: str, key: str, value: object) -> None:
    """So what is recorded of a task is what it hangs on."""
    path = work / "uitvoer" / name / "provenance.json"
    if name == "varianten":
        write_json(path, read_provenance(path.with_name("snelheid.csv")))
    assert not rerun(edit(path, lambda found: found["taak"].update({key: value}))).same


def test_a_task_holds_what_was_asked_for(original: Path) -> None:
    found = {
        name: read_provenance(original / "uitvoer" / name / "provenance.json")["taak"]
        for name in (".", "scenario", "atlas", "paren", "zeker")
    }
    nothing = {"rapport": False, "teksten": {}, "per_gemeente": False, "vellen": [], "afbeeldingen": False}
    assert found["."] == {"naam": "run", "moment": None, "buren": 1, "daarbij": nothing}
    assert found["scenario"] == {
        "naam": "scenario",
        "titel": "",
        "buren": 1,
        "moment": {"when": "2026-11-03T10:00:00", "label": "dinsdag 10:00"},
        "wijzigingen": [
            {"wat": "close", "site": "seh-oost", "kinds": []},
            {"wat": "hours", "site": "huisarts-heem", "hours": "Mo-Fr 08:00-12:00", "kinds": []},
        ],
        "daarbij": nothing,
    }
    assert found["atlas"] == {"naam": "atlas", "soort": "huisarts", "paren": False, "verder_min": 12.0, "buren": 3}
    assert found["paren"] == {"naam": "atlas", "soort": "ambulancepost", "paren": True, "verder_min": 5.0, "buren": 3}
    assert found["zeker"] == {
        "naam": "uncertainty",
        "titel": "",
        "trekkingen": 5,
        "begin": 7,
        "wijzigingen": [{"wat": "close", "site": "seh-oost", "kinds": []}],
    }


def test_fingerprints_are_of_every_table(original: Path) -> None:
    found = read_provenance(original / "uitvoer" / "provenance.json")["vingerafdrukken"]
    written = {path.stem for path in (original / "uitvoer" / "tabellen").glob("*.csv")}
    assert set(found) == written | {"samenvatting", "adressen", "rastercellen"}
    assert found["buurten"]["rijen"] == 9
    assert found["adressen"]["rijen"] == 21
    assert found["rastercellen"]["rijen"] == 10_800, "108 km2 in cells of 100 m"


@pytest.mark.slow
def test_a_project_that_takes_over_another(tmp_path: Path) -> None:
    """What counts is what the two said together; the other file is an input like any."""
    base = write_sample(tmp_path / "map")
    path = base.with_name("sneller.toml")
    path.write_text(f'base = "{base.name}"\n\n[speeds.ambulance]\nfactor = 1.2\n', encoding="utf-8")
    assert zorgkaart("run", path, "-o", tmp_path / "map" / "uit").exit_code == 0
    result = rerun(tmp_path / "map" / "uit" / "provenance.json")
    assert result.same
    assert result.project.speeds["ambulance"].factor == 1.2
    base.write_text(base.read_text(encoding="utf-8").replace("limit_m = 1000", "limit_m = 900"), encoding="utf-8")
    result = rerun(tmp_path / "map" / "uit" / "provenance.json")
    assert result.same
    assert [check.name for check in result.files if check.state != SAME] == [base.name]
    assert [item.key for item in result.settings or ()] == ["access.limit_m"]


# Not the same.


@pytest.mark.slow
def test_a_changed_byte_of_the_input_is_found(work: Path) -> None:
    """A car takes 59 km/h now: every minute of the car is 60/59 of what it was, and the ambulance's stays."""
    table = work / "gegevens" / "snelheden_auto.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("60", "59"), encoding="utf-8")
    result = rerun(work / "uitvoer" / "provenance.json")
    assert [(check.name, check.state) for check in result.files if check.state != SAME] == [
        ("gegevens/snelheden_auto.csv", CHANGED)
    ]
    assert not result.same
    checks = {check.name: check for check in result.tables}
    assert checks["voorzieningen"].same
    check = checks["buurten"]
    assert not check.same
    assert {name for name in check.columns if "norm" in name} == set()
    assert {"seh_min", "huisarts_min"} <= set(check.columns)
    now = Project.load(work / NAME)
    then = now.with_changes(speeds={"auto": {"table": original_speeds(work)}})
    old, new = (RunProduct(Study(project)).tables["buurten"].select_dtypes("number") for project in (then, now))
    distance = np.abs(old.to_numpy(dtype=float) - new.to_numpy(dtype=float))
    assert check.values == (np.nan_to_num(distance) > 0).sum() > 0
    assert check.largest == pytest.approx(np.nanmax(distance), abs=1e-6), "a CSV has six decimals"
    printed = zorgkaart("rerun", work / "uitvoer" / "provenance.json")
    assert printed.exit_code == 1
    text = flat(printed.stdout)
    assert "gegevens/snelheden_auto.csv gewijzigd" in text
    assert re.search(r"De uitkomsten zijn niet gelijk: \d+ van de \d+ tabellen verschillen\.$", text)


def original_speeds(work: Path) -> Path:
    """The speeds as they were: those with which the folder was made."""
    path = work / "toen.csv"
    now = (work / "gegevens" / "snelheden_auto.csv").read_text(encoding="utf-8")
    path.write_text(now.replace("59", "60"), encoding="utf-8")
    return path


def test_a_change_of_the_input_that_changes_nothing_is_told_and_no_more(work: Path) -> None:
    with (work / "gegevens" / "gepubliceerd.csv").open("ab") as file:
        file.write(b"\n")
    result = zorgkaart("rerun", work / "uitvoer" / "kaart.html")
    assert result.exit_code == 0
    assert "13 gelijk, 1 gewijzigd, 0 weg" in flat(result.stdout)
    assert "tot op het laatste cijfer gelijk" in flat(result.stdout)


def test_the_recorded_settings_are_used_and_not_those_of_a_changed_project_file(work: Path) -> None:
    path = work / NAME
    text = path.read_text(encoding="utf-8").replace("limit_min = 27.75", "limit_min = 20", 1)
    path.write_text(text.replace('title = "Ber', 'title = "[bold]Ber'), encoding="utf-8")
    result = rerun(work / "uitvoer" / "provenance.json")
    assert result.same
    assert result.settings is not None
    assert [(item.key, item.recorded, item.now) for item in result.settings] == [
        ("project.title", '"Bereikbaarheid in de proefstreek"', '"[bold]Bereikbaarheid in de proefstreek"'),
        ("norms.seh.limit_min", "27.75", "20.0"),
    ]
    printed = zorgkaart("rerun", work / "uitvoer" / "provenance.json")
    assert printed.exit_code == 0
    assert "norms.seh.limit_min 27.75 20.0" in flat(printed.stdout)
    assert "[bold]Ber" in flat(printed.stdout)


def test_a_changed_parameter_of_the_record_gives_another_result(work: Path) -> None:
    path = edit(
        work / "uitvoer" / "provenance.json", lambda p: p["instellingen"]["norms"]["seh"].update(limit_min=20.0)
    )
    result = rerun(path)
    assert not result.same
    assert [item.key for item in result.settings or ()] == ["norms.seh.limit_min"]
    changed = {check.name: check for check in result.tables if not check.same}
    assert "seh_inwoners_buiten_norm" in changed["buurten"].columns
    assert "adressen" not in changed


def test_a_project_file_that_cannot_be_read_does_not_matter(work: Path) -> None:
    (work / NAME).write_text("[project", encoding="utf-8")
    result = zorgkaart("rerun", work / "uitvoer" / "provenance.json")
    assert result.exit_code == 0
    assert "is nu niet te lezen; de vastgelegde instellingen zijn gebruikt" in flat(result.stdout)


def test_a_fingerprint_that_was_tampered_with_is_reported(work: Path) -> None:
    def tamper(found: dict[str, Any]) -> None:
        found["vingerafdrukken"]["wijken"]["sha256"] = "0" * 64

    result = zorgkaart("rerun", edit(work / "uitvoer" / "provenance.json", tamper))
    assert result.exit_code == 1
    text = flat(result.stdout)
    assert "wijken: de waarden zijn gelijk aan die in het CSV-bestand van toen" in text
    assert re.search(r"De uitkomsten zijn niet gelijk: 1 van de \d+ tabellen verschillen\.$", text)


def test_values_that_are_not_at_hand_are_not_made_up(work: Path) -> None:
    """Of a file on its own it is known which columns differ, but not by how much."""
    table = work / "gegevens" / "snelheden_auto.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("60", "59"), encoding="utf-8")
    alone = work / "gekregen" / "kaart.html"
    alone.parent.mkdir()
    shutil.copy(work / "uitvoer" / "kaart.html", alone)
    check = next(check for check in rerun(alone).tables if check.name == "buurten")
    assert (check.same, check.values) == (False, None)
    assert math.isnan(check.largest)
    assert "seh_min" in check.columns
    assert "zijn de waarden van toen niet bij de hand" in flat(zorgkaart("rerun", alone).stdout)


@pytest.mark.slow
def test_a_csv_of_another_run_is_not_compared_with(work: Path) -> None:
    """Beside the record lie tables of a later run, as one who copies a file into a folder may have it."""
    shutil.copy(work / "uitvoer" / "provenance.json", work / "oud.json")
    table = work / "gegevens" / "snelheden_auto.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("60", "59"), encoding="utf-8")
    assert zorgkaart("run", work / NAME).exit_code == 0
    edit(work / "oud.json", lambda found: found.update(gemaakt="2020-01-01T00:00:00+00:00"))
    shutil.move(work / "oud.json", work / "uitvoer" / "oud.json")
    check = next(check for check in rerun(work / "uitvoer" / "oud.json").tables if check.name == "buurten")
    assert (check.same, check.values) == (False, None)


def test_tables_and_rows_that_came_or_went(work: Path) -> None:
    def tamper(found: dict[str, Any]) -> None:
        tables = found["vingerafdrukken"]
        tables["vroeger"] = tables.pop("gemeenten")
        tables["wijken"] |= {"rijen": 7, "sha256": "0" * 64}

    result = rerun(edit(work / "uitvoer" / "provenance.json", tamper))
    checks = {check.name: check for check in result.tables if not check.same}
    assert (checks["vroeger"].rows_then, checks["vroeger"].rows_now) == (2, None)
    assert (checks["wijken"].rows_then, checks["wijken"].rows_now) == (7, 5)
    assert result.extra == ("gemeenten",)
    text = flat(zorgkaart("rerun", work / "uitvoer" / "provenance.json").stdout)
    assert "Nu ook gemaakt, en toen niet: gemeenten." in text
    assert "wordt nu niet gemaakt" in text
    assert "7 → 5" in text


def test_other_versions_are_listed(work: Path) -> None:
    path = edit(work / "uitvoer" / "provenance.json", lambda p: p["versies"].update(numpy="1.0", oud="\x1b[31m2"))
    result = rerun(path)
    assert result.same
    assert list(result.versions) == ["numpy", "oud"]
    assert result.versions["numpy"][0] == "1.0"
    printed = zorgkaart("rerun", path)
    assert "Versies die anders zijn" in printed.stdout
    assert "\x1b" not in printed.stdout
