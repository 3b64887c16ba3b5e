"""Repeating what an output was made by: the same to the last digit, and every way in which it is not."""

from __future__ import annotations

import json
import math
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.study_samples import PROJECT, write_sample
from typer.testing import CliRunner, Result

from zorgkaart.analyses.rerun.compute import rerun
from zorgkaart.analyses.rerun.recorded import (
    CHANGED,
    GONE,
    SAME,
    check_files,
    differing_settings,
    find_project,
    project_at_hand,
    read_record,
    recorded_project,
)
from zorgkaart.analyses.run.product import RunProduct
from zorgkaart.cli.app import app
from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.formats import write_json
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

ASSUMPTION = """
[assumptions.ter_plaatse]
keys = ["norms.*.on_scene_min"]
distribution = "uniform"
low = 2.0
high = 8.0
source = "Verzonnen"
"""
NAME = "de 'proef' & zo.toml"  # as a planner may call it
Words = list[str]


def call(*words: object) -> Result:
    """Call the command line in this process."""
    typed = [str(word) for word in words]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["zorgkaart", *typed])
        result = CliRunner().invoke(app, typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project in which a run, a scenario and an atlas were written; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("toen") / "werk"
    path = write_sample(folder, project=PROJECT + ASSUMPTION).rename(folder / NAME)
    changes = ["--close", "seh-oost", "--hours", "huisarts-heem=Mo-Fr 08:00-12:00", "--at", "di 10:00"]
    for words in (
        ["run", path],
        ["scenario", path, *changes, "-o", folder / "uitvoer" / "scenario"],
        ["atlas", path, "--soort", "huisarts", "--further", "12", "-o", folder / "uitvoer" / "atlas"],
        ["atlas", path, "--soort", "ambulancepost", "--pairs", "-o", folder / "uitvoer" / "paren"],
        ["border", path, "-o", folder / "uitvoer" / "grens"],
        [
            "variants",
            path,
            "--factor",
            "0.9",
            "--factor",
            "1.1",
            "--close",
            "seh-oost",
            "-o",
            folder / "uitvoer" / "varianten" / "snelheid.csv",
        ],
        ["uncertainty", path, "--draws", "5", "--seed", "7", "--close", "seh-oost", "-o", folder / "uitvoer" / "zeker"],
    ):
        assert call(*words).exit_code == 0
    return folder


@pytest.fixture
def work(original: Path, tmp_path: Path) -> Path:
    """A copy to change things in, at another place."""
    return Path(shutil.copytree(original, tmp_path / "nu" / "elders"))


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change a provenance.json."""
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


# The same.


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
    result = call("rerun", work / "uitvoer" / name)
    assert result.exit_code == 0, result.output
    printed = flat(result.stdout)
    assert re.match(r"Invoer: alle \d+ bestanden zijn nog hetzelfde", printed)
    assert re.search(r"De uitkomsten zijn tot op het laatste cijfer gelijk \(\d+ tabellen\)\.$", printed)
    assert "Versies" not in printed
    assert "Instellingen" not in printed


def test_a_rerun_writes_what_the_command_wrote(work: Path) -> None:
    for name in ("scenario", "atlas"):
        old, new = work / "uitvoer" / name, work / "opnieuw" / name
        assert call("rerun", old / "provenance.json", "-o", new).exit_code == 0
        files = {path.relative_to(old) for path in old.rglob("*") if path.is_file()}
        assert {path.relative_to(new) for path in new.rglob("*") if path.is_file()} == files
        for path in old.rglob("*.csv"):
            assert (new / path.relative_to(old)).read_bytes() == path.read_bytes()
        then, now = (read_provenance(folder / "provenance.json") for folder in (old, new))
        assert now["opdracht"].startswith("zorgkaart rerun ")
        assert (now["taak"], now["vingerafdrukken"]) == (then["taak"], then["vingerafdrukken"])
    assert call("rerun", new / "provenance.json").exit_code == 0  # and that can be repeated in turn


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
    assert found["."] == {"naam": "run", "moment": None, "buren": 1}
    assert found["scenario"] == {
        "naam": "scenario",
        "titel": "",
        "buren": 1,
        "moment": {"when": "2026-11-03T10:00:00", "label": "dinsdag 10:00"},
        "wijzigingen": [
            {"wat": "close", "site": "seh-oost", "kinds": []},
            {"wat": "hours", "site": "huisarts-heem", "hours": "Mo-Fr 08:00-12:00", "kinds": []},
        ],
    }
    assert found["atlas"] == {"naam": "atlas", "soort": "huisarts", "paren": False, "verder_min": 12.0, "buren": 3}
    assert found["paren"] == {"naam": "atlas", "soort": "ambulancepost", "paren": True, "verder_min": 5.0, "buren": 3}
    assert found["zeker"] == {
        "naam": "uncertainty",
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


def test_a_project_that_takes_over_another(tmp_path: Path) -> None:
    """What counts is what the two said together; the other file is an input like any."""
    base = write_sample(tmp_path / "map")
    path = base.with_name("sneller.toml")
    path.write_text(f'base = "{base.name}"\n\n[speeds.ambulance]\nfactor = 1.2\n', encoding="utf-8")
    assert call("run", path, "-o", tmp_path / "map" / "uit").exit_code == 0
    result = rerun(tmp_path / "map" / "uit" / "provenance.json")
    assert result.same
    assert result.project.speeds["ambulance"].factor == 1.2
    base.write_text(base.read_text(encoding="utf-8").replace("limit_m = 1000", "limit_m = 900"), encoding="utf-8")
    result = rerun(tmp_path / "map" / "uit" / "provenance.json")
    assert result.same
    assert [check.name for check in result.files if check.state != SAME] == [base.name]
    assert [item.key for item in result.settings or ()] == ["access.limit_m"]


# Not the same.


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
    assert check.largest == np.nanmax(distance)
    printed = call("rerun", work / "uitvoer" / "provenance.json")
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
    result = call("rerun", work / "uitvoer" / "kaart.html")
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
    printed = call("rerun", work / "uitvoer" / "provenance.json")
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
    result = call("rerun", work / "uitvoer" / "provenance.json")
    assert result.exit_code == 0
    assert "is nu niet te lezen; de vastgelegde instellingen zijn gebruikt" in flat(result.stdout)


def test_a_fingerprint_that_was_tampered_with_is_reported(work: Path) -> None:
    def tamper(found: dict[str, Any]) -> None:
        found["vingerafdrukken"]["wijken"]["sha256"] = "0" * 64

    result = call("rerun", edit(work / "uitvoer" / "provenance.json", tamper))
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
    assert "zijn de waarden van toen niet bij de hand" in flat(call("rerun", alone).stdout)


def test_a_csv_of_another_run_is_not_compared_with(work: Path) -> None:
    """Beside the record lie tables of a later run, as one who copies a file into a folder may have it."""
    shutil.copy(work / "uitvoer" / "provenance.json", work / "oud.json")
    table = work / "gegevens" / "snelheden_auto.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("60", "59"), encoding="utf-8")
    assert call("run", work / NAME).exit_code == 0
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
    text = flat(call("rerun", work / "uitvoer" / "provenance.json").stdout)
    assert "Nu ook gemaakt, en toen niet: gemeenten." in text
    assert "wordt nu niet gemaakt" in text
    assert "7 → 5" in text


def test_other_versions_are_listed(work: Path) -> None:
    path = edit(work / "uitvoer" / "provenance.json", lambda p: p["versies"].update(numpy="1.0", oud="\x1b[31m2"))
    result = rerun(path)
    assert result.same
    assert list(result.versions) == ["numpy", "oud"]
    assert result.versions["numpy"][0] == "1.0"
    printed = call("rerun", path)
    assert "Versies die anders zijn" in printed.stdout
    assert "\x1b" not in printed.stdout


def test_the_age_of_data_counts_from_the_day_of_then(work: Path) -> None:
    record = read_record(edit(work / "uitvoer" / "provenance.json", lambda p: p.update(gemaakt="2031-05-06T07:08:09Z")))
    path = find_project(record, work / "uitvoer" / "provenance.json")
    now = project_at_hand(path)
    found = recorded_project(record, path, check_files(record, path, now), now)
    assert found.quality.date is not None
    assert found.quality.date.isoformat() == "2031-05-06"


# Files that are not there, or elsewhere.


def test_an_input_that_is_gone_stops_the_rerun(work: Path) -> None:
    (work / "gegevens" / "seh.csv").unlink()
    result = call("rerun", work / "uitvoer" / "provenance.json")
    assert result.exit_code == 1
    assert "13 gelijk, 0 gewijzigd, 1 weg" in flat(result.stdout)
    assert "gegevens/seh.csv weg" in flat(result.stdout)
    assert "these files are gone, or changed" in flat(result.stderr)
    assert "gegevens/seh.csv. Put them back" in flat(result.stderr)


def test_an_input_that_the_project_file_puts_elsewhere_now_is_found_by_its_hash(work: Path) -> None:
    """As long as it is still where it was: the project file need not name it any more."""
    (work / "gegevens" / "nieuw.csv").write_bytes((work / "gegevens" / "seh.csv").read_bytes().replace(b"24/7", b""))
    text = (work / NAME).read_text(encoding="utf-8")
    (work / NAME).write_text(text.replace("gegevens/seh.csv", "gegevens/nieuw.csv"), encoding="utf-8")
    result = rerun(work / "uitvoer" / "provenance.json")
    assert result.same
    assert [item.key for item in result.settings or ()] == ["kinds.seh.table"]


def test_the_project_file_is_found_or_asked_for(work: Path, tmp_path: Path) -> None:
    away = tmp_path / "ver" / "weg" / "van" / "alles" / "hier" / "vandaan" / "a" / "provenance.json"
    away.parent.mkdir(parents=True)
    shutil.copy(work / "uitvoer" / "provenance.json", away)
    with pytest.raises(MissingFileError, match=r"not found near provenance\.json\. Say where it is: --project"):
        rerun(away)
    result = call("rerun", away, "--project", work / NAME)
    assert (result.exit_code, "tot op het laatste cijfer" in flat(result.stdout)) == (0, True)
    with pytest.raises(MissingFileError, match=r"no such project file\. Correct --project"):
        rerun(away, project=tmp_path / "geen.toml")


def test_of_several_project_files_the_one_of_then_is_taken(work: Path) -> None:
    (work / "uitvoer" / NAME).write_text("[project]\n", encoding="utf-8")
    record, path = read_record(work / "uitvoer" / "provenance.json"), work / "uitvoer" / "provenance.json"
    assert find_project(record, path) == (work / NAME).resolve()
    with (work / NAME).open("a", encoding="utf-8") as file:
        file.write("# later\n")
    with pytest.raises(InputError, match="there are 2 of that name, all changed since"):
        find_project(record, path)


# Hostile records.


def hostile(work: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    return edit(work / "uitvoer" / "provenance.json", change)


def wide(found: dict[str, Any], where: str, *, listed: bool, digest: str = "0" * 64) -> None:
    """Let the record read a file from somewhere else."""
    found["instellingen"]["kinds"]["seh"]["table"] = where
    if listed:
        found["invoer"].append({"bestand": where, "sha256": digest})


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    "where", ["/etc/passwd", "../../geheim.csv", "gegevens/../../../geheim.csv", "geheim.csv", "~/x"]
)
def test_a_record_opens_no_file_of_its_own_choice(work: Path, where: str, listed: bool) -> None:
    for place in (work.parent.parent, work):  # also the project's own folder, unless the content is known
        (place / "geheim.csv").write_text("id,naam\nx,geheim\n", encoding="utf-8")
    path = hostile(work, lambda found: wide(found, where, listed=listed))
    with pytest.raises(InputError, match=r"cannot be repeated|is not among the recorded inputs") as error:
        rerun(path)
    assert "geheim\n" not in str(error.value)


def test_a_record_is_read_and_never_executed(work: Path, tmp_path: Path) -> None:
    """The typed command and every text may be anything; the terminal obeys none of it."""
    trace = tmp_path / "spoor"
    bad = f"zorgkaart run x; touch {trace} $(touch {trace}) \x1b]0;x\x07[link=file:///x]klik[/link]"

    def change(found: dict[str, Any]) -> None:
        found["opdracht"] = bad
        found["versies"] = {bad: bad}
        found["vingerafdrukken"][bad] = {"rijen": 1, "sha256": "0" * 64, "kolommen": {bad: "0"}}

    result = call("rerun", hostile(work, change))
    assert result.exit_code == 1
    assert not trace.exists()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", result.output)
    assert "[link=file:///x]klik[/link]" in flat(result.stdout).replace(" ", "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p.update(taak={"naam": "exec", "code": "1"}), r"taak cannot be read"),
        (lambda p: p.update(taak={"naam": "scenario", "wijzigingen": [{"wat": "x"}]}), r"taak\.scenario\.wijzigingen"),
        (lambda p: p.update(taak=None), "does not say in full what was computed"),
        (lambda p: p.pop("vingerafdrukken"), "does not say in full what was computed or what came out"),
        (lambda p: p.update(project="../../x.toml"), "project cannot be read"),
        (lambda p: p.update(project="/etc/x.toml"), "project cannot be read"),
        (lambda p: p["invoer"][0].update(sha256="x"), r"invoer\.0\.sha256"),
        (lambda p: p.update(gemaakt="gisteren"), "gemaakt cannot be read"),
        (lambda p: p["vingerafdrukken"].update({"\x1b[31m": 1}), r"vingerafdrukken\.\ufffd\[31m cannot"),
        (lambda p: p["instellingen"].pop("kinds"), "the recorded settings cannot be read: kinds"),
        (lambda p: p["instellingen"].update(nieuw=1), "the recorded settings cannot be read: nieuw"),
        (lambda p: p["instellingen"]["access"].update(speed_kmh=-1), r"access\.speed_kmh"),
    ],
)
def test_a_damaged_record_is_an_input_error(
    work: Path, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        rerun(hostile(work, change))


def test_a_file_that_is_gone_has_a_state_of_its_own(work: Path) -> None:
    (work / "gegevens" / "plaatsen.csv").unlink()
    record = read_record(work / "uitvoer" / "provenance.json")
    states = {check.name: check.state for check in check_files(record, work / NAME, project_at_hand(work / NAME))}
    assert states.pop("gegevens/plaatsen.csv") == GONE
    assert set(states.values()) == {SAME}


@pytest.mark.parametrize(
    ("section", "change"),
    [
        ("access", {"speed_kmh": 11.0}),
        ("norms", {"seh": {"source": "x"}}),
        ("visits", {"shares": (0.6, 0.4)}),
        ("network", {"ferries": True}),
        ("kinds", {"seh": {"classes_min": (5.0,)}}),
        ("map", {"simplify_m": 1.0}),
    ],
)
def test_every_other_setting_is_named(original: Path, section: str, change: dict[str, Any]) -> None:
    record = read_record(original / "uitvoer" / "provenance.json")
    project = Project.load(original / NAME)
    assert differing_settings(record, project) == []
    found = differing_settings(record, project.with_changes(**{section: change}))
    keys = [section]
    while isinstance(change, dict):
        keys.append(next(iter(change)))
        change = change[keys[-1]]
    assert [item.key for item in found] == [".".join(keys)]
