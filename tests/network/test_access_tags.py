"""Who may pass, and which way, for a car and for an ambulance."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.network.access_tags import CLOSING, WORDS, Passage, access_keys, closing, meaning, oneway, passages, said
from zorgkaart.network.modes.tag_rules import TagRules, every_rules, tag_rules
from zorgkaart.network.tag_tables import ANY, rows, table

CAR, AMBULANCE = tag_rules("motor"), tag_rules("emergency")
C, E, O = Passage  # noqa: E741 -- closed, ends only, open
VALUES = rows("access_values")
RULES = pytest.mark.parametrize("rules", every_rules(), ids=lambda rules: rules.name)


def both(rules: TagRules, **tags: str) -> tuple[Passage, Passage]:
    return passages({key.replace("__", ":"): value for key, value in tags.items()}, rules, default=True)


@RULES
@pytest.mark.parametrize("row", VALUES, ids=lambda row: row["value"])
def test_every_value_of_the_table_holds_for_every_key_and_direction(row: dict[str, str], rules: TagRules) -> None:
    passage = WORDS[row[rules.name]]
    for key in rules.access_keys:
        assert passages({key: row["value"]}, rules, default=True) == (passage, passage)
        assert passages({key: row["value"]}, rules, default=False) == (passage, passage)
        assert passages({f"{key}:forward": row["value"]}, rules, default=True) == (passage, O)
        assert passages({f"{key}:backward": row["value"]}, rules, default=True) == (O, passage)


@RULES
@pytest.mark.parametrize("row", rows(CLOSING), ids=lambda row: f"{row['key']}={row['value']}")
def test_every_tag_that_closes_does(row: dict[str, str], rules: TagRules) -> None:
    value = "something" if row["value"] == ANY else row["value"]
    told = WORDS[row[rules.name]] if row[rules.name] else None
    assert row["comment"]
    assert closing({row["key"]: value}, rules) is told
    opened = passages({row["key"]: value, "motorcar": "yes"}, rules, default=True)
    assert opened == ((C, C) if told is C else (O, O))  # no word about who may go makes a way that can be driven


@given(st.lists(st.sampled_from([row["value"] for row in VALUES]), min_size=1, max_size=4), st.sampled_from(" ;"))
def test_of_a_list_the_most_permissive_member_counts(values: list[str], space: str) -> None:
    for rules in every_rules():
        one = max(WORDS[table("access_values")[value][rules.name]] for value in values)
        assert meaning(f";{space.strip(';')}".join(values), rules) is one
        assert meaning(";".join([*values, "something new"]), rules) is one


@pytest.mark.parametrize("value", ["something new", "", ";", "no @ (08:00-10:00)", "YES?"])
def test_a_value_that_nobody_knows_says_nothing(value: str) -> None:
    assert meaning(value, CAR) is None
    assert both(CAR, motorcar=value, access="no") == (C, C)
    assert both(CAR, access=value) == (O, O)


@given(
    st.dictionaries(st.sampled_from(access_keys(every_rules(), sides=True)), st.sampled_from(["yes", "no", "private"]))
)
def test_the_most_specific_key_decides_and_its_direction_before_it(tags: dict[str, str]) -> None:
    """Against a plain reading: go from the general to the specific, and let each word overrule the last."""
    for rules in every_rules():
        plain = []
        for side in ("forward", "backward"):
            last = "yes"
            for key in reversed(rules.access_keys):
                last = tags.get(f"{key}:{side}", tags.get(key, last))
            plain.append({"yes": O, "no": C, "private": E}[last])
        assert passages(tags, rules, default=True) == tuple(plain)


@pytest.mark.parametrize(
    ("tags", "car", "ambulance"),
    [
        ({}, (O, O), (O, O)),
        ({"emergency": "yes"}, (O, O), (O, O)),
        ({"emergency": "no"}, (O, O), (C, C)),
        ({"access": "no", "emergency": "yes"}, (C, C), (O, O)),
        ({"motor_vehicle": "no", "emergency": "designated"}, (C, C), (O, O)),
        ({"motorcar": "no", "emergency": "official"}, (C, C), (O, O)),
        ({"access": "private", "emergency": "yes"}, (E, E), (O, O)),
        ({"access": "private"}, (E, E), (E, E)),
        ({"access": "emergency"}, (C, C), (O, O)),
        ({"motor_vehicle": "agricultural;emergency"}, (C, C), (O, O)),
        ({"access": "no", "emergency:forward": "yes"}, (C, C), (O, C)),
        ({"service": "emergency_access"}, (C, C), (O, O)),
        ({"service": "emergency_access", "access": "no"}, (C, C), (O, O)),
        ({"service": "emergency_access", "motor_vehicle": "yes"}, (C, C), (O, O)),
        ({"service": "emergency_access", "emergency": "no"}, (C, C), (C, C)),
        ({"service": "emergency_access", "smoothness": "impassable"}, (C, C), (C, C)),
        ({"smoothness": "impassable", "emergency": "yes"}, (C, C), (C, C)),
        ({"emergency": "fire_hydrant"}, (O, O), (O, O)),
        ({"emergency": "access_point", "access": "no"}, (C, C), (C, C)),
        ({"oneway": "yes", "oneway:emergency": "no"}, (O, C), (O, O)),
        ({"oneway": "yes", "emergency": "yes"}, (O, C), (O, C)),
        ({"hgv": "no", "toll": "yes", "foot": "no", "bicycle": "no"}, (O, O), (O, O)),
        ({"motor_vehicle:conditional": "no @ (22:00-06:00)"}, (O, O), (O, O)),
        ({"motor_vehicle:forward:conditional": "no @ (22:00-06:00)"}, (O, O), (O, O)),
        ({"access:lanes": "no|yes"}, (O, O), (O, O)),
    ],
)
def test_a_car_and_an_ambulance(
    tags: dict[str, str], car: tuple[Passage, Passage], ambulance: tuple[Passage, Passage]
) -> None:
    assert passages(tags, CAR, default=True) == car
    assert passages(tags, AMBULANCE, default=True) == ambulance


def test_oneway_by_the_most_specific_key_that_says_something() -> None:
    sides = {"yes": (True, False), "-1": (False, True), "no": (True, True), "reversible": (False, False)}
    sides |= {"alternating": (True, True)}
    for rules, implied in product(every_rules(), (False, True)):
        keys = rules.oneway_keys
        assert keys[-1] == "oneway"
        for place, key in enumerate(keys):
            for value, expected in sides.items():
                general = dict.fromkeys(keys[place + 1 :], "yes")
                assert oneway({**general, key: value}, rules, implied=implied) == expected
                unknown = dict.fromkeys(keys[:place], "signals")
                assert oneway({**general, **unknown, key: value}, rules, implied=implied) == expected
        assert oneway({}, rules, implied=implied) == (True, not implied)
        assert oneway({"junction": "roundabout"}, rules, implied=implied) == (True, False)


def test_a_direction_that_is_one_way_stays_closed_whoever_may_pass() -> None:
    assert both(CAR, oneway="yes", motor_vehicle__backward="yes") == (O, C)
    assert both(CAR, oneway="-1", access="destination") == (C, E)
    assert both(CAR, oneway="reversible", motorcar="yes") == (C, C)


def test_only_keys_that_name_the_traffic_open_a_path() -> None:
    assert passages({"access": "yes"}, CAR, default=False, named_only=True) == (C, C)
    assert passages({"vehicle": "yes"}, CAR, default=False, named_only=True) == (O, O)
    assert passages({"emergency": "yes"}, CAR, default=False, named_only=True) == (C, C)
    assert passages({"emergency": "yes"}, AMBULANCE, default=False, named_only=True) == (O, O)


def test_a_node_is_asked_without_directions() -> None:
    assert said({"access:forward": "no"}, CAR.access_keys, CAR) is None
    assert said({"access:forward": "no"}, CAR.access_keys, CAR, "forward") is C
