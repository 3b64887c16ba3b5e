"""Classes of a view against the table of cases that tests/js/classes.test.js reads too."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pytest
from support.paths import TESTS

from zorgkaart.outputs.meaning.classes import view_classes
from zorgkaart.outputs.meaning.views import View

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
