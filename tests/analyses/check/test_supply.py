"""What a check says of supply."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.supply_samples import supply_project, with_capacities

from zorgkaart.analyses.check.compute import check_project
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study


def said(project: Project) -> str:
    return "\n".join(str(problem) for problem in check_project(project.path))


def test_a_kind_of_which_no_capacity_is_known_is_named_by_the_check_and_in_the_remarks(tmp_path: Path) -> None:
    project = supply_project(tmp_path)
    text = "no site of huisarts has a capaciteit; each of 2 sites counts as one"
    assert text in said(project)
    assert any(text in remark for remark in Study(project).remarks)


@pytest.mark.parametrize("bad", ["-2", "veel"])
def test_a_capacity_that_is_no_amount_stops_a_run(tmp_path: Path, bad: str) -> None:
    project = with_capacities(supply_project(tmp_path), {"huisarts-heem": bad, "huisarts-lint": "1"})
    assert f"capaciteit is no number of zero or more ('{bad}')" in said(project)
