"""The project file with the fitted numbers: what it takes over, what it says, and what it never overwrites."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.calibration_samples import SECTION, write_truth

from zorgkaart.analyses.calibration.calibrated_file import write_calibrated
from zorgkaart.analyses.calibration.compute import calibrate
from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_truth(tmp_path)


def test_the_file_takes_over_the_project_and_says_how_it_came_about(project: Project) -> None:
    found = calibrate(project)
    path = write_calibrated(found, project.path.parent / "gekalibreerd" / "proef.toml")
    text = path.read_text(encoding="utf-8")
    assert re.search(r"# Doel: zonder-oost: gepubliceerd \d+ \(afgerond op 1\), eerst \d+, nu \d+, afwijking 0 ", text)
    assert re.search(r"# Niet gebruikt: zonder-west: gepubliceerd \d+", text)
    loaded = Project.load(path)
    assert loaded.norms["seh"].on_scene_min == pytest.approx(found.after[0], rel=1e-5)
    assert loaded.norms["acute_verloskunde"] == project.norms["acute_verloskunde"]
    assert loaded.kinds == project.kinds
    assert loaded.project.name == "proef-gekalibreerd"
    assert loaded.output.resolve() == Path(f"{project.output}-gekalibreerd").resolve()


def test_the_project_itself_is_never_overwritten(project: Project) -> None:
    before = project.path.read_bytes()
    with pytest.raises(ProjectError, match="is the project itself"):
        write_calibrated(calibrate(project), project.path)
    assert project.path.read_bytes() == before


def test_a_hostile_id_stays_in_its_comment(project: Project) -> None:
    table = project.path.parent / "gegevens" / "gepubliceerd.csv"
    text = table.read_text(encoding="utf-8").replace("zonder-west,", '"zonder\n[speeds.auto]\nfactor = 9",')
    table.write_text(text, encoding="utf-8")
    path = write_calibrated(calibrate(project), project.path.parent / "uit.toml")
    assert Project.load(path).speeds["auto"].factor == 1.0


@pytest.mark.slow
def test_every_key_that_is_meant_stands_in_its_own_section(tmp_path: Path) -> None:
    keys = """keys = [
    {key = "norms.*.on_scene_min", low = 0.0, high = 12.0},
    {key = "speeds.ambulance.adjust.primary_outside", low = 0.8, high = 1.3},
]
"""
    section = re.sub(r"key = .*\nlow = .*\nhigh = .*\n", keys, SECTION)
    project = write_truth(tmp_path, section=section.replace('["zonder-oost"]', '["zonder-west", "zonder-oost"]'))
    found = calibrate(project)
    path = write_calibrated(found, tmp_path / "uit.toml")
    loaded, text = Project.load(path), path.read_text(encoding="utf-8")
    for norm in loaded.norms.values():
        assert norm.on_scene_min == pytest.approx(found.after[0], rel=1e-5)
    assert loaded.speeds["ambulance"].adjust == {"primary_outside": pytest.approx(found.after[1], rel=1e-5)}
    assert "geen aanname hierover" in text
    assert text.count("; zonder dit doel gepast: ") == 2
