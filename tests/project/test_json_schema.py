"""The JSON schema that editors complete the project file with."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support.paths import ROOT
from support.schema import sections

from zorgkaart.project.json_schema import project_schema, schema_text
from zorgkaart.project.keys import named_sections
from zorgkaart.project.model import Project
from zorgkaart.project.template import TEMPLATE

TEXT = TEMPLATE.read_text(encoding="utf-8")
SHIPPED = [*sorted((ROOT / "projects").glob("*.toml")), ROOT / "docs" / "voorbeeld" / "zorgkaart.toml", TEMPLATE]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return project_schema(TEXT)


def faults(schema: dict[str, Any], text: str) -> list[str]:
    """What an editor says of a file: where, and what."""
    raw = json.loads(json.dumps(tomllib.loads(text), default=str))  # a date of TOML is its text, as in taplo
    found = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(raw)
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def switched_on(text: str) -> str:
    return "\n".join(re.sub(r"^# (?=\[|[a-z_]+ = )", "", line) for line in text.splitlines())


def parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for inner in schema.values():
        for part in inner if isinstance(inner, list) else [inner]:
            if isinstance(part, dict):
                yield from parts(part)


def test_it_is_a_schema_that_stands_alone(schema: dict[str, Any]) -> None:
    jsonschema.Draft7Validator.check_schema(schema)
    assert json.loads(schema_text(TEXT)) == schema
    for part in parts(schema):
        assert "$ref" not in part
        assert part.get("type") != "null"
        assert not isinstance(part.get("required"), list)
    assert str(ROOT) not in schema_text(TEXT)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_files_that_come_with_it_are_right(schema: dict[str, Any], path: Path) -> None:
    assert faults(schema, path.read_text(encoding="utf-8")) == []


def test_so_is_the_template_with_every_hint_switched_on(schema: dict[str, Any]) -> None:
    assert faults(schema, switched_on(TEXT)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("limit_min = 45", "limiet_min = 45", "'limiet_min' was unexpected"),
        ("[residents]", "[residentz]", "'residentz' was unexpected"),
        ("[kinds.seh]", "[kinds.Seh]", "kinds: 'Seh' does not match any of the regexes"),
        ('crs = "EPSG:28992"', 'path = "x"', "project: .*'path' was unexpected"),
        ("[project]", 'path = "x"\n[project]', "^: .*'path' was unexpected"),
        ("draws = 200", "draws = 1", "uncertainty.draws: 1 is less than the minimum of 2"),
        ("place_share = 0.6", "place_share = 0", "quality.place_share: 0 is less than or equal"),
        ("abroad = false", 'abroad = "nee"', "facilities.abroad: 'nee' is not of type 'boolean'"),
        ('totals = "raster"', 'totals = "cellen"', "residents.totals: 'cellen' is not one of"),
        ('land = "NL"', 'land = "nl"', "project.land: 'nl' does not match"),
        ("bounds_abroad = [47.0, 56.0, -1.0, 16.0]", "bounds_abroad = [47.0]", r"facilities.bounds_abroad: \[47.0\]"),
        ('addresses = ["gegevens/adressen.csv"]', 'addresses = "x.csv"', "'x.csv' is not of type 'array'"),
        ('distribution = "choice"', 'distribution = "keuze"', "'keuze' is not one of"),
        ('open = [{ kind = "seh"', 'open = [{ soort = "seh"', "open.0: .*'soort' was unexpected"),
    ],
)
def test_what_is_wrong_is_seen(schema: dict[str, Any], old: str, new: str, fault: str) -> None:
    text = switched_on(TEXT)
    assert old in text
    found = faults(schema, text.replace(old, new, 1))
    assert len(found) == 1, found
    assert re.search(fault, found[0])


def test_a_file_that_takes_over_another_needs_no_more_than_it_changes(schema: dict[str, Any]) -> None:
    assert faults(schema, 'base = "a.toml"\n[norms.seh]\nlimit_min = 30\n[kinds.seh]\nlabel = "SEH"\n') == []
    assert faults(schema, 'base = "a.toml"\n[norms.seh]\nlimit = 30\n') != []


def _at(schema: dict[str, Any], section: str) -> dict[str, Any]:
    """The schema of a section; of one with names, that of any of them."""
    named = named_sections(Project)
    for name in filter(None, section.split(".")):
        schema = schema["properties"][name]
        if name in named:
            inner = schema.get("patternProperties") or {"": schema["additionalProperties"]}
            (schema,) = inner.values()
    return schema


def test_every_key_of_every_section_is_there_and_explained(schema: dict[str, Any]) -> None:
    for section, keys in sections(Project).items():
        found = _at(schema, section)["properties"]
        assert set(keys) - {"path"} <= set(found), section
        for key in set(keys) - {"path"}:
            assert len(found[key]["description"]) > 5, f"[{section}] {key}"
    for name, part in schema["properties"].items():
        assert len(part["description"]) > 5, name


def test_explanations_and_defaults_are_those_of_template_and_model(schema: dict[str, Any]) -> None:
    limit = _at(schema, "access")["properties"]["limit_m"]
    line = next(line for line in TEXT.splitlines() if line.startswith("limit_m = "))
    assert line.endswith(f"# {limit['description']}")
    assert limit["default"] == 1000
    assert limit["exclusiveMinimum"] == 0
    assert _at(schema, "")["properties"]["base"]["description"].startswith("Neem een ander projectbestand over")
    assert "default" not in _at(schema, "areas")["properties"]["wijken"]
