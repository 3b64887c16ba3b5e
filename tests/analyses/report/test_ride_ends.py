"""Where the ambulance comes from another station, or goes to another site, by hand on the small project."""

from __future__ import annotations

import numpy as np
import pytest

from zorgkaart.analyses.report.facts import Facts
from zorgkaart.analyses.report.ride_ends import ride_end_blocks
from zorgkaart.outputs.documents.content import Paragraph, Table
from zorgkaart.scenarios.changes import Change, Close
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study


def blocks(scenario: Scenario) -> tuple[list[str], list[Table]]:
    facts = Facts(scenario)
    found = ride_end_blocks(facts, facts.norm_themes[0])
    texts = [block.text.replace("\N{NO-BREAK SPACE}", " ") for block in found if isinstance(block, Paragraph)]
    return texts, [block for block in found if isinstance(block, Table)]


def test_a_post_that_shuts_gives_its_people_another(study: Study) -> None:
    """Kom's post at km 35 is nearest to all but the first address of Lint; without it all go to that at km 5."""
    texts, [table] = blocks(run_scenario(study, [Close("ambulance-kom")]))
    assert texts == [
        "In 2 buurten (550 inwoners) komt de ambulance voor de meeste inwoners van een andere post. Of daar een "
        "ambulance vrij is, is niet meegerekend."
    ]
    assert [row[0] for row in table.rows] == ["Lint", "Kom"]
    name, gemeente, people, now, then, before, after = table.rows[0]
    assert (name, gemeente, people) == ("Lint", "Beta", 500)
    assert str(now).replace("\N{NO-BREAK SPACE}", " ") == "Ambulancepost Kom (80,0 %)"
    assert then == "Ambulancepost West"
    assert before == pytest.approx(np.mean([8.5, 8, 7, 6, 5.5]), abs=0.01)
    assert after == pytest.approx(np.mean([17, 19, 21, 23, 24]) / 2, abs=0.01)


def test_a_ride_that_two_norms_share_is_told_once(study: Study) -> None:
    arrival = {"kind": "ambulancepost", "measure": "aanrij", "limit_min": 9.0, "turnout_min": 2.0}
    project = study.project.with_changes(norms={"aankomst": arrival})
    facts = Facts(run_scenario(study.with_project(project), [Close("ambulance-kom")]))
    first, *others = facts.norm_themes
    assert len(ride_end_blocks(facts, first)) == 2
    assert others
    for theme in others:
        [block] = ride_end_blocks(facts, theme)
        assert isinstance(block, Paragraph)
        assert block.text == f"Dat is dezelfde rit als bij {first.name}; zie daar."


@pytest.mark.parametrize("changes", [[Close("seh-oost")], [Close("huisarts-heem")]])
def test_where_no_ride_of_the_norm_changes_nothing_is_said(study: Study, changes: list[Change]) -> None:
    scenario = run_scenario(study, changes)
    if Facts(scenario).norm_themes:
        assert blocks(scenario) == ([], [])
