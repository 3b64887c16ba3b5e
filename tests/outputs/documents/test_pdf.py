"""A PDF is accessible, in the fonts it brings, and carries its provenance."""

from __future__ import annotations

import json
import re

import pypdf
from support.report_samples import pdf_text

from zorgkaart.scenarios.scenario import Scenario


def test_the_pdf_is_accessible_and_carries_its_provenance(
    ommelander: Scenario, ommelander_pdf: pypdf.PdfReader, ommelander_page: str
) -> None:
    reader = ommelander_pdf
    text = pdf_text(reader)
    total = ommelander.totals().set_index("soort").loc["seh"]
    for name in ("inwoners_buiten_voor", "inwoners_buiten_na", "inwoners_buiten_verschil", "65plus_buiten_verschil"):
        assert f"{total[name]:,.0f}".replace(",", ".") in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Bereikbaarheidsanalyse: Sluiting van Ommelander Ziekenhuis Groningen loc Scheemda"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == "2026-11-22"
    catalogue = reader.trailer["/Root"]
    assert str(catalogue["/Lang"]).startswith("nl")
    assert catalogue["/MarkInfo"]["/Marked"]
    xmp = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert json.loads(reader.attachments["herkomst.json"][0])["opdracht"] == "zorgkaart scenario"
    headings = [str(item.title) for item in reader.outline if not isinstance(item, list)]
    assert [heading for heading in headings if "norm in gevaar" in heading]
    assert len(headings) == len(re.findall("<h2>", ommelander_page)) - 1  # the page has a list of contents


def test_the_fonts_are_those_of_typst(ommelander_pdf: pypdf.PdfReader) -> None:
    fonts = set()
    for sheet in ommelander_pdf.pages:
        for font in sheet["/Resources"].get("/Font", {}).values():
            fonts.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    assert fonts
    assert all("Libertinus" in font for font in fonts), fonts
