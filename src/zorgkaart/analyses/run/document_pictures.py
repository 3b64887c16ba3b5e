"""The pictures of a run and of a scenario for documents: maps, curves and bars, each as PNG and SVG."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from geopandas import GeoDataFrame
from matplotlib.figure import Figure
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import Norm
from zorgkaart.access.norm_words import beyond, whole
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.day import day_sentence
from zorgkaart.outputs.meaning.layers import flag_share
from zorgkaart.outputs.meaning.symbols import symbols_for
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.charts import AFTER, BEFORE, DASHES, Curve, bar_picture, curve_picture
from zorgkaart.outputs.pictures.drawing import area_picture
from zorgkaart.outputs.pictures.frame import framed
from zorgkaart.project.model import Project
from zorgkaart.scenarios.in_words import headline
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.scenarios.shown_sites import map_sites
from zorgkaart.study.study import Study
from zorgkaart.words.dates import short_date
from zorgkaart.words.numbers import short
from zorgkaart.words.sentences import sentence

CAR = "minuten met de auto naar de dichtstbijzijnde locatie"
SHARES = (0.0, 0.05, 0.25, 0.5, 0.75)
SHARE_WORDS = ("niemand", "tot 5 %", "5 tot 25 %", "25 tot 50 %", "50 tot 75 %", "meer dan 75 %")
MOMENTS = {"": "", "voor": "nu", "na": "na de wijziging", "verschil": "verschil door de wijziging"}
Pictures = Iterator[tuple[str, Figure]]


def run_pictures(study: Study) -> Pictures:
    """Yield the pictures of a run: a map per norm and kind, who is outside a norm, curves, and bars per gemeente."""
    project, areas = study.project, study.results["buurten"]
    labels = presentation.labels(project)
    foot = foot_of(study)
    for view in presentation.run_views(project):
        yield view.key, framed(_map(study, areas, view), title=view_title(view), foot=foot)
    for name, norm in norms_of(project).items():
        view = _outside_view(norm)
        title = f"{norm.caption}: deel van de inwoners {beyond(norm)}"
        yield f"{name}_buiten_norm", framed(_map(study, areas, view), title=title, foot=foot)
        if bars := _bars(norm, {"": study}):
            title = f"{norm.caption}: inwoners buiten de norm per gemeente"
            yield f"{name}_buiten_norm_gemeenten", framed(bars, title=title, foot=foot)
        curve = Curve(norm.label, study.chains[name].minutes, study.residents.weight, AFTER)
        figure = curve_picture([curve], x_label=f"minuten van {whole(norm)}", limit_min=norm.limit_min)
        yield f"{name}_norm_verdeling", framed(figure, title=_curve_title(norm), foot=foot)
    if study.travel:
        symbols = symbols_for(labels)
        curves = [
            Curve(labels[kind], travel.minutes, study.residents.weight, symbols[kind].colour, number % len(DASHES))
            for number, (kind, travel) in enumerate(study.travel.items())
        ]
        title = "Met de auto: hoeveel inwoners binnen hoeveel minuten bij de dichtstbijzijnde locatie zijn"
        yield "reistijd_verdeling", framed(curve_picture(curves, x_label=CAR), title=title, foot=foot)


def scenario_pictures(scenario: Scenario) -> Pictures:
    """Yield the pictures of a scenario: maps of before, after and the difference, curves, and bars per gemeente."""
    after, before = scenario.after, scenario.before
    project, areas = after.project, scenario.difference("buurten")
    labels = presentation.labels(project)
    foot = f"{headline(scenario)}. {foot_of(after)}"
    for view in presentation.scenario_views(project, scenario.kinds):
        figure = _map(before if view.moment == "voor" else after, areas, view, changed=scenario)
        yield view.key, framed(figure, title=view_title(view), foot=foot)
    sides = {"nu": before, "na de wijziging": after}
    for kind in scenario.kinds:
        for name, norm in norms_of(project).items():
            if norm.kind != kind:
                continue
            if bars := _bars(norm, sides):
                title = f"{norm.caption}: inwoners buiten de norm per gemeente"
                yield f"{name}_buiten_norm_gemeenten", framed(bars, title=title, foot=foot)
            minutes = {words: study.chains[name].minutes for words, study in sides.items()}
            figure = _both(after, minutes, f"minuten van {whole(norm)}", norm.limit_min)
            yield f"{name}_norm_verdeling", framed(figure, title=_curve_title(norm), foot=foot)
        if kind in project.travel_kinds:
            minutes = {words: study.travel[kind].minutes for words, study in sides.items()}
            title = f"{labels[kind]}: hoeveel inwoners er met de auto binnen hoeveel minuten zijn"
            yield f"{kind}_verdeling", framed(_both(after, minutes, CAR, None), title=title, foot=foot)


def _curve_title(norm: Norm) -> str:
    return f"{norm.caption}: voor hoeveel inwoners {whole(norm)} binnen hoeveel minuten blijft"


def _both(study: Study, minutes: Mapping[str, NDArray[np.float64]], x_label: str, limit: float | None) -> Figure:
    """Curves of before and after."""
    curves = [
        Curve(words, values, study.residents.weight, colour, dash)
        for (words, values), colour, dash in zip(minutes.items(), (BEFORE, AFTER), (1, 0), strict=True)
    ]
    return curve_picture(curves, x_label=x_label, limit_min=limit)


def _map(study: Study, areas: GeoDataFrame, view: View, *, changed: Scenario | None = None) -> Figure:
    """A map with the sites that count for its view, and those that change."""
    return area_picture(areas, shown_view(study.project, view), **around(study, view, changed=changed))


def shown_view(project: Project, view: View) -> View:
    """A view as a picture shows it: its title says what, and its flag from which share on.

    Parameters
    ----------
    project : Project
        Whose norms say from which share of its inhabitants an area is flagged.
    view : View
        A layer of the map.
    """
    what = view.label.partition(": ")[2] or "reistijd met de auto"
    flag = f"vanaf {short(100 * flag_share(project))} % van de inwoners {view.flag}"
    return replace(view, label=sentence(what), flag=flag)


def around(study: Study, view: View, *, changed: Scenario | None = None) -> dict[str, Any]:
    """What a picture shows beside the areas: surroundings, places, and the sites that count for the view or change.

    Parameters
    ----------
    study : Study
        Whose sites count.
    view : View
        A layer of the map.
    changed : Scenario, optional
        Of which the changed sites are marked, but not in a view of before.

    Returns
    -------
    dict
        Arguments of :func:`~zorgkaart.outputs.pictures.drawing.area_picture`.
    """
    sites = map_sites(study, changed=None if view.moment in ("", "voor") else changed)
    kept = sites[view.counting.removesuffix("_voor")].to_numpy(dtype=bool, copy=True)
    if "sites_status" in sites:
        kept |= (sites["sites_status"] != "").to_numpy()
    return {
        "labels": presentation.labels(study.project),
        "surroundings": study.areas.surroundings,
        "places": study.inputs.places,
        "sites": sites[kept],
    }


def _outside_view(norm: Norm) -> View:
    """Where the people live who are outside a norm, as a share of an area's inhabitants."""
    return View(
        key=f"{norm.name}_buiten_norm",
        label=f"{norm.caption}: inwoners buiten de norm",
        group="Norm",
        column=norm.share,
        classes=SHARES,
        unit="",
        words=SHARE_WORDS,
        verdict=norm.verdict,
        kinds=norm.kinds,
        counting=norm.counts,
    )


