"""No country, CRS, kind of care or column of CBS is written in the code outside the named defaults.

Such a constant gives a region elsewhere a wrong answer without a word. What a reader is told in sentences is not looked
at: a text has blanks, a constant that something hangs on has none.
"""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from support.paths import ROOT

import zorgkaart

PACKAGE = Path(zorgkaart.__file__).parent
# Here each has a name, and what it means and why stand beside it.
NAMED = "project/defaults.py"

DRAWN = "how the kinds that are known well are drawn; a kind of one's own gets a spare symbol"
MILLIMETRES = "the unit of lengths in QGIS"
OPENING = "days of the opening hours of OpenStreetMap"
ALLOWED: Mapping[str, Mapping[str, str]] = {
    "access/norm_words.py": {"ambulancepost": "the word of planners, in sentences about a norm"},
    "project/moments.py": {"PH": OPENING},
    "fetch/boundaries.py": {"JA": "the word of CBS for water"},
    "fetch/material.py": {": not projected in metres. Name one such as EPSG:2056.": "an example in advice"}
    | {": no coordinate reference system. Name one such as EPSG:2056.": "an example in advice"},
    "fetch/osm_file.py": {"CZ": "classes of Unicode characters"},
    "inputs/opening_hours.py": {"PH": OPENING, "SH": OPENING},
    "inputs/schema.py": {"cbs_afst_huisarts_km": "the schema of the own tables, which may lack the column"},
    "outputs/meaning/symbols.py": dict.fromkeys(
        ("seh", "acute_verloskunde", "ambulancepost", "huisartsenpost", "elv", "grz", "apotheek", "huisarts"), DRAWN
    )
    | {"verpleeghuis": DRAWN},
    "outputs/styles/qgis_styles.py": {"MM": MILLIMETRES},
    "outputs/styles/qml.py": {"MM": MILLIMETRES},
    "words/locale.py": {"NL": "Dutch as it is written in the Netherlands, which is the language of all output"},
    "words/opening_times.py": {"PH": OPENING, "SH": OPENING},
}


def _kinds() -> set[str]:
    """The kinds of care of the projects that come with it, and those that fetch looks for."""
    files = sorted((ROOT / "projects").glob("*.toml"))
    named = {kind for file in files for kind in tomllib.loads(file.read_text(encoding="utf-8")).get("kinds", {})}
    with (PACKAGE / "fetch" / "tables" / "kinds.csv").open(encoding="utf-8", newline="") as table:
        return named | {row["soort"] for row in csv.DictReader(table)}


def _cbs_columns() -> set[str]:
    """The columns of CBS that are called otherwise here, and our own that are of CBS alone."""
    with (PACKAGE / "fetch" / "tables" / "cbs_columns.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    theirs = {row["cbs"] for row in rows if row["cbs"] != row["kolom"]}
    return theirs | {row["kolom"] for row in rows if row["kolom"].startswith("cbs_")}


KINDS, CBS_COLUMNS = _kinds(), _cbs_columns()
WORDS = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(KINDS | CBS_COLUMNS))})(?![a-z])")
CODES = re.compile(r"EPSG:\d")
NUMBERS = {3857, 4326, 28992}


def hidden(source: str) -> Iterator[str]:
    """The constants of a module that are a country, a CRS, a kind of care or a column of CBS."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in told:
            continue
        value = node.value
        if isinstance(value, str):
            word = not re.search(r"\s", value) and WORDS.search(value)
            if word or CODES.search(value) or re.fullmatch(r"[A-Z]{2}", value):
                yield value
        elif type(value) is int and value in NUMBERS:
            yield str(value)


def found() -> dict[str, set[str]]:
    modules = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
    assert len(modules) > 100
    constants = {name: set(hidden(path.read_text(encoding="utf-8"))) for name, path in modules.items()}
    assert constants.pop(NAMED) >= {"NL", "EPSG:28992", "EPSG:4326", "ambulancepost"}
    return constants


def test_no_module_holds_a_country_a_crs_a_kind_or_a_column_of_its_own() -> None:
    wrong = [
        f"{name}: {value!r}; name it in {NAMED}, or take it from the project"
        for name, values in found().items()
        for value in sorted(values - set(ALLOWED.get(name, ())))
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_allowed_is_there() -> None:
    constants = found()
    assert not [(name, value) for name, values in ALLOWED.items() for value in values if value not in constants[name]]


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ('HOME = "NL"', ["NL"]),
        ('def f(crs: str = "EPSG:28992"): ...', ["EPSG:28992"]),
        ('advice = f"{x}: name one such as EPSG:28992."', [": name one such as EPSG:28992."]),
        ("srid = 28992", ["28992"]),
        ('x = table["seh_norm_min"]', ["seh_norm_min"]),
        ('x = f"{a}huisarts-{b}"', ["huisarts-"]),
        ('COLUMNS = {"huisarts": "cbs_afst_huisarts_km"}', ["huisarts", "cbs_afst_huisarts_km"]),
        ('column = "aantal_inwoners"', ["aantal_inwoners"]),
        ('"""Of seh in NL."""\nx = 1', []),
        ('def f():\n    """seh"""', []),
        ('x = "De huisartsenpost is open"', []),
        ('x = "huisartsen"', []),
        ('x = "grzelv"', []),
    ],
)
def test_such_constants_are_seen(source: str, values: list[str]) -> None:
    assert list(hidden(source)) == values
