"""The report of the present situation: its figures are those of the run, and what is not known is said to be so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdf
import pytest
from support.report_samples import MADE, Page, pdf_text, plain, rows_of, texts, value
from support.study_samples import BUURTEN, write_sample

from zorgkaart.analyses.report.present import build_present
from zorgkaart.analyses.run.product import write_run
from zorgkaart.outputs.documents.content import Report, Slot
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.provenance.record import provenance
from zorgkaart.study.study import Study

HOSTILE = "<script>alert(1)</script>"


def present(study: Study) -> Report:
    origin = provenance(study.project, command="zorgkaart run --report", network=study.network.source, remarks=[])
    return build_present(study, {**origin, "gemaakt": MADE})


@pytest.fixture(scope="module")
def page(study: Study) -> str:
    return html_page(present(study))


def test_it_has_the_headings_of_a_regional_plan_and_slots_for_people(study: Study) -> None:
    report = present(study)
    titles = [section.title for section in report.sections]
    assert titles[:5] == ["Gebruik", "Aanbod", "Knelpunten", "Kaarten", "Conclusies"]
    slots = [block.name for block in report.blocks() if isinstance(block, Slot)]
    assert slots == ["gebruik", "aanbod", "knelpunten", "conclusies"]
    text = plain(texts(report))
    assert "Hoeveel mensen deze zorg gebruiken" in text
    assert "is hier niet bekend" in text
    assert html_page(report).count("[in te vullen:") == 4


def test_who_is_outside_a_norm_is_what_the_run_says(study: Study, page: str) -> None:
    rows = rows_of(page, "gebied-seh")
    frame = study.results["gemeenten"].set_index("gemeentenaam")
    assert {row[0] for row in rows} == {*frame.index, "Totaal"}
    for name, people, outside, share, old, *_ in rows[:-1]:
        assert value(people) == pytest.approx(frame.loc[name, "inwoners"], abs=0.5)
        assert value(outside) == pytest.approx(frame.loc[name, "seh_inwoners_buiten_norm"], abs=0.5)
        assert value(share) == pytest.approx(100 * frame.loc[name, "seh_aandeel_buiten_norm"], abs=0.05)
        assert value(old) == pytest.approx(frame.loc[name, "seh_65plus_buiten_norm"], abs=0.5)
    assert value(rows[-1][2]) == pytest.approx(450)
    assert "gebied-acute_verloskunde" not in Page(page).tables, "the same figures are told once"
    assert "precies gelijk" in Page(page).text


def test_inhabitants_and_their_ages_add_up(page: str) -> None:
    rows = rows_of(page, "inwoners")
    for column, known in ((1, [b.people for b in BUURTEN]), (2, [b.elderly for b in BUURTEN])):
        assert value(rows[-1][column]) == pytest.approx(np.nansum(known))
        assert sum(value(row[column]) for row in rows[:-1]) == pytest.approx(np.nansum(known), abs=1)


def test_supply_counts_what_counts(study: Study, page: str) -> None:
    rows = {row[0]: row for row in rows_of(page, "voorzieningen")}
    for kind in study.project.travel_kinds:
        assert value(rows[study.project.kinds[kind].label][1]) == len(study.serving_sites(kind).rows)
    sites = [row[0] for row in rows_of(page, "locaties-seh")]
    assert sites == ["Ziekenhuis Oost", "Ziekenhuis Wést-Ënde"]


@pytest.mark.parametrize("moment", ["zo 03:00", "werkdag"])
def test_a_report_at_a_moment_says_so(study: Study, moment: str) -> None:
    then = study.without_moments().variant(moment=parse_moment(moment))
    assert any(word == "Tijdstip" for word, _ in present(then).facts)


@pytest.mark.slow
def test_three_files_are_written_and_names_stay_text(tmp_path: Path) -> None:
    buurten = [type(b)(**{**vars(b), "name": HOSTILE if b.name == "Lint" else b.name}) for b in BUURTEN]
    study = Study(Project.load(write_sample(tmp_path, buurten=buurten)))
    paths = write_run(study, tmp_path / "uit", command="zorgkaart run --report", report=True)
    written = {path.name: path for path in paths if path.name.startswith("rapport.")}
    assert set(written) == {"rapport.html", "rapport.pdf", "rapport.docx"}
    page = written["rapport.html"].read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert HOSTILE in Page(page).text
    assert "zorgkaart run --report" in pdf_text(pypdf.PdfReader(written["rapport.pdf"]))
    for path in written.values():
        assert read_provenance(path)["opdracht"] == "zorgkaart run --report"
