"""A closure: who goes elsewhere, and which practice then gets more than it can do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zorgkaart.analyses.capacity.change import AFTER, NOW, Situations
from zorgkaart.analyses.capacity.compute import NoWait
from zorgkaart.errors import ChangeError
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study


def test_everybody_who_chose_the_closed_practice_leaves_it(closed: Situations) -> None:
    sites = closed.sites().set_index("id")
    now = closed.now
    chose = now.people @ now.outcome().shares.matrix()
    assert sites.loc["huisarts-heem", "inwoners_weg"] == pytest.approx(chose[0])
    assert sites.loc["huisarts-lint", "inwoners_weg"] == 0
    areas = closed.areas("buurten")
    reached = closed.after.choice.order if closed.after is not None else np.zeros(0)
    assert areas["huisarts_naar_andere"].sum() == pytest.approx(chose[0])
    assert len(reached) > 0


def test_the_practice_that_stays_gets_all_and_that_is_too_much(closed: Situations) -> None:
    sites = closed.sites().set_index("id")
    assert sites["over_capaciteit"].to_dict() == {"huisarts-heem": "gesloten", "huisarts-lint": "nieuw"}
    assert closed.after is not None
    assert sites.loc["huisarts-lint", "gevraagd_per_jaar"] == pytest.approx(closed.after.asked)
    assert np.isnan(sites.loc["huisarts-heem", "gevraagd_per_jaar"])
    assert sites.loc["huisarts-heem", "gevraagd_per_jaar_voor"] == pytest.approx(closed.now.outcome().load[0])
    assert closed.after.outcome().no_wait is NoWait.TOO_MUCH


def test_totals_have_a_row_per_situation(closed: Situations) -> None:
    totals = closed.totals().set_index("toestand")
    assert totals.index.tolist() == [NOW, AFTER]
    assert totals["locaties"].tolist() == [2, 1]
    assert totals.loc[AFTER, "capaciteit_tekort"] == pytest.approx(totals.loc[AFTER, "gevraagd_per_jaar"] - 1.2 * 4000)
    assert totals.loc[NOW, "locaties_over_capaciteit"] == 0
    assert totals.loc[AFTER, "locaties_over_capaciteit"] == 1


def test_changes_elsewhere_or_at_a_moment_are_refused(practices: Callable[..., Project]) -> None:
    study = Study(practices())
    with pytest.raises(ChangeError, match="and not about huisarts"):
        Situations.of(study, "huisarts", run_scenario(study, [Close("seh-oost")]))
    moment = parse_moment("zo 03:00")
    with pytest.raises(ChangeError, match="about a moment"):
        Situations.of(study, "huisarts", run_scenario(study, [Close("huisarts-heem")], moment=moment))
