"""The official distances: columns that the areas have, of kinds that the study has."""

from __future__ import annotations

from zorgkaart.analyses.validation.official import distances_to_compare, main_distance, official_distances
from zorgkaart.inputs.schema import AREA_NUMBERS
from zorgkaart.study.study import Study


def test_official_distances_are_columns_of_the_areas() -> None:
    columns = [official.column for official in official_distances()]
    assert columns
    assert set(columns) <= set(AREA_NUMBERS)
    assert len(set(columns)) == len(columns)


def test_only_kinds_of_the_study_are_compared(study: Study) -> None:
    (official,) = distances_to_compare(study)
    assert official.kind == "huisarts"
    kinds = {name: kind for name, kind in study.project.kinds.items() if name != official.kind}
    without = Study(study.project.model_copy(update={"kinds": kinds}))
    assert distances_to_compare(without) == []
    assert main_distance(without) == official, "a page about nothing still has its words"
