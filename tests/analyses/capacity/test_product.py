"""What a look at capacity writes: every column explained, the same again from its record, sentences, map and styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from zorgkaart.analyses.capacity.change import Situations
from zorgkaart.analyses.capacity.paragraphs import paragraphs
from zorgkaart.analyses.capacity.product import CapacityProduct, product_of
from zorgkaart.analyses.capacity.task import CapacityTask
from zorgkaart.analyses.recorded_tasks import recorded_tasks
from zorgkaart.analyses.sheet_titles import sheet_titles
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.provenance.fingerprints import fingerprints


@pytest.fixture(params=["now", "closed"])
def product(request: pytest.FixtureRequest) -> CapacityProduct:
    return CapacityProduct(request.getfixturevalue(request.param))


def test_every_column_and_sheet_is_explained(product: CapacityProduct) -> None:
    for name, table in product.tables.items():
        assert undocumented(table.columns, product.columns) == [], name
    titles = sheet_titles(product.room) if product.room is not None else {}
    assert set(product.tables) <= set(titles)


def test_a_record_computes_the_same_again(product: CapacityProduct) -> None:
    task = product.task
    assert isinstance(task, CapacityTask)
    read = recorded_tasks().validate_python(task.model_dump(mode="json"))
    again = product_of(read, product.project)
    assert fingerprints(again.compared) == fingerprints(product.compared)


@pytest.mark.slow
def test_all_formats_are_written(product: CapacityProduct, tmp_path: Path) -> None:
    names = {path.relative_to(tmp_path).as_posix() for path in write(product, tmp_path, command="proef")}
    assert {"kaart.html", "capaciteit.gpkg", "capaciteit.xlsx", "tabellen/capaciteit_locaties.csv"} <= names
    page = (tmp_path / "kaart.html").read_text(encoding="utf-8")
    assert page.count("L.divIcon(") >= len(product.situations.sites())
    assert "bezetting" in page
    table = pd.read_csv(tmp_path / "tabellen" / "capaciteit_locaties.csv", sep=";")
    assert len(table) == 2


def test_sentences_are_sentences(product: CapacityProduct) -> None:
    for text in paragraphs(product.situations):
        assert not text[0].islower(), text
        assert text.endswith("."), text
        assert not re.search(r"nan|None|\d\.\d{4,}", text), text


def test_a_shortage_is_told_in_numbers_and_where(situations: Callable[..., Situations]) -> None:
    found = situations(each=0.5, reach_min=100.0)
    texts = " ".join(paragraphs(found))
    assert "er wordt meer gevraagd dan alle locaties" in texts
    assert "hoe mensen ook verdeeld worden".capitalize() in texts
    assert re.search(r"geen plek, bij de kortste ritten in (Alfa|Beta) \(\d", texts)


def test_unknown_empty_and_assumed_capacities_are_told_by_name(situations: Callable[..., Situations]) -> None:
    texts = " ".join(paragraphs(situations(capacities=(None, 0.0))))
    assert "Van 1 locatie is de capaciteit niet bekend" in texts
    assert "Praktijk Heem" in texts
    assert "Met een capaciteit van nul telt niet mee: Praktijk Lint." in texts
    assert "is de capaciteit aangenomen: 2 per locatie (praktijken)" in " ".join(paragraphs(situations()))


def test_a_closure_is_told(closed: Situations) -> None:
    texts = " ".join(paragraphs(closed))
    assert "naar wat sluit: Praktijk Heem" in texts
    assert "komt boven haar capaciteit: Praktijk Lint" in texts
