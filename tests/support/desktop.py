"""The programs of planners' desktops that are not Python packages: QGIS, LibreOffice and GDAL's own scripts.

A test that needs one is skipped where it is not installed, and fails there if ``ZORGKAART_DESKTOP=1``. Debian:
``apt-get install qgis python3-qgis libreoffice-calc libreoffice-writer gdal-bin python3-gdal``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PYTHON = Path("/usr/bin/python3")
VALIDATOR = Path("/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py")


def draw_in_qgis(script: Path, source: Path, folder: Path) -> dict[str, Any]:
    """Run a script with the system's Python, which has QGIS, and return what it wrote to ``found.json``."""
    probe = [str(PYTHON), "-c", "import qgis.core"]
    if not PYTHON.is_file() or subprocess.run(probe, capture_output=True).returncode != 0:
        _missing("QGIS for the system's Python")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, parents=True)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(runtime), "HOME": str(runtime)}
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA"):
        environment.pop(name, None)  # those of this Python's libraries, which are not QGIS's
    command = [str(PYTHON), str(script), str(source), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert (folder / "found.json").is_file(), done.stderr
    result: dict[str, Any] = json.loads((folder / "found.json").read_text())
    return result


def validate_geopackage(path: Path) -> str:
    """What GDAL's GeoPackage validator says, its warnings and checks of extensions included; nothing if all is well."""
    if not VALIDATOR.is_file():
        _missing("GDAL's GeoPackage validator")
    command = [str(PYTHON), str(VALIDATOR), "-k", "--extra", "--warning-as-error", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    text = done.stdout + done.stderr
    assert (done.returncode == 0) == (not text.strip()), text
    return text


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook, opened by LibreOffice and saved by it as another one in `folder`."""
    return _converted(path, folder, "xlsx:Calc MS Excel 2007 XML")


def printed_by_libreoffice(path: Path, folder: Path) -> Path:
    """The document, opened by LibreOffice Writer and printed by it to a PDF in `folder`."""
    return _converted(path, folder, "pdf:writer_pdf_Export")


def _converted(path: Path, folder: Path, form: str) -> Path:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        _missing("LibreOffice")
    command = [
        str(office),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    made = folder / path.with_suffix(f".{form.partition(':')[0]}").name
    if not made.is_file() and "no export filter" in done.stdout + done.stderr:
        _missing("LibreOffice with the part for such files")
    assert made.is_file(), done.stdout + done.stderr
    return made


def _missing(what: str) -> None:
    message = f"{what} is not installed"
    if os.environ.get("ZORGKAART_DESKTOP") == "1":
        pytest.fail(message)
    pytest.skip(message)
