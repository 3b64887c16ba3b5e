"""What was computed, in a form that can be computed again: the base of every analysis's task.

A task stands in the provenance beside the command as it was typed, which is for people. What comes from a
file is taken for hostile: it is read into these classes or refused, and no text of it is ever executed.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, TypeAdapter

from zorgkaart.project.moments import Moment
from zorgkaart.scenarios.changes import Change, Close, Hours, Move, Open, Reopen

CHANGES: dict[str, type[Change]] = {"close": Close, "open": Open, "reopen": Reopen, "move": Move, "hours": Hours}
_WORDS = {kind: word for word, kind in CHANGES.items()}


class Task(BaseModel):
    """What an analysis computed; a subclass has ``naam``, the name of the analysis, and its parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordedMoment(BaseModel):
    """A moment, by its time and by what it was called."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    when: datetime
    label: str = Field(max_length=100)

    @property
    def moment(self) -> Moment:
        """The moment itself."""
        return Moment(self.when.replace(tzinfo=None), self.label)


def _read_change(raw: Any) -> Change:
    if isinstance(raw, tuple(_WORDS)):
        return raw  # type: ignore[return-value]
    fields = dict(raw) if isinstance(raw, dict) else {}
    word = fields.pop("wat", None)
    if not isinstance(word, str) or word not in CHANGES:
        raise ValueError(f"there is no such change; choose from {', '.join(CHANGES)}")
    kind = CHANGES[word]
    if set(fields) - {field.name for field in dataclasses.fields(kind)}:
        raise ValueError(f"a change {word!r} has no such keys")
    change: Change = TypeAdapter(kind).validate_python(fields)
    return change


def _write_change(change: Change) -> dict[str, Any]:
    return {"wat": _WORDS[type(change)], **dataclasses.asdict(change)}


def _read_moment(raw: Any) -> Any:
    return {"when": raw.when, "label": raw.label} if isinstance(raw, Moment) else raw


RecordedChange = Annotated[Any, BeforeValidator(_read_change), PlainSerializer(_write_change)]
OptionalMoment = Annotated[RecordedMoment | None, BeforeValidator(_read_moment)]
Neighbours = Annotated[int, Field(ge=1, le=10)]
