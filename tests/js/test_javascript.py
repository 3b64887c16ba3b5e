"""The unit tests of the scripts in node's own test runner, and the shape of the data that Python writes for them.

They skip where there is no node, or none of the packages of package.json, unless ZORGKAART_BROWSER=1.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support.map_samples import draw, levelled, outcome, scenario
from support.pages import Page
from support.paths import ROOT, TESTS
from support.surface_samples import hills

from zorgkaart.access.isochrones import Isochrones
from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.product import AtlasProduct
from zorgkaart.analyses.live.product import LiveProduct
from zorgkaart.outputs.web.map_page import page_source
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

TYPES = ROOT / "src" / "zorgkaart" / "outputs" / "web" / "scripts" / "types.d.ts"
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"


def lacking(what: str) -> None:
    if os.environ.get("ZORGKAART_BROWSER") == "1":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if not found:
        lacking("no node")
    return str(found)


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_arithmetic_of_the_scripts(node: str) -> None:
    files = sorted((TESTS / "js").glob("*.test.js"))
    output = run(node, "--test", "--test-reporter=tap", *files)
    passed = int(output.partition("# pass ")[2].split()[0])
    assert passed > 5 * len(files)


@pytest.mark.parametrize("live", [False, True])
def test_the_script_of_a_page_is_sound(node: str, tmp_path: Path, live: bool) -> None:
    """It can be read, in strict mode and as one function, which names that occur twice would prevent."""
    script = tmp_path / "page.cjs"
    script.write_text(f"({page_source(live=live)});", encoding="utf-8")
    run(node, "--check", script)


def pages(sample: Path, study: Study) -> dict[str, Page]:
    """A page of each sort: plain, of a scenario with isochrones, live, and an atlas of one and of two closures."""
    lines = Isochrones.of(hills(), (15, 30, 45), gaps_m=0, smooth_m=150, smallest_ha=25)
    deep = Study(Project.load(sample), k=3)
    maps = {
        "plain": draw(),
        "scenario": draw(**scenario() | {"isochrones": {"seh_norm_na": lines}}),
        "levels": draw(**levelled(scenario(), outcome("_na", outcome("_voor")))),
        "live": LiveProduct(study).map(),
        "atlas": AtlasProduct(deep, "seh", closure_atlas(deep, "seh")).map(),
        "pairs": AtlasProduct(deep, "huisarts", closure_atlas(deep, "huisarts", pairs=True)).map(),
    }
    return {name: Page(map_.get_root().render()) for name, map_ in maps.items()}


def test_the_data_of_a_page_have_the_shape_that_the_scripts_describe(
    node: str, sample: Path, study: Study, tmp_path: Path
) -> None:
    """Literals, so that tsc also finds what is there and not described."""
    if not TSC.is_file():
        lacking("no TypeScript; make lint installs it")
    texts = [f'/// <reference path="{TYPES.as_posix()}" />']
    for name, page in pages(sample, study).items():
        texts.append(f"export const {name}: RawData = {json.dumps(page.data, ensure_ascii=False)};")
    file = tmp_path / "data.ts"
    file.write_text("\n".join(texts), encoding="utf-8")
    options = (
        "--noEmit",
        "--allowJs",
        "--strict",
        "--target",
        "ES2022",
        "--moduleResolution",
        "bundler",
        "--module",
        "ESNext",
    )
    leaflet = ("--typeRoots", ROOT / "node_modules" / "@types", "--types", "leaflet")
    run(node, TSC, "--ignoreConfig", *options, *leaflet, file)
