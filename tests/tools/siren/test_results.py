"""What is measured of a fit, on a town of known speeds and, where it is at hand, on the minutes handed over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.paths import SHARED
from support.siren_samples import TRUE_KMH, town, true_table

from tools.siren.fit import Drives
from tools.siren.fitting import fitted, joined
from tools.siren.pairs import MINUTES, Pairs
from tools.siren.results import RESULTS, agreement, constants, lengths, priors, results, speeds, write
from tools.siren.roads import roads_around
from tools.siren.speeds import PLANNING, speeds_of

pytestmark = pytest.mark.slow


def test_agreement_is_that_of_numpy() -> None:
    given, predicted = np.array([10.0, 20, 30]), np.array([11.0, 19, 33])
    rows = agreement(given, predicted)
    assert rows["drives"] == 3
    assert rows["bias_min"] == pytest.approx(1)
    assert rows["rmse_min"] == pytest.approx(np.sqrt(11 / 3))
    assert rows["r"] == pytest.approx(np.corrcoef(given, predicted)[0, 1])


def test_a_town_of_known_speeds_gives_tables_that_know_them() -> None:
    network, pairs, _ = town(60)
    kmh, tables = results(network, pairs)
    np.testing.assert_allclose(kmh, np.rint(true_table()), atol=1)
    found = tables["speeds"].set_index("group")
    assert found["kmh"].to_dict() == pytest.approx(TRUE_KMH, rel=0.01)
    assert found["planning_high_kmh"]["motorway"] == 100
    assert found["planning_low_kmh"]["motorway"] == 90
    assert 0.5 < found["km_share"].sum() < 1, "the rest is at the ends"
    rows = tables["agreement"].set_index("table")
    assert rows["rmse_min"]["siren"] < rows["rmse_min"]["planning"]
    assert rows["r"]["siren, places left out"] > 0.99
    assert tables["lengths"]["drives"].sum() == rows["drives"]["siren, drives of the same length"]
    assert tables["transfer"]["factor"].tolist() == pytest.approx([1] * 4, abs=0.02)
    assert abs(tables["unexplained"].set_index("ends")["constant_min"]["planning"]) < 0.05


def test_minutes_at_the_ends_are_found_where_the_ends_are_free() -> None:
    network, pairs, places = town(60)
    result = fitted(network, pairs, places)
    own = Drives.of(pairs.minutes + 1.4, result.km, pairs.same_way(result.km))
    rows = constants(own, result.kmh).set_index("ends")
    assert rows["constant_min"].tolist() == pytest.approx([1.4, 1.4], abs=0.1)
    assert np.isnan(rows["ends_kmh"]["planning"])
    assert rows["ends_kmh"]["free"] == pytest.approx(30, rel=0.1), "all of the town's ends are residential"


def test_what_is_left_is_given_less_predicted() -> None:
    network, pairs, places = town()
    result = fitted(network, pairs, places)
    own = Drives.of(pairs.minutes, result.km, pairs.same_way(result.km))
    late = Drives(own.start, own.end, own.predicted(result.kmh) + 0.5, own.km)
    table = lengths(late, result.kmh)
    assert table["drives"].sum() == len(own.minutes)
    assert table["mean_min"].tolist() == pytest.approx([0.5] * len(table))


def test_spreads_follow_from_standard_errors_quarters_and_the_revision() -> None:
    network, pairs, places = town()
    result = fitted(network, pairs, places)
    own = Drives.of(pairs.minutes, result.km, pairs.same_way(result.km))
    left = pd.DataFrame({"ends": ["planning"], "constant_min": [0.3], "se_min": [0.4]})
    share = priors(result, own, [0.96, 1.04, 0.96, 1.04], left).set_index("what")["share"]
    assert share["quarters"] == pytest.approx(0.04)
    assert share["revision"] == pytest.approx(1.5 / 37)
    assert share["transfer"] == pytest.approx((0.04**2 + (1.5 / 37) ** 2) ** 0.5)
    errors = speeds(result, own).set_index("group")
    assert share["primary_inside"] == pytest.approx(
        errors["se_kmh"]["primary_inside"] / errors["kmh"]["primary_inside"]
    )
    km_at_ends = own.km.sum(axis=1).mean() * (1 - errors["km_share"].sum())
    assert share["ends"] == pytest.approx(0.5 / (km_at_ends * 60 / 30), rel=1e-6)


def test_tables_are_written_as_they_are(tmp_path: Path) -> None:
    table = pd.DataFrame({"what": ["a"], "share": [0.25]})
    write({"priors": table}, tmp_path / "new")
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "new" / "priors.csv"), table)


@pytest.mark.skipif(not (SHARED / "data" / MINUTES).is_file(), reason="the minutes with siren are not here")
def test_a_third_of_the_places_gives_speeds_near_those_of_all() -> None:
    source = SHARED / "data"
    every = Pairs.read(source)
    network = roads_around(source, every.x, every.y)
    pairs, places = joined(network, every.take(np.arange(0, len(every), 3)))
    result = fitted(network, pairs, places)
    all_of_them = pd.read_csv(RESULTS / "speeds.csv").set_index("group")
    sure = all_of_them[all_of_them["weak"] == "no"]
    for name, kmh, se in zip(result.fit.names, result.fit.kmh, result.fit.se_kmh, strict=True):
        if name in sure.index:
            assert abs(kmh - sure["kmh"][name]) < 3 * np.hypot(se, sure["se_kmh"][name]), name
    own = Drives.of(pairs.minutes, result.km, pairs.known(result.km))
    assert agreement(own.minutes, own.predicted(result.kmh))["r"] > 0.975
    planning = agreement(own.minutes, own.predicted(speeds_of(PLANNING)))
    assert planning["bias_min"] > 2, "the table of the planning studies is minutes too slow for a siren"
