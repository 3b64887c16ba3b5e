"""The data dictionary: what every output column means, in Dutch, with its unit and type.

The words stand in a folder of tables: ``columns.csv``, ``groups.csv`` (titles of groups of columns) and, where columns
have a fixed set of values, ``values.csv``; ``{K}`` in them is a kind of site. Those of ``texts/`` are of all results;
an analysis has its own folder (:mod:`zorgkaart.analyses.dictionary`).
Every writer takes the dictionary, so that a column is called, typed and explained the same in a
GeoPackage, a workbook, a CSV and a GeoParquet file, and in ``docs/uitvoer.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

import pandas as pd

from zorgkaart.access.measures import SITE_SHARE
from zorgkaart.words.numbers import short

DType = Literal["text", "integer", "real", "boolean"]

_TEXTS = Path(__file__).parent / "texts"
_BEGIN, _END = "<!-- begin: kolommen -->", "<!-- einde: kolommen -->"
APL = "{K}_apl"
# Of which groups of columns a scenario has the situation before and after.
_BEFORE_AND_AFTER = ("reistijd", "norm", "zekerheid", "aanbod", "kwaliteit")
# Closing the nearest site is looked at whatever the hours; of the remarks only this one is about a moment.
WHATEVER_THE_HOURS, ALSO_AT_A_MOMENT = "{K}_uitwijk_min", "{K}_onvolledig"
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


@dataclass(frozen=True)
class NormWords:
    """What the columns of a norm say of it.

    Attributes
    ----------
    label : str
        What the norm is called.
    limit_min : float
        The minutes above which someone is outside.
    whole : str
        What takes that long: "de hele keten".
    sum : str
        Of what it is the sum, behind a colon; may be empty.
    ends : str
        The sites that must be reached: "een ambulancepost en een locatie die meetellen".
    """

    label: str
    limit_min: float
    whole: str
    sum: str
    ends: str


@dataclass(frozen=True)
class SupplyWords:
    """What the columns of a supply say of it.

    Attributes
    ----------
    label : str
        What planners call the kind.
    unit : str
        In what supply is counted.
    per : int
        Of how many units of demand it is given.
    demand : str
        In what demand is counted.
    how : str
        How it is shared, a Dutch sentence.
    with_apl : bool
        Whether there is a figure by the method of DREES.
    """

    label: str
    unit: str
    per: int
    demand: str
    how: str
    with_apl: bool

    def filled(self, template: Column, kind: str) -> Column:
        """A column of this supply.

        Parameters
        ----------
        template : Column
            With holes.
        kind : str
            For the hole K.

        Returns
        -------
        Column
            Without holes.
        """
        words = {
            "{K}": kind,
            "{label}": self.label,
            "{aanbod}": self.unit,
            "{per}": str(self.per),
            "{per_woord}": short(self.per),
            "{vraag}": self.demand,
            "{methode}": self.how,
        }

        def text(holed: str) -> str:
            for hole, word in words.items():
                holed = holed.replace(hole, word)
            return holed

        return replace(
            template,
            name=text(template.name),
            title=text(template.title),
            unit=text(template.unit),
            description=text(template.description),
        )


# For the documentation, in which a column is that of any norm.
GENERAL = NormWords(
    "K",
    45.0,
    "wat de norm meet",
    ": van de keten melding en uitruk, rit van de ambulance naar de patiënt, hulp ter plaatse en rit naar de "
    "dichtstbijzijnde locatie die meetelt; van een aanrijtijd de eerste twee; van een reis de rit",
    "de locaties die voor de norm tellen",
)


# What a supply is counted in is that of the project, and how it is shared too.
ANY_SUPPLY = SupplyWords("K", "aanbod", 1000, "inwoners", "Volgens de methode van [supply].", True)


def data_dictionary(
    kinds: Mapping[str, str],
    *,
    norms: Mapping[str, NormWords] | None = None,
    trips: Mapping[str, str] | None = None,
    supplies: Mapping[str, SupplyWords] | None = None,
    scenario: bool = True,
    folders: Sequence[Path] = (),
) -> dict[str, Column]:
    """Return every output column by its name.

    Parameters
    ----------
    kinds : mapping
        Each kind of site (soort) and its Dutch label.
    norms : mapping, optional
        The norms, by their names, with the words for each.
    trips : mapping, optional
        What the columns of the trips at a moment begin with, and the Dutch label of each.
    supplies : mapping, optional
        The kinds of which supply is shared, with the words for each.
    scenario : bool
        Also give the columns of a scenario's differences: ``NAME_voor``, ``NAME_na`` and, for numbers,
        ``NAME_verschil``.
    folders : sequence of Path
        Folders of words beside those of all results.

    Returns
    -------
    dict of str to Column
        In the order of the tables of words, those of a scenario last.
    """
    norms = norms or {}
    result: dict[str, Column] = {}
    for template in _templates([_TEXTS, *folders]):
        if "{K}" not in template.name:
            result[template.name] = template
            continue
        if template.group == "aanbod":
            for kind, supply in (supplies or {}).items():
                if supply.with_apl or template.name != APL:
                    column = supply.filled(template, kind)
                    result[column.name] = column
            continue
        timed = trips if trips and _at_a_moment(template) else {}
        of_norms = template.group in ("norm", "zekerheid") or "{whole}" in template.description
        named = {name: words.label for name, words in norms.items()} if of_norms else {**kinds, **timed}
        for kind, label in named.items():
            words = norms.get(kind, GENERAL)
            limit = f"; de norm is {short(words.limit_min)} minuten" if kind in norms else ""
            result[template.name.replace("{K}", kind)] = replace(
                template,
                name=template.name.replace("{K}", kind),
                title=template.title.replace("{label}", label),
                description=template.description.replace("{limit}", limit)
                .replace("{whole}", words.whole)
                .replace("{sum}", words.sum)
                .replace("{ends}", words.ends),
            )
    if scenario:
        for column in [c for c in result.values() if c.group in _BEFORE_AND_AFTER]:
            result.update((variant.name, variant) for variant in _variants(column))
    return result


def _at_a_moment(template: Column) -> bool:
    """Whether the trips at a moment have such a column too."""
    return template.name == ALSO_AT_A_MOMENT or (template.group == "reistijd" and template.name != WHATEVER_THE_HOURS)


def undocumented(names: Iterable[str], columns: Mapping[str, Column]) -> list[str]:
    """Return the column names, but for the geometry, that the dictionary does not know.

    Parameters
    ----------
    names : iterable of str
        Names of columns.
    columns : mapping of str to Column
        The data dictionary.
    """
    return [name for name in names if name not in columns and name != "geometry"]


def dictionary_frame(names: Iterable[str], columns: Mapping[str, Column]) -> pd.DataFrame:
    """Return the dictionary of these columns as a table in Dutch, one row per column name.

    Parameters
    ----------
    names : iterable of str
        Names of columns; what the dictionary does not know is left out.
    columns : mapping of str to Column
        The data dictionary.

    Returns
    -------
    DataFrame
        ``kolom``, ``titel``, ``eenheid``, ``betekenis`` and ``waarden``, all text, in the order of `names`.
    """
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


def markdown_tables(folders: Sequence[Path] = ()) -> str:
    """Return the dictionary as Markdown tables per group, with ``K`` for a kind of site.

    Parameters
    ----------
    folders : sequence of Path
        Folders of words beside those of all results.
    """
    columns = data_dictionary(
        {"K": "K"}, norms={"K": GENERAL}, supplies={"K": ANY_SUPPLY}, scenario=False, folders=folders
    )
    groups = [row for folder in (_TEXTS, *folders) for row in _rows(folder / "groups.csv")]
    types = {"text": "tekst", "integer": "geheel getal", "real": "getal", "boolean": "waar/onwaar"}
    lines: list[str] = []
    for group, title in ((row["group"], row["title"]) for row in groups):
        lines += ["", f"### {title}", "", "| kolom | eenheid | type | betekenis |", "|---|---|---|---|"]
        for column in (c for c in columns.values() if c.group == group):
            text = column.description.replace("; de norm is 45 minuten", "")
            if column.values:
                text += " Waarden: " + "; ".join(f"`{v}` ({d})" for v, d in column.values.items()) + "."
            lines.append(f"| `{column.name}` | {column.unit} | {types[column.dtype]} | {text} |")
    return "\n".join(lines).lstrip("\n") + "\n"


def with_tables(document: str, folders: Sequence[Path] = ()) -> str:
    """Return a Markdown document with the part between its two marks replaced by the current tables.

    This makes ``docs/uitvoer.md``.

    Parameters
    ----------
    document : str
        Markdown with both marks.
    folders : sequence of Path
        Folders of words beside those of all results.

    Raises
    ------
    ValueError
        If the document does not have both marks.
    """
    head, begin, rest = document.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"the document needs the lines {_BEGIN} and {_END}, between which the tables go")
    return f"{head}{_BEGIN}\n\n{markdown_tables(folders)}\n{_END}{tail}"


def _variants(column: Column) -> Iterator[Column]:
    numeric = column.dtype in ("integer", "real") and not column.name.endswith(f"_{SITE_SHARE}")
    for suffix, (words, text) in _SCENARIO.items():
        if suffix == "verschil" and not numeric:
            continue
        yield replace(
            column,
            name=f"{column.name}_{suffix}",
            title=f"{column.title}, {words}",
            description=f"{column.description} {text}",
        )


def _templates(folders: Sequence[Path]) -> Iterator[Column]:
    values: dict[str, dict[str, str]] = {}
    for row in _all_rows(folders, "values.csv"):
        values.setdefault(row["column"], {})[row["value"]] = row["description"]
    for row in _all_rows(folders, "columns.csv"):
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


def _all_rows(folders: Sequence[Path], name: str) -> Iterator[dict[str, str]]:
    """The rows of the table of this name in each folder that has one."""
    for folder in folders:
        if (folder / name).is_file():
            yield from _rows(folder / name)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return csv.DictReader(path.read_text(encoding="utf-8").splitlines())
