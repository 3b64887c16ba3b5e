"""Maps that fill a sheet of paper, of a run and of a scenario: a page for each norm, a file for each size of paper."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import norms_of
from zorgkaart.analyses.run.document_pictures import around, foot_of, shown_view, view_title
from zorgkaart.analyses.study_product import outside_parts
from zorgkaart.analyses.validation.headline_estimates import outside_estimates
from zorgkaart.outputs.documents.content import Picture
from zorgkaart.outputs.documents.print_sheets import PAPERS, Paper, PrintSheets, Sheet
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.drawing import svg_bytes
from zorgkaart.outputs.pictures.parts import wrapped
from zorgkaart.outputs.pictures.sheet_map import sheet_map
from zorgkaart.outputs.product import Origin
from zorgkaart.scenarios.in_words import headline
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.study import Study

# Of a sheet of A4: the head, and a line of the foot and of the subtitle, in mm.
HEAD_MM, FOOT_MM, SUBTITLE_MM = 15.0, 2.9, 4.8
FOOT_PT, SUBTITLE_PT = 6.5, 9.9
NARROW = 1.2  # the letters of the sheet are so much narrower than those of pictures


def run_prints(study: Study, papers: Sequence[str], origin: Origin) -> dict[str, PrintSheets]:
    """A file per size of paper with a map of each norm, or of each trip where there is no norm.

    Parameters
    ----------
    study : Study
        What was computed.
    papers : sequence of str
        Keys of :data:`~zorgkaart.outputs.documents.print_sheets.PAPERS`.
    origin : mapping
        What it was made from.

    Returns
    -------
    dict of str to PrintSheets
        By the names of their files.
    """
    views = presentation.run_views(study.project)
    shown = [view for view in views if view.verdict] or views
    foot = foot_of(study)
    return {
        f"kaart-{name}.pdf": PrintSheets(
            study.project.title,
            datetime.datetime.fromisoformat(origin["gemaakt"]),
            [_sheet(study, study.results["buurten"], view, PAPERS[name], _about(study, view), foot) for view in shown],
            origin,
            PAPERS[name],
        )
        for name in papers
    }


def scenario_prints(scenario: Scenario, papers: Sequence[str], origin: Origin) -> dict[str, PrintSheets]:
    """A file per size of paper with, of each touched norm or trip, a map of after and one of the difference.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    papers : sequence of str
        Keys of :data:`~zorgkaart.outputs.documents.print_sheets.PAPERS`.
    origin : mapping
        What it was made from.

    Returns
    -------
    dict of str to PrintSheets
        By the names of their files.
    """
    study, areas = scenario.after, scenario.difference("buurten")
    views = [view for view in presentation.scenario_views(study.project, scenario.kinds) if view.moment != "voor"]
    shown = [view for view in views if view.verdict] or views
    return {
        f"kaart-{name}.pdf": PrintSheets(
            headline(scenario),
            datetime.datetime.fromisoformat(origin["gemaakt"]),
            [
                _sheet(study, areas, view, PAPERS[name], f"{headline(scenario)}.", foot_of(study), changed=scenario)
                for view in shown
            ],
            origin,
            PAPERS[name],
        )
        for name in papers
    }


def _about(study: Study, view: View) -> str:
    """The title of the project, and who is outside the norm of a view."""
    verdicts = [norm.verdict for norm in norms_of(study.project).values()]
    if view.verdict not in verdicts:
        return f"{study.project.title}."
    part = outside_parts(study, outside_estimates(study))[verdicts.index(view.verdict)]
    return f"{study.project.title}. {part}."


def _sheet(
    study: Study,
    areas: GeoDataFrame,
    view: View,
    paper: Paper,
    subtitle: str,
    foot: str,
    *,
    changed: Scenario | None = None,
) -> Sheet:
    width_mm, height_mm = paper.room_mm
    texts = ((foot, FOOT_PT, FOOT_MM), (subtitle, SUBTITLE_PT, SUBTITLE_MM))
    lines = sum(len(wrapped(text, width_mm * NARROW, size)) * line_mm for text, size, line_mm in texts)
    figure = sheet_map(
        areas,
        shown_view(study.project, view),
        width_mm=width_mm,
        height_mm=height_mm - HEAD_MM - lines,
        **around(study, view, changed=changed),
    )
    title = view_title(view)
    alt = f"Kaart van {study.project.region}: {title}."
    return Sheet(title, subtitle, [Picture(view.key, title, alt, svg_bytes(figure))], foot, whole=True)
