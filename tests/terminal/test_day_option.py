"""The option --date: a day becomes that of the project, and its results go to a folder of that day."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from support.command_line import fails_with, zorgkaart

from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project
from zorgkaart.terminal.day_option import project_on


def test_a_day_is_that_of_the_sites_and_of_the_folder(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_on(sample, "2019-06-01")
    plain = Project.load(sample)
    assert project.project.date == datetime.date(2019, 6, 1)
    assert project.output == plain.output / "2019-06-01"
    assert project.title == f"{plain.project.title}, met de locaties van 1 juni 2019"
    assert capsys.readouterr().out == "Met de locaties van 1 juni 2019.\n"
    assert project.model_dump() | {"project": None} == plain.model_dump() | {"project": None}


def test_without_a_day_the_project_is_as_its_file_has_it(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_on(sample, None)
    assert project == Project.load(sample)
    assert (project.on_day, project.title) == ("", project.project.title)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", ["1 juni 2019", "2019-6-1", "2019-02-30", "20190601", "", "2019-W22-6"])
def test_what_is_no_day_is_refused(sample: Path, text: str) -> None:
    with pytest.raises(ProjectError, match="that is no day"):
        project_on(sample, text)


def test_the_command_line_says_what_is_no_day(sample: Path) -> None:
    fails_with(
        zorgkaart("run", sample, "--date", "gisteren"), "--date gisteren: that is no day. Write it as 2019-06-01"
    )
