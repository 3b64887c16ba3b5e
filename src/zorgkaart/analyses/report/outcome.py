"""What a scenario brings, in a few sentences: losses and gains, or why there are none. For map, terminal and print."""

from __future__ import annotations

import math

from zorgkaart.access.catalogue import label_of, main_norms
from zorgkaart.access.norm_scope import norm_sentence
from zorgkaart.access.norm_words import none_left
from zorgkaart.analyses.validation.headline_estimates import change_estimate
from zorgkaart.scenarios.no_effect import changes_nothing, why_nothing
from zorgkaart.scenarios.norm_changes import change_sentences
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.numbers import minutes, number, people
from zorgkaart.words.sentences import listing

ONE_PERSON = 0.5


def outcome(scenario: Scenario) -> list[str]:
    """Per touched kind who comes outside or inside the norm and who travels longer or shorter, as Dutch sentences.

    Parameters
    ----------
    scenario : Scenario
        Both sides.

    Returns
    -------
    list of str
        The same sentences for every output; the last says what no norm says.
    """
    project = scenario.before.project
    texts = []
    for row in scenario.totals().to_dict("records"):
        kind, at = str(row["soort"]), str(row["tijdstip"])
        label = label_of(project, kind, at)
        if changes_nothing(scenario, kind):
            if at:
                continue
            label = project.kinds[kind].label
            why = why_nothing(scenario, kind)
            texts.append(f"{label}: er verandert niets{': ' + '; '.join(why) if why else ''}.")
            continue
        norm = [] if at else _norm(scenario, kind, row.get("inwoners_buiten_verschil", math.nan))
        parts = [*norm, *_travel(row)]
        if row["inwoners_zonder"] >= ONE_PERSON:
            main = main_norms(project).get(kind)
            nothing = none_left(main) if main is not None else "geen locatie"
            parts.append(f"voor {people(row['inwoners_zonder'])} is er {nothing} meer over")
        texts.append(f"{label}: {'; '.join(parts) or 'geen inwoner reist langer of korter'}.")
    texts += change_sentences(scenario).values()
    beside = norm_sentence(project, scenario.kinds, scenario.after.moment)
    return [*texts, *([beside] if beside else [])]


def _norm(scenario: Scenario, kind: str, difference: float) -> list[str]:
    main = main_norms(scenario.before.project).get(kind)
    if main is None:
        return []
    if math.isnan(difference):
        return ["hoeveel inwoners er buiten de norm komen, is niet te berekenen"]
    if number(difference) == number(0):
        return ["het aantal inwoners buiten de norm blijft gelijk"]
    side = "meer" if difference > 0 else "minder"
    return [f"{change_estimate(scenario, main.name)} {side} buiten de norm"]


def _travel(row: dict[object, object]) -> list[str]:
    words = []
    longer, shorter = (float(str(row.get(name, 0.0))) for name in ("inwoners_langer", "inwoners_korter"))
    for count, change, mean in ((longer, "langer", "extra_min"), (shorter, "korter", "winst_min")):
        if count >= ONE_PERSON:
            verb = "reist" if number(count) == "1" else "reizen"
            words.append(f"{people(count)} {verb} {change}, gemiddeld {minutes(float(str(row[mean])))},")
    return [f"{listing(words).removesuffix(',')} ({ONE_RUN})"] if words else []
