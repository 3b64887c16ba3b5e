"""Whether a closure breaks a norm that asks a share of the people; schools at km 2 and km 28."""

from __future__ import annotations

import numpy as np
import pytest
from support.school_samples import only_schools, write_school_sample

from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.norm_changes import BROKEN, KEPT, STILL_UNMET, broken_sentences, change_sentences, change_table
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return only_schools(Project.load(write_school_sample(tmp_path_factory.mktemp("scholen"))))


def closing(project: Project, **keys: object) -> Scenario:
    return run_scenario(Study(project.with_changes(norms={"school": keys})), [Close("school-west")])


def test_a_closure_breaks_a_norm_where_it_was_met(project: Project) -> None:
    """Of Alfa 500 of 700 are within ten minutes of School West, and none of School Oost."""
    table = change_table(closing(project, share=0.7)).set_index("gebied")
    assert table["gevolg"]["Alfa"] == BROKEN
    assert table["aandeel_binnen_voor"]["Alfa"] == pytest.approx(500 / 700)
    assert table["aandeel_binnen_na"]["Alfa"] == 0
    (text,) = change_sentences(closing(project, share=0.7)).values()
    assert "de norm wordt gebroken in Alfa (71,4\N{NO-BREAK SPACE}% wordt 0,0\N{NO-BREAK SPACE}%)" in text


def test_what_was_not_met_is_not_called_broken(project: Project) -> None:
    table = change_table(closing(project, share=0.9)).set_index("gebied")
    assert set(table["gevolg"]) == {STILL_UNMET}
    (text,) = change_sentences(closing(project, share=0.9)).values()
    assert "nergens gebroken waar hij nu wordt gehaald" in text
    assert "Nu en straks niet gehaald in Alfa" in text


def test_people_of_a_service_area_that_ends_are_followed(project: Project) -> None:
    scenario = closing(project, share=0.5, per="werkgebied")
    row = change_table(scenario).set_index("gebiedscode").loc["school-west"]
    before, after = scenario.before.travel["school"], scenario.after.travel["school"]
    west = list(scenario.before.facilities.table["id"]).index("school-west")
    weight = np.nan_to_num(scenario.before.residents.weight) * (before.site == west)
    assert row["inwoners_beoordeeld_na"] == pytest.approx(weight.sum())
    assert row["aandeel_binnen_na"] == pytest.approx(weight @ (after.minutes <= 10) / weight.sum())
    assert row["gevolg"] == BROKEN


def test_a_norm_of_all_together(project: Project) -> None:
    (text,) = change_sentences(closing(project, share=0.3, per="geheel")).values()
    assert "de norm wordt niet gebroken" in text
    assert set(change_table(closing(project, share=0.3, per="geheel"))["gevolg"]) == {KEPT}
    (text,) = change_sentences(closing(project, share=0.5, per="geheel")).values()
    assert ": de norm wordt gebroken." in text


def test_only_what_is_broken_is_told_as_broken(project: Project) -> None:
    broken, kept = closing(project, share=0.7), closing(project, share=0.9)
    assert broken_sentences(broken) == list(change_sentences(broken).values())
    assert broken_sentences(kept) == []
