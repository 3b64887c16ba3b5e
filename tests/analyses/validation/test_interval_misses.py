"""A published effect that the accepted interval misses is told where the scenario is told."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support.report_samples import Page, report_of
from support.study_samples import SEH, write_sites
from support.validation_samples import TODAY

from zorgkaart.analyses.scenario.summary import scenario_summary
from zorgkaart.analyses.validation.accepted import accept, accepted_path
from zorgkaart.analyses.validation.compute import validate
from zorgkaart.analyses.validation.figures import Interval
from zorgkaart.analyses.validation.headline_estimates import change_interval
from zorgkaart.analyses.validation.interval_misses import interval_misses
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change, Close
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study

EAST = "seh_extra_zonder_seh-oost"  # published: 250, here: 0


def closing(sample: Path, folder: Path, low: float, high: float, *changes: Change) -> Scenario:
    """The closure in the east in a copy of the sample with an accepted interval."""
    path = Path(shutil.copytree(sample.parent, folder / "werk")) / sample.name
    study = Study(Project.load(path))
    accept(accepted_path(path), validate(study).headline, {EAST: Interval(low, high, 9)}, today=TODAY)
    return run_scenario(study, changes or [Close("seh-oost")])


def test_an_interval_that_misses_says_so_in_the_report_and_on_the_terminal(sample: Path, tmp_path: Path) -> None:
    scenario = closing(sample, tmp_path, 0, 40)
    (text,) = interval_misses(scenario)
    assert text == "Ons interval (0 tot 40) dekt het gepubliceerde cijfer niet: Verzonnen noemt 250 inwoners."
    assert text in Page(html_page(report_of(scenario))).text.replace("\N{NO-BREAK SPACE}", " ")
    assert text in [part for part in scenario_summary(scenario) if isinstance(part, str)]


@pytest.mark.parametrize(("low", "high"), [(0, 250), (0, 9e5)])
def test_an_interval_that_covers_says_nothing(sample: Path, tmp_path: Path, low: float, high: float) -> None:
    assert interval_misses(closing(sample, tmp_path, low, high)) == []


def test_the_interval_of_a_published_closure_of_the_past_is_that_of_a_scenario_of_its_day(
    sample: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copytree(sample.parent, tmp_path / "werk")) / sample.name
    sites = [replace(site, closes="2018-06-30") if site.id == "seh-dicht" else site for site in SEH]
    write_sites(path.parent / "gegevens" / "seh.csv", sites)
    header = "id,maat,soort,niveau,gebied,gesloten,waarde,eenheid,jaar,datum,bron,toelichting"
    row = "toen,extra_buiten_norm,seh,,,seh-dicht,7,inwoners,2017,2017-06-01,Verzonnen,Zonder"
    (path.parent / "gegevens" / "gepubliceerd.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    study = Study(Project.load(path))
    accept(accepted_path(path), validate(study).headline, {"cijfer_toen": Interval(-5, 5, 9)}, today=TODAY)
    then = study.with_project(study.project.on(datetime.date(2017, 12, 1)))
    scenario = run_scenario(then, [Close("seh-dicht")])
    assert change_interval(scenario, "seh") == (-5, 5)
    assert interval_misses(scenario) == [
        "Ons interval (\N{MINUS SIGN}5 tot 5) dekt het gepubliceerde cijfer niet: Verzonnen noemt 7 inwoners."
    ]


def test_of_another_change_nothing_is_said(sample: Path, tmp_path: Path) -> None:
    scenario = closing(sample, tmp_path, 0, 40, Close("seh-oost"), Close("ambulance-oost"))
    assert interval_misses(scenario) == []
