"""The part of a report with maps: before, after and the difference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import trip_of
from zorgkaart.access.measures import ChainNorm, Norm
from zorgkaart.analyses.report.facts import Facts, Theme
from zorgkaart.outputs.documents.content import Block, Paragraph, Picture, Section
from zorgkaart.outputs.meaning.presentation import labels, scenario_views
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.drawing import area_picture, svg_bytes
from zorgkaart.outputs.pictures.parts import Box
from zorgkaart.scenarios.shown_sites import map_sites
from zorgkaart.words.numbers import short
from zorgkaart.words.sentences import listing, sentence

SEEN_MIN = 0.05
SMALLEST_M, AROUND, MOST_OF = 12_000.0, 0.3, 0.6
WORDS = {"voor": "nu", "na": "na de wijziging", "verschil": "verschil"}


def map_section(facts: Facts) -> Section:
    """Maps of every theme."""
    areas = facts.scenario.difference("buurten")
    views = scenario_views(facts.project, facts.scenario.kinds)
    sections = []
    for theme in facts.norm_themes:
        mine = [view for view in views if view.theme == facts.norm(theme).stem]
        if not facts.norm_changes(theme) or not facts.scenario.after.chains[theme.norm].known.any():
            mine = [view for view in mine if view.moment == "voor"]
        sections.append(_maps(facts, theme, mine, areas, _what(facts.norm(theme))))
    for theme in facts.travel_themes:
        if not facts.travel_changes(theme) or facts.ended(theme):
            continue
        mine = [view for view in views if view.theme == trip_of(facts.project, theme.kind).stem]
        sections.append(_maps(facts, theme, mine, areas, "reistijd met de auto"))
    same = [theme.name for theme in facts.norm_themes if not facts.norm_changes(theme)]
    text = (
        "Elke buurt heeft de kleur van de gemiddelde tijd van haar inwoners. De dikke lijnen zijn gemeentegrenzen. "
        "De kaarten van nu en na de wijziging hebben dezelfde kleuren. Waar maar in een klein deel van het gebied iets "
        "verandert, tonen zij dat deel."
    )
    if same:
        text += f" Voor {listing(same)} verandert de tijd volgens de norm nergens; daarvan staat hier een kaart."
    if not sections:
        text = "Er is niets dat op een kaart verandert."
    return Section("Kaarten", [Paragraph(text)], sections)


def _what(norm: Norm) -> str:
    return "hele keten van de norm" if isinstance(norm, ChainNorm) else norm.words


def _maps(facts: Facts, theme: Theme, views: list[View], areas: GeoDataFrame, what: str) -> Section:
    order = list(WORDS)
    views = sorted(views, key=lambda view: order.index(view.moment))
    focus = _focus(areas, f"{views[0].column.removesuffix('_voor')}_verschil")
    blocks: list[Block] = [_map(facts, theme, view, areas, what, focus) for view in views]
    title = f"{theme.name}: {what}"
    return Section(sentence(title), blocks)


def _focus(areas: GeoDataFrame, column: str) -> Box | None:
    """The part in which a number differs, with some land around it; None if that is most of the areas."""
    west, south, east, north = areas[areas[column].abs() >= SEEN_MIN].total_bounds
    whole = areas.total_bounds
    if np.isnan(west):
        return None
    side = max(east - west, north - south, SMALLEST_M) * (1 + AROUND)
    if side > MOST_OF * max(whole[2] - whole[0], whole[3] - whole[1]):
        return None
    x, y = (west + east) / 2, (south + north) / 2
    return x - side / 2, y - side / 2, x + side / 2, y + side / 2


def _map(facts: Facts, theme: Theme, view: View, areas: GeoDataFrame, what: str, focus: Box | None) -> Picture:
    study = facts.scenario.before if view.moment == "voor" else facts.scenario.after
    sites = map_sites(study, changed=None if view.moment == "voor" else facts.scenario)
    status = sites["sites_status"] if "sites_status" in sites else pd.Series("", index=sites.index)
    counting = view.counting.removesuffix("_voor")
    shown = sites[sites[counting] | (status != "")]
    changed = replace(view, label=_title(theme, view, what), flag=_flag(facts, theme, view))
    figure = area_picture(
        areas,
        changed,
        labels=labels(facts.project),
        surroundings=study.areas.surroundings,
        places=study.inputs.places,
        sites=shown,
        focus=focus,
    )
    caption = f"{theme.name}: {what}, {WORDS[view.moment]}"
    return Picture(
        f"kaart-{view.key}",
        sentence(caption),
        f"Kaart van de buurten van {facts.project.region}: {caption}. De cijfers per gemeente staan in de tabellen.",
        svg_bytes(figure),
    )


def _title(theme: Theme, view: View, what: str) -> str:
    text = f"{what}, {WORDS[view.moment]}" if view.moment != "verschil" else f"Verschil in {what}"
    return sentence(text)


def _flag(facts: Facts, theme: Theme, view: View) -> str:
    if not view.verdict:
        return view.flag
    share = 100 * facts.norm(theme).flag_share
    moment = " na de wijziging" if view.moment == "verschil" else ""
    return f"vanaf {short(share)} % van de inwoners buiten de norm{moment}"
