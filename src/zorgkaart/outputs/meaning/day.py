"""What a run with the sites of a day, or the inhabitants of a year to come, says of it in every output."""

from __future__ import annotations

import pandas as pd

from zorgkaart.project.model import Project
from zorgkaart.words.numbers import count, number
from zorgkaart.words.sentences import sentence


def day_sentence(project: Project) -> str:
    """That the sites are those of a day, as a Dutch sentence; empty where they are those of now.

    Parameters
    ----------
    project : Project
        With or without ``[project] date``.
    """
    return f"{sentence(project.on_day)}." if project.on_day else ""


def day_facts(project: Project) -> list[tuple[str, str]]:
    """The day of the sites, for the facts at the head of a page; none where they are those of now.

    Parameters
    ----------
    project : Project
        With or without ``[project] date``.
    """
    return [("Stand", project.on_day)] if project.on_day else []


def day_notes(project: Project, sites: pd.DataFrame) -> list[str]:
    """What a reader of a run of a day must know: of how many sites it is known when they opened or closed.

    Parameters
    ----------
    project : Project
        With or without ``[project] date``.
    sites : DataFrame
        With ``open_van`` and ``open_tot``: the sites that the run is about.

    Returns
    -------
    list of str
        A Dutch text; none where the sites are those of now.
    """
    notes = []
    if project.future is not None:
        notes.append(
            f"Gerekend is met de inwoners van {project.future.year} volgens een prognose, op de adressen van nu: "
            "nieuwe wijken staan er niet in. Wegen en snelheden zijn die van nu; huishoudens zijn van dan niet bekend."
        )
    if project.project.date is None:
        return notes
    dated = int(((sites["open_van"] != "") | (sites["open_tot"] != "")).sum())
    known = f"Van {count(dated, 'locatie', 'locaties')} is de dag van opening of sluiting bekend"
    others = f"de andere {number(len(sites) - dated)} zijn op elke dag zoals nu"
    rest = f"Openingstijden, wegen{'' if notes else ', inwoners'} en snelheden zijn die van nu"
    return [f"Gerekend is met {project.sites_of_day}. {known}; {others}. {rest}.", *notes]
