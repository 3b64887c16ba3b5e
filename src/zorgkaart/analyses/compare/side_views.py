"""The areas, sites and layers of a comparison: every figure of every side beside the others, and the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import measures_of, supplies_of
from zorgkaart.access.measures import Norm, Trip
from zorgkaart.access.supply import ShownSupply
from zorgkaart.analyses.compare.compute import ALL, Comparison, Pair, measure_words
from zorgkaart.analyses.compare.sides import Side
from zorgkaart.analyses.compare.supply_sides import changed_supplies
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.supply_views import changed_supply_views, supply_views
from zorgkaart.outputs.meaning.views import View
from zorgkaart.scenarios.shown_sites import map_sites
from zorgkaart.study.counting import COUNTS
from zorgkaart.study.study import LEVELS
from zorgkaart.study.study_tables import area_columns, is_quantity
from zorgkaart.study.supply_tables import shown_supplies
from zorgkaart.words.numbers import number, people
from zorgkaart.words.sentences import listing

TEXT = "vergelijking_tekst"


def shown_measures(comparison: Comparison) -> dict[str, Norm | Trip]:
    """The norms and trips that differ in any pair; where none does, all of them, to show that they are the same."""
    pairs = comparison.pairs
    every = {stem: item for pair in pairs for stem, item in pair.measures.items()}
    common = {stem: item for stem, item in every.items() if all(stem in pair.measures for pair in pairs)}
    changed = {stem: item for stem, item in common.items() if any(stem in pair.changed for pair in pairs)}
    return changed or common


def differing_supplies(comparison: Comparison) -> list[ShownSupply]:
    """The supplies that all sides have in the same form and that differ for any buurt, with the classes of the first.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    """
    changed = {supply.kind for supply in changed_supplies(comparison)}
    return [item for item in shown_supplies(comparison.sides[0].study) if item.supply.kind in changed]


def side_areas(comparison: Comparison, level: str) -> GeoDataFrame:
    """The areas with the figures of every side and the differences.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    level : str
        ``buurten``, ``wijken`` or ``gemeenten``.

    Returns
    -------
    GeoDataFrame
        Of the areas that can be compared: codes, names and ``inwoners``; per figure ``NAME_a``, ``NAME_b`` and
        so on, and for numbers ``NAME_b_min_a``.
    """
    codes = comparison.codes(level)
    tables = [side.study.results[level].set_index(LEVELS[level], drop=False) for side in comparison.sides]
    frames = [table.loc[codes].reset_index(drop=True) for table in tables]
    first = frames[0]
    columns: dict[str, object] = {name: first[name] for name in area_columns(first)}
    for name in _figures(comparison):
        if not all(name in frame for frame in frames):
            continue
        for side, frame in zip(comparison.sides, frames, strict=True):
            columns[f"{name}_{side.letter}"] = frame[name]
        if is_quantity(first[name]):
            for side, frame in zip(comparison.sides[1:], frames[1:], strict=True):
                columns[_minus(name, comparison, side)] = frame[name] - first[name]
    return GeoDataFrame(columns, geometry=first.geometry, crs=first.crs)


def _figures(comparison: Comparison) -> list[str]:
    names: list[str] = []
    for item in shown_measures(comparison).values():
        own = (
            (*item.columns(), *item.site_columns)
            if isinstance(item, Norm)
            else (item.column, item.km, item.site, item.without_road)
        )
        names += [*own, f"{item.stem}_onvolledig"]
    for shown in differing_supplies(comparison):
        supply = shown.supply
        names += [supply.column, supply.rank, supply.apl, supply.none, supply.unknown]
    return list(dict.fromkeys(names))


def _minus(name: str, comparison: Comparison, side: Side) -> str:
    return f"{name}_{side.letter}_min_{comparison.sides[0].letter}"


def side_columns(comparison: Comparison, columns: Mapping[str, Column]) -> dict[str, Column]:
    """What the columns of :func:`side_areas` mean.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    columns : mapping of str to Column
        The data dictionary of a run.
    """
    first, result = comparison.sides[0], {}
    for column in (columns[name] for name in _figures(comparison) if name in columns):
        for side in comparison.sides:
            result[f"{column.name}_{side.letter}"] = replace(
                column,
                name=f"{column.name}_{side.letter}",
                title=f"{column.title}, {side.name}",
                description=f"{column.description} Kant {side.name}: {side.words}.",
            )
        for side in comparison.sides[1:]:
            name = _minus(column.name, comparison, side)
            result[name] = replace(
                column,
                name=name,
                title=f"{column.title}, {side.name} min {first.name}",
                description=f"{column.description} Verschil: kant {side.name} min kant {first.name}.",
            )
    return result


def side_views(comparison: Comparison) -> list[View]:
    """The layers: per norm and trip the differences, which come first, and then every side.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    """
    project, first = comparison.sides[0].study.project, comparison.sides[0]
    shown = shown_measures(comparison)
    runs = {view.key: view for view in presentation.run_views(project) if view.key in shown}
    kinds = [item.kind for item in shown.values()]
    scenario = presentation.scenario_views(project, list(dict.fromkeys(kinds)))
    supplies = differing_supplies(comparison)
    runs |= {view.key: view for view in supply_views(supplies)}
    scenario += changed_supply_views(supplies, [item.supply.kind for item in supplies])
    differences = {view.theme: view for view in scenario if view.moment == "verschil"}
    everywhere = set.intersection(*(set(side.study.results["buurten"]) for side in comparison.sides))
    views = []
    for pair in comparison.pairs:
        side, outside = pair.other, _outside_words(pair)
        for stem, run in runs.items():
            views.append(
                replace(
                    differences[stem],
                    key=f"{stem}_{side.letter}_min_{first.letter}",
                    group=f"Verschil: {side.name} min {first.name}",
                    column=_minus(run.column, comparison, side),
                    moment="",
                    theme="",
                    # Where the difference is unknown, the verdict of one side would be taken for the reason.
                    verdict=None,
                    outside=None,
                    counting=f"{run.counting}_{side.letter}",
                    beside=tuple(
                        (f"{one.name}: {one.words}{words}", f"{stem}_{one.letter}")
                        for one, words in zip((first, side), outside.get(stem, ("", "")), strict=True)
                    ),
                    explanation=(
                        f"Verschil in {'aanbod' if run.more_is_better else 'minuten'}: {side.name} min {first.name}. "
                        f"{first.name}: {first.words}. {side.name}: {side.words}."
                    ),
                )
            )
    for side in comparison.sides:
        for stem, run in runs.items():
            views.append(
                replace(
                    run,
                    key=f"{stem}_{side.letter}",
                    group=f"Kant {side.name}",
                    column=f"{run.column}_{side.letter}",
                    verdict=f"{run.verdict}_{side.letter}" if run.verdict else None,
                    outside=f"{run.outside}_{side.letter}" if run.outside else None,
                    no_road=f"{run.no_road}_{side.letter}" if run.no_road else None,
                    incomplete=f"{run.incomplete}_{side.letter}" if run.incomplete in everywhere else None,
                    counting=f"{run.counting}_{side.letter}",
                    explanation=f"Kant {side.name}: {side.words}. {run.explanation}",
                )
            )
    return views


def _outside_words(pair: Pair) -> dict[str, tuple[str, str]]:
    """Per norm how many are outside it on the first side and on the other, behind what they are called."""
    totals = pair.totals()
    everyone = totals[(totals["leeftijd"] == ALL) & totals["buiten_tegen"].notna() & totals["buiten_kant"].notna()]
    return {
        row["maat"]: (
            f" ({people(row['buiten_tegen'])} buiten de norm)",
            f" ({people(row['buiten_kant'])} buiten de norm)",
        )
        for row in everyone.to_dict("records")
    }


def with_texts(comparison: Comparison, areas: GeoDataFrame) -> GeoDataFrame:
    """The areas with a line for the popup: the minutes of every side.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    areas : GeoDataFrame
        Of :func:`side_areas`.
    """
    lines = pd.Series("", index=areas.index, dtype=object)
    for item in shown_measures(comparison).values():
        label = measure_words(item)
        values = [areas[f"{item.column}_{side.letter}"].tolist() for side in comparison.sides]
        for place, row in zip(areas.index, zip(*values, strict=True), strict=True):
            texts = [f"{side.name} {number(value, 1)}" for side, value in zip(comparison.sides, row, strict=True)]
            lines[place] += f"{label}: {', '.join(texts)} min. "
    return GeoDataFrame(areas.assign(**{TEXT: lines.str.strip()}), crs=areas.crs)


def side_sites(comparison: Comparison) -> GeoDataFrame:
    """The sites of all sides, each place once, with which of them count on which side.

    A site that stands elsewhere on another side is there twice, its id then followed by the letter of that side.

    Parameters
    ----------
    comparison : Comparison
        All sides.

    Returns
    -------
    GeoDataFrame
        As :func:`~zorgkaart.scenarios.shown_sites.map_sites`, with ``telt_STEM_a`` and so on; ``opmerking``
        says of a site that does not count everywhere where it does.
    """
    tables = [map_sites(side.study) for side in comparison.sides]
    keys = [pd.MultiIndex.from_arrays([t["id"], t.geometry.x, t.geometry.y]) for t in tables]
    together = GeoDataFrame(pd.concat(tables, ignore_index=True), geometry="geometry", crs=tables[0].crs)
    every = pd.MultiIndex.from_arrays([together["id"], together.geometry.x, together.geometry.y])
    kept = ~every.duplicated()
    table, every = together[kept].reset_index(drop=True), every[kept]
    letters = np.repeat([side.letter for side in comparison.sides], [len(t) for t in tables])[kept]
    counts = {}
    for side, own, key in zip(comparison.sides, tables, keys, strict=True):
        place = key.get_indexer(every)
        project = side.study.project
        own_counts = [
            *(measure.counts for measure in measures_of(project)),
            *(supply.counts for supply in supplies_of(project).values()),
        ]
        for name in (COUNTS, *own_counts):
            there = own[name].to_numpy(dtype=bool)
            counts[name, side.letter] = (place >= 0) & there[place]
            table[f"{name}_{side.letter}"] = counts[name, side.letter]
    flags = np.array([counts[COUNTS, side.letter] for side in comparison.sides])
    table[COUNTS] = flags.any(axis=0)
    twice = table["id"].duplicated().to_numpy()
    table["id"] = np.where(twice, table["id"] + "-" + pd.Series(letters), table["id"])
    partly = flags.any(axis=0) & ~flags.all(axis=0)
    notes = np.full(len(table), "", dtype=object)
    for row in np.flatnonzero(partly).tolist():
        names = [side.name for side, flag in zip(comparison.sides, flags[:, row], strict=True) if flag]
        notes[row] = f"telt alleen mee in {listing(names)}"
    table["opmerking"] = notes
    table.loc[partly, [c for c in ("telt_voor", "telt_niet_voor") if c in table]] = ""
    return table
