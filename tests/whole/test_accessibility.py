"""No serious finding of axe-core on any page that the program makes: on a desktop, at 200 % and on a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.axe import axe_findings
from support.browser import DESKTOP, PHONE, TWICE, Browser
from support.map_samples import draw, levelled, outcome, province, scenario

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.product import AtlasProduct
from zorgkaart.analyses.live.product import write_live
from zorgkaart.analyses.quality.quality_page import quality_report, quality_tables
from zorgkaart.analyses.scenario.product import write_report
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.web.folium_map import build_map, write_map
from zorgkaart.provenance.record import provenance
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

pytestmark = pytest.mark.browser

UNFOLD = """
for (const part of document.querySelectorAll("details")) part.open = true;
for (const name of ["zk-more", "zk-legend-toggle", "zk-live-fold"]) {
  const button = document.getElementById(name);
  if (button && button.getAttribute("aria-expanded") === "false") button.click();
}
"""


@pytest.fixture(scope="module")
def pages(study: Study, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The address of a page of each sort, by its name."""
    folder = tmp_path_factory.mktemp("paginas")
    changed = run_scenario(study, [Close("oost")])
    arguments = province()
    write_map(build_map(arguments.pop("areas"), **arguments), folder / "kaart.html")
    write_map(draw(**scenario()), folder / "scenario.html")
    levels = levelled(scenario(), outcome("_na", outcome("_voor")))
    write_map(draw(**levels, points=["Een tweede uitkomst."]), folder / "gemeenten.html")
    deep = Study(study.project, k=3)
    write_map(AtlasProduct(deep, "seh", closure_atlas(deep, "seh")).map(), folder / "atlas.html")
    write_live(study, folder / "wat-als.html", command="test")
    write_report(changed, folder, command="test")
    origin = provenance(study.project, command="test", network=study.network.source)
    text = html_page(quality_report(study, quality_tables(study), origin))
    (folder / "kwaliteit.html").write_text(text, encoding="utf-8")
    return {path.stem: path for path in folder.glob("*.html")}


@pytest.mark.parametrize("size", [DESKTOP, TWICE, PHONE])
@pytest.mark.parametrize("name", ["kaart", "scenario", "gemeenten", "atlas", "wat-als", "rapport", "kwaliteit"])
def test_axe_has_no_serious_finding(browser: Browser, pages: dict[str, Path], name: str, size: tuple[int, int]) -> None:
    """As the page opens, with all unfolded, and of a map with the search and a popup open too."""
    browser.open(pages[name], fragment="#dicht=seh-oost" if name == "wat-als" else "", size=size)
    assert axe_findings(browser) == []
    browser.run(UNFOLD)
    assert axe_findings(browser) == []
    if not browser.all("#zk-search"):
        return
    for kind in (".zk-site-open", ".zk-site-few"):
        if markers := browser.all(kind):
            browser.act("arguments[0].click()", markers[0])
            browser.card()
            break
    browser.search("e", enter=False)
    assert axe_findings(browser) == []
    browser.search("bestaat niet", enter=False)
    assert axe_findings(browser) == []


def test_axe_has_no_serious_finding_in_the_panel_of_a_gemeente_and_the_choice_of_a_sheet(
    browser: Browser, pages: dict[str, Path]
) -> None:
    browser.open(pages["gemeenten"], fragment="#laag=seh_norm_na&gebied=gemeenten")
    browser.search("gemeente 1")
    assert browser.all(".zk-outcome")
    assert axe_findings(browser) == []
    browser.act("document.querySelector('button[aria-label=Afdrukken]').click()")
    assert browser.run("return document.querySelector('dialog').open")
    assert axe_findings(browser) == []
