"""A page per gemeente: its figures are those of the tables, and it is one page however much stands on it."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pypdf
import pytest

from zorgkaart import Close, run_scenario
from zorgkaart.access.catalogue import norms_of, trips_of
from zorgkaart.analyses.run.gemeente_pages import NAME, run_pages, scenario_pages
from zorgkaart.analyses.run.product import RunProduct
from zorgkaart.errors import InputError
from zorgkaart.outputs.documents.content import Table
from zorgkaart.outputs.documents.pdf import sheets_pdf
from zorgkaart.outputs.documents.print_sheets import PrintSheets
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.study import Study


def origin_of(study: Study) -> dict[str, object]:
    return dict(RunProduct(study).origin("toets"))


def table(sheets: PrintSheets, row: int, name: str) -> Table:
    return next(block for block in sheets.sheets[row].blocks if isinstance(block, Table) and block.name == name)


@pytest.fixture(scope="module")
def closed(study: Study) -> Scenario:
    return run_scenario(study, [Close("seh-west")])


def test_the_figures_of_a_run_are_those_of_its_gemeenten(study: Study) -> None:
    sheets = run_pages(study, origin_of(study))[NAME]
    gemeenten = study.results["gemeenten"]
    assert [sheet.title for sheet in sheets.sheets] == [f"Gemeente {name}" for name in gemeenten["gemeentenaam"]]
    for row in range(len(gemeenten)):
        one = gemeenten.iloc[row]
        norms = table(sheets, row, "normen").rows
        for cells, norm in zip(norms, norms_of(study.project).values(), strict=True):
            aged = [one[norm.outside_aged(age)] for age in study.ages]
            np.testing.assert_equal(cells[1:], (one[norm.column], one[norm.outside], one[norm.share], *aged))
        for cells, trip in zip(table(sheets, row, "reistijden").rows, trips_of(study.project).values(), strict=True):
            np.testing.assert_equal(cells, (trip.label, one[trip.column], one[trip.p90]))


def test_a_scenario_has_now_and_after_side_by_side(closed: Scenario) -> None:
    sheets = scenario_pages(closed, origin_of(closed.after))[NAME]
    before, after = (side.results["gemeenten"] for side in (closed.before, closed.after))
    changed = 0
    for row in range(len(before)):
        for cells, norm in zip(table(sheets, row, "normen").rows, norms_of(closed.after.project).values(), strict=True):
            pair = (before[norm.outside].iloc[row], after[norm.outside].iloc[row])
            np.testing.assert_equal(cells[3:5], pair)
            changed += pair[0] != pair[1]
    assert changed


def test_every_gemeente_has_one_page_that_holds_all_of_it(closed: Scenario) -> None:
    sheets = scenario_pages(closed, origin_of(closed.after))[NAME]
    twice = [replace(sheet, blocks=[*sheet.blocks, *sheet.blocks]) for sheet in sheets.sheets]
    for made in (sheets, replace(sheets, sheets=twice)):
        content = sheets_pdf(made)
        reader = pypdf.PdfReader(io.BytesIO(content))
        assert len(content) < 3e6
        assert len(reader.pages) == len(sheets.sheets)
        for page, sheet in zip(reader.pages, made.sheets, strict=True):
            words = " ".join(page.extract_text().split())
            assert sheet.title in words
            assert "Bronnen:" in words
            assert "zonder marge" in words


def test_a_project_without_gemeenten_is_told_so(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(study.areas, gemeenten=study.areas.gemeenten.iloc[:0])
    monkeypatch.setattr(Study, "areas", bare)
    with pytest.raises(InputError, match="these areas have no gemeenten"):
        run_pages(study, {"gemaakt": "2026-11-29T12:00:00"})
