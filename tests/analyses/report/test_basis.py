"""Published figures stand beside ours."""

from __future__ import annotations

import pytest
from support.report_samples import PERSON, rows_of, value

from zorgkaart.analyses.validation.published_figures import compare_scenario
from zorgkaart.scenarios.scenario import Scenario


def test_published_figures_stand_beside_ours(ommelander: Scenario, ommelander_page: str) -> None:
    frame = compare_scenario(ommelander)
    rows = rows_of(ommelander_page, "effecten-1")
    assert [value(row[2]) for row in rows] == frame["gepubliceerd"].tolist()
    assert [value(row[3]) for row in rows] == pytest.approx(frame["zorgkaart"].tolist(), abs=PERSON)
    assert [value(row[4]) for row in rows] == pytest.approx(frame["verschil_pct"].tolist(), abs=PERSON)
