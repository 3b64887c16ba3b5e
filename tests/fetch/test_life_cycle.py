"""Sites that are not there any more or not yet: told with their status, never open and never left out."""

from __future__ import annotations

import pytest

from zorgkaart.fetch.life_cycle import lives, prefixes, watched_keys
from zorgkaart.fetch.site_rules import KEYS
from zorgkaart.inputs.schema import CANDIDATES

DAY = "2026-01-31"
GONE, COMING = "gesloten", "kandidaat"


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ({"amenity": "pharmacy"}, [("pharmacy", "")]),
        ({"amenity": "pharmacy", "disused": "no"}, [("pharmacy", "")]),
        ({"amenity": "pharmacy", "disused": "yes"}, [("pharmacy", GONE)]),
        ({"amenity": "pharmacy", "abandoned": "yes"}, [("pharmacy", GONE)]),
        ({"amenity": "pharmacy", "razed": "yes"}, [("pharmacy", GONE)]),
        ({"amenity": "pharmacy", "destroyed": "yes"}, [("pharmacy", GONE)]),
        ({"amenity": "pharmacy", "operational_status": "closed"}, [("pharmacy", GONE)]),
        ({"amenity": "pharmacy", "opening_hours": "off"}, [("pharmacy", GONE)]),
        ({"amenity": "pharmacy", "opening_hours": 'closed "verbouwing"'}, [("pharmacy", GONE)]),
        ({"amenity": "pharmacy", "opening_hours": "PH off"}, [("pharmacy", "")]),
        ({"amenity": "pharmacy", "end_date": "2025-11"}, [("pharmacy", GONE)]),
        ({"amenity": "pharmacy", "end_date": "2026"}, [("pharmacy", "")]),  # not over yet
        ({"amenity": "pharmacy", "start_date": "2026-03-01"}, [("pharmacy", COMING)]),
        ({"amenity": "pharmacy", "opening_date": "2027"}, [("pharmacy", COMING)]),
        ({"amenity": "pharmacy", "start_date": "C19"}, [("pharmacy", "")]),
        ({"amenity": "pharmacy", "construction": "yes"}, [("pharmacy", COMING)]),
        ({"amenity": "pharmacy", "construction": "minor"}, [("pharmacy", "")]),
        ({"amenity": "hospital", "building": "construction"}, [("hospital", COMING)]),
        ({"disused:amenity": "hospital"}, [("hospital", GONE)]),
        ({"was:amenity": "hospital", "amenity": "doctors"}, [("doctors", ""), ("hospital", GONE)]),
        ({"planned:amenity": "hospital"}, [("hospital", COMING)]),
        ({"amenity": "construction", "construction": "hospital"}, [("hospital", COMING)]),
        ({"building": "construction", "construction": "hospital"}, [("hospital", COMING)]),
        ({"amenity": "proposed", "proposed": "hospital"}, [("hospital", COMING)]),
        ({"amenity": "hospital", "historic": "yes"}, [("hospital", "")]),  # an old building in use
        ({"highway": "construction", "construction": "primary"}, [("primary", COMING)]),  # no site, say the rules
    ],
)
def test_what_was_and_will_be_is_told(tags: dict[str, str], told: list[tuple[str, str]]) -> None:
    assert [(living["amenity"], state.status) for living, state in lives(tags, KEYS, on=DAY)] == told


@pytest.mark.parametrize("prefix", prefixes())
def test_every_prefix_makes_a_site_that_does_not_count(prefix: str) -> None:
    assert f"{prefix}:healthcare" in watched_keys(KEYS)
    *_, (living, state) = lives({f"{prefix}:healthcare": "hospital", "emergency": "yes"}, KEYS, on=DAY)
    assert (living["healthcare"], living["emergency"]) == ("hospital", "yes")
    assert state.status in CANDIDATES
    assert f"({prefix}:healthcare=hospital)" in state.explanation
