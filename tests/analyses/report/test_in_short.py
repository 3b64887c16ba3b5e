"""The page that answers the question."""

from __future__ import annotations

import math

from support.report_samples import Page

from zorgkaart.analyses.validation.headline_estimates import change_estimate, change_interval, outside_estimate
from zorgkaart.scenarios.scenario import Scenario


def test_the_summary_gives_the_answer(ommelander: Scenario, ommelander_page: str) -> None:
    text = Page(ommelander_page).text.replace("\N{NO-BREAK SPACE}", " ")
    more, now = (
        words.replace("\N{NO-BREAK SPACE}", " ")
        for words in (change_estimate(ommelander, "seh"), outside_estimate(ommelander.before, "seh"))
    )
    assert "Komt de norm in gevaar door sluiting van Ommelander Ziekenhuis" in text
    assert f"Ja. Door de wijziging komen er {more} bij buiten de 45-minutennorm" in text
    assert f"nu zijn dat er {now}." in text
    assert "gevoelig ziekenhuis" in text
    assert "Huisartsenpost: hier verandert niets" in text


def test_what_is_known_to_an_interval_is_not_told_to_the_unit(ommelander: Scenario, ommelander_page: str) -> None:
    assert not math.isnan(change_interval(ommelander, "seh")[0])
    summary = Page(ommelander_page).text.partition("Inhoud")[0].replace("\N{NO-BREAK SPACE}", " ")
    total = ommelander.totals().set_index("soort").loc["seh"]
    for name in ("inwoners_buiten_verschil", "inwoners_buiten_na", "inwoners_buiten_voor"):
        assert f"{total[name]:,.0f}".replace(",", ".") not in summary, name
    assert "Een getal zonder grenzen is de uitkomst van één berekening." in summary
