"""What an atlas says on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.verdict import rule_of
from zorgkaart.analyses.atlas.ranking import headline, is_of_pairs, rule_sentence
from zorgkaart.analyses.validation.figures import compare_closures
from zorgkaart.analyses.validation.published_table import comparison_summary
from zorgkaart.outputs.meaning.presentation import assumptions
from zorgkaart.study.study import Study
from zorgkaart.terminal.text_table import SHOWN, text_table
from zorgkaart.words.numbers import number


def atlas_summary(study: Study, kind: str, table: pd.DataFrame, further_min: float) -> Iterator[RenderableType]:
    """The gravest closures, with columns about norms only where closing a site can break one, and published figures."""
    norms = [norm for norm in norms_of(study.project).values() if kind in norm.kinds]
    # Nearly every pair is sensitive, which then tells nothing.
    pairs = is_of_pairs(table)
    headings: dict[str, int | None] = {"buiten norm": 0} if norms else {}
    headings |= {"gevoelig": None} if norms and not pairs else {}
    together = {"meer dan apart": 0} if norms and pairs else {}
    rule = rule_of(study.project, kind)
    judged: dict[str, int | None] = {"te ver": 0, "regel": None} if rule else {}
    result = text_table(
        f"Als {'twee locaties sluiten' if pairs else 'een locatie sluit'}: {study.project.kinds[kind].label}",
        "gesloten",
        **headings,
        **together,
        **judged,
        gebruikers=0,
        **{"extra min": 0, f"> {number(further_min)} min": 0},
        naar=None,
    )
    for row in table.head(SHOWN).to_dict("records"):
        about = [number(row["inwoners_buiten_erbij"])] if norms else []
        about += [_yes_no(row["gevoelig"])] if norms and not pairs else []
        about += [number(row["samen_meer_buiten"])] if together else []
        about += [number(row["inwoners_te_ver"]), "doorstaan" if row["regel_doorstaan"] else "niet"] if rule else []
        cells = [number(row["inwoners_gebruikers"]), number(row["extra_min"], 1), number(row["inwoners_verder"])]
        result.add_row(escape(row["gesloten"]), *about, *cells, escape(row["naar"]))
    if len(table) > SHOWN:
        result.caption = f"… en nog {len(table) - SHOWN}; alle staan in atlas.csv."
    yield escape(headline(study, kind, table))
    if rule:
        yield escape(rule_sentence(study, kind, table))
    yield result
    compared = compare_closures(study, kind)
    yield from comparison_summary(compared)
    if not compared.empty:
        yield "Dit cijfer hangt af van: " + "; ".join(assumptions(study.project)) + "."


def _yes_no(value: bool | None) -> str:
    return "onbekend" if pd.isna(value) else "ja" if value else "nee"
