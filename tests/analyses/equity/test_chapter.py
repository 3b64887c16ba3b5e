"""The chapter of a report says what the analysis found, of what a scenario changes only."""

from __future__ import annotations

import pytest

from zorgkaart.analyses.equity.chapter import equity_section
from zorgkaart.analyses.equity.compute import Equity
from zorgkaart.analyses.equity.quantities import quantities_of
from zorgkaart.analyses.equity.sentences import CAUTION, changed
from zorgkaart.outputs.documents.content import Bullets, Paragraph, Section, Table
from zorgkaart.study.study import Study
from zorgkaart.words.sentences import sentence


def tables(section: Section) -> dict[str, Table]:
    return {block.name: block for block in section.blocks if isinstance(block, Table)}


def value(equity: Equity, situation: str, measure: str, quantity: str, group: str) -> float:
    frame = equity.table
    rows = frame[(frame["maatstaf"] == measure) & (frame["gemeten"] == quantity) & (frame["groep"] == group)]
    return float(rows[situation].iloc[0])


def test_the_present_has_a_row_per_quantity_with_the_figures_of_the_analysis(present: Equity) -> None:
    section = equity_section(present.study)
    assert section is not None
    assert section.blocks[0] == Paragraph(CAUTION)
    means, outside = tables(section).values()
    labels = {sentence(item.label): item for item in present.quantities}
    for table, measure, times in ((means, "gemiddelde", 1), (outside, "aandeel_buiten", 100)):
        assert table.rows
        for row in table.rows:
            quantity = labels[str(row[0])]
            assert row[1] == pytest.approx(times * value(present, "nu", measure, quantity.name, "iedereen"))
            assert quantity.outside is (times == 100)
    titles = [column.title for column in means.columns]
    assert titles[1] == "Iedereen"
    assert titles[-3:] == ["Laagste vijfde", "Hoogste vijfde", "Gini"]


def test_a_scenario_has_what_it_changes_before_and_after(closure: Equity) -> None:
    assert closure.scenario is not None
    section = equity_section(closure.study, closure.scenario)
    assert section is not None
    shown = {str(row[0]) for table in tables(section).values() for row in table.rows}
    whole = Equity(closure.study, closure.scenario, (), quantities_of(closure.study.project))
    moved = {sentence(item.label) for item in whole.quantities if changed(whole, item)}
    assert shown
    assert shown <= moved
    titles = [column.title for column in next(iter(tables(section).values())).columns]
    assert titles[1:3] == ["Iedereen, voor", "Iedereen, na"]
    (notes,) = (block for block in section.blocks if isinstance(block, Bullets))
    assert any("één berekening, zonder marge" in text for text in notes.items)


def test_without_a_characteristic_there_is_no_chapter(present: Equity) -> None:
    plain = present.study.project.with_changes(equity={"table": None, "rank": "", "groups": []})
    assert equity_section(Study(plain)) is None
