"""The page about equity: what came out, pictures of the curves, and tables per group."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from zorgkaart.analyses.equity.compute import Equity
from zorgkaart.analyses.equity.curve_pictures import curve_figure
from zorgkaart.analyses.equity.figures import measure_words
from zorgkaart.analyses.equity.people_groups import AGE, EVERYONE, LEAST_PEOPLE
from zorgkaart.analyses.equity.quantities import Quantity
from zorgkaart.analyses.equity.sentences import GINI, about, changed, limits, measure_rows, unchanged
from zorgkaart.analyses.report.basis import account_section
from zorgkaart.outputs.documents.content import Block, Bullets, Cell, Column, Paragraph, Picture, Report, Section, Table
from zorgkaart.outputs.meaning.day import day_facts
from zorgkaart.outputs.pictures.drawing import svg_bytes
from zorgkaart.scenarios.in_words import describe
from zorgkaart.words.dates import dutch_date
from zorgkaart.words.sentences import sentence

FILES, TITLE = ("gelijkheid.html", "gelijkheid.pdf"), "Gelijkheid van bereikbaarheid"
# Begins the reason why nothing is shown of a group.
TOO_FEW = f"minder dan {LEAST_PEOPLE}"
# In the cell of a measure that is not computed of a group.
NONE = "-"
# The measures in the unit of what is measured.
MEANS = ("gemiddelde", "mediaan")
# The measures that the tables of the page have, as far as there are such figures; the others are in the workbook.
SHOWN = ("gemiddelde", "mediaan", "gini", "concentratie", "fgt1", "aandeel_buiten", "erreygers")
# Those of a scenario, before and after: no more fit on paper.
SHOWN_TWICE = ("gemiddelde", "gini", "aandeel_buiten", "erreygers")


def build_page(equity: Equity, origin: Mapping[str, Any], *, heading: str) -> Report:
    """The content of the page.

    Parameters
    ----------
    equity : Equity
        What came out.
    origin : mapping
        As :func:`zorgkaart.provenance.record.provenance` makes it; its time is the date of the page.
    heading : str
        What it is about.
    """
    made = datetime.datetime.fromisoformat(origin["gemaakt"])
    project = equity.study.project
    told = [quantity for quantity in equity.quantities if changed(equity, quantity)]
    same = unchanged(equity)
    return Report(
        title=TITLE,
        subtitle=heading,
        date=made,
        facts=(
            ("Gebied", project.region),
            *((("Wijziging", "; ".join(describe(equity.scenario))),) if equity.scenario is not None else ()),
            *day_facts(project),
            ("Datum", dutch_date(made)),
            ("Gemaakt met", f"zorgkaart {origin['versies']['zorgkaart']}"),
        ),
        summary=Section(
            "Vooraf",
            [Bullets(tuple(limits(equity))), Paragraph(GINI), *([Paragraph(same)] if same else [])],
        ),
        sections=(*(_section(equity, quantity) for quantity in told), account_section(origin)),
        appendices=(_meanings(),),
        provenance=origin,
    )


def _section(equity: Equity, quantity: Quantity) -> Section:
    blocks: list[Block] = [Paragraph(" ".join(about(equity, quantity)), tone="answer")]
    figure = curve_figure(equity, quantity)
    if figure is not None:
        width_mm = 25.4 * figure.get_figwidth()
        blocks.append(
            Picture(
                f"kromme-{quantity.name}",
                f"{quantity.label}: welk deel van de inwoners welk deel van het totaal heeft",
                f"Krommen van {quantity.label}. Hoe verder een kromme van de rechte lijn ligt, hoe ongelijker het is "
                "verdeeld. De cijfers staan in de tabel hieronder en in krommen.csv.",
                svg_bytes(figure),
                width_mm=width_mm,
            )
        )
    return Section(sentence(quantity.label), [*blocks, *_tables(equity, quantity)])


def _tables(equity: Equity, quantity: Quantity) -> Iterator[Table]:
    """A table per division into groups; everyone stands on top of the first."""
    frame = equity.table[equity.table["gemeten"] == quantity.name]
    together = frame["groepsindeling"].replace(EVERYONE, AGE)
    for division, rows in frame.groupby(together, sort=False):
        by = "" if division == AGE else f", naar {equity.study.project.equity.label(str(division))}"
        yield _table(equity, quantity, rows, f"groepen-{quantity.name}-{division}", f"{quantity.label}{by}")


def _table(equity: Equity, quantity: Quantity, frame: pd.DataFrame, name: str, caption: str) -> Table:
    """A row per group, and a column per measure; of a scenario one before and one after."""
    situations = list(equity.figures)
    shown = SHOWN if len(situations) == 1 else SHOWN_TWICE
    measures = [measure for measure in shown if (frame["maatstaf"] == measure).any()]
    columns = [Column("Groep", share=2), Column("Inwoners geteld", 0)]
    for measure in measures:
        words = measure_words()[measure]
        decimals = quantity.decimals if measure in MEANS else words.decimals
        for situation in situations:
            title = words.title + (f", {situation}" if len(situations) > 1 else "")
            columns.append(Column(title, decimals))
    rows = [_row(str(group), figures, measures, situations) for group, figures in frame.groupby("groep", sort=False)]
    hidden = frame["niet_getoond"].str.startswith(TOO_FEW).any()
    note = f"Van groepen van {TOO_FEW} inwoners staat er niets." if hidden else ""
    return Table(name, caption, tuple(columns), tuple(rows), note=note, small=True)


def _row(group: str, frame: pd.DataFrame, measures: list[str], situations: list[str]) -> tuple[Cell, ...]:
    figures = {str(row["maatstaf"]): row for row in frame.to_dict("records")}
    if frame["niet_getoond"].str.startswith(TOO_FEW).all():
        return (sentence(group), TOO_FEW, *[NONE] * (len(measures) * len(situations)))
    cells: list[Cell] = [sentence(group), float(frame["inwoners_geteld"].max())]
    for name in measures:
        cells += [float(figures[name][situation]) if name in figures else NONE for situation in situations]
    return tuple(cells)


def _meanings() -> Section:
    columns = (Column("Maatstaf"), Column("Betekenis", share=3), Column("Bron", share=1.5))
    rows = tuple((row["maatstaf_naam"], row["betekenis"], row["bron_maatstaf"]) for row in measure_rows())
    return Section("Wat de maatstaven betekenen", [Table("maatstaven", "Maatstaven", columns, rows, small=True)])
