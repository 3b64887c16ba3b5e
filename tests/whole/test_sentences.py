"""Every sentence that the program composes: over kinds, numbers of 0, 1, 2 and many, and words with "de" and "het"."""

from __future__ import annotations

import datetime
import html
import re
from pathlib import Path

import pandas as pd
import pytest
from support.study_samples import write_sample

from zorgkaart.access.norm_scope import norm_sentence
from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.ranking import headline as atlas_headline
from zorgkaart.analyses.report.facts import Facts
from zorgkaart.analyses.report.in_short import summary_section
from zorgkaart.analyses.report.norm import norm_section
from zorgkaart.analyses.report.outcome import _travel as travel_words
from zorgkaart.analyses.report.outcome import outcome
from zorgkaart.analyses.report.travel import others_section, travel_section
from zorgkaart.analyses.report.what_changes import change_phrase, changes_section
from zorgkaart.analyses.run.product import RunProduct
from zorgkaart.analyses.scenario.product import ScenarioProduct
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.meaning.site_data import data_sentence
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Change, Close, Hours, Move, Open, Reopen
from zorgkaart.scenarios.in_words import describe, headline, unknown_hours
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study
from zorgkaart.words.estimates import ONE_RUN, estimate
from zorgkaart.words.numbers import count, minutes, people
from zorgkaart.words.sentences import listing

NUMBERS = (0, 1, 2, 1234)
# A label with "de" and one with "het", an abbreviation and one of several words.
LABELS = {"de": "Huisarts", "het": "Consultatiebureau", "kort": "SEH", "lang": "Eerstelijnsverblijf (ELV)"}
PLURAL = r"inwoners|minuten|locaties|buurten|wijken|gemeenten|gebieden|posten|wegen|andere|paren|plekken|redenen"
FAULTS = {
    "one with a plural": rf"(?<![\d.,+\-\u2212])1[ \u00a0](?:{PLURAL})\b",
    "more than one with a singular": r"(?<![\d,])(?:0|[2-9]|\d{2,})[ \u00a0](?:inwoner|minuut|locatie|buurt|gebied)\b",
    "one with a plural verb": r"(?<![\d.,])1[ \u00a0]inwoner (?:reizen|vallen|komen|wonen|gaan)\b",
    "more with a singular verb": r"inwoners (?:reist|valt|komt|woont|gaat)\b",
    "a name of no value": r"\b(?:nan|None|NaN|inf)\b",
    "twice a point": r"(?<!\.)\.\.(?!\.)|\. \.|;\.|:\.|,\.",
    "a space too much": r" ,| \.(?!\d)| ;|\( | \)",
    "an empty bracket": r"\(\)|''",
    "a false interval": r"tussen 0 en 0\b",
    "a small letter after a point": r"(?<=[a-z)]{3}\. )(?:op|van|er|de|het|voor) (?=\w)",
    "an article that does not fit": r"\b(?:[Dd]e|dichtstbijzijnde) (?:consultatiebureau|steunpunt)",
    "an ISO date": r"\d{4}-\d{2}-\d{2}",
}


def assert_sound(text: str) -> None:
    for fault, pattern in FAULTS.items():
        match = re.search(pattern, text)
        assert match is None, f"{fault}: …{text[max(0, match.start() - 80) : match.end() + 40]}…"


