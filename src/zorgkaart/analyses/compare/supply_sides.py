"""Supply on the sides of a comparison: who has less and who has more, per kind that both sides share in one way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from zorgkaart.access.catalogue import supplies_of
from zorgkaart.access.supply import Supply
from zorgkaart.analyses.compare.compute import ALL, Comparison, Pair
from zorgkaart.study.supply_change import NOTICED, SupplyChange
from zorgkaart.study.supply_tables import shown_supply
from zorgkaart.words.numbers import number, people, percent

ONE_PERSON = 0.5
COLUMNS = (
    "kant",
    "tegen",
    "soort",
    "leeftijd",
    "aanbod_tegen",
    "aanbod_kant",
    "aanbod_verschil",
    "minder_aanbod",
    "meer_aanbod",
    "niets_meer_aanbod",
    "weer_aanbod",
    "aanbod_onbekend",
)
FLAGS = dict(zip(("minder", "meer", "niets_meer", "weer_iets", "onbekend"), COLUMNS[-5:], strict=True))


def supply_totals(comparison: Comparison) -> pd.DataFrame:
    """Per pair of sides, kind and age who has less supply and who has more.

    Parameters
    ----------
    comparison : Comparison
        All sides.

    Returns
    -------
    DataFrame
        One row per pair, kind with ``[supply]`` on both sides and age: the letters of the sides (``kant``, ``tegen``),
        ``soort``, ``leeftijd``; ``aanbod_tegen``, ``aanbod_kant`` and ``aanbod_verschil`` (means over who has a figure
        on both, per so many units of demand as the project says); inhabitants with ``minder_aanbod`` and
        ``meer_aanbod`` (by a tenth or more), ``niets_meer_aanbod``, ``weer_aanbod`` (nothing within reach on one side)
        and ``aanbod_onbekend``. No rows without supply.
    """
    rows = [
        _row(pair, supply, change, age)
        for pair in comparison.pairs
        for supply, change in _changes(pair)
        for age in pair.people
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def changed_supplies(comparison: Comparison) -> list[Supply]:
    """The supplies of the first side that differ on any of the others.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    """
    changed = {supply.kind: supply for pair in comparison.pairs for supply, change in _changes(pair) if change.any}
    every = [supplies_of(side.study.project) for side in comparison.sides]
    return [supply for kind, supply in changed.items() if all(kind in own for own in every)]


def supply_paragraphs(comparison: Comparison) -> list[str]:
    """Per pair and kind with another supply who has less and who has more, as Dutch sentences.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    """
    texts = []
    for pair in comparison.pairs:
        front = f"{pair.other.name} tegen {pair.one.name}"
        for supply, change in _changes(pair):
            if not change.any:
                continue
            shown = shown_supply(pair.one.study, supply.kind)
            row = _row(pair, supply, change, ALL)
            parts = list(_parts(row)) or [f"voor niemand {percent(NOTICED, 0)} of meer verschil"]
            decimals = max(2, shown.decimals)
            means = f"gemiddeld {number(row['aanbod_kant'], decimals)} tegen {number(row['aanbod_tegen'], decimals)}"
            texts.append(f"{front}, {supply.label} (aanbod, {shown.per}): {means}; {'; '.join(parts)}.")
    return texts


def _parts(row: dict[str, Any]) -> Iterator[str]:
    for name, words in (
        ("minder_aanbod", f"voor {{}} minstens {percent(NOTICED, 0)} minder"),
        ("meer_aanbod", f"voor {{}} minstens {percent(NOTICED, 0)} meer"),
        ("niets_meer_aanbod", "voor {} niets meer binnen bereik"),
        ("weer_aanbod", "voor {} weer iets binnen bereik"),
        ("aanbod_onbekend", "van {} is het niet bekend"),
    ):
        value = float(row[name])
        if value >= ONE_PERSON:
            yield words.format(people(value))


def _changes(pair: Pair) -> Iterator[tuple[Supply, SupplyChange]]:
    """The kinds of which both sides share the supply per as many of the same unit."""
    one, other = pair.one.study, pair.other.study
    theirs = supplies_of(other.project)
    for kind, supply in supplies_of(one.project).items():
        if kind in theirs and theirs[kind].column == supply.column:
            rows = pair.followed.one, pair.followed.other
            yield supply, SupplyChange.of(one.supplied(kind), other.supplied(kind), rows)


def _row(pair: Pair, supply: Supply, change: SupplyChange, age: str) -> dict[str, Any]:
    weight = pair.people[age]
    before, after = (value * supply.per for value in change.means(weight))
    counts = {FLAGS[name]: float(weight @ flag) for name, flag in change.flags.items()}
    head = (pair.other.name, pair.one.name, supply.kind, age, before, after, after - before)
    return {**dict(zip(COLUMNS, head, strict=False)), **counts}
