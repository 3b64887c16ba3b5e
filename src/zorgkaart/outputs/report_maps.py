"""The part of a report with maps: before, after and the difference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.outputs.pictures import area_picture, svg_bytes
from zorgkaart.outputs.presentation import labels, scenario_views
from zorgkaart.outputs.report_content import Block, Paragraph, Picture, Section
from zorgkaart.outputs.report_facts import Facts, Theme
from zorgkaart.outputs.report_words import listing
from zorgkaart.outputs.views import View
from zorgkaart.summaries import site_table

WORDS = {"voor": "nu", "na": "na de wijziging", "verschil": "verschil"}


def map_section(facts: Facts) -> Section:
    """Maps of every theme."""
    areas = facts.scenario.difference("buurten")
    views = scenario_views(facts.project, facts.scenario.kinds)
    sections = []
    for theme in facts.norm_themes:
        mine = [view for view in views if view.theme == f"{theme.kind}_norm"]
        if not facts.norm_changes(theme):
            mine = [view for view in mine if view.moment == "voor"]
        sections.append(_maps(facts, theme, mine, areas, "hele keten van de norm"))
    for theme in facts.travel_themes:
        if not facts.travel_changes(theme):
            continue
        mine = [view for view in views if view.theme == theme.kind]
        sections.append(_maps(facts, theme, mine, areas, "reistijd met de auto"))
    same = [theme.name for theme in facts.norm_themes if not facts.norm_changes(theme)]
    text = (
        "Elke buurt heeft de kleur van de gemiddelde tijd van haar inwoners. De dikke lijnen zijn gemeentegrenzen. "
        "De kaarten van nu en na de wijziging hebben dezelfde kleuren."
    )
    if same:
        text += f" Voor {listing(same)} verandert de tijd volgens de norm nergens; daarvan staat hier een kaart."
    if not sections:
        text = "Er is niets dat op een kaart verandert."
    return Section("Kaarten", [Paragraph(text)], sections)


def _maps(facts: Facts, theme: Theme, views: list[View], areas: GeoDataFrame, what: str) -> Section:
    order = list(WORDS)
    blocks: list[Block] = [
        _map(facts, theme, view, areas, what) for view in sorted(views, key=lambda view: order.index(view.moment))
    ]
    title = f"{theme.name}: {what}"
    return Section(title[:1].upper() + title[1:], blocks)


def _map(facts: Facts, theme: Theme, view: View, areas: GeoDataFrame, what: str) -> Picture:
    study = facts.scenario.before if view.moment == "voor" else facts.scenario.after
    sites = site_table(study, changed=None if view.moment == "voor" else facts.scenario)
    norm = facts.project.norms.get(theme.kind) if view.verdict else None
    status = sites["sites_status"] if "sites_status" in sites else pd.Series("", index=sites.index)
    kept = np.concatenate([study.rows(kind, only_24_7=norm is not None and norm.only_24_7) for kind in view.kinds])
    shown = sites[sites.index.isin(kept) | (status != "")]
    changed = replace(view, label=_title(theme, view, what), flag=_flag(facts, theme, view))
    figure = area_picture(
        areas, changed, labels=labels(facts.project), surroundings=study.areas.surroundings,
        places=study.inputs.places, sites=shown,
    )  # fmt: skip
    caption = f"{theme.name}: {what}, {WORDS[view.moment]}"
    return Picture(
        f"kaart-{view.key}", caption[:1].upper() + caption[1:],
        f"Kaart van de buurten van {facts.project.region}: {caption}. De cijfers per gemeente staan in de tabellen.",
        svg_bytes(figure),
    )  # fmt: skip


def _title(theme: Theme, view: View, what: str) -> str:
    text = f"{what}, {WORDS[view.moment]}" if view.moment != "verschil" else f"Verschil in {what}"
    return text[:1].upper() + text[1:]


def _flag(facts: Facts, theme: Theme, view: View) -> str:
    if not view.verdict:
        return view.flag
    share = 100 * facts.norm(theme).flag_share
    moment = " na de wijziging" if view.moment == "verschil" else ""
    return f"meer dan {share:g} % van de inwoners buiten de norm{moment}".replace(".", ",")
