from __future__ import annotations

import math

import pytest

from zorgkaart.words.no_road import no_road_note, no_road_words


@pytest.mark.parametrize("nobody", [0.0, 0.49, math.nan])
def test_nothing_is_said_of_nobody(nobody: float) -> None:
    assert no_road_words(nobody) == ""


def test_who_has_no_road_is_counted_and_what_is_not_modelled_is_named() -> None:
    assert no_road_words(10968.76) == (
        ", van wie 10.969 zonder wegverbinding (helikopters en boten zijn niet meegerekend)"
    )
    for word in ("Helikopters", "boten"):
        assert word in no_road_note("een locatie die meetelt")
