"""The formats, each from the same product, and the one function that writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from zorgkaart.errors import OutputError
from zorgkaart.files import atomic_path
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.documents.docx import docx_bytes
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.documents.pdf import pdf_bytes, sheets_pdf
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.gis.rasters import write_surface
from zorgkaart.outputs.meaning.frames import Layer, provenance_json
from zorgkaart.outputs.pictures.drawing import write_pictures
from zorgkaart.outputs.postgis.address import Database
from zorgkaart.outputs.postgis.database import write_postgis
from zorgkaart.outputs.product import Origin, Product
from zorgkaart.outputs.sheets.sheet_files import write_csv, write_geoparquet, write_workbook
from zorgkaart.outputs.web.folium_map import write_map

PARQUET_FOLDER, RASTER_FOLDER, PICTURE_FOLDER = "geoparquet", "rasters", "afbeeldingen"
PROVENANCE = "provenance.json"
Format = Callable[[Product, Path, Origin], Iterator[Path]]


def write(
    product: Product,
    folder: Path,
    *,
    command: str,
    formats: Sequence[str] | None = None,
    database: Database | None = None,
) -> list[Path]:
    """Write what an analysis gave into a folder and return the files.

    Parameters
    ----------
    product : Product
        What the analysis gave.
    folder : Path
        Is made if it is not there; files of the same names are replaced.
    command : str
        What was typed, or the call that was made; it stands in every file.
    formats : sequence of str, optional
        Keys of :data:`FORMATS`, in the order in which they are written; without it those of the product.
    database : Database, optional
        Where the layers go too, after all files.

    Raises
    ------
    OutputError
        If there is no such format, or a file cannot be written; a file is there whole or not at all.

    Examples
    --------
    >>> write(RunProduct(study), Path("uitvoer"), command="notebook", formats=["map", "csv"])  # doctest: +SKIP
    """
    names = product.formats if formats is None else tuple(formats)
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        raise OutputError(f"there is no format {', '.join(unknown)}. Choose from {', '.join(FORMATS)}.")
    origin = product.origin(command)
    files = [path for name in names for path in FORMATS[name](product, folder, origin)]
    if database is not None:
        write_postgis(database, _layers(product), columns=product.columns, provenance=origin)
    return files


def write_json(path: Path, content: Mapping[str, Any]) -> Path:
    """Write readable JSON, whole or not at all, and return the path.

    Parameters
    ----------
    path : Path
        The file to make or to replace.
    content : mapping
        What JSON can hold.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with atomic_path(path) as temporary:
        temporary.write_text(provenance_json(content) + "\n", encoding="utf-8")
    return path


def _layers(product: Product) -> list[Layer]:
    """The layers, which say of which day the sites are."""
    if not product.day:
        return list(product.layers)
    return [replace(layer, description=f"{layer.description} {product.day}") for layer in product.layers]


def _map(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    path = folder / product.map_name
    write_map(product.map(origin), path)
    yield path


def _geopackage(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    path = folder / f"{product.stem}.gpkg"
    write_geopackage(path, _layers(product), columns=product.columns, provenance=origin, project=product.print_text)
    yield path


def _parquet(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    for layer in product.layers:
        path = folder / PARQUET_FOLDER / f"{layer.name}.parquet"
        write_geoparquet(path, layer.frame, columns=product.columns, provenance=origin)
        yield path


def _workbook(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    path = folder / f"{product.stem}.xlsx"
    write_workbook(
        path,
        product.sheets,
        columns=product.columns,
        classes=product.classes,
        title=product.title,
        titles=product.sheet_titles,
        explanation=product.explanation,
        provenance=origin,
    )
    yield path


def _csv(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    for name, table in product.csv.items():
        path = folder / product.tables_folder / name
        yield from write_csv(path, table, columns=product.columns, provenance=origin)


def _rasters(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    for item in product.surfaces:
        yield from write_surface(
            folder / RASTER_FOLDER / f"{item.name}.tif",
            item.surface,
            item.classes,
            description=" ".join(filter(None, (item.description, product.day))),
            tags={"betekenis_cel": item.note},
            provenance=origin,
        )


def _pictures(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    yield from write_pictures(product.pictures(), folder / PICTURE_FOLDER, origin=origin)


def _pages(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    for name, report in product.pages(origin).items():
        path = folder / name
        with atomic_path(path) as temporary:
            temporary.write_bytes(_PAGES[path.suffix](report))
        yield path


def _prints(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    for name, sheets in product.prints(origin).items():
        path = folder / name
        with atomic_path(path) as temporary:
            temporary.write_bytes(sheets_pdf(sheets))
        yield path


_PAGES: Mapping[str, Callable[[Report], bytes]] = {
    ".html": lambda report: html_page(report).encode(),
    ".pdf": pdf_bytes,
    ".docx": docx_bytes,
}


def _provenance(product: Product, folder: Path, origin: Origin) -> Iterator[Path]:
    yield write_json(folder / PROVENANCE, origin)


FORMATS: Mapping[str, Format] = {
    "map": _map,
    "geopackage": _geopackage,
    "parquet": _parquet,
    "workbook": _workbook,
    "csv": _csv,
    "rasters": _rasters,
    "pictures": _pictures,
    "pages": _pages,
    "prints": _prints,
    "provenance": _provenance,
}
