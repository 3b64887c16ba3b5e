"""Reading back what an output says it was made from, whatever its format.

A file comes from anywhere, so it is read as data alone: nothing in it is executed, sizes are limited, and
what is found is JSON or an error. Whether it makes sense is for :mod:`zorgkaart.analyses.rerun.compute` to judge.
"""

from __future__ import annotations

import json
import re
import sqlite3
import warnings
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree

import pyarrow.parquet as pq
import rasterio
from PIL import Image
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.outputs.documents.docx import DOCX_NAMESPACE, DOCX_PART
from zorgkaart.outputs.gis.geopackage import PROVENANCE_URI
from zorgkaart.outputs.gis.rasters import PROVENANCE_TAG
from zorgkaart.outputs.pictures.drawing import PNG_KEY
from zorgkaart.outputs.sheets.csvw import PROVENANCE_KEY, sidecar
from zorgkaart.outputs.sheets.sheet_files import JSON_SHEET, PARQUET_KEY

LARGEST_BYTES = 500_000_000
LARGEST_JSON = 50_000_000
LARGEST_XML = 100_000_000
HTML_IDS = ("zk-provenance", "herkomst")
_UNREADABLE = (
    ValueError,
    OSError,
    LookupError,
    RecursionError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    sqlite3.Error,
    zipfile.BadZipFile,
    ElementTree.ParseError,
    RasterioError,
)
_MOST_STEPS = 1_000_000
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"
_PDF_FILE = re.compile(rb"/Type\s*/EmbeddedFile.{0,600}?>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def read_provenance(path: Path) -> dict[str, Any]:
    """Return what a file of zorgkaart says it was made from.

    Parameters
    ----------
    path : Path
        ``provenance.json``, or a map or report (``.html``), ``.pdf``, ``.docx``, a picture (``.png``, ``.svg``),
        ``.xlsx``, ``.gpkg``, ``.tif``, ``.parquet``,
        ``.csv`` (with its ``.csv-metadata.json`` beside it).

    Returns
    -------
    dict
        As :func:`zorgkaart.provenance.record.provenance` made it, if nobody has changed the file.

    Raises
    ------
    MissingFileError
        If there is no such file.
    InputError
        If it is of another format, or holds no provenance that can be read.

    Examples
    --------
    >>> read_provenance(Path("uitvoer/kaart.html"))["opdracht"]  # doctest: +SKIP
    'zorgkaart run groningen.toml'
    """
    if not path.is_file():
        raise MissingFileError(f"{path}: no such file. Name provenance.json, or another output of zorgkaart.")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path.name}: {path.suffix or 'no suffix'} is not read. Choose from {', '.join(_READERS)}.")
    if path.stat().st_size > LARGEST_BYTES:
        raise InputError(f"{path.name}: the file is too large to be read for its provenance. Take provenance.json.")
    try:
        text = reader(path)
        if text is None:
            _fail(path, "it holds none")
        if len(text) > LARGEST_JSON:
            _fail(path, "it is too long")
        provenance = json.loads(text, parse_constant=_no_constant)
    except InputError:
        raise
    except _UNREADABLE as error:
        _fail(path, f"the file cannot be read ({type(error).__name__})", error)
    if not isinstance(provenance, dict):
        _fail(path, "it is no mapping")
    return provenance


def _fail(path: Path, why: str, error: Exception | None = None) -> NoReturn:
    raise InputError(
        f"{path.name}: no provenance was found: {why}. Take the provenance.json that was written with it."
    ) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _json(path: Path) -> str | None:
    """``provenance.json`` itself, or the file beside a CSV."""
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    if isinstance(document, dict) and "@context" in document:
        inner = document.get(PROVENANCE_KEY)
        return inner if isinstance(inner, str) else None
    return text


def _csv(path: Path) -> str | None:
    beside = sidecar(path)
    if not beside.is_file():
        raise InputError(f"{path.name}: a CSV holds no provenance, and {beside.name} is not beside it. Put it there.")
    return _json(beside)


