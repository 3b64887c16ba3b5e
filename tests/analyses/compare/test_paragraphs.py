"""The sentences about a difference: from the numbers alone, with one person and with nothing to tell."""

from __future__ import annotations

from pathlib import Path

from support.study_samples import PROJECT, write_sample

from zorgkaart.analyses.compare.compute import compare
from zorgkaart.analyses.compare.paragraphs import paragraphs, side_lines
from zorgkaart.analyses.compare.sides import read_sides
from zorgkaart.project.model import Project
from zorgkaart.words.numbers import MINUS


def test_losses_and_gains_are_told_with_their_numbers(compared_project: Project) -> None:
    comparison = compare(read_sides(compared_project, ("nu", "oost-dicht")))
    assert side_lines(comparison) == ["A: nu", "B: Oost dicht"]
    texts = [text.replace("\N{NO-BREAK SPACE}", " ") for text in paragraphs(comparison)]
    assert texts[0] == (
        "B tegen A, SEH (norm): 1.290 inwoners buiten de norm tegen 450 (+840); 840 inwoners komen erbij (van hen "
        "204 65-plussers); voor 840 inwoners (van hen 204 65-plussers) duurt het langer, gemiddeld 14,9 minuten en "
        "hoogstens 19,5 minuten."
    )
    back = paragraphs(compare(read_sides(compared_project, ("oost-dicht", "nu"))))
    assert f"450 inwoners buiten de norm tegen 1.290 ({MINUS}840); 840 inwoners komen er weer binnen" in back[
        0
    ].replace("\N{NO-BREAK SPACE}", " ")
    assert "duurt het korter, gemiddeld 14,9" in back[0]


def test_where_nothing_differs_that_is_said(compared_project: Project) -> None:
    sides = read_sides(compared_project, ("nieuw", "nieuw"))
    assert paragraphs(compare(sides)) == [
        "B tegen A, voor geen inwoner verschilt een reis of een oordeel over een norm."
    ]
    sentence = paragraphs(compare(sides, threshold_min=5))[0].replace("\N{NO-BREAK SPACE}", " ")
    assert "een reis meer dan 5 minuten of een oordeel" in sentence


def test_who_reaches_nothing_is_told_of_the_right_side(compared_project: Project) -> None:
    """At night the only open post is shut: nobody reaches one."""
    for names, side in ((("nu", "post-nacht-dicht"), "B"), (("post-nacht-dicht", "nu"), "A")):
        texts = " ".join(paragraphs(compare(read_sides(compared_project, names)))).replace("\N{NO-BREAK SPACE}", " ")
        assert f"voor 1.290 inwoners is er in {side} geen locatie te bereiken, en op de andere kant wel" in texts


def test_a_norm_that_is_met_on_one_side_only_is_told_with_its_shares(tmp_path: Path) -> None:
    """Of 700 in Alfa the 500 of Dorp and Heem are within 5 minutes of the GP in Heem; without it less than half is."""
    norm = """
[norms.huisarts_nabij]
kind = "huisarts"
measure = "reis"
mode = "auto"
limit_min = 5
share = 0.5
per = "gemeente"
only_24_7 = false
"""
    project = Project.load(write_sample(tmp_path, project=PROJECT + norm + CLOSED))
    comparison = compare(read_sides(project, ("nu", "heem-dicht")))
    texts = " ".join(paragraphs(comparison)).replace("\N{NO-BREAK SPACE}", " ")
    shares = comparison.norm_shares().query("gebied == 'Alfa'").set_index("kant")
    assert shares["gehaald"].to_dict() == {"A": "ja", "B": "nee"}
    assert "wel gehaald in A en niet in B" in texts
    assert "Alfa" in texts


CLOSED = """
[scenarios.heem-dicht]
close = ["huisarts-heem"]
"""
