"""Published figures stand beside ours."""

from __future__ import annotations

import pytest
from support.report_samples import PERSON, rows_of, value

from zorgkaart.analyses.validation.figures import compare_scenario
from zorgkaart.scenarios.scenario import Scenario


def test_published_figures_stand_beside_ours(ommelander: Scenario, ommelander_page: str) -> None:
    frame = compare_scenario(ommelander)
    rows = rows_of(ommelander_page, "effecten-1")
    assert [value(row[2]) for row in rows] == frame["gepubliceerd"].tolist()
    assert [value(row[3]) for row in rows] == pytest.approx(frame["zorgkaart"].tolist(), abs=PERSON)
    assert [value(row[4]) for row in rows] == pytest.approx(frame["verschil_pct"].tolist(), abs=PERSON)


def test_the_speeds_have_the_sources_of_their_own_table(ommelander_page: str) -> None:
    """The ambulance's rows each say which group they are of; their source is one all the same, and comes first."""
    sources = {row[0]: row[2] for row in rows_of(ommelander_page, "aannames")}
    assert sources["Snelheid auto"] == "Object Vision and PBL, AccessibilityModelling"
    siren, others = sources["Snelheid ambulance"].split("; ")
    assert "met sirene in de regio Utrecht" in siren
    assert others == sources["Snelheid auto"]
