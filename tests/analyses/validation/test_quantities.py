"""The registry of published quantities, the official distances, and figures that a study cannot compute."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zorgkaart.analyses.validation.official import distances_to_compare, main_distance, official_distances
from zorgkaart.analyses.validation.published_closures import closed_by, closing, closure_figures, effect_id
from zorgkaart.analyses.validation.quantities import QUANTITIES, quantity_of, subject
from zorgkaart.inputs.published import MEASURES
from zorgkaart.inputs.schema import AREA_NUMBERS
from zorgkaart.scenarios.changes import Close
from zorgkaart.study.study import Study

FIGURE = {"maat": "afstand_km", "soort": "huisarts", "niveau": "", "gebied": "", "gesloten": "", "waarde": 2.0}


def test_every_measure_that_may_be_published_can_be_computed() -> None:
    assert set(QUANTITIES) == set(MEASURES)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_kind_that_is_not_here_has_no_figure(study: Study, measure: str) -> None:
    figure = FIGURE | {"maat": measure, "soort": "tandarts", "gesloten": "tandarts-nergens"}
    about_people = measure in ("inwoners", "inwoners_65plus", "aandeel_65plus_pct")
    assert (quantity_of(figure).value(study, figure) is None) is not about_people


def test_a_label_with_braces_stays_as_it_is(study: Study) -> None:
    kinds = dict(study.project.kinds)
    kinds["huisarts"] = kinds["huisarts"].model_copy(update={"label": "Arts {closed}"})
    other = Study(study.project.model_copy(update={"kinds": kinds}))
    assert subject(other, FIGURE) == "Arts {closed}: gemiddelde afstand over de weg"
    assert subject(other, FIGURE, brief=True) == "Afstand tot arts {closed}"


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


def test_closures_of_sites_that_count_here(study: Study) -> None:
    figures = closure_figures(study, ["seh"]).to_dict("records")
    assert [closed_by(figure) for figure in figures] == [{"seh-west"}, {"seh-oost"}]
    assert closing(figures[0]) == [Close("seh-west", ("seh",))]
    assert closure_figures(study, ["huisarts"]).empty
    table = study.facilities.table.copy()
    table.loc[table["id"] == "seh-west", "status"] = "gesloten"
    closed = study.variant(facilities=replace(study.facilities, table=table))
    assert [closed_by(figure) for figure in closure_figures(closed, ["seh"]).to_dict("records")] == [{"seh-oost"}]


def test_the_name_of_an_effect_does_not_hang_on_the_order_of_the_sites() -> None:
    assert effect_id("seh", "b a") == effect_id("seh", "a b") == "seh_extra_zonder_a+b"
