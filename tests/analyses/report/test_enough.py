"""Whether there is enough, in both reports: the figures are those of the study, and the caveats stand beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.report_samples import MADE, Page, plain, report_of, rows_of, texts, value
from support.study_samples import write_sample
from support.supply_samples import supply_project

from zorgkaart.analyses.report.enough import TITLE
from zorgkaart.analyses.report.present import build_present
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.project.model import Project
from zorgkaart.provenance.record import provenance
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study

COLUMN = "huisarts_aanbod_per_1000"
TABLE = "aanbod-huisarts"


@pytest.fixture(scope="module")
def supplied(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return Study(supply_project(tmp_path_factory.mktemp("genoeg")))


@pytest.fixture(scope="module")
def closed(supplied: Study) -> Scenario:
    return run_scenario(supplied, [Close("huisarts-lint")])


def present(study: Study) -> Report:
    origin = provenance(study.project, command="zorgkaart run --report", network=study.network.source, remarks=[])
    return build_present(study, {**origin, "gemaakt": MADE})


def test_the_present_has_what_there_is_per_gemeente_with_its_caveat(supplied: Study) -> None:
    report = present(supplied)
    page = html_page(report)
    frame = supplied.results["gemeenten"].set_index("gemeentenaam")
    rows = rows_of(page, TABLE)
    assert {row[0] for row in rows} == set(frame.index)
    for name, people, amount, *_ in rows:
        assert value(people) == pytest.approx(frame.loc[name, "inwoners"], abs=0.5)
        assert value(amount) == pytest.approx(frame.loc[name, COLUMN], abs=0.006)
    text = plain(texts(report))
    assert "Geteld zijn praktijken, en niet hoeveel mensen er werken" in text
    assert "Een grens voor wat genoeg is, bestaat niet" in text
    assert "kaart-huisarts_aanbod" in page


def test_a_scenario_has_before_after_and_who_notices(supplied: Study, closed: Scenario) -> None:
    report = report_of(closed)
    page = html_page(report)
    before, after = (side.results["gemeenten"].set_index("gemeentenaam")[COLUMN] for side in (supplied, closed.after))
    for name, _, one, other, difference in rows_of(page, TABLE):
        assert value(one) == pytest.approx(before[name], abs=6e-4)
        assert value(other) == pytest.approx(after[name], abs=6e-4)
        assert value(difference) == pytest.approx(after[name] - before[name], abs=6e-4)
    assert "minstens 10 % kleiner (één berekening, zonder marge)" in Page(page).text
    assert "houden" in Page(page).text


def test_without_supply_there_is_no_chapter(supplied: Study, tmp_path: Path) -> None:
    """Neither where the project has none, nor where a scenario touches none."""
    without = Study(Project.load(write_sample(tmp_path)))
    assert TITLE not in [section.title for section in present(without).sections]
    other = report_of(run_scenario(supplied, [Close("seh-oost")]))
    assert TITLE not in [section.title for section in other.sections]
