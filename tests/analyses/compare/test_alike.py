"""What may differ between sides and what may not, by name."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support.study_samples import BUURTEN, PROJECT, write_sample

from zorgkaart.analyses.compare.alike import check_alike, parameters
from zorgkaart.analyses.compare.sides import Side, read_sides
from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study


def side(letter: str, study: Study) -> Side:
    return Side(letter, letter, study)


def test_other_parameters_are_refused_by_name_unless_asked_for(study: Study) -> None:
    slower = study.with_project(study.project.with_changes(speeds={"ambulance": {"factor": 0.9}}))
    sides = [side("a", study), side("b", slower)]
    with pytest.raises(
        InputError, match=r"differ in more than their sites: A/B speeds\.ambulance\.factor\. .*--anyway"
    ):
        check_alike(sides)
    assert check_alike(sides, anyway=True) == ["A/B speeds.ambulance.factor"]


def test_all_that_differs_is_named_at_once(study: Study) -> None:
    other = study.project.with_changes(norms={"seh": {"limit_min": 20.0}}, access={"limit_m": 900.0})
    assert set(parameters(study, study.with_project(other))) == {"norms.seh.limit_min", "access.limit_m"}


def test_other_sites_and_words_are_no_other_parameters(study: Study) -> None:
    other = study.project.with_changes(
        facilities={"abroad": True}, kinds={"seh": {"label": "Spoed"}}, project={"title": "Anders"}
    )
    assert parameters(study, study.with_project(other)) == []


def test_the_same_files_in_another_folder_are_the_same(sample: Path, study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "kopie"
    shutil.copytree(sample.parent / "gegevens", folder / "gegevens")
    shutil.copy(sample, folder / sample.name)
    there = Study(Project.load(folder / sample.name))
    assert check_alike([side("a", study), side("b", there)]) == []
    (folder / "gegevens" / "snelheden_auto.csv").write_text(
        (folder / "gegevens" / "snelheden_auto.csv").read_text(encoding="utf-8").replace("60", "61"), encoding="utf-8"
    )
    assert parameters(study, there) == ["speeds.auto.table"]


def test_other_people_are_refused_unless_asked_for(study: Study, tmp_path: Path) -> None:
    more = [replace(buurt, people=buurt.people + 1) if buurt.name == "Dorp" else buurt for buurt in BUURTEN]
    there = Study(Project.load(write_sample(tmp_path, project=PROJECT, buurten=more)))
    with pytest.raises(InputError, match=r"areas and people \(numbers on either side\): A/B residents\.weight \(2x\)"):
        check_alike([side("a", study), side("b", there)])
    fewer = Study(Project.load(write_sample(tmp_path / "minder", project=PROJECT, buurten=BUURTEN[:-1])))
    with pytest.raises(InputError, match="A/B buurten 9 / 8; "):
        check_alike([side("a", study), side("b", fewer)])
    assert check_alike([side("a", study), side("b", there)], anyway=True) == ["A/B residents.weight (2x)"]


def test_input_that_changed_since_an_earlier_run_is_refused_unless_asked_for(compared_project: Project) -> None:
    one, other = read_sides(compared_project, ("nu", "nieuw"))
    stale = replace(other, stale=("gegevens/seh.csv",))
    with pytest.raises(InputError, match=r"B gegevens/seh\.csv"):
        check_alike([one, stale])
    assert check_alike([one, stale], anyway=True) == ["B gegevens/seh.csv"]
