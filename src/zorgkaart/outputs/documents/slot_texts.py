"""Texts for the slots of a report, from a file: so that a report can be made anew without typing them again."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.outputs.documents.content import Block, Paragraph, Report, Section, Slot


def read_texts(path: Path, slots: Sequence[Slot]) -> dict[str, str]:
    """Read a TOML file with a text per slot, such as ``conclusies = "..."``.

    Parameters
    ----------
    path : Path
        The file.
    slots : sequence of Slot
        Those that there are.

    Returns
    -------
    dict of str to str
        By the name of the slot; a slot without a text stays a slot.

    Raises
    ------
    MissingFileError
        If there is no such file.
    InputError
        If it is no TOML, has something else than texts of these slots, or has none.
    """
    if not path.is_file():
        raise MissingFileError(f"{path}: no such file. Name a TOML file with the texts of the report.")
    try:
        texts = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:  # no TOML, or no UTF-8
        raise InputError(
            f"{path.name}: it cannot be read as TOML ({error}). Write a line NAME = 'TEXT' each."
        ) from error
    known = [slot.name for slot in slots]
    wrong = [name for name in texts if name not in known]
    if wrong:
        raise InputError(
            f"{path.name}: {', '.join(wrong)}: the report has no text of this name. "
            f"Use {' or '.join(known)}, a text each."
        )
    others = [name for name, text in texts.items() if not isinstance(text, str)]
    if others:
        raise InputError(f"{path.name}: {', '.join(others)}: this is no text. Write NAME = 'TEXT'.")
    written = {name: text.strip() for name, text in texts.items() if text.strip()}
    if not written:
        raise InputError(
            f"{path.name}: it has no text for the report. Write a line NAME = 'TEXT' for {' or '.join(known)}."
        )
    return written


def filled(report: Report, texts: Mapping[str, str]) -> Report:
    """Return the report with texts in the place of slots; an empty line begins a paragraph.

    Parameters
    ----------
    report : Report
        With slots.
    texts : mapping of str to str
        By the name of the slot.
    """
    return replace(
        report,
        summary=_filled(report.summary, texts),
        sections=tuple(_filled(section, texts) for section in report.sections),
        appendices=tuple(_filled(section, texts) for section in report.appendices),
    )


def _filled(section: Section, texts: Mapping[str, str]) -> Section:
    blocks = [written for block in section.blocks for written in _written(block, texts)]
    return replace(section, blocks=blocks, sections=[_filled(part, texts) for part in section.sections])


def _written(block: Block, texts: Mapping[str, str]) -> list[Block]:
    if not isinstance(block, Slot) or block.name not in texts:
        return [block]
    parts = texts[block.name].replace("\r\n", "\n").split("\n\n")
    return [Paragraph(" ".join(part.split())) for part in parts if part.strip()]
