"""What travel times count for."""

from __future__ import annotations

import math

import numpy as np

from zorgkaart.access.decay import Decay

STEPS = Decay(15.0, ((5.0, 1.0), (10.0, 0.3), (15.0, 0.1)))


def test_a_bound_belongs_to_the_step_that_it_ends() -> None:
    assert STEPS.weights(np.array([0.0, 5.0, 5.001, 10.0, 15.0, 15.001])).tolist() == [1.0, 1.0, 0.3, 0.3, 0.1, 0.0]


def test_beyond_the_limit_nothing_counts_whatever_the_form() -> None:
    times = np.array([3.0, 12.0, 12.1])
    assert Decay(12.0, ((15.0, 1.0),)).weights(times).tolist() == [1.0, 1.0, 0.0]
    assert Decay(12.0).weights(times).tolist() == [1.0, 1.0, 0.0]
    assert Decay(12.0, gaussian_min=4.0).weights(times)[2] == 0.0


def test_the_gaussian_is_one_at_home_and_falls_by_its_width() -> None:
    weights = Decay(60.0, gaussian_min=8.0).weights(np.array([0.0, 8.0, 16.0]))
    np.testing.assert_allclose(weights, [1.0, math.exp(-0.5), math.exp(-2.0)], rtol=1e-15)


def test_words_say_the_numbers() -> None:
    assert STEPS.words == ("tot 5 minuten telt een locatie voor 1, tot 10 minuten voor 0,3 en tot 15 minuten voor 0,1")
    assert Decay(20.0).words == "elke locatie binnen 20 minuten telt even zwaar"
    assert "op 8 minuten voor 0,61, en boven 30 minuten niet" in Decay(30.0, gaussian_min=8.0).words
