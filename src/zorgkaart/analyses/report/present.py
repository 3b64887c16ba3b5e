"""The report of the present situation: what there is, how far it is, who is outside each norm, and where."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Any

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import Norm
from zorgkaart.analyses.report.all_norms import ALL_MET, norm_met
from zorgkaart.analyses.report.basis import (
    COMPARED,
    account_section,
    distance_blocks,
    method_section,
    speeds_section,
)
from zorgkaart.analyses.report.enough import enough_section
from zorgkaart.analyses.report.people_parts import conclusions_section, use_section
from zorgkaart.analyses.report.present_maps import present_maps
from zorgkaart.analyses.report.present_norms import bottlenecks_section, flagged_sections
from zorgkaart.analyses.report.present_supply import supply_section
from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.analyses.validation.headline_estimates import outside_estimate, outside_interval
from zorgkaart.outputs.documents.content import Block, Bullets, KeyFigure, KeyFigures, Paragraph, Report, Section
from zorgkaart.outputs.meaning.day import day_facts
from zorgkaart.study.norm_shares import WHOLE, share_sentences, share_table, shared_norms
from zorgkaart.study.study import Study
from zorgkaart.words.dates import dutch_date
from zorgkaart.words.estimates import rounded
from zorgkaart.words.no_road import no_road_words
from zorgkaart.words.numbers import minutes, number, percent
from zorgkaart.words.sentences import in_sentence, sentence

TITLE = "Bereikbaarheid: de huidige situatie"
MOST_FIGURES = 4


def build_present(study: Study, origin: Mapping[str, Any], more: Sequence[Section] = ()) -> Report:
    """The content of the report; the same study and provenance give the same report.

    Parameters
    ----------
    study : Study
        What was computed.
    origin : mapping
        As :func:`zorgkaart.provenance.record.provenance` makes it; its time is the date of the report.
    more : sequence of Section
        Chapters of other analyses, which stand before the conclusions.
    """
    facts, project = StudyFacts(study), study.project
    made = datetime.datetime.fromisoformat(origin["gemaakt"])
    moment = [("Tijdstip", f"alleen wat open is op {study.moment}")] if study.moment is not None else []
    distances = distance_blocks(facts)
    return Report(
        title=TITLE,
        subtitle=project.project.title,
        date=made,
        facts=(
            ("Gebied", project.region),
            *day_facts(project),
            *moment,
            ("Datum", dutch_date(made)),
            ("Gemaakt met", f"zorgkaart {origin['versies']['zorgkaart']}"),
        ),
        summary=_summary(facts),
        sections=(
            use_section(facts),
            supply_section(facts),
            *([enough] if (enough := enough_section(facts)) is not None else []),
            bottlenecks_section(facts),
            present_maps(facts),
            *more,
            conclusions_section([*_norm_sentences(facts), *_trip_sentences(facts)]),
            *([Section(COMPARED, distances)] if distances else []),
            method_section(facts),
            account_section(origin),
        ),
        appendices=(*flagged_sections(facts), speeds_section(facts)),
        provenance=origin,
    )


def _summary(facts: StudyFacts) -> Section:
    texts = _norm_sentences(facts)
    blocks: list[Block] = [
        Paragraph(
            f"Dit rapport beschrijft hoe ver inwoners van {facts.project.region} van zorg wonen, en wie buiten een "
            "norm valt. Er verandert niets: het is de toestand die in de gegevens staat.",
        )
    ]
    norms = sorted(norms_of(facts.project).values(), key=lambda norm: _grave(facts, norm))
    figures = [_figure(facts, norm) for norm in norms]
    if figures:
        blocks.append(KeyFigures(tuple(figures[:MOST_FIGURES])))
    return Section("Samenvatting", [*blocks, Bullets(tuple(texts))] if texts else blocks)


def _grave(facts: StudyFacts, norm: Norm) -> int:
    """In which order norms are told of: those that are not met, those that ask no share, those that are met."""
    if norm.asked_share is None:
        return 1
    table = share_table(facts.study)
    return 2 if norm_met(norm, table[table["norm"] == norm.name]) == ALL_MET else 0


def _figure(facts: StudyFacts, norm: Norm) -> KeyFigure:
    """The people outside a norm, or the share within one that asks a share."""
    study = facts.study
    if norm.asked_share is not None:
        table = share_table(study)
        whole = table[(table["norm"] == norm.name) & (table["niveau"] == WHOLE)]
        share = float(whole["aandeel_binnen"].iloc[0]) if len(whole) else math.nan
        note = f"{norm.caption}; gevraagd: {percent(norm.asked_share, 0)}"
        return KeyFigure(percent(share), "van de inwoners woont binnen de norm", note)
    value, (low, high) = study.chains[norm.name].count_outside(facts.weight), outside_interval(study, norm.name)
    if math.isnan(value) or math.isnan(low):
        noun = "inwoner" if number(value) == "1" else "inwoners"
        return KeyFigure(number(value), f"{noun} buiten de norm", norm.caption)
    shown, lowest, highest = (number(part) for part in rounded(value, low, high))
    return KeyFigure(f"circa {shown}", "inwoners buiten de norm", f"tussen {lowest} en {highest}; {norm.caption}")


def _norm_sentences(facts: StudyFacts) -> list[str]:
    """Who is outside each norm, and where norms that ask a share are met."""
    study, shares = facts.study, share_sentences(facts.study)
    of_share = dict(zip(shared_norms(study), shares, strict=True))
    texts = []
    for name, norm in norms_of(facts.project).items():
        without = no_road_words(study.chains[name].count_no_road(facts.weight))
        outside = f"{outside_estimate(study, name)} buiten de norm{without}."
        texts.append(f"{of_share[name]} {sentence(outside)}" if name in of_share else f"{norm.caption}: {outside}")
    return texts


def _trip_sentences(facts: StudyFacts) -> list[str]:
    """How far one drives to each kind."""
    texts = []
    for row in facts.summary.to_dict("records"):
        far = row["gemiddeld_min"]
        how = "niet bekend" if math.isnan(far) else f"gemiddeld {minutes(far)} met de auto"
        texts.append(f"{sentence(in_sentence(row['voorziening']))}: {how}.")
    return texts
