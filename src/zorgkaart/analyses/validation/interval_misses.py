"""Published effects of a scenario that our accepted interval does not cover, for who reads of the scenario."""

from __future__ import annotations

import math

from zorgkaart.analyses.validation.areas_by_name import points_of
from zorgkaart.analyses.validation.days import Days
from zorgkaart.analyses.validation.figures import MISSED, Interval, covers
from zorgkaart.analyses.validation.headline_estimates import change_interval
from zorgkaart.analyses.validation.published_closures import count_figures, is_about
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.words.numbers import number


def interval_misses(scenario: Scenario) -> list[str]:
    """The published effects that lie outside the interval, a Dutch sentence each; none where all are covered.

    Parameters
    ----------
    scenario : Scenario
        What was computed.
    """
    study, texts = scenario.before, []
    days = Days(study)
    for figure in count_figures(study).to_dict("records"):
        if not is_about(figure, scenario) or days.of(figure) is not study or not points_of(study, figure).all():
            continue
        low, high = change_interval(scenario, figure["soort"])
        if math.isnan(low) or covers(figure, Interval(low, high, 0)) != MISSED:
            continue
        texts.append(
            f"Ons interval ({number(low)} tot {number(high)}) dekt het gepubliceerde cijfer niet: {figure['bron']} "
            f"noemt {number(figure['waarde'])} inwoners."
        )
    return list(dict.fromkeys(texts))
