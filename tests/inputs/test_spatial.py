"""Points on borders and in gaps belong to one area."""

from __future__ import annotations

import numpy as np
from support.inputs_samples import X, Y, squares

from zorgkaart.inputs.spatial import assign_areas


def test_assigning_points_on_borders_and_in_gaps() -> None:
    areas = squares(2)
    areas.loc[1, "geometry"] = areas.geometry.iloc[1].buffer(-50)
    x = np.array([X + 500, X + 1000, X + 1010, X + 1045, X + 3000])
    found = assign_areas(x, np.full(5, Y + 500), areas, nearest_within_m=100)
    assert found.area.tolist() == [0, 0, 0, 1, -1]
    assert found.nearest == 2
    assert assign_areas(x, np.full(5, Y + 500), areas, nearest_within_m=0).area.tolist() == [0, 0, -1, -1, -1]
