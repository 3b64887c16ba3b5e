"""Classes of a view: their words, sides and colours."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from support.map_samples import (
    car_view,
    norm_view,
    words,
)
from support.paths import TESTS

from zorgkaart.errors import InputError
from zorgkaart.outputs.meaning.classes import BEYOND, MORE, SAME, TRAVEL, WITHIN, view_classes
from zorgkaart.outputs.meaning.presentation import remarks_view
from zorgkaart.outputs.meaning.views import View


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return float(np.dot([0.2126, 0.7152, 0.0722], [c**2.2 for c in (red, green, blue)]))


def test_classes_of_a_norm() -> None:
    items = view_classes(norm_view())
    assert words(norm_view())[:2] == ["0-20 min", "20-25 min"]
    assert words(norm_view())[-3:] == ["40-45 min", "45-50 min", "meer dan 50 min"]
    assert [item.side for item in items] == [""] * 6 + ["beyond"] * 2
    assert [item.colour for item in items] == [*WITHIN, *BEYOND]


@pytest.mark.parametrize("view", [norm_view(), car_view("seh"), car_view("seh", classes=tuple(range(1, 10)))])
def test_every_next_class_is_darker(view: View) -> None:
    shades = [luminance(item.colour) for item in view_classes(view)]
    assert all(darker < lighter * 0.95 for lighter, darker in pairwise(shades))


def test_a_norm_does_not_look_like_a_travel_time() -> None:
    assert not set(TRAVEL) & {*WITHIN, *BEYOND}


def test_classes_of_a_difference() -> None:
    view = car_view("seh", classes=(-5.0, -0.5, 0.5, 2.5), diverging=True)
    items = view_classes(view)
    assert words(view) == [
        "meer dan 5 min korter",
        "0,5-5 min korter",
        "geen verschil (minder dan 0,5 min)",
        "0,5-2,5 min langer",
        "meer dan 2,5 min langer",
    ]
    assert [item.side for item in items] == ["less", "less", "", "more", "more"]
    assert items[2].colour == SAME
    assert items[4].colour == MORE[-1]
    assert words(car_view("seh", classes=(5.0, 10.0), diverging=True, unit="inwoners")) == [
        "geen verschil (minder dan 5 inwoners)",
        "5-10 inwoners meer",
        "meer dan 10 inwoners meer",
    ]


def test_the_layer_of_remarks_has_words_for_whole_numbers() -> None:
    view = remarks_view()
    assert [item.label for item in view_classes(view)][:3] == ["geen opmerking", "1 opmerking", "2 opmerkingen"]
    with pytest.raises(InputError, match="4 classes need as many words"):
        replace(view, words=("een",))


# The table of cases that tests/js/classes.test.js reads too.

CASES = json.loads((TESTS / "cases" / "classes.json").read_text(encoding="utf-8"))


def view_of(case: dict[str, Any]) -> View:
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in case["view"].items()}
    return View(**fields)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["view"]["key"])
def test_classes_have_the_words_and_colours_of_the_table(case: dict[str, Any]) -> None:
    assert [dataclasses.asdict(item) for item in view_classes(view_of(case))] == case["items"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["view"]["key"])
def test_a_bound_belongs_to_the_class_below_it(case: dict[str, Any]) -> None:
    """As pictures and layers have it: the first class of which the upper bound is not below the value."""
    known = [(value, at) for value, at in case["values"] if value is not None]
    places = np.searchsorted(np.array(case["view"]["classes"]), [value for value, _ in known], side="left")
    assert places.tolist() == [at for _, at in known]
