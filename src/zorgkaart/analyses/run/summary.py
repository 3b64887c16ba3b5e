"""What a run says on the terminal."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping

import numpy as np
from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import OUTSIDE
from zorgkaart.access.norm_words import heading, none_left
from zorgkaart.access.norms import NO_ROAD
from zorgkaart.analyses.validation.distances import distance_fits
from zorgkaart.analyses.validation.figures import compare_run
from zorgkaart.analyses.validation.headline_estimates import outside_estimates
from zorgkaart.analyses.validation.published_table import comparison_summary
from zorgkaart.study.norm_shares import share_sentences
from zorgkaart.study.norm_totals import summary_with_norms
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import flagged_table
from zorgkaart.terminal.text_table import SHOWN, text_table
from zorgkaart.words.ages import ages_note, of_them
from zorgkaart.words.no_road import no_road_words
from zorgkaart.words.numbers import count, number, percent, share_of, signed

ONE_PERSON = 0.5


def run_summary(study: Study) -> Iterator[RenderableType]:
    """Travel times per kind, flagged areas and the comparison with published figures."""
    yield _totals(study)
    norms = norms_of(study.project)
    for name, text in outside_estimates(study).items():
        without = no_road_words(study.chains[name].count_no_road(np.nan_to_num(study.residents.weight)))
        counts = {age: study.chains[name].count_outside(np.nan_to_num(old)) for age, old in study.ages.items()}
        aged = f"; {of_them(counts)}" if max(counts.values()) >= ONE_PERSON else ""
        yield escape(f"{norms[name].caption}: {text} buiten de norm{without}{aged}.")
    if norms and (note := ages_note(study.ages)):
        yield escape(note)
    yield from map(escape, share_sentences(study))
    yield from _flagged(study)
    yield from comparison_summary(compare_run(study))
    for official, fit in distance_fits(study).items():
        yield (
            f"Afstand tot {official.to} per buurt, naast die van het CBS: {fit.buurten} buurten, correlatie "
            f"{number(fit.correlation, 3)}; gemiddeld {number(fit.ours_km, 2)} km, "
            f"CBS {number(fit.cbs_km, 2)} km ({signed(fit.deviation_pct, 1)} %)."
        )


def _totals(study: Study) -> RenderableType:
    """A row per kind and moment, and one per norm beside the first of them."""
    numbers: dict[str, int | None] = {"locaties": 0, "minuten": 1, "km": 1}
    summary = summary_with_norms(study)
    if "norm" not in summary:
        table = text_table("Gemiddeld over alle inwoners, met de auto", "soort", **numbers)
        for row in summary.to_dict("records"):
            table.add_row(escape(row["voorziening"]), *_travel(row))
        return table
    numbers |= {"buiten de norm": 0, "binnen": 1, "gevraagd": 0, "gehaald": None}
    table = text_table("Gemiddeld over alle inwoners, met de auto, en elke norm", "soort", "norm", **numbers)
    for row in summary.to_dict("records"):
        asked, met = row["aandeel_gevraagd"], row["gehaald"]
        if not isinstance(row["norm"], str):
            table.add_row(escape(row["voorziening"]), "", *_travel(row))
            continue
        verdict = (percent(asked, 0), met) if isinstance(met, str) else ()
        within = share_of(row["aandeel_binnen"], 1.0 if math.isnan(asked) else asked)
        figures = number(row[OUTSIDE]), within
        table.add_row(escape(row["voorziening"]), escape(row["omschrijving"]), *_travel(row), *figures, *verdict)
    return table


def _travel(row: Mapping[Hashable, float]) -> list[str]:
    """Sites, minutes and kilometres; nothing in the row of a norm alone."""
    if math.isnan(row["locaties"]):
        return ["", "", ""]
    return [number(row["locaties"]), number(row["gemiddeld_min"], 1), number(row["gemiddeld_km"], 1)]


def _flagged(study: Study) -> Iterator[RenderableType]:
    flagged = flagged_table(study)
    shown: dict[tuple[object, ...], str] = {}
    for kind, norm in norms_of(study.project).items():
        label = escape(norm.title or norm.caption)
        if not study.chains[kind].known.any():
            yield f"{label}: onbekend, want er telt {none_left(norm)} mee."
            continue
        rows = flagged[flagged[norm.verdict].isin(["buiten", "deels buiten"])]
        figures = tuple(rows[["buurtcode", norm.outside]].itertuples(index=False, name=None))
        if figures in shown:
            yield f"{label}: dezelfde {count(len(rows), 'buurt', 'buurten')} en aantallen als bij de {shown[figures]}."
            continue
        shown[figures] = label
        rows = rows.sort_values([norm.outside, "buurtcode"], ascending=[False, True])
        title = f"{label}: {count(len(rows), 'gemarkeerde buurt', 'gemarkeerde buurten')}, de zwaarste eerst"
        table = text_table(
            title, "buurt", "gemeente", inwoners=0, **{"buiten de norm": 0, heading(norm): 0}, oordeel=None
        )
        for row in rows.head(SHOWN).to_dict("records"):
            table.add_row(
                escape(row["buurtnaam"]),
                escape(row["gemeentenaam"]),
                number(row["inwoners"]),
                number(row[norm.outside]),
                "geen weg" if row[norm.reason] == NO_ROAD else number(row[norm.column], 1),
                row[norm.verdict],
            )
        yield table
        if len(rows) > SHOWN:
            yield f"… en nog {len(rows) - SHOWN}; alle staan in tabellen/buiten_de_norm.csv."
