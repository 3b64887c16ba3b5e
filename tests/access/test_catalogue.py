"""A name that a project does not have is refused with those that it has; nothing computes with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zorgkaart.access.catalogue import measure_of, norm_of, trip_of
from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.load import site_load
from zorgkaart.study.study import Study

KINDS = "seh or acute_verloskunde or huisarts or huisartsenpost or ambulancepost"


@pytest.mark.parametrize("ask", [trip_of, measure_of], ids=["trip_of", "measure_of"])
def test_a_kind_that_is_not_there_is_refused(ask: Callable[[Project, str], object], sample: Path) -> None:
    with pytest.raises(InputError, match=r"proef\.toml: .*'tandarts'"):
        ask(Project.load(sample), "tandarts")


def test_a_norm_that_is_not_there_is_refused_with_those_that_are(sample: Path) -> None:
    with pytest.raises(InputError, match="there is no norm 'huisarts'; use seh"):
        norm_of(Project.load(sample), "huisarts")


@pytest.mark.parametrize(
    "ask",
    [
        lambda study: study.sweep("tandarts", "auto"),
        lambda study: study.rows("tandarts"),
        lambda study: study.serving("tandarts"),
        lambda study: study.trip("tandarts"),
        lambda study: study.surface("tandarts", "auto"),
        lambda study: study.isochrones("tandarts", "auto"),
        lambda study: study.travel_columns("buurten", "tandarts"),
        lambda study: study.unknown_hours("tandarts"),
        lambda study: study.variant(moment=parse_moment("nacht")).sweep("tandarts", "auto"),
        lambda study: site_load(study, "tandarts"),
    ],
)
def test_a_study_refuses_a_kind_that_is_not_there(ask: Callable[[Study], object], study: Study) -> None:
    with pytest.raises(InputError, match="'tandarts'"):
        ask(study)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda study: study.sweep("tandarts", "auto"), f"there is no kind of care 'tandarts'; use {KINDS}"),
        (lambda study: study.chain("huisarts"), "there is no norm 'huisarts'; use seh"),
        (lambda study: study.sweep("huisarts", "fiets"), r"no profile in \[speeds\] 'fiets'; use auto or ambulance"),
        (lambda study: study.level("straten"), "no level of areas 'straten'; use buurten or wijken or gemeenten"),
        (lambda study: study.groups("straten"), "no level of areas 'straten'; use buurten or wijken or gemeenten"),
    ],
)
def test_the_error_names_what_there_is(ask: Callable[[Study], object], message: str, study: Study) -> None:
    with pytest.raises(InputError, match=message):
        ask(study)
