"""Published closures: those of sites that count here, whatever the order in which they are named."""

from __future__ import annotations

from dataclasses import replace

from zorgkaart.analyses.validation.published_closures import closed_by, closing, closure_figures, effect_id
from zorgkaart.scenarios.changes import Close
from zorgkaart.study.study import Study


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
