"""Numbers as people write them into tags: with points, commas, spaces or apostrophes, of thousands or of decimals."""

from __future__ import annotations

import re

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"(\d+|[1-9]\d{0,2}(?:([.,' ])\d{3})+)[.,]\d+")
_SPACES = str.maketrans(
    "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{RIGHT SINGLE QUOTATION MARK}", "   '"
)
MOST_DIGITS = 10


def tag_number(text: str | None) -> float:
    """Read a number of zero or more; NaN if it is none.

    A mark before a group of three digits parts thousands, any other one decimals; whoever counts people writes no
    thousandths.

    Examples
    --------
    >>> [tag_number(text) for text in ("24678.0", "24.678", "1,234,567.5", "veel")]
    [24678.0, 24678.0, 1234567.5, nan]
    """
    plain = (text or "").translate(_SPACES).strip()
    if not plain.isascii():
        return float("nan")
    whole, decimals = plain, ""
    if not plain.isdigit() and not _GROUPED.fullmatch(plain):
        if not _DECIMAL.fullmatch(plain):
            return float("nan")
        mark = max(plain.rfind("."), plain.rfind(","))
        whole, decimals = plain[:mark], plain[mark + 1 :]
    digits = re.sub(r"\D", "", whole)
    return float(f"{digits}.{decimals or 0}") if len(digits) < MOST_DIGITS else float("nan")
