"""The report on the Ommelander closure, made once."""

from __future__ import annotations

import pypdf
import pytest

from support.report_samples import report_of
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.documents.pdf import pdf_bytes
from zorgkaart.scenarios.scenario import Scenario


@pytest.fixture(scope="session")
def ommelander_report(ommelander: Scenario) -> Report:
    return report_of(ommelander)


@pytest.fixture(scope="session")
def ommelander_page(ommelander_report: Report) -> str:
    return html_page(ommelander_report)


@pytest.fixture(scope="session")
def ommelander_pdf(ommelander_report: Report, tmp_path_factory: pytest.TempPathFactory) -> pypdf.PdfReader:
    path = tmp_path_factory.mktemp("rapport") / "rapport.pdf"
    path.write_bytes(pdf_bytes(ommelander_report))
    return pypdf.PdfReader(path)
