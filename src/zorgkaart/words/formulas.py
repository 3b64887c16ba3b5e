"""Texts that a spreadsheet would take for a formula, and the apostrophe that keeps it from doing so."""

from __future__ import annotations

import re

# A spreadsheet takes a cell that starts like this for a formula; full-width forms count in some languages.
_FORMULA = re.compile(r"^'*\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """Put an apostrophe in front of a text that a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def without_guard(text: str) -> str:
    """Take off the apostrophe that :func:`guarded` put in front."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
