"""What the sections of both reports share: a study, the kinds that the report is about, and their present situation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import moments_of, norms_of
from zorgkaart.access.measures import Norm, TripNorm
from zorgkaart.project.model import Project
from zorgkaart.study.study import LEVELS, Study
from zorgkaart.study.study_tables import summary_table
from zorgkaart.words.sentences import in_sentence

Row = dict[Any, Any]


class StudyFacts:
    """A study as a report looks at it.

    Parameters
    ----------
    study : Study
        The present situation.
    kinds : sequence of str, optional
        The kinds that the report is about; without it all that something is computed for.
    """

    def __init__(self, study: Study, kinds: Sequence[str] | None = None) -> None:
        self.study = study
        computed = [*(norm.kind for norm in norms_of(study.project).values()), *study.project.travel_kinds]
        self.kinds = tuple(dict.fromkeys(computed)) if kinds is None else tuple(kinds)

    @property
    def project(self) -> Project:
        """The project of the study."""
        return self.study.project

    def label(self, kind: str) -> str:
        """What planners call a kind, in a sentence."""
        return in_sentence(self.project.kinds[kind].label)

    def norm_label(self, norm: Norm) -> str:
        """What a norm is about, in a sentence: its kind, and when one goes there if it says so.

        Parameters
        ----------
        norm : Norm
            One of the project.
        """
        at = norm.at if isinstance(norm, TripNorm) else None
        return " ".join(filter(None, (self.label(norm.kind), at.words if at is not None else "")))

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """Inhabitants per resident point, zero where unknown."""
        return np.nan_to_num(self.study.residents.weight)

    @cached_property
    def present(self) -> dict[str, Row]:
        """The present situation by kind: :func:`zorgkaart.study.study_tables.summary_table`."""
        table = self.summary
        return {str(row["soort"]): dict(row) for _, row in table[table["tijdstip"] == ""].iterrows()}

    def at_moments(self, kind: str) -> list[Row]:
        """The present situation of a kind at each moment that it names, with ``wanneer``: Dutch words for it.

        Parameters
        ----------
        kind : str
            A name in ``[kinds]``.
        """
        table = self.summary
        mine = table[(table["soort"] == kind) & (table["tijdstip"] != "")]
        words = {moment.word: moment.words for moment in moments_of(self.project, kind)}
        return [{**row, "wanneer": words[row["tijdstip"]]} for _, row in mine.iterrows()]

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Per kind and moment the sites that count and how far they are."""
        return summary_table(self.study)

    @cached_property
    def level(self) -> str | None:
        """The largest areas below the whole that the project has: gemeenten, else wijken; None if neither."""
        return next((level for level in ("gemeenten", "wijken") if level in self.study.results), None)

    @property
    def level_word(self) -> str:
        """The heading of a column with their names."""
        return {"gemeenten": "Gemeente", "wijken": "Wijk"}[self.level or "gemeenten"]

    @property
    def level_name(self) -> str:
        """The column with their names."""
        return LEVELS[self.level or "gemeenten"].replace("code", "naam")
