"""What a check says of ages and need."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.key_changes import VISITS, by_class, with_need
from support.study_samples import write_sample

from zorgkaart.analyses.check.need import check_need, needs_of
from zorgkaart.analyses.check.summary import need_table
from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import read_areas
from zorgkaart.project.model import Project


def said(project: Project) -> list[str]:
    problems = Problems()
    areas = read_areas(project.areas, Problems(), crs=project.project.crs)
    assert areas is not None
    check_need(project, areas, problems)
    assert not problems.fatal
    return list(map(str, problems))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.load(write_sample(tmp_path))


def test_of_a_project_without_ages_and_need_nothing_is_said(project: Project) -> None:
    assert said(project) == []


def test_people_of_unknown_ages_are_counted(project: Project, tmp_path: Path) -> None:
    """Of Kom (50 inhabitants) the people of 65 and over are not known, of Stil nobody."""
    assert said(by_class(project, tmp_path)) == [
        "[areas] age_classes: an age is unknown in 1 buurt with 50 of 1,400 inhabitants; need by age is unknown there. "
        "Nothing needs to be done if that is not published."
    ]


def test_kinds_without_need_are_named_beside_one_with(project: Project, tmp_path: Path) -> None:
    lines = said(with_need()(project, tmp_path))
    assert len(lines) == 2
    assert "no need by age of seh, acute_verloskunde, huisartsenpost; every inhabitant counts as one" in lines[1]


@pytest.mark.parametrize(("visits", "differs"), [("3500", False), ("5000", True)])
def test_need_that_differs_from_the_visits_is_told(
    project: Project, tmp_path: Path, visits: str, *, differs: bool
) -> None:
    """By age 2 a year below 65 and 9 above, so 4765 of 1350 inhabitants: 3.53 each."""
    (tmp_path / "bezoeken.csv").write_text(VISITS.replace("5000", visits), encoding="utf-8")
    visited = with_need()(project, tmp_path).with_changes(visits={"table": tmp_path / "bezoeken.csv"})
    lines = said(visited)
    assert any("make 4,765 contacten per jaar, and by [visits] 6,750" in line for line in lines) == differs
    kept = visited.with_changes(need={"huisarts": {"weights_only": True}})
    assert not any("[visits]" in line for line in said(kept))


def test_what_is_needed_is_counted_over_whom_it_is_known_of(project: Project, tmp_path: Path) -> None:
    """Of 1,350 of 1,400 inhabitants: 295 of 65 and over go nine times, the others twice."""
    with_need()(project, tmp_path)
    text = project.path.read_text(encoding="utf-8").replace("[areas]", '[areas]\nage_classes = "klassen.csv"')
    text += '\n[need.huisarts]\ntable = "gebruik_2.csv"\nunit = "contacten"\nsource = "Verzonnen"\n'
    project.path.write_text(text, encoding="utf-8")
    (row,) = needs_of(project.path)
    assert (row.kind, row.unit, row.source) == ("Huisarts", "contacten", "Verzonnen")
    assert row.total == pytest.approx(295 * 9 + 1055 * 2)
    assert row.per_inhabitant == pytest.approx(row.total / 1350)
    assert row.known == pytest.approx(1350 / 1400)
    table = need_table([row])
    assert [next(iter(column.cells)) for column in table.columns][3:] == ["4.765", "3,530", "96,4\u00a0%"]


def test_a_project_without_need_has_no_table_of_it(project: Project) -> None:
    assert needs_of(project.path) == []
