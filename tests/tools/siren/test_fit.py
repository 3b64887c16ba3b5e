"""Speeds that were put in come out, and are as uncertain as repeated draws say."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.siren.drives import MINUTES_PER_HOUR
from tools.siren.fit import Drives, Fit, _shared, fit, table_of
from zorgkaart.errors import InputError

TRUE_KMH = np.array([110.0, 80.0, 55.0, 30.0])
GROUPS = ("motorway", "rural", "town", "")
PLACES = 40


def drawn(seed: int, *, noise: float = 0.02, of_place_min: float = 0.0, constant_min: float = 0.0) -> Drives:
    """Drives between all places at the true speeds, with errors of each drive and of each place."""
    random = np.random.default_rng(seed)
    start, end = np.nonzero(~np.eye(PLACES, dtype=bool))
    km = random.gamma(1.5, [8.0, 6.0, 3.0, 0.3], size=(len(start), 4))
    place = random.normal(0, of_place_min, PLACES)
    minutes = km @ (MINUTES_PER_HOUR / TRUE_KMH)
    minutes = minutes * (1 + random.normal(0, noise, len(start))) + place[start] + place[end] + constant_min
    return Drives(start, end, minutes, km)


def of(drives: Drives, *, constant: bool = False) -> Fit:
    return fit(drives, GROUPS, TRUE_KMH, constant=constant)


def test_without_noise_the_speeds_come_back_exactly() -> None:
    result = of(drawn(1, noise=0))
    assert result.names == ("motorway", "rural", "town")
    np.testing.assert_allclose(result.kmh, TRUE_KMH[:3], rtol=1e-9)
    np.testing.assert_allclose(table_of(result, GROUPS, TRUE_KMH), TRUE_KMH, rtol=1e-9)


@pytest.mark.parametrize("of_place_min", [0.0, 0.5])
def test_known_speeds_lie_within_two_standard_errors_as_often_as_they_should(of_place_min: float) -> None:
    hits = []
    for seed in range(100):
        result = of(drawn(seed, noise=0.05, of_place_min=of_place_min))
        hits.append(np.abs(result.kmh - TRUE_KMH[:3]) < 2 * result.se_kmh)
    share = np.mean(hits)
    assert 0.88 < share <= 0.99, share


def test_a_standard_error_that_took_each_drive_for_new_evidence_would_be_too_small() -> None:
    drives = drawn(3, noise=0.02, of_place_min=0.6)
    result = of(drives)
    design = drives.km[:, :3]
    weight = 1 / drives.minutes
    inverse = np.linalg.inv(design.T @ (design * weight[:, None]))
    left = drives.minutes - drives.predicted(table_of(result, GROUPS, TRUE_KMH))
    naive = np.sqrt(np.diag(inverse) * np.mean(weight * left**2))
    assert (np.sqrt(np.diag(result.covariance)) > naive).all()


def test_minutes_per_drive_are_told_apart_from_minutes_per_kilometre() -> None:
    result = of(drawn(4, constant_min=1.4), constant=True)
    assert result.constant_min == pytest.approx(1.4, abs=3 * result.constant_se_min)
    assert 0 < result.constant_se_min < 0.2
    np.testing.assert_allclose(result.kmh, TRUE_KMH[:3], rtol=0.03)
    assert of(drawn(4)).constant_min == 0


def test_what_is_not_fitted_keeps_its_speed_and_its_minutes() -> None:
    drives = drawn(5, noise=0)
    slower = np.array([110.0, 80.0, 55.0, 15.0])
    result = fit(drives, GROUPS, slower)
    assert table_of(result, GROUPS, slower)[3] == 15
    assert (result.kmh > TRUE_KMH[:3]).any(), "minutes that the ends take too many must come off elsewhere"


def scores_by_hand(
    scores: NDArray[np.float64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.float64]:
    total = np.zeros((scores.shape[1], scores.shape[1]))
    for one in range(len(scores)):
        for other in range(len(scores)):
            if {start[one], end[one]} & {start[other], end[other]}:
                total += np.outer(scores[one], scores[other])
    return total


def test_drives_that_share_a_place_are_counted_once_each() -> None:
    random = np.random.default_rng(6)
    start, end = np.nonzero(~np.eye(6, dtype=bool))
    kept = random.random(len(start)) < 0.7
    start, end = start[kept], end[kept]
    of_place = random.normal(size=(6, 3))  # errors of the places alone: what is in common is positive in all directions
    scores = of_place[start] + of_place[end]
    np.testing.assert_allclose(_shared(scores, start, end), scores_by_hand(scores, start, end), rtol=1e-9)


def test_no_variance_is_smaller_than_if_places_had_nothing_in_common() -> None:
    random = np.random.default_rng(7)
    start, end = np.nonzero(~np.eye(5, dtype=bool))
    for _ in range(50):
        scores = random.normal(size=(len(start), 4))
        pair = np.minimum(start, end) * 5 + np.maximum(start, end)
        own = scores_by_hand(scores, pair, pair)
        assert np.linalg.eigvalsh(_shared(scores, start, end) - own).min() > -1e-9


def test_kilometres_that_are_mixed_inflate_the_variance() -> None:
    drives = drawn(7)
    mixed = drives.km.copy()
    mixed[:, 1] = 0.9 * mixed[:, 0] + 0.1 * mixed[:, 1]
    apart, together = of(drives), of(Drives(drives.start, drives.end, mixed @ (MINUTES_PER_HOUR / TRUE_KMH), mixed))
    assert (together.inflation[:2] > 3 * apart.inflation[:2]).all()


def test_a_wide_standard_error_is_called_weak() -> None:
    drives = drawn(8, noise=0.05)
    rare = drives.km * np.array([1, 1, 0.05, 1])
    result = of(Drives(drives.start, drives.end, drives.minutes - (drives.km - rare) @ (60 / TRUE_KMH), rare))
    assert result.weak.tolist() == [False, False, True]


def test_a_group_without_a_kilometre_is_named() -> None:
    drives = drawn(9)
    with pytest.raises(InputError, match=r"no drive has a kilometre of town. Join it with another group"):
        of(Drives(drives.start, drives.end, drives.minutes, drives.km * np.array([1, 1, 0, 1])))


def test_groups_in_one_proportion_are_refused() -> None:
    drives = drawn(10)
    drives.km[:, 1] = 2 * drives.km[:, 0]
    with pytest.raises(InputError, match="in one fixed proportion in all drives"):
        of(drives)


def test_a_speed_that_cannot_be_is_refused() -> None:
    drives = drawn(11, noise=0)
    minutes = drives.minutes - drives.km[:, 2] * MINUTES_PER_HOUR / TRUE_KMH[2]
    with pytest.raises(InputError, match=r"no speed from 1 to 200 km/h for town"):
        of(Drives(drives.start, drives.end, minutes, drives.km))
