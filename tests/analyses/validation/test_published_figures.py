"""The published effect stands beside a scenario that is just that closure."""

from __future__ import annotations

import pytest
from support.study_samples import degrees

from zorgkaart.analyses.validation.published_figures import compare_scenario
from zorgkaart.scenarios.changes import Change, Close, Move, Open
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study


def test_published_effect_of_just_this_closure(study: Study) -> None:
    table = compare_scenario(run_scenario(study, [Close("seh-oost")]))
    assert table["gepubliceerd"].tolist() == [250]
    assert table["zorgkaart"].tolist() == [0]
    assert table["verschil_pct"].tolist() == [-100]


@pytest.mark.parametrize(
    "also",
    [
        Close("seh-west"),
        Open("seh", *degrees(15, 0), "Nieuw"),
        Close("ambulance-oost"),  # a station of the same norm
        Move("ambulance-west", *degrees(9, 0)),
    ],
)
def test_a_published_effect_is_not_that_of_other_changes(study: Study, also: Change) -> None:
    assert compare_scenario(run_scenario(study, [Close("seh-oost"), also])).empty


def test_changes_of_other_kinds_leave_the_published_effect(study: Study) -> None:
    scenario = run_scenario(study, [Close("seh-oost"), Close("huisarts-heem"), Close("verloskunde-west")])
    assert compare_scenario(scenario)["gepubliceerd"].tolist() == [250]


def test_a_published_effect_without_that_norm_here_is_left_out(study: Study) -> None:
    loose = Study(study.project.model_copy(update={"norms": {}}))
    assert compare_scenario(run_scenario(loose, [Close("seh-oost")])).empty


def test_a_published_effect_where_nothing_is_left_is_unknown(study: Study) -> None:
    table = compare_scenario(run_scenario(study, [Close("seh-west")]))
    assert table["gepubliceerd"].tolist() == [500]
    assert table["zorgkaart"].isna().all()
    assert table["verschil_pct"].isna().all()
