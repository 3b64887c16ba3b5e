"""What the siren table moves in the default project, a part at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.siren.drives import cells
from tools.siren.effect import CAR_TABLE, parts
from tools.siren.results import RESULTS
from tools.siren.speeds import PLANNING, SIREN, speeds_of


def test_the_parts_begin_with_the_planning_studies_and_end_with_the_packages_tables() -> None:
    rows = list(parts())
    for row, tables in ((rows[0], (PLANNING, PLANNING)), (rows[-1], (SIREN, CAR_TABLE))):
        for kmh, table in zip(row[1:], tables, strict=True):
            np.testing.assert_array_equal(kmh, speeds_of(table))


def test_the_parts_together_are_the_whole() -> None:
    planning, siren = speeds_of(PLANNING), speeds_of(SIREN)
    own = [ambulance for name, ambulance, _ in parts() if name.startswith("siren ")]
    changed = [ambulance != planning for ambulance in own]
    assert (np.sum(changed, axis=0) <= 1).all(), "no speed is changed in two parts"
    np.testing.assert_array_equal(np.any(changed, axis=0), siren != planning)


def test_the_car_differs_from_the_planning_studies_on_small_rural_roads_alone() -> None:
    planning, car = speeds_of(PLANNING), speeds_of(CAR_TABLE)
    other = {cell: (before, now) for cell, before, now in zip(cells(), planning, car, strict=True) if before != now}
    assert other == {"unclassified_outside": (70, 60), "road_outside": (70, 60)}


def test_the_effects_on_the_page_are_of_these_parts() -> None:
    table = pd.read_csv(RESULTS / "effect.csv")
    assert table["part"].tolist() == [name for name, _, _ in parts()]
