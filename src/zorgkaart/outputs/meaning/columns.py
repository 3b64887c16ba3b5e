"""The data dictionary: what every output column means, in Dutch, with its unit and type.

The words stand in ``texts/columns.csv`` and ``texts/values.csv``; ``{K}`` in them is a kind of site.
Every writer takes the dictionary, so that a column is called, typed and explained the same in a
GeoPackage, a workbook, a CSV and a GeoParquet file, and in ``docs/uitvoer.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

import pandas as pd

from zorgkaart.words.numbers import short

DType = Literal["text", "integer", "real", "boolean"]

_TEXTS = Path(__file__).parent / "texts"
_BEGIN, _END = "<!-- begin: kolommen -->", "<!-- einde: kolommen -->"
_GROUPS = {
    "gebied": "Gebied",
    "bevolking": "Bevolking en omgeving",
    "reistijd": "Reistijd per soort voorziening",
    "norm": "Norm per soort voorziening",
    "zekerheid": "Zekerheid per soort voorziening met een norm",
    "kwaliteit": "Kwaliteit",
    "voorziening": "Voorzieningen",
    "scenario": "Scenario: totalen en verschuivingen",
    "atlas": "Sluitingsatlas",
    "samenvatting": "Samenvatting per soort",
    "varianten": "Varianten van een project",
    "trekkingen": "Zekerheid: totalen en aannames",
    "vergelijking": "Vergelijking met gepubliceerde cijfers",
    "toetsing": "Toetsing aan officiële cijfers",
    "opmerkingen": "Opmerkingen bij een berekening",
    "grens": "Zonder en met locaties in het buitenland",
    "isochroon": "Reistijdvlakken",
    "herkomst": "Herkomst",
}
_SCENARIO = {
    "voor": ("voor de wijziging", "Zoals het is, zonder de wijzigingen van het scenario."),
    "na": ("na de wijziging", "Zoals het wordt, met de wijzigingen van het scenario."),
    "verschil": ("verschil", "Na de wijziging min ervoor: positief is langer, verder of meer."),
}


@dataclass(frozen=True)
class Column:
    """One output column.

    Attributes
    ----------
    name : str
        The name in every file.
    title : str
        A short Dutch title, without the unit.
    description : str
        What the values mean, in Dutch.
    unit : str
        The unit, or empty.
    dtype : {"text", "integer", "real", "boolean"}
        The type in every file; every type may be empty (NULL).
    decimals : int or None
        Decimals to show; what is stored is not rounded.
    group : str
        The part of the dictionary it belongs to.
    values : mapping
        For a column with a fixed set of values: each value and what it means, in Dutch.
    """

    name: str
    title: str
    description: str
    unit: str
    dtype: DType
    decimals: int | None
    group: str
    values: Mapping[str, str]

    @property
    def heading(self) -> str:
        """The title with the unit in brackets."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


def data_dictionary(
    kinds: Mapping[str, str], *, norms: Mapping[str, float] | None = None, scenario: bool = True
) -> dict[str, Column]:
    """Return every output column by its name.

    Parameters
    ----------
    kinds : mapping
        Each kind of site (soort) and its Dutch label.
    norms : mapping, optional
        The kinds that have a norm, with its limit in minutes.
    scenario : bool
        Also give the columns of a scenario's differences: ``NAME_voor``, ``NAME_na`` and, for numbers,
        ``NAME_verschil``.
    """
    norms = norms or {}
    result: dict[str, Column] = {}
    for template in _templates():
        if "{K}" not in template.name:
            result[template.name] = template
            continue
        for kind, label in kinds.items():
            if template.group in ("norm", "zekerheid") and kind not in norms:
                continue
            limit = f"; de norm is {short(norms[kind])} minuten" if kind in norms else ""
            result[template.name.replace("{K}", kind)] = replace(
                template,
                name=template.name.replace("{K}", kind),
                title=template.title.replace("{label}", label),
                description=template.description.replace("{limit}", limit),
            )
    if scenario:
        for column in [c for c in result.values() if c.group in ("reistijd", "norm", "zekerheid", "kwaliteit")]:
            result.update((variant.name, variant) for variant in _variants(column))
    return result


def undocumented(names: Iterable[str], columns: Mapping[str, Column]) -> list[str]:
    """Return the column names, but for the geometry, that the dictionary does not know."""
    return [name for name in names if name not in columns and name != "geometry"]


def dictionary_frame(names: Iterable[str], columns: Mapping[str, Column]) -> pd.DataFrame:
    """Return the dictionary of these columns as a table in Dutch, one row per column name."""
    rows = [columns[name] for name in dict.fromkeys(names) if name in columns]
    return pd.DataFrame(
        {
            "kolom": [c.name for c in rows],
            "titel": [c.title for c in rows],
            "eenheid": [c.unit or None for c in rows],
            "betekenis": [c.description for c in rows],
            "waarden": ["; ".join(f"{v}: {text}" for v, text in c.values.items()) or None for c in rows],
        },
        dtype="string",
    )


def markdown_tables() -> str:
    """Return the dictionary as Markdown tables per group, with ``K`` for a kind of site."""
    columns = data_dictionary({"K": "K"}, norms={"K": 45.0}, scenario=False)
    types = {"text": "tekst", "integer": "geheel getal", "real": "getal", "boolean": "waar/onwaar"}
    lines: list[str] = []
    for group, title in _GROUPS.items():
        lines += ["", f"### {title}", "", "| kolom | eenheid | type | betekenis |", "|---|---|---|---|"]
        for column in (c for c in columns.values() if c.group == group):
            text = column.description.replace("; de norm is 45 minuten", "")
            if column.values:
                text += " Waarden: " + "; ".join(f"`{v}` ({d})" for v, d in column.values.items()) + "."
            lines.append(f"| `{column.name}` | {column.unit} | {types[column.dtype]} | {text} |")
    return "\n".join(lines).lstrip("\n") + "\n"


def with_tables(document: str) -> str:
    """Return a Markdown document with the part between its two marks replaced by the current tables.

    This makes ``docs/uitvoer.md``; see :func:`update_document`.

    Raises
    ------
    ValueError
        If the document does not have both marks.
    """
    head, begin, rest = document.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"the document needs the lines {_BEGIN} and {_END}, between which the tables go")
    return f"{head}{_BEGIN}\n\n{markdown_tables()}\n{_END}{tail}"


def update_document(path: Path) -> None:
    """Bring the tables in a Markdown file (``docs/uitvoer.md``) up to date.

    Examples
    --------
    >>> update_document(Path("docs/uitvoer.md"))  # doctest: +SKIP
    """
    path.write_text(with_tables(path.read_text(encoding="utf-8")), encoding="utf-8")


def _variants(column: Column) -> Iterator[Column]:
    numeric = column.dtype in ("integer", "real")
    for suffix, (words, text) in _SCENARIO.items():
        if suffix == "verschil" and not numeric:
            continue
        yield replace(
            column,
            name=f"{column.name}_{suffix}",
            title=f"{column.title}, {words}",
            description=f"{column.description} {text}",
        )


def _templates() -> Iterator[Column]:
    values: dict[str, dict[str, str]] = {}
    for row in _rows("values.csv"):
        values.setdefault(row["column"], {})[row["value"]] = row["description"]
    for row in _rows("columns.csv"):
        yield Column(
            name=row["name"],
            title=row["title"],
            description=row["description"],
            unit=row["unit"],
            dtype=cast(DType, row["dtype"]),
            decimals=int(row["decimals"]) if row["decimals"] else None,
            group=row["group"],
            values=values.get(row["name"], {}),
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (_TEXTS / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
