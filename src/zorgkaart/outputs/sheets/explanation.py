"""The first sheet of a workbook: what it is about, what came out, of which date it is, and what each sheet holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

EXPLANATION_SHEET, PROVENANCE_SHEET, DICTIONARY_SHEET = "toelichting", "herkomst", "kolommen"
OF_EVERY_WORKBOOK = {
    PROVENANCE_SHEET: "Waar dit bestand uit gemaakt is: gegevens, instellingen en versies.",
    DICTIONARY_SHEET: "Wat elke kolom betekent, met de eenheid. Staat ook als opmerking bij de kop van elke kolom.",
}


def explanation_table(
    lines: Sequence[tuple[str, str]], sheets: Iterable[str], titles: Mapping[str, str]
) -> pd.DataFrame:
    """The rows of the first sheet.

    Parameters
    ----------
    lines : sequence of (str, str)
        What each line is about, and its text, in Dutch.
    sheets : iterable of str
        The other sheets, in order.
    titles : mapping of str to str
        What a sheet holds; one that is not in it is not listed.

    Returns
    -------
    DataFrame
        ``onderwerp`` and ``toelichting``; a subject that is that of the row above is left empty.
    """
    known = {**OF_EVERY_WORKBOOK, **titles}
    rows = [*lines, *((f"Tabblad {name}", known[name]) for name in sheets if name in known)]
    above = [""] + [subject for subject, _ in rows]
    subjects = [subject if subject != before else "" for (subject, _), before in zip(rows, above, strict=False)]
    return pd.DataFrame({"onderwerp": subjects, "toelichting": [text for _, text in rows]}, dtype="string")
