"""Years to come in the project file: what they are, where results go, and what cannot be."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from support.key_changes import with_future, write_rich

from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project
from zorgkaart.terminal.day_option import project_on


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("toekomst")
    return with_future()(write_rich(folder), folder).with_changes(project={"future": None})


def test_a_year_to_come_stands_in_the_title_and_in_the_folder(project: Project) -> None:
    assert (project.future, project.on_day) == (None, "")
    assert project.in_future(None) is project
    then = project.in_future("straks")
    assert then.future == project.futures["straks"]
    assert then.output == project.output / "straks"
    assert then.on_day == "met de inwoners van 2040 volgens een prognose"
    assert then.title.endswith(then.on_day)
    assert then.project.date is None


def test_with_dated_supply_the_sites_are_those_of_that_year(project: Project) -> None:
    dated = project.with_changes(futures={"straks": {"supply": "dated"}})
    then = dated.in_future("straks")
    assert then.project.date == datetime.date(2040, 1, 1)
    assert then.on_day == "met de locaties van 1 januari 2040 en de inwoners van 2040 volgens een prognose"
    with pytest.raises(ProjectError, match=r"\[futures.straks\] takes the sites of 2040"):
        dated.on(datetime.date(2020, 1, 1)).in_future("straks")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"project": {"future": "later"}}, r"project.future: there is no \[futures.later\]"),
        ({"futures": {"straks": {"growth": {"apotheek": 1.1}}}}, r"there is no \[need.apotheek\] that could grow"),
        ({"futures": {"straks": {"year": 1}}}, "futures.straks.year"),
        ({"retirement": {"tandarts": {"year": 2023}}}, "retirement.tandarts"),
    ],
)
def test_what_cannot_be_is_refused_with_its_key(project: Project, changes: dict[str, object], words: str) -> None:
    with pytest.raises(ProjectError, match=words):
        project.with_changes(**changes)  # type: ignore[arg-type]


def test_owners_of_a_kind_that_is_not_there(project: Project) -> None:
    section = project.retirement["huisarts"].model_dump()
    with pytest.raises(ProjectError, match=r"there is no \[kinds.tandarts\]; name a kind of care"):
        project.with_changes(retirement={"tandarts": section})


def test_the_option_takes_the_year_over_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_rich(tmp_path).path
    with pytest.raises(ProjectError, match=r"there is no \[futures.2040\]. Choose one that is there: none"):
        project_on(path, None, future="2040")
    (tmp_path / "prognose.csv").write_text("", encoding="utf-8")
    text = path.read_text(encoding="utf-8") + '\n[futures.2040]\nyear = 2040\npopulation = "prognose.csv"\n'
    path.write_text(text, encoding="utf-8")
    assert project_on(path, None, future="2040").project.future == "2040"
    assert capsys.readouterr().out == "Met de inwoners van 2040 volgens een prognose.\n"
