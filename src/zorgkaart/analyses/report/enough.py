"""The part of both reports on whether there is enough: supply per kind beside who needs it, and what a change does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import supplies_of
from zorgkaart.access.supply import ShownSupply, sharing_words
from zorgkaart.analyses.report.facts import Facts
from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.analyses.supply.compute import BESIDE, PER_BESIDE, SupplyOverview
from zorgkaart.analyses.supply.paragraph import paragraph
from zorgkaart.outputs.documents.content import Block, Cell, Column, Paragraph, Picture, Section, Table
from zorgkaart.outputs.meaning.presentation import labels
from zorgkaart.outputs.meaning.supply_views import changed_supply_views, supply_views
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.drawing import area_picture, svg_bytes
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.scenarios.shown_sites import map_sites
from zorgkaart.study.study import Study
from zorgkaart.study.supply_change import NOTICED, SupplyChange
from zorgkaart.study.supply_tables import shown_supplies, shown_supply
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.numbers import number, people, percent
from zorgkaart.words.sentences import in_sentence, listing, sentence

TITLE = "Is er genoeg zorg?"
ONE_PERSON = 0.5


def enough_section(facts: StudyFacts) -> Section | None:
    """Supply of every kind with ``[supply]``; None where the project has none.

    Parameters
    ----------
    facts : StudyFacts
        The present situation.
    """
    study = facts.study
    shown = shown_supplies(study)
    if not shown:
        return None
    sections = []
    for item in shown:
        overview = SupplyOverview(study, item.supply.kind)
        blocks: list[Block] = [Paragraph(paragraph(overview)), *_needed(study, item)]
        if len(study.areas.gemeenten):
            blocks.append(_gemeenten_table(overview))
        blocks += [_map(study, study.results["buurten"], item, view) for view in supply_views([item])]
        if note := facts.project.kinds[item.supply.kind].note:
            blocks.append(Paragraph(note, tone="note"))
        blocks.append(Paragraph(sharing_words(item), tone="note"))
        sections.append(Section(item.supply.label, blocks))
    return Section(TITLE, [Paragraph(_lead(shown)), *_to_come(study), *_capacity(study)], sections)


def changed_section(facts: Facts) -> Section | None:
    """What a scenario does to supply; None where no kind that it touches has ``[supply]``.

    Parameters
    ----------
    facts : Facts
        Both sides.
    """
    scenario = facts.scenario
    kinds = [kind for kind in supplies_of(facts.project) if kind in scenario.kinds]
    if not kinds:
        return None
    shown = [shown_supply(scenario.before, kind) for kind in kinds]
    areas = scenario.difference("buurten")
    sections = []
    for item in shown:
        blocks: list[Block] = [Paragraph(_who_notices(scenario, item))]
        if len(scenario.before.areas.gemeenten):
            blocks.append(_changed_table(scenario, item))
        for view in changed_supply_views([item], kinds):
            study = scenario.before if view.moment == "voor" else scenario.after
            if view.moment == "verschil":
                blocks.append(_map(study, areas, item, view, scenario))
        blocks.append(Paragraph(sharing_words(item), tone="note"))
        sections.append(Section(item.supply.label, blocks))
    return Section(TITLE, [Paragraph(_lead(shown)), *_capacity(scenario.before, kinds)], sections)


def _lead(shown: list[ShownSupply]) -> str:
    """What the figures are and are not."""
    counted = list(dict.fromkeys(item.unit for item in shown if item.counted))
    text = (
        "Aanbod is hier hoeveel er is voor wie er woont, verdeeld over iedereen die het deelt. Een grens voor wat "
        "genoeg is, bestaat niet: de cijfers zeggen waar er meer en waar er minder is."
    )
    if counted:
        text += (
            f" Geteld zijn {listing(counted)}, en niet hoeveel mensen er werken, hoeveel uur zij er zijn of hoeveel "
            "bedden er staan: dat is niet bekend."
        )
    return text


def _needed(study: Study, shown: ShownSupply) -> list[Paragraph]:
    """How often all together use the care, where that is known."""
    need = study.need(shown.supply.kind)
    if not need.counts_use:
        return []
    return [Paragraph(f"Naar leeftijd geschat vragen alle inwoners samen {number(need.total)} {need.unit}.")]


def _to_come(study: Study) -> list[Paragraph]:
    """What all together need in the last of the years to come, in a sentence; nothing where the project has none."""
    project = study.project
    if not project.futures or project.project.future is not None:
        return []
    name = max(project.futures, key=lambda key: project.futures[key].year)
    then, year = study.with_project(project.in_future(name)), project.futures[name].year
    parts = []
    for kind, supply in supplies_of(project).items():
        now = study.need(kind)
        if now.by_age and now.total > 0:
            parts.append(f"{sentence(supply.label)} {percent(then.need(kind).total / now.total - 1, 0, sign=True)}")
    grown = f" Hun behoefte, geschat naar leeftijd, tegen die van nu: {'; '.join(parts)}." if parts else ""
    total = float(np.nansum(then.areas.buurten["inwoners"]))
    return [
        Paragraph(
            f"In {year} zijn er naar verwachting {people(total)}.{grown} Dat is een prognose; wie er dan welk aanbod "
            "heeft, rekent de opdracht zorgkaart future uit.",
            lead="Straks.",
        )
    ]


def _capacity(study: Study, kinds: list[str] | None = None) -> list[Paragraph]:
    """That capacity is computed by a command of its own, for the kinds of which the project says what sites can do."""
    project = study.project
    mine = [kind for kind in project.capacity if kinds is None or kind in kinds]
    return [
        Paragraph(
            f"Of locaties ({in_sentence(project.kinds[kind].label)}) aankunnen wie er komt, rekent de opdracht "
            f"zorgkaart capacity {kind} uit; dat staat niet in dit rapport.",
            lead="Capaciteit.",
        )
        for kind in mine
    ]


def _gemeenten_table(overview: SupplyOverview) -> Table:
    shown, supply = overview.shown, overview.supply
    counts = overview.gemeenten().set_index("gemeentecode")
    beside = overview.beside_label
    rows: list[tuple[Cell, ...]] = []
    for row in overview.areas("gemeenten").to_dict("records"):
        own = counts.loc[row["gemeentecode"]]
        more = (own[BESIDE], own[PER_BESIDE]) if beside else ()
        cells = (row["inwoners"], row[supply.column], own["locaties"], own["locaties_per_10000"], *more)
        rows.append((str(row["gemeentenaam"]), *(float(cell) for cell in cells)))
    columns = (
        Column("Gemeente", share=1.6),
        Column("Inwoners", 0),
        Column(sentence(shown.per), max(2, shown.decimals), share=1.6),
        Column(f"{sentence(shown.unit)} in de gemeente", 0),
        Column("Daarvan per 10.000 inwoners", 1),
        *((Column(sentence(beside), 0), Column(f"{sentence(shown.unit)} per 1.000 daarvan", 1)) if beside else ()),
    )
    note = "De gemeente met het minste aanbod eerst. Wat in de gemeente ligt, delen ook inwoners van buurgemeenten."
    return Table(f"aanbod-{supply.kind}", f"{supply.label}: aanbod per gemeente", columns, tuple(rows), note=note)


def _who_notices(scenario: Scenario, shown: ShownSupply) -> str:
    """For how many people there is noticeably less and more."""
    kind, part = shown.supply.kind, percent(NOTICED, 0)
    one, other = scenario.before.supplied(kind), scenario.after.supplied(kind)
    weight = np.nan_to_num(one.people)
    counts = {name: float(weight @ flag) for name, flag in SupplyChange.of(one, other).flags.items()}
    what = f"het aanbod ({shown.per})"
    texts = [
        f"Voor {people(count)} wordt {what} na de wijziging minstens {part} {word} ({ONE_RUN})."
        for count, word in ((counts["minder"], "kleiner"), (counts["meer"], "groter"))
        if count >= ONE_PERSON
    ] or [f"Voor niemand wordt {what} na de wijziging {part} of meer kleiner of groter."]
    if counts["niets_meer"] >= ONE_PERSON:
        texts.append(f"Van hen houden {people(counts['niets_meer'])} binnen bereik niets over.")
    if counts["onbekend"] >= ONE_PERSON:
        texts.append(f"Van {people(counts['onbekend'])} is het aanbod niet bekend.")
    return " ".join(texts)


def _changed_table(scenario: Scenario, shown: ShownSupply) -> Table:
    supply = shown.supply
    frame = scenario.before.areas.gemeenten
    before, after = (
        side.supply_columns("gemeenten", supply.kind)[supply.column] for side in (scenario.before, scenario.after)
    )
    values = zip(frame["gemeentenaam"], frame["inwoners"], before, after, strict=True)
    rows = sorted(
        ((str(name), float(count), float(one), float(two), float(two - one)) for name, count, one, two in values),
        key=lambda row: (row[4] if row[4] == row[4] else np.inf, row[0]),
    )
    decimals = max(3, shown.decimals)
    columns = (
        Column("Gemeente", share=1.6),
        Column("Inwoners", 0),
        *(Column(word, decimals) for word in ("Nu", "Na", "Verschil")),
    )
    caption = f"{supply.label}: {shown.per}"
    return Table(f"aanbod-{supply.kind}", caption, columns, tuple(rows), note="Het grootste verlies eerst.")


def _map(
    study: Study, areas: GeoDataFrame, shown: ShownSupply, view: View, scenario: Scenario | None = None
) -> Picture:
    sites = map_sites(study, changed=scenario)
    counting = view.counting.removesuffix("_voor")
    mine = sites[counting] | (sites["sites_status"] != "") if "sites_status" in sites else sites[counting]
    what = f"{'verschil in ' if view.moment == 'verschil' else ''}{shown.per}"
    caption = f"{shown.supply.label}: {what}"
    figure = area_picture(
        areas,
        replace(view, label=sentence(what)),
        labels=labels(study.project),
        surroundings=study.areas.surroundings,
        places=study.inputs.places,
        sites=sites[mine],
    )
    alt = f"Kaart van de buurten van {study.project.region}: {caption}. De cijfers per gemeente staan in de tabel."
    return Picture(f"kaart-{view.key}", sentence(caption), alt, svg_bytes(figure))
