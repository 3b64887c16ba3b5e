"""What is typed or stands in the project file becomes changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.scenario_samples import GP, MOVED, SCENARIOS, applied
from support.study_samples import PROJECT, write_sample

from zorgkaart.analyses.check.compute import check_project
from zorgkaart.errors import ChangeError
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close, Hours, Move, Open, Reopen
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.vocabulary import parse_changes, plan, slug
from zorgkaart.study.study import Study


def test_what_is_typed_becomes_changes() -> None:
    changes = parse_changes(
        close=["oost"],
        open_=["huisarts, 53.21 ,6.57, Praktijk Noord, bij de brug"],
        move=["Ziekenhuis, locatie Oost,53.19,6.55"],
        hours=["west=Mo-Fr 08:00-17:00; Sa 09:00-12:00"],
        kinds=("seh",),
    )
    assert changes == [
        Close("oost", ("seh",)),
        Open("huisarts", 53.21, 6.57, "Praktijk Noord, bij de brug"),
        Move("Ziekenhuis, locatie Oost", 53.19, 6.55, ("seh",)),
        Hours("west", "Mo-Fr 08:00-17:00; Sa 09:00-12:00", ("seh",)),
    ]
    assert parse_changes(open_=["Ziekenhuis Midden"]) == [Reopen("Ziekenhuis Midden")]


@pytest.mark.parametrize("text", ["oost", "oost=", "=24/7", ""])
def test_hours_typed_wrongly(text: str) -> None:
    with pytest.raises(ChangeError, match=re.escape(f"--hours {text!r}: write NAAM=TIJDEN")):
        parse_changes(hours=[text])


@pytest.mark.parametrize(
    ("open_", "move", "message"),
    [
        (["huisarts,53.2,6.6"], [], "--open 'huisarts,53.2,6.6': write SOORT,LAT,LON,NAAM"),
        (["huisarts,53,2,6,6,Naam"], [], "6,6,Naam: 53, 2 lies outside"),
        (["huisarts,noord,oost,Naam"], [], "'noord' and 'oost' are no degrees"),
        ([], ["oost"], "--move 'oost': write ID,LAT,LON"),
        ([], ["oost,53.2"], "--move 'oost,53.2': write ID,LAT,LON"),
        ([], ["oost,a,b"], "'a' and 'b' are no degrees"),
    ],
)
def test_what_is_typed_wrongly(study: Study, open_: list[str], move: list[str], message: str) -> None:
    with pytest.raises(ChangeError, match=message):
        applied(study, *parse_changes(close=[], open_=open_, move=move))


def test_a_scenario_of_the_project_file(tmp_path: Path) -> None:
    project = Project.load(write_sample(tmp_path, project=PROJECT + SCENARIOS))
    found = plan(project, [], name="alles")
    assert set(found.changes) == {
        Close("seh-west", ("seh",)),
        Reopen("seh-nieuw", ("seh",)),
        Open("huisarts", *GP, "Praktijk Nieuw", "Mo-Fr 08:00-17:00"),
        Move("seh-oost", *MOVED, ("seh",)),
        Hours("seh-oost", "24/7", ("seh",)),
    }
    assert (found.title, found.folder, str(found.moment)) == ("Alles tegelijk", "alles", "dinsdag 03:00 (nacht)")
    scenario = run_scenario(Study(project), found.changes, moment=found.moment, title=found.title)
    assert scenario.title == "Alles tegelijk"
    assert scenario.kinds == ("seh", "huisarts")
    assert not check_project(project.path).fatal
    more = plan(project, [Close("lint")], name="alles", at="avond")
    assert (more.title, str(more.moment)) == ("", "dinsdag 20:00 (avond)")
    assert len(more.changes) == len(found.changes) + 1


def test_a_scenario_that_is_not_there_lists_those_that_are(tmp_path: Path, study: Study) -> None:
    project = Project.load(write_sample(tmp_path, project=PROJECT + SCENARIOS))
    with pytest.raises(ChangeError, match=r"has no scenario 'niets'\. It has: alles"):
        plan(project, [], name="niets")
    with pytest.raises(ChangeError, match="It has: none; add"):
        plan(study.project, [], name="niets")
    with pytest.raises(ChangeError, match="there is nothing to change"):
        plan(study.project, [])


def test_folder_names() -> None:
    assert slug([Close("ommelander")]) == "sluit-ommelander"
    assert slug([Close("b"), Close("Å/../a")]) == slug([Close("Å/../a"), Close("b")]) == "sluit-b-sluit-a-a"
    assert slug([Close("x", ("seh",))]) == "sluit-seh-x"
    assert slug([], parse_moment("zo 03:00")) == "zondag-03-00"
    near, far = (slug([Open("huisarts", lat, 6.6, "Nieuw")]) for lat in (53.2, 53.3))
    assert near != far
    assert near.startswith("open-huisarts-nieuw-")
    long = slug([Close("a" * 300), Close("b" * 300)])
    assert len(long) < 80
    assert long != slug([Close("a" * 300), Close("c" * 300)])
