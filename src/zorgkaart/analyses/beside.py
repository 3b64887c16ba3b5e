"""What may be asked for beside figures, map and tables: a report, sheets to print, pictures.

It stands in the task of a record, so that :mod:`zorgkaart.analyses.rerun` writes the same documents again, with the
texts that people wrote for the report.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from zorgkaart.outputs.documents.print_sheets import PAPERS


def _paper(name: str) -> str:
    if name not in PAPERS:
        raise ValueError(f"there is no such sheet; choose from {', '.join(PAPERS)}")
    return name


class Beside(BaseModel):
    """What is asked for beside figures, map and tables.

    Attributes
    ----------
    rapport : bool
        The report.
    teksten : dict of str to str
        For the slots of the report, by their names.
    per_gemeente : bool
        A PDF with a page per gemeente.
    vellen : tuple of str
        Maps that fill sheets of these sizes, as PDF; keys of
        :data:`~zorgkaart.outputs.documents.print_sheets.PAPERS`.
    afbeeldingen : bool
        Maps and charts for documents, which take longer than all the rest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rapport: bool = False
    teksten: dict[str, str] = {}
    per_gemeente: bool = False
    vellen: Annotated[tuple[Annotated[str, AfterValidator(_paper)], ...], Field(max_length=len(PAPERS))] = ()
    afbeeldingen: bool = False


NOTHING = Beside()
