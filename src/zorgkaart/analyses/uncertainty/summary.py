"""What draws of the assumptions say on the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import OUTSIDE, OUTSIDE_AGED
from zorgkaart.analyses.uncertainty.compute import Ensemble
from zorgkaart.analyses.uncertainty.effects import LEAST_DRAWS, effects
from zorgkaart.analyses.uncertainty.intervals import total_intervals
from zorgkaart.terminal.text_table import text_table
from zorgkaart.words.ages import ages_note
from zorgkaart.words.numbers import number


def uncertainty_summary(ensemble: Ensemble) -> Iterator[RenderableType]:
    """Headline intervals, and the assumptions that move them most."""
    labels = {name: norm.caption for name, norm in norms_of(ensemble.study.project).items()}
    table = text_table(
        f"Inwoners buiten de norm in {len(ensemble.drawn)} trekkingen; 90 % ligt tussen laag en hoog",
        "soort",
        "situatie",
        **{"zonder trekkingen": 0, "laag": 0, "midden": 0, "hoog": 0},
    )
    intervals = total_intervals(ensemble)
    aged = {OUTSIDE_AGED[age]: f"  van hen {age}+" for age in ensemble.study.ages}
    for row in intervals[intervals["maat"].isin([OUTSIDE, *aged])].to_dict("records"):
        texts = [number(row[name]) for name in ("uitkomst", "laag", "midden", "hoog")]
        table.add_row(escape(aged.get(row["maat"], labels[row["soort"]])), row["situatie"], *texts)
    yield table
    if note := ages_note(ensemble.study.ages):
        yield escape(note)
    if len(ensemble.drawn) < LEAST_DRAWS:
        yield (
            f"Welke aanname het meest verandert, is pas te zeggen vanaf {LEAST_DRAWS} trekkingen; nu zijn het er "
            f"{len(ensemble.drawn)}."
        )
        return
    moment = ensemble.moments[-1].removeprefix("_") or "nu"
    table = text_table(
        f"Welke aanname het aantal inwoners buiten de norm het meest verandert ({moment})",
        "soort",
        "aanname",
        **{"deel van de spreiding": 0, "richting": None},
    )
    all_effects = effects(ensemble)
    for row in all_effects[all_effects["situatie"] == moment].groupby("soort", sort=False).head(5).to_dict("records"):
        share = "onbekend" if math.isnan(row["aandeel"]) else f"{number(100 * row['aandeel'])} %"
        way = "" if math.isnan(row["richting"]) else "hoger geeft meer" if row["richting"] > 0 else "hoger geeft minder"
        table.add_row(escape(labels[row["soort"]]), escape(row["aanname"]), share, way)
    yield table
