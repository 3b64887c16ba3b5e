"""Marks on areas, from those of their residents."""

from __future__ import annotations

import numpy as np
from support.quality_samples import NAN

from zorgkaart.access.groups import Groups
from zorgkaart.quality.marks import Cause, Mark, cause_texts, mark_columns


def test_columns_of_areas_without_points_or_people_are_empty_and_not_zero() -> None:
    groups = Groups(np.array([0, 0], dtype=np.int32), 2, np.array([NAN, NAN]))
    mark = Mark("proef", "proef", np.array([True, False]), [Cause.where(np.array([True, False]), "reden")])
    found = mark_columns([mark], groups, flag_share=0.5, kinds={})
    assert np.isnan(found["inwoners_proef"]).all()
    assert found["opmerkingen"].tolist() == [1, 0]
    assert found["proef_toelichting"].tolist() == ["reden", None]


def test_hazards_are_counted_per_kind_and_the_age_of_data_is_none() -> None:
    groups = Groups(np.array([0, 1, 2], dtype=np.int32), 3, np.array([1.0, 5.0, 3.0]))
    everywhere = np.ones(3, dtype=bool)
    seh, post = (
        Cause.where(np.array(flags), "", kind)
        for flags, kind in (([True, False, False], "seh"), ([False, True, False], "post"))
    )
    marks = [
        Mark("weg", "weg", np.array([False, False, True])),
        Mark("vaag", "vaag", np.array([True, True, False]), [seh, post]),
        Mark("gat", "gat", np.array([True, False, False]), [seh]),
        Mark("oud", "oud", everywhere, [Cause.where(everywhere, "", "seh")], hazard=False),
    ]
    columns = mark_columns(
        marks, groups, flag_share=0.5, kinds={"seh": {"seh", "post"}, "post": {"post"}, "arts": {"arts"}}
    )
    assert columns["seh_onzeker"].tolist() == [2, 1, 0]
    assert columns["post_onzeker"].tolist() == [0, 1, 0]
    assert columns["arts_onzeker"].tolist() == [0, 0, 0]
    assert columns["weg_kwetsbaar"].tolist() == [0, 0, 1]
    assert columns["opmerkingen"].tolist() == [2, 1, 1]
    assert columns["inwoners_oud"].tolist() == [1, 5, 3]


def test_a_likely_gap_marks_what_rests_on_that_kind_from_a_share_of_the_inhabitants_on() -> None:
    groups = Groups(np.array([0, 0, 1, 2], dtype=np.int32), 3, np.array([1.0, 9.0, 5.0, 3.0]))
    gap = Cause.where(np.array([True, False, True, False]), "in Daar", "seh")
    kinds = {"verloskunde": {"seh", "verloskunde"}, "arts": {"arts"}}
    columns = mark_columns([], groups, flag_share=0.5, kinds=kinds, likely_gaps=[gap])
    assert columns["verloskunde_onvolledig"].tolist() == [False, True, False]
    assert columns["arts_onvolledig"].tolist() == [False, False, False]


def test_the_commonest_cause_names_an_area() -> None:
    groups = Groups(np.array([0, 0, 0], dtype=np.int32), 1, np.array([1.0, 5.0, 3.0]))
    cause = Cause(np.array([7, 2, 7], dtype=np.int32), {7: "zeven", 2: "twee"})
    assert cause_texts([cause], groups, flag_share=0.9).tolist() == ["twee"]
