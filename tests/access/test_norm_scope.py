"""What no norm says is said to be so."""

from __future__ import annotations

from zorgkaart.access.norm_scope import norm_sentence, norms_about
from zorgkaart.project.moments import parse_moment
from zorgkaart.study.study import Study


def test_a_kind_without_a_norm_is_said_to_have_none(study: Study) -> None:
    project = study.project
    for kind, section in project.kinds.items():
        text = norm_sentence(project, [kind])
        if norms_about(project, kind):
            assert text == ""
        else:
            assert text.startswith(section.label[:1].upper())
            assert "geen norm" in text


def test_a_norm_about_day_and_night_does_not_follow_the_moment(study: Study) -> None:
    text = norm_sentence(study.project, ["seh", "huisartsenpost"], parse_moment("za 14:00"))
    assert "het tijdstip (zaterdag 14:00) verandert daar niets aan" in text
    assert "geen norm" in text
