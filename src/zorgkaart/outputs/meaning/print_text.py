"""What the page to print of a QGIS project says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.day import day_sentence
from zorgkaart.project.model import Project


@dataclass(frozen=True)
class ProjectText:
    """What a project shows first and what its page to print says, in Dutch.

    Attributes
    ----------
    headline : str
        The layer whose first style is on, with the sites that go with it.
    title, subtitle : str
        The heading, and a sentence below it.
    sources : str
        At the foot of the page.
    date : date
        On the page.
    """

    headline: str
    title: str
    subtitle: str
    sources: str
    date: datetime.date


def print_text(project: Project, headline: str, title: str, subtitle: str) -> ProjectText:
    """What the QGIS project says, with the project's sources and assumptions; `headline` is the layer shown first."""
    assumed = f"Aannames: {'; '.join(presentation.assumptions(project))}." if project.norms else ""
    sources = " ".join(["Bronnen:", *project.project.sources, assumed]).strip()
    if project.on_day not in title:
        subtitle = f"{day_sentence(project)} {subtitle}"
    return ProjectText(headline, title, subtitle, sources, datetime.date.today())
