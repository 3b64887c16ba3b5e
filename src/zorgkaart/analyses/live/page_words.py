"""What the live map says beside its own figures: accepted intervals, what no norm says, and what never counts."""

from __future__ import annotations

from typing import Any

import numpy as np

from zorgkaart.access.catalogue import main_norms, norms_of
from zorgkaart.access.measures import OUTSIDE, Norm
from zorgkaart.access.norm_scope import norm_sentence
from zorgkaart.analyses.live.labels import ANY_MOMENT, with_candidates
from zorgkaart.analyses.validation.accepted import accepted_path, read_accepted
from zorgkaart.analyses.validation.published_closures import effect_id
from zorgkaart.project.model import Project
from zorgkaart.project.moments import PRESETS, parse_moment
from zorgkaart.study.counting import Counting
from zorgkaart.study.study import Study
from zorgkaart.words.estimates import ONE_RUN, rounded


def page_words(study: Study) -> dict[str, Any]:
    """The words for the page, ready for JSON.

    Parameters
    ----------
    study : Study
        Without a moment.

    Returns
    -------
    dict
        ``one_run`` (said of a figure without an interval), ``estimates`` (see :func:`accepted_estimates`), ``beside``
        (per moment and kind what the norms do not say) and ``left_out`` (per norm, by row, why a site never counts).
    """
    project = study.project
    moments = {ANY_MOMENT: None, **{name: parse_moment(name) for name in PRESETS}}
    beside = {
        name: {kind: norm_sentence(project, [kind], moment) for kind in project.kinds}
        for name, moment in moments.items()
    }
    return {
        "one_run": ONE_RUN,
        "estimates": accepted_estimates(project),
        "beside": {name: {kind: text for kind, text in texts.items() if text} for name, texts in beside.items()},
        "left_out": _left_out(study),
    }


def accepted_estimates(project: Project) -> list[dict[str, Any]]:
    """The accepted intervals of inhabitants outside a norm: as things are, and newly outside without some sites.

    Parameters
    ----------
    project : Project
        Whose accepted results lie beside its file.

    Returns
    -------
    list of dict
        ``norm``, ``closed`` (ids; none as things are), ``value`` and ``tolerance`` (the interval is of that figure
        alone), and ``shown``, ``low`` and ``high``, rounded to what is known.
    """
    table = read_accepted(accepted_path(project.path))
    if table is None:
        return []
    table = table[np.isfinite(table["laag"]) & np.isfinite(table["hoog"])]
    result = []
    main = list(main_norms(project).values())
    for row in table.to_dict("records"):
        for name, norm in norms_of(project).items():
            start = effect_id(norm.kind, "")
            if row["id"] == f"{name}_{OUTSIDE}":
                closed: list[str] = []
            elif row["id"].startswith(start) and norm in main:
                closed = row["id"].removeprefix(start).split("+")
            else:
                continue
            shown, low, high = rounded(row["waarde"], row["laag"], row["hoog"])
            result.append(
                {
                    "norm": name,
                    "closed": closed,
                    "value": row["waarde"],
                    "tolerance": row["tolerantie"],
                    "shown": shown,
                    "low": low,
                    "high": high,
                }
            )
    return result


def _left_out(study: Study) -> dict[str, dict[str, str]]:
    """Per norm why sites do not count for it, by their rows; whatever the hour, and with all candidates open."""
    counting = Counting(with_candidates(study))
    result: dict[str, dict[str, str]] = {}
    for use in counting.uses:
        if isinstance(use.measure, Norm):
            reasons = {str(row): text for row, text in enumerate(counting.reasons(use)) if text}
            result.setdefault(use.measure.name, {}).update(reasons)
    return result
