"""The accessibility analysis (bereikbaarheidsanalyse) of a scenario: a page of HTML, a PDF and a Word document."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from zorgkaart.analyses.report.basis import account_section, appendices, comparison_section, method_section
from zorgkaart.analyses.report.enough import changed_section
from zorgkaart.analyses.report.facts import Facts
from zorgkaart.analyses.report.in_short import summary_section
from zorgkaart.analyses.report.norm import norm_section
from zorgkaart.analyses.report.outcome import outcome
from zorgkaart.analyses.report.people_parts import BOTTLENECKS, conclusions_section, use_section
from zorgkaart.analyses.report.report_maps import map_section
from zorgkaart.analyses.report.travel import others_section, travel_section
from zorgkaart.analyses.report.what_changes import change_phrase, changes_section
from zorgkaart.outputs.documents.content import Report, Section
from zorgkaart.outputs.meaning.day import day_facts
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.words.dates import dutch_date

REPORT_FILES = "rapport.html", "rapport.pdf", "rapport.docx"
TITLE = "Bereikbaarheidsanalyse"


def build_report(scenario: Scenario, origin: Mapping[str, Any], more: Sequence[Section] = ()) -> Report:
    """The content of a report; the same scenario and provenance give the same report.

    Parameters
    ----------
    origin : mapping
        As :func:`zorgkaart.provenance.record.provenance` makes it; its time is the date of the report.
    more : sequence of Section
        Chapters of other analyses, which stand before the conclusions.
    """
    facts = Facts(scenario)
    made = datetime.datetime.fromisoformat(origin["gemaakt"])
    phrase, norms = change_phrase(facts), norm_section(facts)
    return Report(
        title=TITLE,
        subtitle=scenario.title or phrase,
        date=made,
        facts=(
            ("Gebied", scenario.before.project.region),
            *([("Wijziging", phrase)] if scenario.title else []),
            *day_facts(scenario.before.project),
            ("Datum", dutch_date(made)),
            ("Gemaakt met", f"zorgkaart {origin['versies']['zorgkaart']}"),
        ),
        summary=summary_section(facts),
        sections=(
            use_section(facts),
            changes_section(facts),
            replace(norms, blocks=[*norms.blocks, BOTTLENECKS]),
            travel_section(facts),
            others_section(facts),
            *([enough] if (enough := changed_section(facts)) is not None else []),
            map_section(facts),
            *more,
            conclusions_section(outcome(scenario)),
            comparison_section(facts),
            method_section(facts),
            account_section(origin),
        ),
        appendices=tuple(appendices(facts)),
        provenance=origin,
    )
