"""What tags make of an object: a site of one kind, of several, or of none."""

from __future__ import annotations

import pytest

from zorgkaart.fetch.site_rules import kinds, rules, rules_that_fit


@pytest.mark.parametrize(
    ("tags", "kind", "status"),
    [
        ({"amenity": "hospital", "emergency": "yes"}, "seh", "open"),
        ({"amenity": "hospital", "emergency": "no"}, None, None),
        ({"amenity": "hospital"}, "seh", "onbekend"),
        ({"healthcare": "hospital", "emergency": "yes"}, "seh", "open"),
        ({"emergency": "yes"}, None, None),  # a road may say so too
        ({"emergency": "ambulance_station"}, "ambulancepost", "open"),
        ({"amenity": "doctors"}, "huisarts", "open"),
        ({"amenity": "doctors", "healthcare:speciality": "general; vaccination"}, "huisarts", "open"),
        ({"amenity": "doctors", "healthcare:speciality": "dermatology"}, None, None),
        ({"healthcare": "doctor"}, "huisarts", "twijfel"),
        ({"healthcare": "doctor", "healthcare:speciality": "family_medicine"}, "huisarts", "open"),
        ({"amenity": "doctors", "name": "Huisartsenpost Leek"}, "huisartsenpost", "open"),
        ({"amenity": "clinic", "name": "Dokterswacht Friesland"}, "huisartsenpost", "open"),
        ({"amenity": "clinic", "name": "HAP Assen"}, "huisartsenpost", "open"),
        ({"amenity": "clinic", "name": "Kliniek Hapert"}, None, None),
        ({"amenity": "pharmacy"}, "apotheek", "open"),
        ({"amenity": "pharmacy", "dispensing": "no"}, None, None),
        ({"amenity": "social_facility", "social_facility": "nursing_home"}, "verpleeghuis", "open"),
        ({"amenity": "bench"}, None, None),
    ],
)
def test_tags_make_a_kind(tags: dict[str, str], kind: str | None, status: str | None) -> None:
    rules_ = rules_that_fit(tags)
    assert [(rule.kind, rule.status) for rule in rules_] == ([(kind, status)] if kind else [])


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ({"amenity": "doctors;pharmacy"}, {"huisarts": "open", "apotheek": "open"}),
        ({"healthcare": "doctor; pharmacy"}, {"huisarts": "twijfel", "apotheek": "open"}),
        ({"amenity": "pharmacy", "healthcare": "doctor"}, {"huisarts": "twijfel", "apotheek": "open"}),
        ({"amenity": "doctors;pharmacy", "dispensing": "no"}, {"huisarts": "open"}),
        ({"amenity": "doctors;pharmacy", "healthcare:speciality": "surgery"}, {"apotheek": "open"}),
        ({"amenity": "hospital", "emergency": "ambulance_station"}, {"seh": "onbekend", "ambulancepost": "open"}),
        ({"amenity": "hospital;pharmacy", "emergency": "no"}, {"apotheek": "open"}),
        (
            {"amenity": "hospital", "emergency": "yes", "name": "Spoedpost Oost"},
            {"huisartsenpost": "open", "seh": "twijfel"},
        ),
        ({"amenity": "clinic;pharmacy", "name": "HAP Oost"}, {"huisartsenpost": "open", "apotheek": "open"}),
    ],
)
def test_an_object_may_be_of_several_kinds(tags: dict[str, str], told: dict[str, str]) -> None:
    assert {rule.kind: rule.status for rule in rules_that_fit(tags)} == told


def test_every_rule_is_of_a_kind_that_is_shown() -> None:
    assert {rule.kind for rule in rules() if rule.status} == {rule.kind for rule in rules()} == set(kinds())
    assert all(bool(rule.explanation) == (rule.status in ("onbekend", "twijfel")) for rule in rules())
