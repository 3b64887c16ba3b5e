"""What is said of the day of the sites, and nothing where they are those of now."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd

from zorgkaart.outputs.meaning.day import day_facts, day_notes, day_sentence
from zorgkaart.project.model import Project

SITES = pd.DataFrame({"open_van": ["", "2018-06-30", "", ""], "open_tot": ["", "", "2020-01-07", ""]})


def test_the_day_is_told_with_how_many_sites_have_days(sample: Path) -> None:
    project = Project.load(sample).on(datetime.date(2018, 6, 30))
    assert day_sentence(project) == "Met de locaties van 30 juni 2018."
    assert day_facts(project) == [("Stand", "met de locaties van 30 juni 2018")]
    (note,) = day_notes(project, SITES)
    assert note == (
        "Gerekend is met de locaties van 30 juni 2018. Van 2 locaties is de dag van opening of sluiting bekend; de "
        "andere 2 zijn op elke dag zoals nu. Openingstijden, wegen, inwoners en snelheden zijn die van nu."
    )


def test_without_a_day_nothing_is_said(sample: Path) -> None:
    project = Project.load(sample)
    assert (day_sentence(project), day_facts(project), day_notes(project, SITES)) == ("", [], [])
