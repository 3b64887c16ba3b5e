from __future__ import annotations

from zorgkaart.outputs.sheets.explanation import explanation_table


def test_a_subject_stands_once_and_sheets_without_words_are_left_out() -> None:
    lines = [("Titel", "Proef"), ("Bron", "CBS."), ("Bron", "BAG.")]
    table = explanation_table(lines, ["buurten", "stil", "kolommen"], {"buurten": "Alle buurten."})
    assert table["onderwerp"].tolist() == ["Titel", "Bron", "", "Tabblad buurten", "Tabblad kolommen"]
    assert table["toelichting"].tolist()[:4] == ["Proef", "CBS.", "BAG.", "Alle buurten."]
