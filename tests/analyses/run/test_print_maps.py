"""Maps that fill a sheet: a page for each norm, on the paper that was asked for, in small files."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from zorgkaart import Close, run_scenario
from zorgkaart.access.catalogue import norms_of
from zorgkaart.analyses.beside import Beside
from zorgkaart.analyses.run.product import RunProduct
from zorgkaart.analyses.scenario.product import ScenarioProduct
from zorgkaart.outputs.documents.print_sheets import PAPERS
from zorgkaart.outputs.formats import write
from zorgkaart.study.study import Study
from zorgkaart.terminal.options import PaperName

MM = {"a4": (210, 297), "a4-liggend": (297, 210), "a3": (297, 420), "a3-liggend": (420, 297)}


def test_the_option_offers_the_papers_that_there_are() -> None:
    assert [name.value for name in PaperName] == list(PAPERS)


@pytest.mark.parametrize("name", MM)
def test_a_run_has_a_page_for_each_norm_that_fills_its_sheet(study: Study, tmp_path: Path, name: str) -> None:
    product = RunProduct(study, Beside(vellen=(name,)))
    assert "prints" in product.formats
    (file,) = write(product, tmp_path, command="toets", formats=["prints"])
    assert file.name == f"kaart-{name}.pdf"
    assert file.stat().st_size < 3e6
    pages = pypdf.PdfReader(file).pages
    captions = [norm.caption for norm in norms_of(study.project).values()]
    assert len(pages) == len(captions)
    for page, caption in zip(pages, captions, strict=True):
        size = [float(side) * 25.4 / 72 for side in (page.mediabox.width, page.mediabox.height)]
        assert size == pytest.approx(MM[name], abs=0.5)
        words = " ".join(page.extract_text().split())
        assert caption in words
        assert "Bronnen:" in words


def test_a_scenario_has_after_and_the_difference(study: Study, tmp_path: Path) -> None:
    scenario = run_scenario(study, [Close("seh-west")])
    (file,) = write(ScenarioProduct(scenario, Beside(vellen=("a4",))), tmp_path, command="toets", formats=["prints"])
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages]
    assert [sum(moment in page for page in pages) for moment in ("na de wijziging", "verschil door de wijziging")] == [
        len(pages) // 2
    ] * 2


def test_nothing_is_printed_that_nobody_asked_for(study: Study) -> None:
    assert "prints" not in RunProduct(study).formats
    assert RunProduct(study).prints({}) == {}