@pytest.fixture(scope="module", params=["de", "het"])
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The small study with labels of one gender."""
    project = Project.load(write_sample(tmp_path_factory.mktemp("zinnen")))
    if request.param == "het":
        labels = {
            "huisarts": "Consultatiebureau",
            "huisartsenpost": "Steunpunt",
            "ambulancepost": "Steunpunt ambulance",
        }
        kinds = {
            name: {**project.kinds[name].model_dump(exclude_unset=True), "label": label}
            for name, label in labels.items()
        }
        project = project.with_changes(kinds=kinds)
    return Study(project)


def _changes(study: Study) -> dict[str, tuple[list[Change], str | None]]:
    table = study.facilities.table
    lat, lon = (float(table[name].iloc[0]) for name in ("lat", "lon"))
    place = (lat, lon)
    return {
        "one": ([Close("seh-west")], None),
        "two": ([Close("seh-west"), Close("seh-oost")], None),
        "no norm": ([Close("huisarts-lint")], None),
        "the last": ([Close("verloskunde-west")], None),
        "a post": ([Close("post-avond")], None),
        "no effect": ([Close("post-avond")], "zo 03:00"),
        "a station": ([Close("ambulance-west")], None),
        "many": ([Close(site) for site in ("huisarts-lint", "huisarts-heem", "seh-west", "post-avond")], None),
        "opening": ([Open("huisarts", *place, "Nieuw")], None),
        "opening for a norm": ([Open("acute_verloskunde", *place, "Nieuw")], None),
        "moving": ([Move("huisarts-lint", *place)], None),
        "reopening": ([Reopen("seh-dicht")], None),
        "hours": ([Hours("post-avond", "Mo-Su 08:00-18:00")], "zo 14:00"),
        "moment": ([], "zo 03:00"),
    }


CASES = (
    "one two no_norm the_last a_post no_effect a_station many opening opening_for_a_norm moving reopening hours moment"
)


@pytest.fixture(params=CASES.split())
def scenario(request: pytest.FixtureRequest, study: Study) -> Scenario:
    changes, at = _changes(study)[request.param.replace("_", " ")]
    return run_scenario(study, changes, moment=parse_moment(at) if at else None)


def test_sentences_about_a_scenario(scenario: Scenario) -> None:
    product = ScenarioProduct(scenario)
    texts = [*outcome(scenario), *unknown_hours(scenario), *product.conclusions, product.heading]
    texts += [headline(scenario), "; ".join(describe(scenario)), product.print_text.subtitle]
    for text in texts:
        assert text
        assert_sound(text)
    for text in (*outcome(scenario), *product.conclusions):
        assert text[0] == text[0].upper(), text
        assert text.endswith("."), text


def test_sentences_of_a_report(scenario: Scenario) -> None:
    facts = Facts(scenario)
    sections = tuple(part(facts) for part in (changes_section, norm_section, travel_section, others_section))
    moment = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    page = html_page(Report(change_phrase(facts), "", moment, (), summary_section(facts), sections, (), {}))
    visible = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    blocks = re.findall(
        r"<(?:p|li|h1|h2|h3|caption)\b[^>]*>(.*?)</(?:p|li|h1|h2|h3|caption)>", visible, flags=re.DOTALL
    )
    assert blocks
    for block in blocks:
        assert_sound(html.unescape(" ".join(re.sub(r"<[^>]+>", "", block).split())))


def test_sentences_of_a_run_and_of_norms(study: Study) -> None:
    for text in (
        *RunProduct(study).conclusions,
        *(norm_sentence(study.project, [kind]) for kind in study.project.kinds),
    ):
        assert_sound(text)
    for at in ("zo 03:00", "nacht"):
        assert_sound(norm_sentence(study.project, list(study.project.kinds), parse_moment(at)))


@pytest.mark.parametrize("pairs", [False, True])
@pytest.mark.parametrize("kind", ["seh", "huisarts", "ambulancepost"])
def test_sentences_of_an_atlas(study: Study, kind: str, pairs: bool) -> None:
    table = closure_atlas(study, kind, pairs=pairs)
    columns = ["inwoners_zonder", "inwoners_buiten_erbij", "inwoners_gebruikers"]
    columns += [name for name in table if str(name).startswith("samen_meer")]
    for number in NUMBERS:
        for lost in (0, number):
            row = table.iloc[[0]].copy()
            row[columns] = float(number)
            row["inwoners_zonder"] = float(lost)
            text = atlas_headline(study, kind, row)
            assert_sound(text)
            assert text.endswith(".")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_words_that_all_sentences_are_made_of(number: int, label: str) -> None:
    table = pd.DataFrame({"soort": ["k"] * (number + 1), "peildatum": ["2022-05-01"] * (number + 1)})
    table["status"] = ["open", *["twijfel"] * number]
    texts = [
        people(number),
        minutes(number, 0),
        count(number, "locatie", "locaties"),
        estimate(number, unit=("inwoner", "inwoners")),
        estimate(number, number - 1, number + 1, unit=("inwoner", "inwoners")),
        data_sentence(table, ["k"], {"k": label}),
        listing([label] * max(number % 7, 1)),
    ]
    for text in texts:
        assert_sound(text)


@pytest.mark.parametrize("longer", NUMBERS)
@pytest.mark.parametrize("shorter", NUMBERS)
def test_who_travels_longer_or_shorter(longer: int, shorter: int) -> None:
    row = {"inwoners_langer": float(longer), "inwoners_korter": float(shorter), "extra_min": 1.0, "winst_min": 2.0}
    texts = travel_words(row)
    assert bool(texts) == bool(longer + shorter)
    for text in texts:
        assert_sound(f"{text}.")
        assert ONE_RUN in text
        assert ("langer" in text, "korter" in text) == (longer > 0, shorter > 0)


def test_the_checks_find_what_they_are_for(tmp_path: Path) -> None:
    wrong = ["1 inwoners", "2 inwoner", "1 inwoner reizen", "3 inwoners reist", "nan", "Klaar..", "Voor ,", "()"]
    wrong += ["tussen 0 en 0", "Groningen. op zondag", "de consultatiebureau", "sinds 2026-01-01"]
    for text in wrong:
        with pytest.raises(AssertionError):
            assert_sound(text)
    for text in ("+1 inwoner", "1,1 minuten", "11 inwoners", "1.001 inwoners"):
        assert_sound(text)
