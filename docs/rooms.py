"""The picture of the rooms: the layers that import-linter keeps, and what each room says of itself."""

from __future__ import annotations

import ast
import html
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "zorgkaart"
WIDTH, HEIGHT, GAP, MARGIN, LINE = 900, 58, 10, 16, 15
PER_LINE = 0.155  # letters in a pixel of width, at the size of the text
INK, PALE, EDGE = "#12343b", "#eef6f5", "#0b7a75"


def rooms() -> list[list[str]]:
    """The rooms from the top down; those in one row do not know each other."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(item["layers"] for item in contracts if item.get("containers") == ["zorgkaart"])
    return [[room.strip() for room in row.replace(":", "|").split("|")] for row in layers]


def purpose(room: str) -> str:
    """The first sentence of a room's docstring."""
    path = PACKAGE / room / "__init__.py" if (PACKAGE / room).is_dir() else PACKAGE / f"{room}.py"
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).partition(". ")[0].rstrip(".")


def picture() -> str:
    """The picture as SVG: one may import only what stands below it."""
    shapes = []
    top = MARGIN
    for row in rooms():
        width = (WIDTH - 2 * MARGIN - GAP * (len(row) - 1)) / len(row)
        for number, room in enumerate(row):
            left = MARGIN + number * (width + GAP)
            shapes.append(
                f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{HEIGHT}" rx="5" fill="{PALE}" '
                f'stroke="{EDGE}"/>'
                f'<text x="{left + 10:.1f}" y="{top + 19}" font-weight="bold">{html.escape(room)}</text>'
            )
            for line, text in enumerate(_lines(purpose(room), int(width * PER_LINE))[:2]):
                y = top + 19 + LINE * (line + 1)
                shapes.append(f'<text x="{left + 10:.1f}" y="{y}" font-size="12">{html.escape(text)}</text>')
        top += HEIGHT + GAP
    height = top - GAP + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="14" fill="{INK}">\n<title>The rooms of zorgkaart</title>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def _lines(text: str, most: int) -> list[str]:
    """A text in lines of at most so many letters; what is too long for two ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines[1] = lines[1][: most - 1].rstrip(" ,.:") + "\N{HORIZONTAL ELLIPSIS}"
    return lines
