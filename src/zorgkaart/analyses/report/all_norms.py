"""Every norm of a project in one table of a report: what it asks, who is outside, and whether it is met."""

from __future__ import annotations

import pandas as pd

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import Norm
from zorgkaart.access.norm_words import AREA_WORDS
from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.outputs.documents.content import Cell, Column, Table
from zorgkaart.study.norm_shares import MET, UNKNOWN, WHOLE, share_table
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import percent, short

ALL_MET, NO_SHARE = "gehaald", "vraagt geen aandeel"


def all_norms_table(facts: StudyFacts, after: Study | None = None) -> Table:
    """The table, with columns of after the change where there is one.

    Parameters
    ----------
    facts : StudyFacts
        The present situation.
    after : Study, optional
        The situation after a change.
    """
    sides = [facts.study, *([after] if after is not None else [])]
    shares = [share_table(study) for study in sides]
    rows: list[tuple[Cell, ...]] = []
    for name, norm in norms_of(facts.project).items():
        outside = [study.chains[name].count_outside(facts.weight) for study in sides]
        judged = [norm_met(norm, table[table["norm"] == name]) for table in shares]
        rows.append((norm.caption, _asked(norm), *outside, *judged))
    words = ("nu", "na") if after is not None else ("",)
    columns = (
        Column("Norm", share=1.7),
        Column("Wat hij vraagt", share=1.5),
        *(Column(f"Inwoners erbuiten {word}".strip(), 0) for word in words),
        *(Column(f"Gehaald {word}?".replace(" ?", "?"), share=1.1) for word in words),
    )
    return Table("normen", "Alle normen op een rij", columns, tuple(rows), note=_note(facts), small=True)


def norm_met(norm: Norm, table: pd.DataFrame) -> str:
    """Whether a norm is met, in a few words.

    Parameters
    ----------
    norm : Norm
        One of the project.
    table : DataFrame
        Its rows of :func:`~zorgkaart.study.norm_shares.share_table`; none where it asks no share.

    Returns
    -------
    str
        :data:`ALL_MET`, ``niet gehaald`` (with in how many areas of its level), ``onbekend`` or :data:`NO_SHARE`.
    """
    if norm.asked_share is None:
        return NO_SHARE
    rows = table if norm.per == WHOLE else table[table["niveau"] != WHOLE]
    if rows.empty or (rows["gehaald"] == UNKNOWN).all():
        return UNKNOWN
    missed = int((rows["gehaald"] != MET).sum())
    if not missed:
        return ALL_MET
    if norm.per == WHOLE:
        return "niet gehaald"
    return f"niet gehaald in {missed} van {len(rows)} {AREA_WORDS[norm.per][0 if len(rows) == 1 else 1]}"


def _asked(norm: Norm) -> str:
    within = f"binnen {short(norm.limit_min)} minuten"
    if norm.asked_share is None:
        return within
    whom = "van alle inwoners" if norm.per == WHOLE else f"per {AREA_WORDS[norm.per][0]}"
    return f"{percent(norm.asked_share, 0)} {within}, {whom}"


def _note(facts: StudyFacts) -> str:
    norms = norms_of(facts.project).values()
    if all(norm.asked_share is not None for norm in norms):
        return ""
    return (
        "Een norm die geen aandeel vraagt, zegt niet hoeveel inwoners erbuiten mogen vallen; of hij wordt gehaald, is "
        "daarmee geen uitkomst van deze berekening."
    )
