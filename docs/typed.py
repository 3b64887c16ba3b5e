"""The commands on the page of questions, as the command line reads them, and lists as Markdown has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from zorgkaart.cli.app import app
from zorgkaart.project.model import Project
from zorgkaart.scenarios.vocabulary import Plan, parse_changes, plan

Words = Sequence[str]


def options(name: str, words: Words) -> dict[str, Any]:
    """Every argument and option of a command as it was typed, those that were not at their defaults.

    Parameters
    ----------
    name : str
        Of the command.
    words : sequence of str
        What was typed behind it.
    """
    group: Any = typer.main.get_command(app)
    given: dict[str, Any] = group.commands[name].make_context(name, list(words)).params
    return given


def planned(project: Project, asked: dict[str, Any]) -> Plan:
    """The changes that the options of a command name.

    Parameters
    ----------
    project : Project
        With its scenarios.
    asked : dict
        As :func:`options` gives; a command need not have all options of changes.
    """
    changes = {key: asked.get(key) or () for key in ("close", "open_", "move", "hours")}
    typed = parse_changes(**changes, kinds=tuple(asked["soort"] or ()))
    return plan(project, typed, name=asked["name"], at=asked.get("at"))


def bullets(texts: Sequence[str]) -> list[str]:
    """Each text as a point of a list.

    Parameters
    ----------
    texts : sequence of str
        Sentences.
    """
    return [f"* {text}" for text in texts]
