"""Records: read and never executed, with the files of then found again or missed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.command_line import flat, zorgkaart
from support.rerun_samples import NAME, edit, hostile

from zorgkaart.analyses.rerun.compute import rerun
from zorgkaart.analyses.rerun.recorded import (
    GONE,
    SAME,
    check_files,
    differing_settings,
    find_project,
    project_at_hand,
    read_record,
    recorded_project,
)
from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.project.model import Project


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
    result = zorgkaart("rerun", work / "uitvoer" / "provenance.json")
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
    result = zorgkaart("rerun", away, "--project", work / NAME)
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

    result = zorgkaart("rerun", hostile(work, change))
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
