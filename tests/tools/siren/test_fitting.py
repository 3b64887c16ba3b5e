"""The fit as a whole: a town in which the speeds are known, and the drives of which choose their way by them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.siren_samples import TRUE_KMH, town, true_table

from tools.siren import fitting
from tools.siren.fitting import FOLDS, fitted, folds, joined, left_out, quarters, transfer
from zorgkaart.errors import InputError

pytestmark = pytest.mark.slow


def test_speeds_and_ways_are_found_together() -> None:
    network, pairs, places = town()
    result = fitted(network, pairs, places)
    assert dict(zip(result.fit.names, result.fit.kmh, strict=True)) == pytest.approx(TRUE_KMH, rel=0.01)
    np.testing.assert_allclose(result.kmh, true_table(), rtol=0.01)


def test_drives_between_places_left_out_are_predicted_from_the_others() -> None:
    network, pairs, places = town(60)
    unseen = left_out(network, pairs, places)
    # Speeds are written in whole km/h, which moves minutes by a per cent at most.
    np.testing.assert_allclose(unseen.km[:, 0], unseen.minutes, rtol=0.03)
    part = {int(row): number for number, rows in enumerate(folds(len(pairs))) for row in rows}
    assert all(part[int(start)] == part[int(end)] for start, end in zip(unseen.start, unseen.end, strict=True))


def test_a_place_left_out_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    network, pairs, places = town(60)
    out = next(folds(len(pairs)))
    monkeypatch.setattr(fitting, "folds", lambda count: iter([out]))
    wrong = pairs.minutes.copy()
    wrong[out] *= 3
    wrong[:, out] *= 3
    honest, fooled = (left_out(network, given, places) for given in (pairs, replace(pairs, minutes=wrong)))
    np.testing.assert_array_equal(honest.km, fooled.km)
    np.testing.assert_allclose(fooled.minutes, 9 * honest.minutes)


def test_folds_and_quarters_have_every_place_once() -> None:
    _, pairs, _ = town()
    for parts in (list(folds(len(pairs))), list(quarters(pairs).values())):
        assert sorted(np.concatenate(parts).tolist()) == list(range(len(pairs)))
        assert max(map(len, parts)) - min(map(len, parts)) <= 2
    assert len(list(folds(len(pairs)))) == FOLDS
    parts = quarters(pairs)
    assert pairs.x[parts["south-west"]].max() <= pairs.x[parts["south-east"]].min()
    assert pairs.y[parts["south-west"]].max() <= pairs.y[parts["north-west"]].min()


def test_a_quarter_that_drives_slower_than_the_rest_is_told() -> None:
    network, pairs, places = town(60)
    result = fitted(network, pairs, places)
    slow = np.ix_(*(quarters(pairs)["north-east"],) * 2)
    minutes = pairs.minutes.copy()
    minutes[slow] *= 1.25
    factors = transfer(replace(pairs, minutes=minutes), result.km, result.kmh)
    assert factors.pop("north-east") == pytest.approx(0.8, rel=0.02)
    assert list(factors.values()) == pytest.approx([1, 1, 1], rel=0.02)


def test_places_far_from_a_road_are_left_out() -> None:
    network, pairs, _ = town()
    moved = replace(pairs, x=np.concatenate([[pairs.x[0] - 50_000], pairs.x[1:]]))
    near, snapped = joined(network, moved)
    assert near.postcode.tolist() == pairs.postcode.tolist()[1:]
    assert snapped.joined.all()


def test_speeds_that_keep_changing_are_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    network, pairs, places = town()
    monkeypatch.setattr(fitting, "ROUNDS", 1)
    with pytest.raises(InputError, match=r"the speeds still change by \d+\.\d km/h after 1 rounds"):
        fitted(network, pairs, places)
