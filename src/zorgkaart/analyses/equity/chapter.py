"""The part of both reports on who is worse off: what older people and people in poorer areas have, beside everyone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from zorgkaart.analyses.equity.compute import Equity
from zorgkaart.analyses.equity.figures import Key
from zorgkaart.analyses.equity.people_groups import AGE, EVERYONE, FIFTHS
from zorgkaart.analyses.equity.quantities import Quantity, quantities_of
from zorgkaart.analyses.equity.sentences import CAUTION, GINI, changed, limits, unchanged
from zorgkaart.outputs.documents.content import Block, Bullets, Cell, Column, Paragraph, Section, Table
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.study import Study
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.sentences import sentence

TITLE = "Wie is slechter af?"
OLDER = 75
SHARE, MEAN, SPREAD = "aandeel_buiten", "gemiddelde", "gini"
TABLES = (
    (MEAN, "gelijkheid-gemiddelden", "Gemiddelde minuten en aanbod, van iedereen en van groepen"),
    (SHARE, "gelijkheid-buiten", "Welk deel buiten de norm woont (%), van iedereen en van groepen"),
)


def equity_section(study: Study, scenario: Scenario | None = None) -> Section | None:
    """How evenly access is spread, as the chapter of a report.

    Parameters
    ----------
    study : Study
        The present situation.
    scenario : Scenario, optional
        Changes of it; then only what they change is told.

    Returns
    -------
    Section or None
        None where the project has no characteristic of areas to rank people by.
    """
    project = study.project
    if not project.equity.rank:
        return None
    kinds = set(project.kinds if scenario is None else scenario.kinds)
    quantities = tuple(item for item in quantities_of(project) if item.measure.kind in kinds)
    result = Equity(study, scenario, (), quantities)
    told = [quantity for quantity in quantities if changed(result, quantity)]
    tables = [
        _table(result, [item for item in told if item.outside is (measure == SHARE)], measure, name, caption)
        for measure, name, caption in TABLES
    ]
    blocks: list[Block] = [Paragraph(CAUTION), *(table for table in tables if table.rows)]
    if told:
        blocks.append(Paragraph(GINI, tone="note"))
    if same := unchanged(result):
        blocks.append(Paragraph(same))
    margin = f"De cijfers zijn {ONE_RUN}; de opdracht zorgkaart equity --draws 100 geeft er een marge bij."
    notes = [text for text in limits(result) if text != CAUTION and ONE_RUN not in text]
    return Section(TITLE, [*blocks, Bullets((*notes, margin))])


def _table(result: Equity, quantities: Sequence[Quantity], measure: str, name: str, caption: str) -> Table:
    """A row per quantity; of a scenario each group has two columns, before and after."""
    section = result.study.project.equity
    label = section.label(section.rank)
    older = {f"{OLDER} jaar en ouder": (AGE, f"{OLDER} jaar en ouder")} if OLDER in result.study.ages else {}
    groups = {
        "Iedereen": (EVERYONE, EVERYONE),
        **older,
        "Laagste vijfde": (section.rank, FIFTHS[0]),
        "Hoogste vijfde": (section.rank, FIFTHS[-1]),
    }
    situations = list(result.figures)
    titles = [
        f"{title}{f', {situation}' if len(situations) > 1 else ''}" for title in groups for situation in situations
    ]
    rows: dict[tuple[str, ...], tuple[Cell, ...]] = {}
    for quantity in quantities:
        cells: list[Cell] = []
        for division, group in groups.values():
            key = Key(quantity.name, division, group, measure)
            cells += [_value(result, situation, key) for situation in situations]
        if measure == MEAN:
            key = Key(quantity.name, EVERYONE, EVERYONE, SPREAD)
            cells += [_value(result, situation, key) for situation in situations]
        # The minutes of a norm on a trip are those of the trip: told once.
        rows.setdefault((quantity.measure.kind, *map(str, cells)), (sentence(quantity.label), *cells))
    more = [f"Gini{f', {situation}' if len(situations) > 1 else ''}" for situation in situations]
    columns = (
        Column("Wat", share=2.4),
        *(Column(title, 1 if measure == SHARE else 2) for title in titles),
        *(Column(title, 2) for title in (more if measure == MEAN else ())),
    )
    note = f"Vijfden: inwoners op volgorde van {label}, elk een vijfde deel van hen."
    return Table(name, caption, columns, tuple(rows.values()), note=note, small=True)


def _value(result: Equity, situation: str, key: Key) -> float:
    figure = result.figures[situation].get(key)
    value = figure.value if figure is not None else math.nan
    return 100 * value if key.measure == SHARE else value
