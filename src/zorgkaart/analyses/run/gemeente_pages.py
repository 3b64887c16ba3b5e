"""A page per gemeente to print: a map of it, who is outside each norm and of which ages, and travel times."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import norms_of, trips_of
from zorgkaart.access.measures import Norm
from zorgkaart.analyses.run.document_pictures import around, foot_of, shown_view, view_title
from zorgkaart.errors import InputError
from zorgkaart.outputs.documents.content import Block, Cell, Column, Picture, Table
from zorgkaart.outputs.documents.print_sheets import PrintSheets, Sheet
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.drawing import svg_bytes
from zorgkaart.outputs.pictures.sheet_map import sheet_map
from zorgkaart.outputs.product import Origin
from zorgkaart.scenarios.in_words import headline
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.study import Study
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.numbers import people, short

NAME = "gemeenten.pdf"
WIDTH_MM, HEIGHT_MM = 190.0, 105.0
MOST_VERTICES = 2500  # of a page: with those of three provinces the file can still be mailed
Sides = Mapping[str, pd.Series]


def check_gemeenten(study: Study) -> None:
    """Raise an error, before anything is computed, if there is no gemeente to make a page of.

    Parameters
    ----------
    study : Study
        Its areas.

    Raises
    ------
    InputError
        If the areas of the project have no gemeenten.
    """
    if study.areas.gemeenten.empty:
        raise InputError(f"{study.project.path.name}: these areas have no gemeenten. Leave --per-gemeente out.")


def run_pages(study: Study, origin: Origin) -> dict[str, PrintSheets]:
    """A page per gemeente of a run.

    Parameters
    ----------
    study : Study
        What was computed.
    origin : mapping
        What it was made from.

    Returns
    -------
    dict of str to PrintSheets
        One file, by its name.

    Raises
    ------
    InputError
        If the areas of the project have no gemeenten.
    """
    view = presentation.run_views(study.project)[0]
    return _pages(study, {"": study}, study.results["buurten"], view, study.project.title, origin)


def scenario_pages(scenario: Scenario, origin: Origin) -> dict[str, PrintSheets]:
    """A page per gemeente of a scenario, with the figures of now and of after the changes.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    origin : mapping
        What it was made from.

    Returns
    -------
    dict of str to PrintSheets
        One file, by its name.

    Raises
    ------
    InputError
        If the areas of the project have no gemeenten.
    """
    view = presentation.scenario_views(scenario.after.project, scenario.kinds)[0]
    sides = {"nu": scenario.before, "na": scenario.after}
    areas = scenario.difference("buurten")
    return _pages(scenario.after, sides, areas, view, headline(scenario), origin, changed=scenario)


def _pages(
    study: Study,
    sides: Mapping[str, Study],
    areas: GeoDataFrame,
    view: View,
    title: str,
    origin: Origin,
    *,
    changed: Scenario | None = None,
) -> dict[str, PrintSheets]:
    check_gemeenten(study)
    levels = {words: side.results["gemeenten"] for words, side in sides.items()}
    gemeenten = study.results["gemeenten"]
    sheets = []
    for row, code in enumerate(gemeenten["gemeentecode"]):
        figures = {words: level.iloc[row] for words, level in levels.items()}
        one = gemeenten.iloc[row]
        inhabitants = one["inwoners"]
        blocks = [
            _map(study, areas[areas["gemeentecode"] == code], gemeenten, view, one["gemeentenaam"], changed),
            *_norms(study, figures),
            *_travel(study, figures),
        ]
        known = "aantal inwoners niet gepubliceerd" if np.isnan(inhabitants) else people(inhabitants)
        sheets.append(Sheet(f"Gemeente {one['gemeentenaam']}", f"{title}; {known}", blocks, _foot(study)))
    date = datetime.datetime.fromisoformat(origin["gemaakt"])
    return {NAME: PrintSheets(f"{title}, per gemeente", date, sheets, origin)}


def _map(
    study: Study, areas: GeoDataFrame, gemeenten: GeoDataFrame, view: View, name: str, changed: Scenario | None
) -> Picture:
    """The buurten of a gemeente among its neighbours."""
    beside = around(study, view, changed=changed)
    others = gemeenten[~gemeenten["gemeentecode"].isin(areas["gemeentecode"])]
    land = [frame[["geometry"]] for frame in (others, beside["surroundings"]) if frame is not None]
    beside["surroundings"] = GeoDataFrame(pd.concat(land, ignore_index=True), geometry="geometry", crs=areas.crs)
    figure = sheet_map(
        areas,
        shown_view(study.project, view),
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
        most_vertices=MOST_VERTICES,
        **beside,
    )
    title = view_title(view)
    return Picture(view.key, title, f"Kaart van de buurten van {name}: {title}.", svg_bytes(figure), width_mm=WIDTH_MM)


def _norms(study: Study, sides: Sides) -> list[Block]:
    norms = list(norms_of(study.project).values())
    if not norms:
        return []
    ages = list(study.ages)
    columns = [
        Column("Norm"),
        *_columns("minuten", sides, 1),
        *_columns("buiten de norm", sides, 0),
        *([Column("aandeel", 1, percent=True)] if len(sides) == 1 else []),
        *(column for age in ages for column in _columns(f"{age}+", sides, 0)),
    ]
    rows = [
        (
            _called(norm),
            *_values(sides, norm.column),
            *_values(sides, norm.outside),
            *(_values(sides, norm.share) if len(sides) == 1 else ()),
            *(value for age in ages for value in _values(sides, norm.outside_aged(age))),
        )
        for norm in norms
    ]
    caption = "Inwoners buiten de norm, en minuten gemiddeld per inwoner"
    return [Table("normen", caption, tuple(columns), tuple(rows), small=True)]


def _travel(study: Study, sides: Sides) -> list[Block]:
    trips = list(trips_of(study.project).values())
    if not trips:
        return []
    columns = (
        Column("Reistijd met de auto naar de dichtstbijzijnde"),
        *_columns("minuten", sides, 1),
        *_columns("9 van 10 binnen", sides, 1),
    )
    rows = [(trip.label, *_values(sides, trip.column), *_values(sides, trip.p90)) for trip in trips]
    return [Table("reistijden", "Reistijd in minuten, gemiddeld per inwoner", columns, tuple(rows), small=True)]


def _called(norm: Norm) -> str:
    limit = f"{short(norm.limit_min)} minuten"
    return norm.caption if limit in norm.caption else f"{norm.caption} ({limit})"


def _columns(title: str, sides: Sides, decimals: int) -> list[Column]:
    return [Column(f"{title} {words}".strip(), decimals) for words in sides]


def _values(sides: Sides, column: str) -> Sequence[Cell]:
    return [float(side[column]) for side in sides.values()]


def _foot(study: Study) -> str:
    assumed = presentation.assumptions(study.project)
    margin = f"Elk cijfer is van {ONE_RUN}."
    return f"{foot_of(study)} {margin}{' Aannames: ' + '; '.join(assumed) + '.' if assumed else ''}"
