"""The columns that the tags of ways fill, for each kind of traffic."""

from __future__ import annotations

import math

import numpy as np

from zorgkaart.network import tags
from zorgkaart.network.way_columns import WayColumns

NAN = math.nan


def test_a_row_per_way_and_a_column_per_kind_of_traffic() -> None:
    columns = WayColumns()
    ways = [
        {"highway": "residential", "oneway": "-1", "maxspeed": "30", "maxspeed:forward": "50"},
        {"highway": "primary", "access": "destination", "zone:traffic": "NL:urban"},
        {"highway": "service", "service": "emergency_access"},
        {"highway": "path", "emergency:forward": "yes"},
        {"highway": "residential", "emergency": "no", "motor_vehicle:backward": "no"},
    ]
    for way in ways:
        columns.add(tags.roads(way), seconds=NAN)
    columns.add(tags.roads({"route": "ferry", "motor_vehicle": "yes"}, ferries=True), seconds=600)
    arrays = columns.arrays()
    assert len(columns) == 6
    assert [tags.road_classes()[code] for code in arrays["code"]] == [
        *("residential", "primary", "service", "service", "residential", "ferry")
    ]
    assert arrays["direction"].tolist() == [-1, 0, 0, 1, 1, 0]
    assert arrays["built_up"].tolist() == [-1, 1, -1, -1, -1, -1]
    np.testing.assert_array_equal(arrays["maxspeed_kmh"][:2], [[50, 30], [50, 50]])
    assert arrays["access"]["motor"].tolist() == [[0, 2], [1, 1], [0, 0], [0, 0], [2, 0], [2, 2]]
    assert arrays["access"]["emergency"].tolist() == [[0, 2], [1, 1], [2, 2], [2, 0], [0, 0], [2, 2]]
    np.testing.assert_array_equal(arrays["seconds"], [NAN, NAN, NAN, NAN, NAN, 600])
    assert {column.dtype for column in arrays["access"].values()} == {np.dtype(np.uint8)}
