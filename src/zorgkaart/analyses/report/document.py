"""The accessibility analysis (bereikbaarheidsanalyse) of a scenario as a document: one page of HTML, and a PDF."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from zorgkaart.analyses.report.basis import account_section, appendices, comparison_section, method_section
from zorgkaart.analyses.report.facts import Facts
from zorgkaart.analyses.report.in_short import summary_section
from zorgkaart.analyses.report.norm import norm_section
from zorgkaart.analyses.report.report_maps import map_section
from zorgkaart.analyses.report.travel import others_section, travel_section
from zorgkaart.analyses.report.what_changes import change_phrase, changes_section
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.meaning.day import day_facts
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.words.dates import dutch_date

HTML_NAME, PDF_NAME = "rapport.html", "rapport.pdf"
TITLE = "Bereikbaarheidsanalyse"


def build_report(scenario: Scenario, origin: Mapping[str, Any]) -> Report:
    """The content of a report; the same scenario and provenance give the same report.

    Parameters
    ----------
    origin : mapping
        As :func:`zorgkaart.provenance.record.provenance` makes it; its time is the date of the report.
    """
    facts = Facts(scenario)
    made = datetime.datetime.fromisoformat(origin["gemaakt"])
    phrase = change_phrase(facts)
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
            changes_section(facts),
            norm_section(facts),
            travel_section(facts),
            others_section(facts),
            map_section(facts),
            comparison_section(facts),
            method_section(facts),
            account_section(facts, origin),
        ),
        appendices=tuple(appendices(facts)),
        provenance=origin,
    )
