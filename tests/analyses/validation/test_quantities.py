"""The registry of published quantities: complete, and without a figure where a study cannot compute it."""

from __future__ import annotations

import pytest

from zorgkaart.analyses.validation.quantities import QUANTITIES, quantity_of, subject
from zorgkaart.inputs.published import MEASURES
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
