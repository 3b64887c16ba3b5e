"""What a car may pass, held against OSRM's own profile of the car.

`osrm_car.csv` has what OSRM 26.10 answered on a drawn file: a street with these tags, and a long way around it. Where
we differ on purpose, a row says why. With ``ZORGKAART_OSRM`` (a Python that has osrm-bindings) it is asked again.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
from pathlib import Path

import pytest
from support.paths import TESTS

from zorgkaart.network import tags
from zorgkaart.network.tags import Passage

with (TESTS / "network" / "osrm_car.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
PYTHON = os.environ.get("ZORGKAART_OSRM")


def tags_of(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split(" + ") if pair)


def theirs(row: dict[str, str]) -> list[bool]:
    return [row[side] == "yes" for side in ("along", "against")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['way']} | {row['node']}")
def test_a_car_drives_through_where_osrm_does_or_a_row_says_why_not(row: dict[str, str]) -> None:
    road = tags.road(tags_of(row["way"]), ferries=True)
    if road is None or tags.barrier_blocks(tags_of(row["node"])):
        ours = [False, False]
    else:
        ours = [road.along is Passage.OPEN, road.against is Passage.OPEN]
    assert (ours != theirs(row)) == bool(row["why_not"])


@pytest.mark.slow
@pytest.mark.skipif(PYTHON is None, reason="ZORGKAART_OSRM names no Python that has osrm-bindings")
def test_osrm_answers_what_the_table_says(tmp_path: Path) -> None:
    asked = tmp_path / "asked.json"
    asked.write_text(json.dumps([[tags_of(row["way"]), tags_of(row["node"])] for row in ROWS]), encoding="utf-8")
    command = [str(PYTHON), str(TESTS / "support" / "osrm_passes.py"), str(tmp_path), str(asked)]
    without = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=without).stdout
    assert json.loads(answer) == [theirs(row) for row in ROWS]