class _Block(HTMLParser):
    """The text of the script that holds the provenance."""

    def __init__(self) -> None:
        super().__init__()
        self.text: str | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and self.text is None and dict(attrs).get("id") in HTML_IDS:
            self.text, self._inside = "", True

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and self.text is not None:
            self.text += data


def _html(path: Path) -> str | None:
    parser = _Block()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    return parser.text


def _xlsx(path: Path) -> str | None:
    with zipfile.ZipFile(path) as book:
        workbook = _xml(book, "xl/workbook.xml")
        wanted = [sheet.get(_RELATION) for sheet in workbook.iter(f"{_SHEETS}sheet") if sheet.get("name") == JSON_SHEET]
        targets = {part.get("Id"): part.get("Target", "") for part in _xml(book, "xl/_rels/workbook.xml.rels")}
        if not wanted:
            return None
        target = targets[wanted[0]].lstrip("/").removeprefix("xl/")
        shared = [_texts(item) for item in _xml(book, "xl/sharedStrings.xml").iter(f"{_SHEETS}si")]
        pieces = []
        for cell in _xml(book, f"xl/{target}").iter(f"{_SHEETS}c"):
            value = cell.find(f"{_SHEETS}v")
            if cell.get("t") == "s" and value is not None:
                pieces.append(shared[int(value.text or "")])
            else:
                pieces.append(_texts(cell))
    return "".join(pieces)


def _xml(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if book.getinfo(name).file_size > LARGEST_XML:
        raise ValueError(f"{name} is too large")
    content = book.read(name)
    if b"<!DOCTYPE" in content[:4096]:  # which could define texts that grow without end
        raise ValueError(f"{name} has a document type")
    return ElementTree.fromstring(content)


def _texts(element: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_SHEETS}t"))


def _gpkg(path: Path) -> str | None:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_JSON)
        connection.set_progress_handler(lambda: 1, _MOST_STEPS)  # a view could go on without end
        row = connection.execute(
            "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ? AND typeof(metadata) = 'text'",
            (PROVENANCE_URI,),
        ).fetchone()
    return row[0] if row else None


def _tif(path: Path) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # where it lies does not matter here
        with rasterio.open(path, driver="GTiff") as file:
            text: str | None = file.tags().get(PROVENANCE_TAG)
    return text


def _parquet(path: Path) -> str | None:
    entry = (pq.read_schema(path).metadata or {}).get(PARQUET_KEY)
    return entry.decode() if entry is not None else None


def _pdf(path: Path) -> str | None:
    """The file in the report's PDF; of files in a PDF, the first that is JSON with a command."""
    for match in _PDF_FILE.finditer(path.read_bytes()):
        content = match[1]
        with suppress(zlib.error):  # it may not be compressed
            content = zlib.decompressobj().decompress(content, LARGEST_JSON)
        if content.lstrip().startswith(b"{") and b'"opdracht"' in content:
            return content.decode()
    return None


def _docx(path: Path) -> str | None:
    with zipfile.ZipFile(path) as package:
        if DOCX_PART not in package.namelist():
            return None
        root = _xml(package, DOCX_PART)
    return root.text if root.tag == f"{{{DOCX_NAMESPACE}}}herkomst" else None


def _png(path: Path) -> str | None:
    with Image.open(path, formats=["PNG"]) as image:
        text: str | None = getattr(image, "text", {}).get(PNG_KEY)
    return text


def _svg(path: Path) -> str | None:
    content = path.read_bytes()
    if b"<!ENTITY" in content:  # which could define texts that grow without end
        raise ValueError("it has entities")
    description = ElementTree.fromstring(content).find(f".//{_DESCRIPTION}")
    return None if description is None else description.text


_READERS: dict[str, Callable[[Path], str | None]] = {
    ".json": _json,
    ".html": _html,
    ".xlsx": _xlsx,
    ".gpkg": _gpkg,
    ".tif": _tif,
    ".parquet": _parquet,
    ".csv": _csv,
    ".pdf": _pdf,
    ".docx": _docx,
    ".png": _png,
    ".svg": _svg,
}