def _bars(norm: Norm, sides: Mapping[str, Study]) -> Figure | None:
    """Inhabitants outside a norm per gemeente, where there are any; None where there are none or no gemeenten."""
    levels = [study.results.get("gemeenten") for study in sides.values()]
    gemeenten = [level for level in levels if level is not None]
    if len(gemeenten) < len(levels):
        return None
    values = [level[norm.outside].to_numpy(dtype=np.float64) for level in gemeenten]
    most = np.nanmax(np.nan_to_num(np.stack(values)), axis=0)
    rows = np.flatnonzero(most >= 0.5)
    rows = rows[np.lexsort((gemeenten[0]["gemeentenaam"].to_numpy()[rows].astype(str), -most[rows]))]
    if not len(rows):
        return None
    return bar_picture(
        gemeenten[0]["gemeentenaam"].iloc[rows].tolist(),
        [value[rows] for value in values],
        words=list(sides),
        x_label="inwoners buiten de norm",
    )


def view_title(view: View) -> str:
    """What a picture of a layer shows, with the moment of a scenario, in Dutch.

    Parameters
    ----------
    view : View
        A layer of the map.
    """
    what = view.label if view.verdict or ": " in view.label else f"{view.label}: reistijd met de auto"
    return f"{what}, {MOMENTS[view.moment]}" if view.moment else what


def foot_of(study: Study) -> str:
    """Date, day of the sites and sources, for below a picture.

    Parameters
    ----------
    study : Study
        Whose project names the sources.
    """
    sources = " ".join(study.project.project.sources)
    day = " ".join(filter(None, (f"zorgkaart, {short_date(datetime.date.today())}.", day_sentence(study.project))))
    return f"{day} Bronnen: {sources}"
