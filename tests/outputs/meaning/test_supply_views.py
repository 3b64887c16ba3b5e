"""Supply on the map: what the layers are called, their colours and what a popup says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zorgkaart.access.decay import Decay
from zorgkaart.access.supply import ShownSupply, Supply
from zorgkaart.network.modes.mode import Mode
from zorgkaart.outputs.meaning.classes import view_classes
from zorgkaart.outputs.meaning.supply_views import changed_supply_views, supply_remarks, supply_views

STEPS = Decay(15.0, ((5.0, 1.0), (15.0, 0.1)))
SUPPLY = Supply("huisarts", "Huisarts", "bfca", STEPS, 1000, Mode.named("auto"), unit="praktijken")
SHOWN = ShownSupply(SUPPLY, "praktijken", True, 0, 0, (0.25, 0.3, 0.35))


def test_a_layer_names_what_is_counted_and_for_how_many() -> None:
    (view,) = supply_views([SHOWN])
    assert (view.label, view.group) == ("Huisarts: praktijken per 1.000 inwoners", "Aanbod")
    assert (view.column, view.counting, view.kinds) == (
        "huisarts_aanbod_per_1000",
        "telt_huisarts_aanbod",
        ("huisarts",),
    )
    assert [item.label.replace("\N{EN DASH}", "-") for item in view_classes(view)] == [
        "0-0,25 praktijken",
        "0,25-0,3 praktijken",
        "0,3-0,35 praktijken",
        "meer dan 0,35 praktijken",
    ]
    assert view.decimals == 2


def test_least_supply_has_the_darkest_colour_and_less_of_it_that_of_longer_journeys() -> None:
    def light(colour: str) -> int:
        return sum(int(colour[at : at + 2], 16) for at in (1, 3, 5))

    (view,) = supply_views([SHOWN])
    shades = [light(item.colour) for item in view_classes(view)]
    assert shades == sorted(shades)
    difference = changed_supply_views([SHOWN], ["huisarts"])[-1]
    longer = replace(difference, more_is_better=False)
    assert view_classes(difference)[0].colour == view_classes(longer)[-1].colour
    assert view_classes(difference)[0].side == "less"


def test_a_scenario_has_three_layers_with_the_classes_of_before() -> None:
    views = changed_supply_views([SHOWN], ["huisarts"])
    assert [view.key for view in views] == ["huisarts_aanbod_voor", "huisarts_aanbod_na", "huisarts_aanbod_verschil"]
    assert views[0].classes == views[1].classes == SHOWN.bounds
    assert 0 not in views[2].classes
    assert changed_supply_views([SHOWN], ["seh"]) == []


def test_a_supply_of_which_nothing_is_known_has_no_layer() -> None:
    assert supply_views([replace(SHOWN, bounds=())]) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Van geen enkele locatie (huisarts) is bekend hoeveel zij aankan: elke locatie telt voor één."),
        ({"left_out": 1}, "1 locatie zonder bekende capaciteit telt niet mee."),
        ({"left_out": 2}, "2 locaties zonder bekende capaciteit tellen niet mee."),
        ({"unknown_sites": 3}, "Van 3 locaties is de capaciteit niet bekend"),
    ],
)
def test_the_words_below_a_legend_say_what_is_counted(change: dict[str, int], sentence: str) -> None:
    (view,) = supply_views([replace(SHOWN, **change)])
    assert sentence in view.explanation
    assert view.explanation.startswith(
        "Hoe donkerder, hoe minder. Praktijken per 1.000 inwoners, gerekend naar wie ze "
    )
    assert "Alleen locaties in het gebied tellen, en alleen inwoners van het gebied" in view.explanation


def test_age_is_told_as_it_is_counted() -> None:
    aged = replace(SHOWN, supply=replace(SUPPLY, demand_unit="inwoners, gewogen naar leeftijd"))
    texts = [view.explanation for view in supply_views([SHOWN, aged])]
    assert "Iedere inwoner telt even zwaar" in texts[0]
    assert "Wie van een leeftijd is met meer gebruik van deze zorg, telt zwaarder" in texts[1]


def test_a_popup_says_for_whom_there_is_nothing_or_nothing_known() -> None:
    remarks = {remark.column: remark.text for remark in supply_remarks([SHOWN])}
    assert list(remarks) == ["huisarts_aanbod_geen", "huisarts_aanbod_onbekend", "huisarts_aanbod_rand"]
    assert remarks["huisarts_aanbod_geen"] == (
        "Aanbod (huisarts): {} inwoners hebben geen locatie binnen 15 minuten; voor hen telt het als nul."
    )
