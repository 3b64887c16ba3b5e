"""The tables of what tags mean: readable, no row twice, and every row has its say."""

from __future__ import annotations

import csv

import pytest

from zorgkaart.network.access_tags import WORDS
from zorgkaart.network.modes.tag_rules import every_rules
from zorgkaart.network.tag_tables import TABLES, rows, table

NAMES = sorted(path.stem for path in TABLES.glob("*.csv"))
# Tables in which a key may recur, and what a row is known by.
KEYS = {"barriers": 3, "closing_tags": 2, "vehicle_sizes": 5}


@pytest.mark.parametrize("name", NAMES)
def test_no_row_stands_twice_and_each_is_whole(name: str) -> None:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        head, *body = csv.reader(lines)
    assert {len(row) for row in body} == {len(head)}
    known_by = [tuple(row[: KEYS.get(name, 1)]) for row in body]
    assert len(set(known_by)) == len(known_by)
    assert [tuple(row.values()) for row in rows(name)] == [tuple(row) for row in body]


def test_a_row_is_reached_by_its_first_column() -> None:
    assert table("road_classes")["ferry"]["snap"] == "no"
    assert next(iter(table("road_classes"))) == "motorway"


def test_each_kind_of_traffic_has_its_column() -> None:
    for rules in every_rules():
        assert {row[rules.name] for row in rows(rules.access)} == set(WORDS)
        assert {row[rules.name] for row in rows("closing_tags")} <= {*WORDS, ""}
        assert any(row["rules"] == rules.name for row in rows("vehicle_sizes"))
