"""Who used what closes: worked out by hand, and whole whatever the change."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.practices import loads, with_gps
from support.study_samples import HUISARTS, Site

from zorgkaart.scenarios.changes import Close, Open
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


# Two practices in one building.


@pytest.mark.parametrize("site", ["huisarts-heem", "huisarts-aaa"])
def test_either_of_two_practices_in_a_building_can_close(tmp_path: Path, site: str) -> None:
    """Half of the people go to the other one in the same building, whichever of the two stands first."""
    study = with_gps(tmp_path, [*HUISARTS, Site("huisarts-aaa", "Praktijk Boven", HUISARTS[0].place)])
    people = sum(loads(study)[name] for name in ("huisarts-heem", "huisarts-aaa"))
    scenario = run_scenario(study, [Close(site)])
    moves = scenario.moves()
    assert moves["van_id"].tolist() == [site]
    assert moves["inwoners"].tolist() == pytest.approx([people / 2])
    assert moves["extra_min"].tolist() == pytest.approx([0.0])
    assert scenario.moves_by_area()["inwoners"].sum() == pytest.approx(people / 2)
    assert Users.of(scenario, "huisarts").people == pytest.approx(people / 2)
    assert Users.gained(scenario, "huisarts").people == 0


def test_a_practice_that_opens_in_the_building_takes_half(tmp_path: Path) -> None:
    study = with_gps(tmp_path, list(HUISARTS))
    lat, lon = study.facilities.table.set_index("id").loc["huisarts-heem", ["lat", "lon"]]
    scenario = run_scenario(study, [Open("huisarts", lat, lon, "Boven")])
    moves = scenario.moves()
    assert moves[["van_id", "naar_id"]].to_numpy().tolist() == [["huisarts-heem", "huisarts-nieuw-boven"]]
    assert moves["inwoners"].tolist() == pytest.approx([loads(study)["huisarts-heem"] / 2])
    assert Users.gained(scenario, "huisarts").people == pytest.approx(loads(study)["huisarts-heem"] / 2)
