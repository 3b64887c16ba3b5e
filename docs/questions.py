"""Write the answers on the page of questions: ``python -m docs.questions`` computes the default project for them.

``vragen.md`` has questions of a meeting, each with the command that answers it. Behind a mark stands the answer for
Groningen, which is computed here from that very command; a slow test fails where the page says something else.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from docs.supply_answers import beside, heaviest, per_inhabitant, to_come
from docs.typed import Words, bullets, options, planned
from zorgkaart.access.catalogue import norms_of
from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.compare.compute import compare
from zorgkaart.analyses.compare.paragraphs import paragraphs, side_lines
from zorgkaart.analyses.compare.sides import read_sides
from zorgkaart.analyses.report.outcome import outcome
from zorgkaart.analyses.validation.headline_estimates import outside_estimates
from zorgkaart.project.model import Project
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.norm_shares import share_sentences
from zorgkaart.study.study import Study
from zorgkaart.words.ages import ages_note, of_them
from zorgkaart.words.numbers import minutes, number, people, percent
from zorgkaart.words.sentences import listing, sentence

DOCS = Path(__file__).parent
PAGE = DOCS / "vragen.md"
PROJECT = DOCS.parent / "projects" / "groningen.toml"
ANSWER = re.compile(r"<!-- antwoord: (\w+) -->\n(.*?)<!-- einde -->\n", re.S)
COMMAND = re.compile(r"^\.venv/bin/zorgkaart (.+)$", re.M)
# The norm of the questions about villages, and the villages of that about stations.
NORM, VILLAGES, MOST = "seh", ("Zoutkamp", "Roodeschool", "Vlagtwedde"), 5


def page(study: Study, text: str) -> str:
    """The page with the answers of now.

    Parameters
    ----------
    study : Study
        Of the default project.
    text : str
        The page as it is.
    """

    def answer(match: re.Match[str]) -> str:
        *_, typed = COMMAND.findall(text[: match.start()])
        name, *words = shlex.split(typed, comments=True)
        lines = ANSWERS[match[1]](study, name, words)
        return "\n".join([f"<!-- antwoord: {match[1]} -->", "", *lines, "", "<!-- einde -->", ""])

    return ANSWER.sub(answer, text)


def _scenario(study: Study, name: str, words: Words) -> Scenario:
    asked = planned(study.project, options(name, words))
    return run_scenario(study, asked.changes, moment=asked.moment, title=asked.title)


def _outside(study: Study, name: str, words: Words) -> list[str]:
    estimates = outside_estimates(study)
    texts = [f"{norm.caption}: {estimates[key]} buiten de norm." for key, norm in norms_of(study.project).items()]
    return bullets([*texts, *share_sentences(study)])


def _ages(study: Study, name: str, words: Words) -> list[str]:
    ages = {age: np.nan_to_num(old) for age, old in study.ages.items()}
    texts = [
        f"{norm.caption}: {of_them({age: study.chains[key].count_outside(old) for age, old in ages.items()})}."
        for key, norm in norms_of(study.project).items()
    ]
    return [*bullets(texts), "", ages_note(ages)]


def _villages(study: Study, name: str, words: Words) -> list[str]:
    norm = norms_of(study.project)[NORM]
    texts = []
    for level, named in (("buurten", "buurtnaam"), ("gemeenten", "gemeentenaam")):
        frame = study.results[level]
        some = frame[frame[norm.outside] >= 0.5].sort_values(norm.outside, ascending=False)
        first = [f"{row[named]} ({number(row[norm.outside])})" for row in some.head(MOST).to_dict("records")]
        rest = f", en {len(some) - MOST} andere" if len(some) > MOST else ""
        texts.append(f"{norm.label}, {level}: {listing(first) if not rest else ', '.join(first)}{rest}.")
    return bullets(texts)


def _stations(study: Study, name: str, words: Words) -> list[str]:
    norm, frame = norms_of(study.project)[NORM], study.results["buurten"].set_index("buurtnaam")
    lines = ["| buurt | post | deel van de inwoners | rit | ziekenhuis | rit |", "|---|---|---|---|---|---|"]
    for village in VILLAGES:
        row = frame.loc[village]
        (post, at_post), (hospital, at_hospital) = ((norm.ride_site(leg), norm.part(leg)) for leg in norm.legs)
        cells = (row[post.name], percent(row[post.share], 0), minutes(row[at_post]))
        lines.append(f"| {' | '.join((village, *cells, row[hospital.name], minutes(row[at_hospital])))} |")
    return lines


def _compared(study: Study, name: str, words: Words) -> list[str]:
    asked = options(name, words)
    result = compare(read_sides(study.project, asked["sides"]), threshold_min=asked["threshold"])
    return bullets([*(f"{line}." for line in side_lines(result)), *paragraphs(result)])


def _changed(study: Study, name: str, words: Words) -> list[str]:
    return bullets(outcome(_scenario(study, name, words)))


def _moved(study: Study, name: str, words: Words) -> list[str]:
    result = _scenario(study, name, words)
    moves, load = result.moves(), result.load()
    kind = result.kinds[0]
    mine = moves[moves["soort"] == kind].head(MOST).to_dict("records")
    going = [
        f"Van {row['van']} naar {row['naar']}: {people(row['inwoners'])}, gemiddeld {minutes(row['extra_min'])} verder."
        for row in mine
    ]
    gaining = load[(load["soort"] == kind) & (load["inwoners_erbij"] > 0)].head(MOST).to_dict("records")
    more = [f"{row['naam']} krijgt er {people(row['inwoners_erbij'])} bij" for row in gaining]
    return bullets([*going, f"{sentence('; '.join(more))}."])


def _atlas(study: Study, name: str, words: Words) -> list[str]:
    kind = options(name, words)["soort"]
    table = closure_atlas(study, kind).head(3)
    texts = [
        f"{row['gesloten']}: {people(_known(row['inwoners_buiten_erbij']))} meer buiten de norm."
        for row in table.to_dict("records")
    ]
    return bullets(texts)


def _known(value: object) -> float:
    return float(pd.to_numeric(value))


ANSWERS: dict[str, Callable[[Study, str, Words], list[str]]] = {
    "buiten": _outside,
    "leeftijd": _ages,
    "dorpen": _villages,
    "post": _stations,
    "vergelijking": _compared,
    "scenario": _changed,
    "verschuiving": _moved,
    "atlas": _atlas,
    "huisartsen": per_inhabitant,
    "praktijken": heaviest,
    "straks": to_come,
    "ernaast": beside,
}


def main() -> None:
    """Write the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page(Study(Project.load(PROJECT)), text), encoding="utf-8")


if __name__ == "__main__":
    main()
