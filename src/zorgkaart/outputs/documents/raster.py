"""A picture of a report as PNG, for documents that know no SVG; drawn by typst, which the PDF needs anyway."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

PIXELS_PER_INCH = 200


def picture_png(svg: bytes, width_mm: float) -> bytes:
    """Return the picture as PNG.

    Parameters
    ----------
    svg : bytes
        The picture.
    width_mm : float
        How wide it will be printed.
    """
    with tempfile.TemporaryDirectory(prefix="zorgkaart-") as name:
        folder = Path(name)
        (folder / "beeld.svg").write_bytes(svg)
        source = folder / "beeld.typ"
        source.write_text(
            "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
            f'#image("beeld.svg", width: {width_mm}mm)\n',
            encoding="utf-8",
        )
        content = typst.compile(source, root=folder, format="png", ppi=PIXELS_PER_INCH, ignore_system_fonts=True)
    assert isinstance(content, bytes)
    return content
