"""What a scenario brings, in a few sentences: losses and gains, or why there are none. For map, terminal and print."""

from __future__ import annotations

import math

from zorgkaart.access.catalogue import label_of, main_norms, norms_of
from zorgkaart.access.measures import Norm
from zorgkaart.access.norm_scope import norm_sentence
from zorgkaart.access.norm_words import none_left
from zorgkaart.analyses.validation.headline_estimates import change_estimate
from zorgkaart.scenarios.no_effect import changes_nothing, why_nobody_travels_otherwise, why_nothing
from zorgkaart.scenarios.norm_changes import change_sentences, crossings
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.scenarios.verdict import verdict_sentences
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.numbers import minutes, number, people
from zorgkaart.words.sentences import listing

ONE_PERSON = 0.5
# Where a sentence names the norm.
NORM = "{norm}"
SAME = f"het aantal inwoners buiten {NORM} blijft gelijk"
UNKNOWN = f"hoeveel inwoners er buiten {NORM} komen, is niet te berekenen"


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
    texts: list[str] = []
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
        norms = [] if at else _norms(scenario, kind)
        parts = [*norms, *_travel(row)]
        if row["inwoners_zonder"] >= ONE_PERSON:
            main = main_norms(project).get(kind)
            nothing = none_left(main) if main is not None else "geen locatie"
            parts.append(f"voor {people(row['inwoners_zonder'])} is er {nothing} meer over")
        if row["inwoners_eerst_zonder"] >= ONE_PERSON:
            parts.append(f"voor {people(row['inwoners_eerst_zonder'])} is er nu geen locatie en straks wel")
        if len(parts) == len(norms) and kind in scenario.before.travel:
            parts += _nobody(scenario, kind, at, alone=not norms)
        texts.append(f"{label}: {'; '.join(parts)}.")
    texts += [*change_sentences(scenario).values(), *verdict_sentences(scenario)]
    beside = norm_sentence(project, scenario.kinds, scenario.after.moment)
    return [*texts, *([beside] if beside else [])]


def _norms(scenario: Scenario, kind: str) -> list[str]:
    """Who comes outside and inside each norm of a kind; of several norms each by its name, alike ones together."""
    norms = [norm for norm in norms_of(scenario.before.project).values() if norm.kind == kind]
    told: dict[str, list[str]] = {}
    for norm in norms:
        told.setdefault(_norm(scenario, norm), []).append(f'"{norm.caption}"')
    if len(norms) <= 1:
        return [text.replace(NORM, "de norm") for text in told]
    return [
        text.replace(NORM, f"{'de norm' if len(names) == 1 else 'elk van de normen'} {listing(names)}")
        for text, names in told.items()
    ]


def _norm(scenario: Scenario, norm: Norm) -> str:
    """What happens to the people outside a norm, with :data:`NORM` where it is named."""
    out, back = crossings(scenario, norm.name)
    difference = out - back
    if math.isnan(difference):
        return UNKNOWN
    both = f", want {people(out)} komen erbuiten en {people(back)} erbinnen" if min(out, back) >= ONE_PERSON else ""
    if number(difference) == number(0):
        return f"{SAME}{both}"
    side = "meer" if difference > 0 else "minder"
    return f"{change_estimate(scenario, norm.name)} {side} buiten {NORM}{both}"


def _travel(row: dict[object, object]) -> list[str]:
    """Who travels longer and shorter."""
    words = []
    longer, shorter = (float(str(row.get(name, 0.0))) for name in ("inwoners_langer", "inwoners_korter"))
    for count, change, mean in ((longer, "langer", "extra_min"), (shorter, "korter", "winst_min")):
        if count >= ONE_PERSON:
            verb = "reist" if number(count) == "1" else "reizen"
            words.append(f"{people(count)} {verb} {change}, gemiddeld {minutes(float(str(row[mean])))},")
    return [f"{listing(words).removesuffix(',')} ({ONE_RUN})"] if words else []


def _nobody(scenario: Scenario, kind: str, at: str, *, alone: bool) -> list[str]:
    """That nobody travels longer or shorter, and why; nothing where no site of the kind changes, unless it is alone."""
    why = why_nobody_travels_otherwise(scenario, kind, at)
    moment = scenario.after.moment
    text = "niemand reist langer of korter" if moment is None else f"op {moment} reist niemand langer of korter"
    return [f"{text}: {'; '.join(why)}" if why else text] if why or alone else []
