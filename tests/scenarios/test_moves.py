"""Moves by area add up to the moves."""

from __future__ import annotations

import pytest

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study


def test_moves_by_area_add_up_to_the_moves(study: Study) -> None:
    scenario = run_scenario(study, [Close("huisarts-heem"), Close("seh-west")])
    keys = ["soort", "van_id", "naar_id"]
    for level in ("buurten", "gemeenten"):
        table = scenario.moves_by_area(level)
        assert undocumented(table.columns, dictionary(study.project)) == []
        sums = table.groupby(keys)["inwoners"].sum()
        assert sums.to_dict() == pytest.approx(scenario.moves().set_index(keys)["inwoners"].to_dict())
    assert table["gemeentenaam"].tolist() == sorted(table["gemeentenaam"], key=["Alfa", "Beta"].index)
