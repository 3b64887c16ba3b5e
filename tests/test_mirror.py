"""Tests mirror the source and the tools: the tests of a module lie where the module lies, under its name."""

from __future__ import annotations

import pytest
from support.paths import ROOT, TESTS

SOURCE = ROOT / "src" / "zorgkaart"
FILES = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py"))
# What is not about one module, and why it lies where it does.
OTHERS = {
    "test_mirror.py": "this file",
    "analyses/atlas/test_atlas_browser.py": "the page of an atlas in a browser",
    "analyses/live/test_cases.py": "the sums of the live map by the table of cases that its script is held against too",
    "analyses/live/test_new_sites_browser.py": "new sites and other hours on that page, in a browser",
    "analyses/live/test_panel_browser.py": "placing new sites, hours and files as a reader does it, in a browser",
    "analyses/live/test_live_browser.py": "the page on which sites are clicked shut and open, in a browser",
    "analyses/live/test_kept_browser.py": "levels, a second map and saved scenarios of the live map, in a browser",
    "js/test_javascript.py": "the unit tests of the scripts, which Node.js runs",
    "network/test_osrm.py": "what a car may pass, through all modules that read tags, as OSRM has it",
    "network/test_real.py": "building, joining and sweeping on networks of real places",
    "outputs/gis/test_qgis.py": "GeoPackages and rasters opened by QGIS itself",
    "outputs/web/test_map_browser.py": "the map in a browser",
    "outputs/web/test_panes_browser.py": "panes above the map in a browser",
    "routing/test_ranking.py": "the k nearest, closures and openings, each as a search from nothing gives them",
    "scenarios/test_properties.py": "what holds for every scenario and atlas",
    "study/test_access_leg.py": "the way between door and road, through all stages of a study",
    "study/test_sharing.py": "what studies share",
    "words/test_number_cases.py": "numbers by the table of cases that the script of the map is held against too",
    "tools/test_importers.py": "the importers, which lie outside the package, and what they made",
    "tools/siren/test_assumptions.py": "the assumptions of the projects held against the fit of siren speeds",
}
# A room of analyses has these, and may name its tests after them wherever the code stands.
ROOM = {"compute", "product", "summary", "command"}


def module_of(name: str) -> str:
    """The module that a test file is about, by its path."""
    folder, _, file = f"/{name}".rpartition("/")
    return f"{folder}/{file.removeprefix('test_')}".lstrip("/")


@pytest.mark.parametrize("name", [name for name in FILES if name not in OTHERS and not name.startswith("whole/")])
def test_a_test_file_is_named_after_its_module(name: str) -> None:
    module = module_of(name)
    in_room = module.startswith("analyses/") and module.count("/") == 2
    if in_room and module.removesuffix(".py").rpartition("/")[2] in ROOM:
        assert (SOURCE / module).parent.is_dir(), f"{name}: there is no room {module.rpartition('/')[0]}"
    elif module.startswith("tools/"):
        assert (ROOT / module).is_file(), f"{name}: there is no {module}. Move the tests along with their module"
    else:
        assert (SOURCE / module).is_file(), (
            f"{name}: there is no src/zorgkaart/{module}. Move the tests along with their module, "
            "put what runs the whole program in tests/whole/, or name the file among OTHERS"
        )


def test_others_are_there_and_needed() -> None:
    assert OTHERS.keys() <= {*FILES}
    assert not [name for name in OTHERS if (SOURCE / module_of(name)).is_file()]


def test_helpers_hold_no_tests() -> None:
    assert not [path.name for path in (TESTS / "support").rglob("test_*.py")]
