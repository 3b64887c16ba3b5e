from __future__ import annotations

import numpy as np
import pytest

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.norm_scope import norm_sentence
from zorgkaart.analyses.live.page_words import accepted_estimates, page_words
from zorgkaart.analyses.validation.accepted import COLUMNS, accepted_path
from zorgkaart.project.moments import PRESETS
from zorgkaart.study.counting import Counting
from zorgkaart.study.study import Study


def test_what_no_norm_says_is_said_with_the_words_of_the_report(study: Study) -> None:
    beside = page_words(study)["beside"]
    for kind in study.project.kinds:
        assert beside[""].get(kind, "") == norm_sentence(study.project, [kind])
    assert set(beside) == {"", *PRESETS}


def test_reasons_are_those_of_counting(study: Study) -> None:
    counting, left_out = Counting(study), page_words(study)["left_out"]
    norms = norms_of(study.project)
    known = {text for use in counting.uses for text in counting.reasons(use) if text}
    for name, reasons in left_out.items():
        assert set(study.facilities.table["soort"].iloc[list(map(int, reasons))]) <= set(norms[name].kinds)
        assert set(reasons.values()) <= known
        assert all(reasons.values())


def test_accepted_intervals_go_along_rounded_and_others_do_not(study: Study) -> None:
    rows = [
        ["seh_inwoners_buiten_norm", "", 3629.7, 36.0, "inwoners", 619.9, 24998.9, 200, "2026-11-29"],
        ["seh_extra_zonder_oost+west", "", 20533.4, 210.0, "inwoners", 8189.7, 50102.1, 200, "2026-11-29"],
        ["seh_extra_zonder_west", "", 12.0, 10.0, "inwoners", np.nan, np.nan, "", "2026-11-29"],
        ["seh_gemiddeld_min", "", 12.5, 0.1, "min", 10.0, 14.0, 200, "2026-11-29"],
    ]
    path = accepted_path(study.project.path)
    path.write_text(
        "\n".join([",".join(COLUMNS), *(",".join("" if x != x else str(x) for x in row) for row in rows)]),
        encoding="utf-8",
    )
    try:
        estimates = accepted_estimates(study.project)
    finally:
        path.unlink()
    first, second = estimates
    assert (first["norm"], first["closed"]) == ("seh", [])
    assert (first["shown"], first["low"], first["high"]) == (3600, 600, 25000)
    assert second["closed"] == ["oost", "west"]
    assert second["tolerance"] == pytest.approx(210)
    assert accepted_estimates(study.project) == []
