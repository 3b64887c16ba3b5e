"""What each area has left when the nearest sites close."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zorgkaart.analyses.atlas.compute import next_chains, spare_minutes
from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study


def test_areas_say_what_is_left_when_the_nearest_closes(province: Study) -> None:
    """In a buurt that uses one hospital only, closing that hospital gives what the layer says of the buurt."""
    chain, sites = next_chains(province, "seh")["seh"], province.chains["seh"].transport.site
    spare = spare_minutes(province, "seh")
    for row in np.unique(sites[sites >= 0]):
        closed = run_scenario(province, [Close(province.facilities.table["id"].iat[row])])
        here = sites == row
        assert chain.minutes[here] == pytest.approx(closed.after.chains["seh"].minutes[here], abs=1e-9)
        here = province.travel["seh"].site == row
        extra = closed.after.travel["seh"].minutes - province.travel["seh"].minutes
        assert spare[here] == pytest.approx(extra[here], abs=1e-9)


def test_with_two_closed_areas_say_what_the_third_site_gives(province: Study) -> None:
    """Who has the two hospitals of the city nearest goes where the scenario without both sends them."""
    city = ["seh-umcg", "seh-martini"]
    ranked = province.site_sweep("seh", "auto")
    assert ranked.ranking is not None
    ids = province.facilities.table["id"].to_numpy()[ranked.rows[ranked.ranking.at.site[:, :2]]]
    here = np.isin(ids, city).all(axis=1)
    assert here.sum() > 1000
    after = run_scenario(province, [Close(name) for name in city]).after.travel["seh"].minutes
    extra = after - province.travel["seh"].minutes
    assert spare_minutes(province, "seh", closed=2)[here] == pytest.approx(extra[here], abs=1e-9)


def test_more_closed_sites_than_the_study_keeps_is_an_error(sample: Path) -> None:
    with pytest.raises(ValueError, match="k=2 or more"):
        spare_minutes(Study(Project.load(sample)), "seh")
    with pytest.raises(ValueError, match="k=3 or more"):
        next_chains(Study(Project.load(sample), k=2), "ambulancepost", closed=2)


def test_a_kind_without_travel_times_is_refused(sample: Path) -> None:
    project = Project.load(sample)
    with pytest.raises(InputError, match="there is no kind of care 'tandarts'; use seh or"):
        spare_minutes(Study(project, k=2), "tandarts")
    walked = Study(project.with_changes(kinds={"huisarts": {"travel": False}}), k=2)
    with pytest.raises(InputError, match="no travel times are computed to 'huisarts', which has travel = false"):
        spare_minutes(walked, "huisarts")
