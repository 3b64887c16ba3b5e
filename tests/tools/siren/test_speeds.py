"""The table that is written, and that the package's table is the one that the results give."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.siren.drives import cells
from tools.siren.results import RESULTS
from tools.siren.speeds import FITTED, PLANNING, SIREN, groups, speeds_of, write_siren
from zorgkaart.network.tags import road_classes


def test_every_kind_of_road_has_a_group_or_keeps_its_speed() -> None:
    assert len(groups()) == len(cells()) == 2 * len(road_classes())
    kept = {cell for cell, group in zip(cells(), groups(), strict=True) if not group}
    assert {cell.rpartition("_")[0] for cell in kept} == {"residential", "living_street", "service", "ferry"}


def test_what_is_written_is_read_back_in_whole_kilometres_per_hour(tmp_path: Path) -> None:
    kmh = np.linspace(20.4, 120.6, len(cells()))
    write_siren(kmh, tmp_path / "siren.csv")
    np.testing.assert_array_equal(speeds_of(tmp_path / "siren.csv"), np.rint(kmh))
    with (tmp_path / "siren.csv").open(encoding="utf-8") as lines:
        sources = {row["highway"]: row["source"] for row in csv.DictReader(lines)}
    assert sources["motorway"] == f"{FITTED}; as motorway"
    assert sources["primary"] == f"{FITTED}; as primary_outside and primary_inside"
    assert sources["residential"] == "Object Vision and PBL, AccessibilityModelling"


def test_the_table_of_the_package_is_what_the_fit_gave() -> None:
    fitted = pd.read_csv(RESULTS / "speeds.csv").set_index("group")["kmh"]
    planning, siren = speeds_of(PLANNING), speeds_of(SIREN)
    for row, (cell, group) in enumerate(zip(cells(), groups(), strict=True)):
        assert siren[row] == pytest.approx(round(fitted[group]) if group else planning[row]), cell


def test_a_siren_is_faster_on_main_roads_in_town_and_on_links_and_not_on_small_rural_roads() -> None:
    planning, siren = (dict(zip(cells(), speeds_of(path), strict=True)) for path in (PLANNING, SIREN))
    for cell in ("primary_inside", "secondary_inside", "motorway_link_outside", "tertiary_inside"):
        assert siren[cell] > 1.2 * planning[cell]
    assert siren["unclassified_outside"] < planning["unclassified_outside"]
