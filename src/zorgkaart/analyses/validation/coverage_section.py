"""The part of the page of a validation that says which published numbers our interval covers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from zorgkaart.analyses.validation.coverage import Coverage
from zorgkaart.outputs.documents.content import Cell, Column, Paragraph, Section, Table
from zorgkaart.words.numbers import number

TITLE = "Dekt ons interval wat er is gepubliceerd?"
TEXT = (
    "Van cijfers met een interval van 90 % horen er op de lange duur negen van de tien in hun interval te liggen. "
    "Hieronder staat elk gepubliceerd aantal inwoners dat het model zelf schat, berekend met de locaties van zijn dag. "
    "Een gepubliceerd bereik is gedekt als het geheel in het interval ligt."
)


def coverage_section(coverage: Coverage) -> Section:
    """What is covered and what is not, and the table; without blocks where no number of people is published.

    Parameters
    ----------
    coverage : Coverage
        Of the validation.
    """
    if coverage.table.empty:
        return Section(TITLE)
    rows: list[tuple[Cell, ...]] = [
        (
            f"{row['onderwerp']}, {row['gebied']}",
            row["datum"].replace("-", "\N{NON-BREAKING HYPHEN}"),
            _range(row, "gepubliceerd", "gepubliceerd_tot"),
            number(row["zorgkaart"]),
            _range(row, "interval_laag", "interval_hoog"),
            row["gedekt"],
        )
        for row in coverage.table.to_dict("records")
    ]
    columns = (
        Column("Onderwerp", share=2.4),
        Column("Locaties van", share=0.9),
        Column("Gepubliceerd", 0),
        Column("Hier", 0),
        Column("Interval (90\N{NO-BREAK SPACE}%)", 0),
        Column("Gedekt", share=0.8),
    )
    table = Table("dekking", "Gepubliceerde aantallen en ons interval", columns, tuple(rows), small=True)
    return Section(TITLE, [Paragraph(TEXT), *(Paragraph(line) for line in coverage.sentences()), table])


def _range(row: Mapping[Any, Any], low: str, high: str) -> str:
    """One number, or two with a dash between; empty where there is none."""
    values = [number(row[name]) for name in (low, high) if not math.isnan(row[name])]
    return "\N{EN DASH}".join(values)
