"""The leg between a door and the road: its limit and its speed, at both ends of a trip."""

from __future__ import annotations

import numpy as np
import pytest

from zorgkaart.scenarios.changes import Move
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

MINUTES_PER_M = {speed: 60 / 1000 / speed for speed in (5.0, 10.0)}


@pytest.fixture(scope="module")
def far(study: Study) -> int:
    """The resident whose door is 50 m from the road."""
    (row,) = np.flatnonzero(np.nan_to_num(study.snapped.leg_m) > 1)
    return int(row)


def walking(study: Study, **access: float) -> Study:
    return Study(study.project.with_changes(access=access))


@pytest.mark.slow
def test_beyond_the_limit_there_is_no_travel_time(study: Study, far: int) -> None:
    near, beyond = walking(study, limit_m=60), walking(study, limit_m=40)
    assert near.travel["huisarts"].minutes[far] == study.travel["huisarts"].minutes[far]
    assert np.isnan(beyond.travel["huisarts"].minutes[far])
    others = np.arange(len(study.points)) != far
    np.testing.assert_array_equal(beyond.travel["huisarts"].minutes[others], study.travel["huisarts"].minutes[others])
    assert not np.isnan(study.residents.weight[far])


def test_the_leg_of_a_resident_goes_at_its_own_speed(study: Study, far: int) -> None:
    slow, fast = (walking(study, speed_kmh=speed) for speed in MINUTES_PER_M)
    found = slow.travel["huisarts"].minutes - fast.travel["huisarts"].minutes
    leg = study.snapped.leg_m[far]
    assert found[far] == pytest.approx(leg * (MINUTES_PER_M[5.0] - MINUTES_PER_M[10.0]), abs=1e-4)
    # The chain has the leg twice: in to the patient and out again.
    chain = slow.chains["seh"].minutes - fast.chains["seh"].minutes
    assert chain[far] == pytest.approx(2 * found[far], abs=1e-4)


def test_the_leg_of_a_site_goes_at_that_speed_too(study: Study) -> None:
    table = study.facilities.table
    row = int(np.flatnonzero(table["id"] == "huisarts-heem")[0])
    place = Move("huisarts-heem", table["lat"].iat[row] + 0.0009, table["lon"].iat[row])
    times = {}
    for speed in MINUTES_PER_M:
        moved = run_scenario(walking(study, speed_kmh=speed), [place]).after
        leg = moved.snapped_sites.leg_m[row]
        times[speed] = moved.travel["huisarts"]
    assert leg > 50
    at_the_road = np.nan_to_num(study.snapped.leg_m, nan=np.inf) < 0.01
    served = at_the_road & (times[5.0].site == row) & (times[10.0].site == row)
    assert served.any()
    found = (times[5.0].minutes - times[10.0].minutes)[served]
    np.testing.assert_allclose(found, leg * (MINUTES_PER_M[5.0] - MINUTES_PER_M[10.0]), atol=1e-4)
