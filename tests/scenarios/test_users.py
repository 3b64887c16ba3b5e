"""Who used what closes: worked out by hand, and whole whatever the change."""

from __future__ import annotations

import pytest

from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.users import Users
from zorgkaart.study.study import Study

# The users, on a project worked out by hand.


def test_users_by_hand(study: Study) -> None:
    """Ziekenhuis Oost serves Eenrichting (200 people), Lint (500) and Kom (50)."""
    scenario = run_scenario(study, [Close("seh-oost")])
    users = Users.of(scenario, "seh")
    assert users.people == pytest.approx(750)
    assert users.without == 0
    spread = users.spread().set_index("moment")
    # Before: Lint at 8, 6, 4, 2 and 1 minutes; after, from the west: 22 to 29, and Kom 32 and 34 km.
    assert spread.at["voor", "langste"] == pytest.approx(28, abs=1e-3)
    assert spread.at["na", "gemiddeld"] - spread.at["voor", "gemiddeld"] == pytest.approx(
        (200 * 4 + 500 * 27.2 + 50 * 44) / 750, abs=1e-3
    )
    table = users.by_area(study, "gemeenten").set_index("gemeentenaam")
    assert table["inwoners"].to_dict() == pytest.approx({"Beta": 550, "Alfa": 200})
    assert table.at["Alfa", "extra_min"] == pytest.approx(4, abs=1e-3)
    assert Users.gained(scenario, "seh").people == 0
