"""Of when the sites behind a layer are, and how many of them are in doubt."""

from __future__ import annotations

import pandas as pd
import pytest
from support.map_samples import car_view

from zorgkaart.outputs.meaning.site_data import data_sentence, dated_views

LABELS = {"seh": "SEH", "huisarts": "Huisarts", "post": "Ambulancepost"}


def sites(**kinds: list[tuple[str | None, str]]) -> pd.DataFrame:
    rows = [(kind, date, status) for kind, items in kinds.items() for date, status in items]
    return pd.DataFrame(rows, columns=["soort", "peildatum", "status"])


@pytest.mark.parametrize(
    ("table", "kinds", "sentence"),
    [
        (sites(huisarts=[("2026-03-11", "open")] * 2), ["huisarts"], "huisarts 11 maart 2026"),
        (sites(huisarts=[("2026-03-11", "open"), ("2026-04", "open")]), ["huisarts"], "huisarts 2026"),
        (sites(seh=[("2019", "open"), ("2022-01-01", "open")]), ["seh"], "SEH 2019 tot en met 2022"),
        (sites(seh=[(None, "open")]), ["seh"], "SEH datum onbekend"),
        (
            sites(seh=[("2022", "twijfel")], post=[("2013", "open"), ("2013", "onbekend"), ("2013", "twijfel")]),
            ["post", "seh"],
            "ambulancepost 2013 (2 locaties waarvan niet zeker is of die er zijn) en "
            "SEH 2022 (1 locatie waarvan niet zeker is of die er is)",
        ),
        (sites(seh=[("2022", "open")]), ["seh", "huisarts"], "SEH 2022"),
    ],
)
def test_dates_and_doubts_of_each_kind(table: pd.DataFrame, kinds: list[str], sentence: str) -> None:
    assert data_sentence(table, kinds, LABELS) == f"Stand van de gegevens: {sentence}."


def test_without_a_site_or_a_date_nothing_is_said() -> None:
    assert data_sentence(sites(seh=[("2022", "open")]), ["huisarts"], LABELS) == ""
    assert data_sentence(pd.DataFrame({"soort": ["seh"]}), ["seh"], LABELS) == ""


def test_a_layer_without_a_line_of_its_own_tells_it_in_its_explanation() -> None:
    view = car_view("seh", explanation="Minuten met de auto.", kinds=("seh",))
    (dated,) = dated_views([view], sites(seh=[("2022", "open")]), LABELS)
    assert dated.explanation == "Minuten met de auto. Stand van de gegevens: SEH 2022."
    assert dated_views([view], sites(), LABELS) == [view]
