"""A product that may come with documents: a report, sheets to print and pictures, as far as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from zorgkaart.analyses.beside import NOTHING, Beside
from zorgkaart.analyses.report.document import REPORT_FILES
from zorgkaart.analyses.report.people_parts import SLOTS
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.documents.print_sheets import PrintSheets
from zorgkaart.outputs.documents.slot_texts import filled, read_texts
from zorgkaart.outputs.product import Origin
from zorgkaart.study.study import Study


def asked_beside(
    *, report: bool, texts: Path | None, pictures: bool, per_gemeente: bool, papers: Sequence[str] | None
) -> Beside:
    """What the options of a command ask for; texts ask for the report that they are for.

    Parameters
    ----------
    report, pictures, per_gemeente : bool
        As typed.
    texts : Path, optional
        A file with texts for the slots of the report.
    papers : sequence of str, optional
        Sizes of paper, each counted once.

    Raises
    ------
    MissingFileError
        If the file of texts is not there.
    InputError
        If it has something else than texts of the report, or none.
    """
    return Beside(
        rapport=report or texts is not None,
        teksten=read_texts(texts, SLOTS) if texts is not None else {},
        per_gemeente=per_gemeente,
        vellen=tuple(dict.fromkeys(str(paper) for paper in papers or ())),
        afbeeldingen=pictures,
    )


class DocumentedProduct(StudyProduct):
    """A product of a study with the documents that are asked for.

    Parameters
    ----------
    study : Study
        Whose project, sources and settings stand in the files.
    beside : Beside
        What is asked for.
    """

    always_pages = False  # whether there are pages without a report

    def __init__(self, study: Study, beside: Beside = NOTHING) -> None:
        super().__init__(study)
        self.beside = beside
        asked = {
            "pictures": beside.afbeeldingen,
            "pages": beside.rapport or self.always_pages,
            "prints": beside.per_gemeente or bool(beside.vellen),
        }
        written = (name for name, wanted in asked.items() if wanted)
        self.formats = ("map", "geopackage", "parquet", "workbook", "csv", "rasters", *written, "provenance")

    def _report(self, origin: Origin) -> Report:
        """The report, with slots where only people can write."""
        raise NotImplementedError

    def _gemeente_pages(self, origin: Origin) -> Mapping[str, PrintSheets]:
        """A page per gemeente, by the name of the file."""
        raise NotImplementedError

    def _print_maps(self, origin: Origin) -> Mapping[str, PrintSheets]:
        """Maps that fill the sheets that are asked for, by the names of their files."""
        raise NotImplementedError

    def pages(self, origin: Origin) -> Mapping[str, Report]:
        """The report as a page, as a PDF and for Word, with the texts of people, if it is asked for.

        Parameters
        ----------
        origin : mapping
            What it was made from; stands in the report.

        Returns
        -------
        mapping of str to Report
            ``rapport.html``, ``rapport.pdf`` and ``rapport.docx``, of the same report.
        """
        if not self.beside.rapport:
            return {}
        return dict.fromkeys(REPORT_FILES, filled(self._report(origin), self.beside.teksten))

    def prints(self, origin: Origin) -> Mapping[str, PrintSheets]:
        """A page per gemeente, and maps that fill a sheet, as far as asked for.

        Parameters
        ----------
        origin : mapping
            What they were made from.

        Returns
        -------
        mapping of str to PrintSheets
            By the names of their files.
        """
        pages = self._gemeente_pages(origin) if self.beside.per_gemeente else {}
        return {**pages, **self._print_maps(origin)}
