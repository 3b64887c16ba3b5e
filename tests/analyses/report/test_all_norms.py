"""Every norm of a project stands in one table, with whether it is met before and after."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.report_samples import report_of, texts
from support.study_samples import PROJECT, write_sample

from zorgkaart.analyses.report.all_norms import all_norms_table
from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.outputs.documents.content import Table
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

NORMS = """
[norms.bereik]
label = "Huisarts dichtbij"
kind = "huisarts"
measure = "reis"
limit_min = 15
share = 0.8
per = "gemeente"

[norms.iedereen]
label = "Huisarts voor iedereen"
kind = "huisarts"
measure = "reis"
limit_min = 60
share = 0.9

[verdict]
newly_outside = 300
over_min = 10
kinds = ["huisarts"]
source = "Een verzonnen wet"
"""


@pytest.fixture(scope="module")
def normed(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return Study(Project.load(write_sample(tmp_path_factory.mktemp("normen"), project=PROJECT + NORMS)))


def within(study: Study, gemeente: str, limit_min: float) -> float:
    """The share within a limit, one resident point after another."""
    names = study.areas.buurten["gemeentenaam"].to_numpy()[study.residents.area]
    points = zip(study.residents.weight, study.travel["huisarts"].minutes, names, strict=True)
    rows = [(people, time) for people, time, name in points if name == gemeente and people >= 0 and time >= 0]
    return float(sum(people for people, time in rows if time <= limit_min) / sum(people for people, _ in rows))


def test_every_norm_is_there_with_what_it_asks_and_whether_it_is_met(normed: Study) -> None:
    scenario = run_scenario(normed, [Close("huisarts-lint")])
    rows = {row[0]: row[1:] for row in all_norms_table(StudyFacts(normed), scenario.after).texts()}
    assert list(rows) == ["SEH", "Acute verloskunde", "Huisarts dichtbij", "Huisarts voor iedereen"]
    assert rows["SEH"][-2:] == ["vraagt geen aandeel"] * 2
    assert rows["Huisarts dichtbij"][0] == "80\N{NO-BREAK SPACE}% binnen 15 minuten, per gemeente"
    assert rows["Huisarts voor iedereen"][0] == "90\N{NO-BREAK SPACE}% binnen 60 minuten, van alle inwoners"
    now, then = rows["Huisarts dichtbij"][-2:]
    for said, study in ((now, normed), (then, scenario.after)):
        missed = sum(within(study, name, 15) < 0.8 for name in ("Alfa", "Beta"))
        assert said == (f"niet gehaald in {missed} van 2 gemeenten" if missed else "gehaald")
    assert then != now


def test_the_report_says_that_a_norm_breaks_and_that_the_rule_on_people_is_not_passed(normed: Study) -> None:
    text = texts(report_of(run_scenario(normed, [Close("huisarts-lint")]))).replace("\N{NO-BREAK SPACE}", " ")
    assert "Huisarts dichtbij binnen 15 minuten (voor 80 % van de inwoners): de norm wordt gebroken in Beta" in text
    assert "Huisarts: de wijziging doorstaat de regel niet. De grens is minstens 300 inwoners" in text
    assert "Bron van de regel: Een verzonnen wet." in text
    for heading in ("Gebruik", "Aanbod: wat verandert er?", "Knelpunten: komt de norm in gevaar?", "Conclusies"):
        assert f"\n{heading}\n" in text


@pytest.mark.slow
def test_closing_stadskanaal_on_saturday_afternoon_breaks_the_norm_of_the_posts(groningen: Study) -> None:
    """One in five of its own people end above thirty minutes; nine in ten must be within."""
    scenario = run_scenario(groningen, [Close("hap stadskanaal")], moment=parse_moment("za 14:00"))
    text = texts(report_of(scenario)).replace("\N{NO-BREAK SPACE}", " ")
    assert "de norm wordt gebroken in HAP Stadskanaal (100,0 % wordt 77,9 %)" in text
    rows = {row[0]: row for row in all_norms_table(StudyFacts(scenario.before), scenario.after).texts()}
    by_day = rows["Huisartsenpost binnen 30 minuten, overdag in het weekend"]
    assert (by_day[-2], by_day[-1][:12]) == ("gehaald", "niet gehaald")
    assert len(rows) == 6


def test_without_norms_there_is_no_table(tmp_path: Path) -> None:
    free = PROJECT[: PROJECT.index("[norms.seh]")] + PROJECT[PROJECT.index("[kinds.seh]") :]
    report = report_of(run_scenario(Study(Project.load(write_sample(tmp_path, project=free))), [Close("seh-west")]))
    assert "normen" not in [block.name for block in report.blocks() if isinstance(block, Table)]
