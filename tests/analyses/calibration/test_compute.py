"""Fitting in the open: a known truth is found again, and nothing but the one number changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.study_samples import PROJECT, PUBLISHED, write_sample

from zorgkaart.analyses.calibration.compute import Calibration, calibrate, write_calibrated
from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

SECTION = """
[calibration]
key = "norms.seh.on_scene_min"
low = 0.0
high = 12.0
targets = ["zonder-west"]
"""
TRUTH_MIN = 7.0
FIGURES = "id,maat,soort,niveau,gebied,gesloten,waarde,eenheid,jaar,bron,toelichting\n"


def effect(project: Project, *sites: str) -> float:
    totals = run_scenario(Study(project), [Close(site, ("seh",)) for site in sites]).totals()
    return float(totals.set_index("soort").loc["seh", "inwoners_buiten_verschil"])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The small project, with a second hospital that is open day and night, and figures of another on-scene time."""
    path = write_sample(tmp_path, project=PROJECT + SECTION)
    sites = tmp_path / "gegevens" / "seh.csv"
    sites.write_text(sites.read_text(encoding="utf-8").replace("nee,Mo-Fr 08:00-20:00", "ja,24/7"), encoding="utf-8")
    truth = Project.load(path).with_changes(norms={"seh": {"on_scene_min": TRUTH_MIN}})
    rows = [
        f"zonder-west,extra_buiten_norm,seh,,,seh-west,{effect(truth, 'seh-west')},inwoners,2020,Verzonnen,x",
        f"zonder-oost,extra_buiten_norm,seh,,,seh-oost,{effect(truth, 'seh-oost')},inwoners,2020,Verzonnen,x",
        "elders,extra_buiten_norm,seh,,,seh-nergens,5,inwoners,2020,Verzonnen,x",
    ]
    (tmp_path / "gegevens" / "gepubliceerd.csv").write_text(FIGURES + "\n".join(rows) + "\n", encoding="utf-8")
    return Project.load(path)


@pytest.mark.slow
def test_a_known_truth_is_found_again(project: Project) -> None:
    found = calibrate(project)
    figures = found.figures.set_index("id")
    assert list(figures.index) == ["zonder-west", "zonder-oost"]
    assert figures["doel"].tolist() == [True, False]
    assert found.before == 4
    assert figures.loc["zonder-west", "zorgkaart_voor"] == pytest.approx(effect(project, "seh-west"))
    assert figures.loc["zonder-west", "zorgkaart_na"] == pytest.approx(figures.loc["zonder-west", "gepubliceerd"])
    assert found.misfit_pct == pytest.approx(0, abs=1e-6)
    # What was not fitted to is computed anew too.
    assert figures.loc["zonder-oost", "zorgkaart_na"] == pytest.approx(effect(found.fitted, "seh-oost"))


def test_only_the_one_number_differs(project: Project) -> None:
    found = calibrate(project)
    changed = found.fitted.model_dump()
    assert changed["norms"]["seh"].pop("on_scene_min") == pytest.approx(found.after)
    original = project.model_dump()
    del original["norms"]["seh"]["on_scene_min"]
    assert changed == original


def test_the_file_takes_over_the_project_and_says_how_it_came_about(project: Project) -> None:
    found = calibrate(project)
    path = write_calibrated(found, project.path.parent / "gekalibreerd" / "proef.toml")
    text = path.read_text(encoding="utf-8")
    assert re.search(r"# Doel: zonder-west: gepubliceerd \d+, eerst \d+, nu \d+", text)
    assert re.search(r"# Niet gebruikt: zonder-oost: gepubliceerd \d+", text)
    loaded = Project.load(path)
    assert loaded.norms["seh"].on_scene_min == pytest.approx(found.after, rel=1e-5)
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
    text = table.read_text(encoding="utf-8").replace("zonder-oost,", '"zonder\n[speeds.auto]\nfactor = 9",')
    table.write_text(text, encoding="utf-8")
    path = write_calibrated(calibrate(project), project.path.parent / "uit.toml")
    assert Project.load(path).speeds["auto"].factor == 1.0


def test_a_best_value_at_a_bound_is_said(project: Project) -> None:
    found: Calibration = calibrate(project.with_changes(calibration={"low": 0.0, "high": 1.0}))
    assert found.at_bound
    assert found.misfit_pct > 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (SECTION, "", "nothing may be fitted. Add a \\[calibration\\] section"),
        ("norms.seh.on_scene_min", "norms.seh.source", "'norms.seh.source' is no number of the project file"),
        ("norms.seh.on_scene_min", "norms.nergens.limit", "'norms.nergens.limit' is no number"),
        ("norms.seh.on_scene_min", "facilities.abroad", "'facilities.abroad' is no number"),
        ('"zonder-west"', '"elders"', "targets: elders is no published figure"),
        ('"zonder-west"', '"x"', "targets: x is no published figure"),
        ("low = 0.0", "low = 12.0", "low must lie below high"),
    ],
)
def test_what_may_not_be_fitted(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = write_sample(tmp_path, project=(PROJECT + SECTION).replace(old, new))
    (tmp_path / "gegevens" / "gepubliceerd.csv").write_text(
        PUBLISHED + "elders,extra_buiten_norm,seh,,,seh-nergens,5,inwoners,2020,Verzonnen,x\n", encoding="utf-8"
    )
    with pytest.raises(ProjectError, match=message):
        calibrate(Project.load(path))
