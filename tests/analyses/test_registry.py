"""The registry of analyses: each is there whole, and nothing else has to know of a new one."""

from __future__ import annotations

import ast
import re

import pytest
from support.paths import ROOT

from zorgkaart.analyses.dictionary import room_texts
from zorgkaart.analyses.recorded_tasks import recorded_tasks
from zorgkaart.analyses.registry import ANALYSES, Analysis
from zorgkaart.outputs.formats import FORMATS
from zorgkaart.outputs.product import Product

SOURCE = ROOT / "src" / "zorgkaart"
# Modules of a room that the others may know: what it computes and what it shows, never how it is asked for.
OWN = ("command", "summary", "task")


def imports(text: str) -> set[str]:
    tree = ast.walk(ast.parse(text))
    return {node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module is not None}


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda analysis: analysis.name)
def test_an_analysis_has_a_command_and_what_it_takes_to_repeat_it(analysis: Analysis) -> None:
    assert analysis.command.__name__ == analysis.name
    assert analysis.command.__doc__
    if analysis.repeatable:
        assert analysis.task.model_fields["naam"].default == analysis.name


def test_the_union_of_tasks_is_that_of_the_analyses_that_can_be_repeated() -> None:
    names = set(recorded_tasks().json_schema()["discriminator"]["mapping"])
    assert names == {analysis.name for analysis in ANALYSES if analysis.repeatable}


def test_no_other_room_knows_how_an_analysis_is_asked_for() -> None:
    for path in SOURCE.rglob("*.py"):
        for module in imports(path.read_text(encoding="utf-8")):
            found = re.fullmatch(r"zorgkaart\.analyses\.(\w+)\.(\w+)", module)
            if found is not None and found[2].rpartition("_")[2] in OWN:
                assert path.parent.name == found[1], f"{path.name} imports {module}"


def test_the_smallest_analysis_is_the_files_that_the_guide_lists() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = guide.partition("consists of:")[2].partition("It has no settings")[0]
    listed = set(re.findall(r"`([\w/.]+)`", table))
    room = SOURCE / "analyses" / "border"
    files = {path.name for path in room.iterdir() if path.is_file()}
    assert {name.rpartition("/")[2] for name in listed if "analyses/border/" in name or "/" not in name} >= files
    knowing = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if path.parent != room and any("analyses.border" in name for name in imports(path.read_text(encoding="utf-8")))
    }
    assert knowing == {"analyses/quality/quality_page.py"}
    assert room in room_texts()


def test_a_format_is_one_of_those_there_are() -> None:
    def below(kind: type[Product]) -> list[type[Product]]:
        return [kind, *(item for child in kind.__subclasses__() for item in below(child))]

    for analysis in ANALYSES:
        if analysis.repeatable:
            analysis._module("product")
    products = below(Product)
    assert len(products) > sum(analysis.repeatable for analysis in ANALYSES)
    for product in products:
        assert set(product.formats) <= set(FORMATS), product.__name__
