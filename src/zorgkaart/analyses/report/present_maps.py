"""The part of the report of the present situation with maps: a norm or a trip each."""

from __future__ import annotations

from dataclasses import replace

from zorgkaart.access.catalogue import norms_of
from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.outputs.documents.content import Block, Paragraph, Picture, Section
from zorgkaart.outputs.meaning.layers import flag_share
from zorgkaart.outputs.meaning.presentation import labels, run_views
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.drawing import area_picture, svg_bytes
from zorgkaart.scenarios.shown_sites import map_sites
from zorgkaart.study.study_tables import worst_moments
from zorgkaart.words.numbers import short
from zorgkaart.words.sentences import sentence


def present_maps(facts: StudyFacts) -> Section:
    """A map of every norm of which anybody is outside, and of every kind without a norm.

    Parameters
    ----------
    facts : StudyFacts
        The present situation.
    """
    study = facts.study
    normed = {norm.kind for norm in norms_of(facts.project).values()}
    outside = {
        norm.column
        for name, norm in norms_of(facts.project).items()
        if study.chains[name].count_outside(facts.weight) > 0
    }
    seen: set[str] = set()
    blocks: list[Block] = []
    for view in run_views(facts.project, first=tuple(worst_moments(study).values())):
        of_norm = bool(view.verdict)
        if (view.column not in outside) if of_norm else bool(set(view.kinds) & (normed | seen)):
            continue
        seen |= set() if of_norm else set(view.kinds)
        blocks.append(_map(facts, view))
    if not blocks:
        return Section("Kaarten", [Paragraph("Er is geen norm waar iemand buiten valt, en geen reistijd.")])
    text = (
        "Elke buurt heeft de kleur van de gemiddelde tijd van haar inwoners. De dikke lijnen zijn gemeentegrenzen. Van "
        "normen waar niemand buiten valt, staat hier geen kaart; van voorzieningen met een norm alleen die van de norm."
    )
    return Section("Kaarten", [Paragraph(text), *blocks])


def _map(facts: StudyFacts, view: View) -> Picture:
    study, project = facts.study, facts.project
    sites = map_sites(study)
    what = view.label.partition(": ")[2] or "reistijd met de auto"
    figure = area_picture(
        study.results["buurten"],
        replace(
            view,
            label=sentence(what),
            flag=f"vanaf {short(100 * flag_share(project))} % van de inwoners {view.flag}",
        ),
        labels=labels(project),
        surroundings=study.areas.surroundings,
        places=study.inputs.places,
        sites=sites[sites[view.counting]],
    )
    caption = view.label if ": " in view.label else f"{view.label}: reistijd met de auto"
    return Picture(
        f"kaart-{view.key}",
        sentence(caption),
        f"Kaart van de buurten van {project.region}: {caption}. De cijfers per gemeente staan in de tabellen.",
        svg_bytes(figure),
    )
