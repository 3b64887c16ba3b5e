"""What was computed, in a form that can be computed again: a run, a scenario, an atlas and so on.

A task stands in the provenance beside the command as it was typed, which is for people. What comes from a
file is taken for hostile: it is read into these classes or refused, and no text of it is ever executed.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, TypeAdapter

from zorgkaart.access.hours import Moment
from zorgkaart.scenarios.changes import Change, Close, Hours, Move, Open, Reopen

CHANGES: dict[str, type[Change]] = {"close": Close, "open": Open, "reopen": Reopen, "move": Move, "hours": Hours}
_WORDS = {kind: word for word, kind in CHANGES.items()}


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


class RecordedMoment(BaseModel):
    """A moment, by its time and by what it was called."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    when: datetime
    label: str = Field(max_length=100)

    @property
    def moment(self) -> Moment:
        """The moment itself."""
        return Moment(self.when.replace(tzinfo=None), self.label)


class _Task(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RunTask(_Task):
    """A run of the project as it is, perhaps at a moment; `buren` nearest sites are kept per resident."""

    naam: Literal["run"] = "run"
    moment: Annotated[RecordedMoment | None, BeforeValidator(_read_moment)] = None
    buren: int = Field(default=1, ge=1, le=10)


class ScenarioTask(_Task):
    """Changes that are computed together."""

    naam: Literal["scenario"] = "scenario"
    wijzigingen: tuple[RecordedChange, ...] = ()
    moment: Annotated[RecordedMoment | None, BeforeValidator(_read_moment)] = None
    titel: str = ""
    buren: int = Field(default=1, ge=1, le=10)


class AtlasTask(_Task):
    """Every site of a kind closed in turn, or every pair."""

    naam: Literal["atlas"] = "atlas"
    soort: str
    paren: bool = False
    verder_min: float = Field(default=5.0, ge=0, allow_inf_nan=False)
    buren: int = Field(default=1, ge=1, le=10)


class BorderTask(_Task):
    """The project without and with sites abroad."""

    naam: Literal["border"] = "border"
    buren: int = Field(default=1, ge=1, le=10)


class VariantsTask(_Task):
    """The ambulance's speed times each factor, perhaps with changes."""

    naam: Literal["variants"] = "variants"
    factoren: tuple[Annotated[float, Field(gt=0, allow_inf_nan=False)], ...] = Field(min_length=1, max_length=1000)
    wijzigingen: tuple[RecordedChange, ...] = ()


class UncertaintyTask(_Task):
    """The assumptions drawn, for the project or for a scenario."""

    naam: Literal["uncertainty"] = "uncertainty"
    wijzigingen: tuple[RecordedChange, ...] = ()
    trekkingen: int = Field(ge=2, le=100_000)
    begin: int = Field(ge=0)


Task = RunTask | ScenarioTask | AtlasTask | BorderTask | VariantsTask | UncertaintyTask
TASK: TypeAdapter[Task] = TypeAdapter(Annotated[Task, Field(discriminator="naam")])
