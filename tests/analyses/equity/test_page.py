"""The page: the figures of the table, and nothing of groups that are too small."""

from __future__ import annotations

import re

import pytest

from zorgkaart.analyses.equity.compute import Equity
from zorgkaart.analyses.equity.product import EquityProduct
from zorgkaart.outputs.documents.content import Picture, Report, Table


@pytest.fixture(scope="module")
def page(closure: Equity) -> Report:
    product = EquityProduct(closure)
    return product.pages(product.origin("test"))["gelijkheid.html"]


def test_tables_have_the_figures_of_before_and_after(page: Report, closure: Equity) -> None:
    table = next(
        block for block in page.blocks() if isinstance(block, Table) and block.name == "groepen-seh_min-leeftijd"
    )
    titles = [column.title for column in table.columns]
    row = next(row for row in table.rows if row[0] == "Iedereen")
    figures = closure.table
    mine = (figures["gemeten"] == "seh_min") & (figures["groep"] == "iedereen") & (figures["maatstaf"] == "gini")
    for situation in ("voor", "na"):
        assert row[titles.index(f"Gini, {situation}")] == pytest.approx(figures[mine].iloc[0][situation])


def test_of_small_groups_no_number_stands_there(page: Report) -> None:
    table = next(block for block in page.blocks() if isinstance(block, Table) and block.name == "groepen-seh_min-stad")
    row = next(row for row in table.rows if row[0] == "3 land")
    assert row[1] == "minder dan 50"
    assert set(row[2:]) == {"-"}
    assert "minder dan 50 inwoners" in table.note


def test_only_what_changes_has_a_section_and_what_does_not_is_named(page: Report) -> None:
    titles = [section.title for section in page.sections]
    assert not any("Huisarts" in title for title in titles)
    assert any("SEH" in title for title in titles)
    texts = [getattr(block, "text", "") for block in page.blocks()]
    assert "Dit verandert niet: Huisarts." in texts


def test_every_section_of_minutes_has_its_curves(page: Report) -> None:
    pictures = [block.name for block in page.blocks() if isinstance(block, Picture)]
    assert "kromme-seh_min" in pictures
    assert "kromme-seh_norm_min" in pictures


def test_margins_are_told_where_there_were_draws(page: Report) -> None:
    texts = " ".join(getattr(block, "text", "") for block in page.blocks())
    assert re.search(r"na de wijziging [0-9,]+, tussen [0-9,]+ en [0-9,]+\)", texts)
    assert "zonder marge" not in texts
