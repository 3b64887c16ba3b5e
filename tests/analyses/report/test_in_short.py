"""The page that answers the question."""

from __future__ import annotations

from support.report_samples import Page

from zorgkaart.scenarios.scenario import Scenario


def test_the_summary_gives_the_answer(ommelander: Scenario, ommelander_page: str) -> None:
    total = ommelander.totals().set_index("soort").loc["seh"]
    text = Page(ommelander_page).text
    more = f"{total['inwoners_buiten_verschil']:,.0f}".replace(",", ".")
    after = f"{total['inwoners_buiten_na']:,.0f}".replace(",", ".")
    assert "Komt de norm in gevaar door sluiting van Ommelander Ziekenhuis" in text
    assert f"Ja. Na de wijziging vallen {after} inwoners buiten de 45-minutennorm" in text
    assert f"Dat zijn er {more} meer dan nu" in text
    assert "gevoelig ziekenhuis" in text
    assert "De huisartsenpost verandert niet" in text
