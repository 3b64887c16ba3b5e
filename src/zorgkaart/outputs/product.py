"""What an analysis gives, in the form that every format takes: what there is, never how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import pandas as pd
from matplotlib.figure import Figure

from zorgkaart.access.surface import Surface
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.documents.print_sheets import PrintSheets
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.print_text import ProjectText
from zorgkaart.outputs.styles.qgis_styles import Classes

Tables = Mapping[str, pd.DataFrame]
Origin = Mapping[str, Any]


@dataclass(frozen=True)
class RasterFile:
    """One raster.

    Attributes
    ----------
    name : str
        Of the file, without ``.tif``.
    surface : Surface
        The minutes of every cell.
    classes : Classes
        Colours and legend texts.
    description : str
        What the numbers are, in Dutch.
    note : str
        What a cell holds and which cells are empty, in Dutch.
    """

    name: str
    surface: Surface
    classes: Classes
    description: str
    note: str


class Product:
    """What an analysis gives. A subclass says what there is of each part; what it does not say is not there.

    Parts are made when a format asks for them, so that who wants the tables alone waits for nothing else.

    Attributes
    ----------
    title : str
        What it is called, in Dutch.
    stem : str
        Name of the GeoPackage and of the workbook, without the ending.
    map_name : str
        File name of the map.
    tables_folder : str
        Where the CSV files go, seen from the folder of the product; empty for that folder itself.
    formats : tuple of str
        Keys of :data:`zorgkaart.outputs.formats.FORMATS`: what is written unless somebody asks otherwise, in order.
    """

    title: str = ""
    stem: str = "zorgkaart"
    map_name: str = "kaart.html"
    tables_folder: str = "tabellen"
    formats: tuple[str, ...] = ()

    def origin(self, command: str) -> Origin:
        """What it was made from, and by which command; see :func:`zorgkaart.provenance.record.provenance`.

        Parameters
        ----------
        command : str
            What was typed, or the call that was made.

        Returns
        -------
        mapping
            Ready for JSON.
        """
        raise NotImplementedError

    @property
    def columns(self) -> Mapping[str, Column]:
        """The data dictionary."""
        return {}

    @property
    def tables(self) -> Tables:
        """The tables, by the names of their files."""
        return {}

    @property
    def compared(self) -> Tables:
        """The tables of which the provenance holds fingerprints, and that ``rerun`` compares."""
        return self.tables

    @property
    def sheets(self) -> Tables:
        """The sheets of the workbook, by their names."""
        return self.tables

    @property
    def sheet_titles(self) -> Mapping[str, str]:
        """What each sheet holds, a Dutch sentence by its name."""
        return {}

    @property
    def explanation(self) -> Sequence[tuple[str, str]]:
        """The lines of the first sheet of the workbook: what each is about, and its text, in Dutch."""
        return ()

    @property
    def csv(self) -> Tables:
        """The tables that become CSV, by the names of their files."""
        return {f"{name}.csv": table for name, table in self.tables.items()}

    @property
    def classes(self) -> Sequence[Classes]:
        """The classes that colour columns of the workbook."""
        return ()

    @property
    def layers(self) -> Sequence[Layer]:
        """The layers, in the order in which they come into a file."""
        return ()

    @property
    def day(self) -> str:
        """Of which day the sites are, a Dutch sentence that every layer and raster says; empty where of now."""
        return ""

    @property
    def print_text(self) -> ProjectText | None:
        """What the QGIS project in the GeoPackage says; None if there is no such project."""
        return None

    @property
    def surfaces(self) -> Sequence[RasterFile]:
        """The rasters."""
        return ()

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The map of the areas and the sites.

        Parameters
        ----------
        origin : mapping, optional
            What it was made from, of :meth:`origin`; stands in the page.

        Returns
        -------
        folium.Map
            To show in a notebook, or to add layers to.
        """
        raise NotImplementedError

    def pages(self, origin: Origin) -> Mapping[str, Report]:
        """Documents to read or to print, such as the report of a scenario.

        Parameters
        ----------
        origin : mapping
            What they were made from, of :meth:`origin`.

        Returns
        -------
        mapping of str to Report
            By the names of their files, which end in ``.html`` or ``.pdf``.
        """
        return {}

    def prints(self, origin: Origin) -> Mapping[str, PrintSheets]:
        """Sheets to print, such as a map that fills a sheet.

        Parameters
        ----------
        origin : mapping
            What they were made from, of :meth:`origin`.

        Returns
        -------
        mapping of str to PrintSheets
            By the names of their files, which end in ``.pdf``.
        """
        return {}

    def pictures(self) -> Iterator[tuple[str, Figure]]:
        """Pictures for documents.

        Yields
        ------
        tuple of (str, Figure)
            The name of the picture, without an ending, and what is drawn.
        """
        yield from ()
