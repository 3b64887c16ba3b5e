"""Marks on areas, from those of their residents."""

from __future__ import annotations

import numpy as np
from support.quality_samples import NAN

from zorgkaart.access.groups import Groups
from zorgkaart.quality.marks import Cause, Mark, cause_texts, mark_columns


def test_columns_of_areas_without_points_or_people_are_empty_and_not_zero() -> None:
    groups = Groups(np.array([0, 0], dtype=np.int32), 2, np.array([NAN, NAN]))
    mark = Mark("proef", "proef", np.array([True, False]), [Cause.where(np.array([True, False]), "reden")])
    found = mark_columns([mark], groups, flag_share=0.5)
    assert np.isnan(found["inwoners_proef"]).all()
    assert found["opmerkingen"].tolist() == [1, 0]
    assert found["proef_toelichting"].tolist() == ["reden", None]


def test_the_commonest_cause_names_an_area() -> None:
    groups = Groups(np.array([0, 0, 0], dtype=np.int32), 1, np.array([1.0, 5.0, 3.0]))
    cause = Cause(np.array([7, 2, 7], dtype=np.int32), {7: "zeven", 2: "twee"})
    assert cause_texts([cause], groups, flag_share=0.9).tolist() == ["twee"]
