"""How full a site is, in words, classes and colours."""

from __future__ import annotations

import math

import pytest

from zorgkaart.analyses.capacity.site_words import BOUNDS, COLOURS, class_of, fullness_style, told


@pytest.mark.parametrize(("full", "number"), [(0.0, 0), (0.8, 0), (0.81, 1), (1.0, 1), (1.01, 2), (1.25, 2), (9.0, 3)])
def test_a_bound_belongs_to_the_class_below_it(full: float, number: int) -> None:
    assert class_of(full) == number
    assert class_of(math.nan) is None


def test_a_site_is_told_with_its_interval() -> None:
    row = {
        "bezetting": 1.2,
        "bezetting_laag": 1.3,
        "bezetting_hoog": 1.1,
        "wachttijd_min": 7.25,
        "capaciteit_bekend": "opgegeven",
        "capaciteit": 2.5,
        "eenheid": "fte",
    }
    text = told(row).replace("\N{NO-BREAK SPACE}", " ")
    assert text == "bezetting 120 % (110 % tot 130 %); wachten 7,2 minuten; capaciteit opgegeven: 2,5 fte"
    unknown = {**row, "bezetting": math.nan, "gevraagd_per_jaar": 1234.0}
    assert told(unknown) == "capaciteit niet bekend; gevraagd per jaar: 1.234"
    assert told({**row, "over_capaciteit": "gesloten"}) == ""


def test_the_style_has_a_rule_for_every_class_and_for_what_is_not_known() -> None:
    style = fullness_style("huisarts")
    assert all(colour.lstrip("#") for colour in COLOURS)
    assert style.qml.count("SimpleMarker") == len(BOUNDS) + 2
    assert style.kinds == ("huisarts",)
