"""The report fits any change, is the same every time, and nothing that is in a name runs."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pypdf
import pytest
from support.paths import TESTS
from support.report_samples import Page, origin, pdf_text, plain, report_of, texts
from support.study_samples import BUURTEN, PROJECT, SEH, Site, degrees, write_sample, write_sites

from zorgkaart.analyses.report.document import build_report
from zorgkaart.analyses.scenario.product import write_report
from zorgkaart.outputs.documents.content import Table
from zorgkaart.outputs.documents.docx import docx_bytes
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.documents.pdf import pdf_bytes
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Change, Close, Hours, Move, Open
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.scenarios.users import Users
from zorgkaart.study.study import Study

HOSTILE = (
    "<script>alert(1)</script>",
    '#eval("1+1") #image("/etc/passwd")',
    "$x^2$ *vet* _schuin_",
    "=1+1",
    "{{ 7*7 }}",
)


# Any change, any project.
NORM_FREE = PROJECT[: PROJECT.index("[norms.seh]")] + PROJECT[PROJECT.index("[kinds.seh]") :]
CASES: dict[str, tuple[Sequence[Change], str | None, list[str]]] = {
    "no effect on the norm": ([Close("oost")], None, ["Nee. Het aantal inwoners buiten de 27,75-minutennorm"]),
    "a station": (
        [Close("ambulance-west")],
        None,
        ["Ja. Na de wijziging vallen 1.290 inwoners buiten", "veranderen voor niemand"],
    ),
    "the last site": (
        [Close("verloskunde-west")],
        None,
        ["voor niemand meer een volledige keten te berekenen", "geen locatie meer voor acute verloskunde."],
    ),
    "opening": (
        [Open("acute_verloskunde", *degrees(30, 0), "Nieuw")],
        None,
        ["Nee. Na de wijziging vallen 0 inwoners", "22,1 minuten korter"],
    ),
    "moving": ([Move("seh-oost", *degrees(20, 0))], None, ["Verplaatsing van Ziekenhuis Oost", "1,9 minuten korter"]),
    "moving nowhere": ([Move("seh-oost", *degrees(30, 0))], None, ["Nee. Het aantal inwoners buiten"]),
    "hours": (
        [Hours("seh-west", "Mo-Fr 08:00-17:00")],
        None,
        ["Andere openingstijden voor", "08:00\N{EN DASH}17:00; was: dag en nacht"],
    ),
    "a moment": ([], "zo 03:00", ["Alleen wat open is op zondag 03:00", "Er sluit of opent geen locatie"]),
    "a change at a moment": (
        [Close("post-nacht")],
        "zo 03:00",
        ["Sluiting van Post Nacht, op zondag 03:00", "Van huisarts telt geen enkele locatie: zij zijn dan dicht, of"],
    ),
    "a GP": (
        [Close("huisarts-heem")],
        None,
        ["hiervoor rekent zorgkaart met geen norm", "Huisartsenpost: hier verandert niets."],
    ),
    "the post": ([Close("post-avond")], None, ["Huisartsenpost: de wijziging gaat ook hierover"]),
    "several": (
        [Close("west-ende"), Close("huisarts-lint")],
        None,
        ["Sluiting van Ziekenhuis Wést-Ënde en Praktijk Lint"],
    ),
}


@pytest.fixture(scope="module")
def scenarios(study: Study) -> dict[str, Scenario]:
    return {
        name: run_scenario(study, changes, moment=parse_moment(moment) if moment else None)
        for name, (changes, moment, _) in CASES.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_the_text_fits_the_change(scenarios: dict[str, Scenario], case: str) -> None:
    report = report_of(scenarios[case])
    text = plain(texts(report))
    for sentence in CASES[case][2]:
        assert sentence in text
    assert not re.search(r"\b(nan|none|inf|null)\b", text, re.IGNORECASE)
    assert not re.search(r"(?<![\d.,])1 (inwoners|minuten|locaties|buurten|posten)\b(?! zijn de openings)", text)
    tables = [block for block in report.blocks() if isinstance(block, Table)]
    assert len(Page(html_page(report)).tables) == len(tables)
    assert pdf_bytes(report).startswith(b"%PDF")
    for table in (table for table in tables if table.name.startswith("norm-")):
        assert_adds_up(table)


def assert_adds_up(table: Table) -> None:
    """The cells themselves, before rounding: areas sum to the total, and after minus before is the difference."""
    *areas, total = ([float(cell or 0) for cell in row[1:5]] for row in table.rows)
    for column, whole in enumerate(total):
        if not math.isnan(whole):
            assert sum(row[column] for row in areas if not math.isnan(row[column])) == pytest.approx(whole)
    for _, before, after, difference in (*areas, total):
        assert difference == pytest.approx(after - before, nan_ok=True)


def test_a_project_without_a_norm(tmp_path: Path) -> None:
    study = Study(Project.load(write_sample(tmp_path, project=NORM_FREE)))
    report = report_of(run_scenario(study, [Close("seh-west")]))
    text = plain(texts(report))
    assert "SEH: 540 inwoners reizen langer, gemiddeld 28,0 minuten. Dit project kent geen norm." in text
    assert "In dit project is geen norm opgenomen." in text
    assert not any("norm" in table.name for table in report.blocks() if isinstance(table, Table))
    assert pdf_bytes(report).startswith(b"%PDF")


def test_a_scenario_with_a_title_has_it(study: Study) -> None:
    report = report_of(run_scenario(study, [Close("oost")], title="Oost dicht in 2027"))
    assert report.subtitle == "Oost dicht in 2027"
    assert ("Wijziging", "Sluiting van Ziekenhuis Oost") in report.facts


@pytest.mark.parametrize("case", [name for name, (changes, _, _) in CASES.items() if changes])
def test_users_are_whole_and_apart(study: Study, scenarios: dict[str, Scenario], case: str) -> None:
    scenario = scenarios[case]
    for kind in (kind for kind in scenario.kinds if kind in scenario.before.travel):
        users, gained = Users.of(scenario, kind), Users.gained(scenario, kind)
        assert not set(users.rows) & set(gained.rows)
        changed = np.union1d(users.rows, gained.rows)
        before, after = scenario.before.travel[kind], scenario.after.travel[kind]
        others = np.setdiff1d(np.arange(len(before.minutes)), changed)
        np.testing.assert_allclose(before.minutes[others], after.minutes[others])
        for group in (users, gained):
            assert group.by_area(study, "buurten")["inwoners"].sum() == pytest.approx(group.people)
            classes = group.classes((5.0, 20.0))
            assert classes["inwoners_na"].sum() + group.weight[np.isnan(group.after)].sum() == pytest.approx(
                group.people
            )


# The files.


@pytest.mark.slow
def test_names_from_data_stay_text(tmp_path: Path) -> None:
    buurten = [pd.Series(vars(b)).to_dict() for b in BUURTEN]
    for number, name in enumerate(HOSTILE):
        buurten[number]["name"] = name
        buurten[number]["gemeente"] = name if number % 2 else buurten[number]["gemeente"]
    longest = "Zeer " + "lang" * 60
    path = write_sample(tmp_path, buurten=[type(BUURTEN[0])(**b) for b in buurten])
    sites = [
        Site("seh-west", f"{HOSTILE[0]} {HOSTILE[1]} {HOSTILE[2]} {HOSTILE[4]}", (0, 0), always="ja", hours="24/7")
    ]
    sites += [Site("seh-oost", longest, (30, 0), always="ja", hours="24/7"), *SEH[2:]]
    write_sites(tmp_path / "gegevens" / "seh.csv", sites)
    scenario = run_scenario(Study(Project.load(path)), [Close("seh-west", kinds=("seh",))], title=HOSTILE[1])
    report = report_of(scenario)
    page = html_page(report)
    read = Page(page)
    scripts = [attributes for tag, attributes in read.tags if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "herkomst"}]
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]
    assert "49" not in [cell for table in read.tables.values() for row in table for cell in row if "7*7" in cell]
    assert docx_bytes(report).startswith(b"PK")
    printed = plain(" ".join(sheet.extract_text() for sheet in pypdf.PdfReader(_file(pdf_bytes(report))).pages))
    for name in HOSTILE[:3]:
        assert plain(name) in read.text
        assert all(part in printed for part in name.split())
    assert longest[:20] in printed.replace("-", "")


@pytest.mark.slow
def test_the_same_run_gives_the_same_bytes(study: Study) -> None:
    def made() -> tuple[str, bytes, bytes]:
        scenario = run_scenario(study, [Close("ambulance-west"), Close("huisarts-lint")])
        report = build_report(scenario, known)
        return html_page(report), pdf_bytes(report), docx_bytes(report)

    known = origin(run_scenario(study, [Close("oost")]))
    assert made() == made()


@pytest.mark.slow
def test_all_files_are_written(study: Study, tmp_path: Path) -> None:
    scenario = run_scenario(study, [Close("oost")])
    paths = write_report(scenario, tmp_path / "uit", command="zorgkaart scenario --close oost --report")
    assert [path.name for path in paths] == ["rapport.html", "rapport.pdf", "rapport.docx"]
    assert {path.name for path in (tmp_path / "uit").iterdir()} == {path.name for path in paths}
    text = pdf_text(pypdf.PdfReader(paths[1]))
    assert "zorgkaart scenario" in text
    assert "450 inwoners" in text
    assert str(tmp_path) not in paths[0].read_text(encoding="utf-8")


def _file(content: bytes) -> object:
    from io import BytesIO

    return BytesIO(content)


@pytest.mark.slow
def test_nothing_hangs_on_the_hash_seed(sample: Path, tmp_path: Path) -> None:
    """Sets have another order in another process; a report has not."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[3])\n"
        "from pathlib import Path\n"
        "from support.report_samples import report_of\n"
        "from zorgkaart.outputs.documents.html import html_page\n"
        "from zorgkaart.project.model import Project\n"
        "from zorgkaart.scenarios.changes import Close\n"
        "from zorgkaart.scenarios.scenario import run_scenario\n"
        "from zorgkaart.study.study import Study\n"
        "scenario = run_scenario(Study(Project.load(sys.argv[1])), [Close('west-ende'), Close('ambulance-west')])\n"
        "Path(sys.argv[2]).write_text(html_page(report_of(scenario)), encoding='utf-8')\n"
    )
    targets = [tmp_path / f"{seed}.html" for seed in (1, 2)]
    arguments = [sys.executable, "-c", script, str(sample)]
    processes = [
        subprocess.Popen([*arguments, str(target), str(TESTS)], env={**os.environ, "PYTHONHASHSEED": target.stem})
        for target in targets
    ]
    assert [process.wait() for process in processes] == [0, 0]
    first, second = (target.read_text(encoding="utf-8") for target in targets)
    assert first == second
