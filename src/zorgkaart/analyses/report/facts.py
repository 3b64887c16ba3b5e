"""What the sections of a report share: the results of a scenario, and which kinds can be told in one story.

A hospital that closes takes its emergency department and its acute obstetrics with it. Where the results of two
kinds are the same to the last digit they form one theme, so that a reader does not read everything twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measure_parts import Wait
from zorgkaart.access.measures import Norm
from zorgkaart.analyses.report.study_facts import Row, StudyFacts
from zorgkaart.scenarios.norm_changes import change_sentences, crossings
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.scenarios.users import Users
from zorgkaart.words.sentences import listing

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Theme:
    """Kinds, or norms, with the same results.

    Attributes
    ----------
    kinds : tuple of str
    name : str
        In a sentence: "spoedeisende hulp (SEH) en acute verloskunde".
    norms : tuple of str
        The names of the norms; none where it is about travel times.
    """

    kinds: tuple[str, ...]
    name: str
    norms: tuple[str, ...] = ()

    @property
    def norm(self) -> str:
        """The norm that stands for all."""
        return self.norms[0]

    @property
    def kind(self) -> str:
        """The kind that stands for all."""
        return self.kinds[0]


class Facts(StudyFacts):
    """A scenario as the report looks at it; its study is the situation before.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario.before, scenario.kinds)
        self.scenario = scenario

    @cached_property
    def norm_themes(self) -> list[Theme]:
        """The norms on the touched kinds."""
        norms = norms_of(self.project)
        names = [name for kind in self.scenario.kinds for name, norm in norms.items() if norm.kind == kind]
        return [
            Theme(
                tuple(dict.fromkeys(norms[name].kind for name in members)),
                listing(list(dict.fromkeys(self.norm_label(norms[name]) for name in members))),
                members,
            )
            for members in self._alike(names, self._norm_key)
        ]

    @cached_property
    def travel_themes(self) -> list[Theme]:
        """The touched kinds with travel times by car."""
        kinds = [kind for kind in self.scenario.kinds if kind in self.scenario.before.travel]
        return [
            Theme(members, listing([self.label(kind) for kind in members]))
            for members in self._alike(kinds, self._travel_key)
        ]

    def _alike(self, kinds: Sequence[str], key: Callable[[str], list[Float]]) -> list[tuple[str, ...]]:
        groups: list[tuple[list[Float], list[str]]] = []
        for kind in kinds:
            mine = key(kind)
            for other, members in groups:
                alike = zip(mine, other, strict=False)
                if len(mine) == len(other) and all(np.array_equal(a, b, equal_nan=True) for a, b in alike):
                    members.append(kind)
                    break
            else:
                groups.append((mine, [kind]))
        return [tuple(members) for _, members in groups]

    def _norm_key(self, name: str) -> list[Float]:
        norm = norms_of(self.project)[name]
        waits = [part.minutes for part in norm.parts if isinstance(part, Wait)]
        parts = [norm.limit_min, *waits, norm.flag_share, norm.asked_share or 0.0]
        chains = [study.chains[name] for study in (self.scenario.before, self.scenario.after)]
        return [np.array(parts), np.array([]), *(ride.minutes for chain in chains for ride in chain.rides)]

    def _travel_key(self, kind: str) -> list[Float]:
        users = Users.of(self.scenario, kind)
        times = [study.travel[kind].minutes for study in (self.scenario.before, self.scenario.after)]
        bounds = self.project.kinds[kind].classes_min
        return [np.array(bounds), users.rows.astype(np.float64), *times]

    @cached_property
    def totals(self) -> dict[str, Row]:
        """The scenario's totals by kind, whatever the hours or at the moment of the scenario."""
        table = self.scenario.totals()
        return {str(row["soort"]): dict(row) for _, row in table[table["tijdstip"] == ""].iterrows()}

    @cached_property
    def norm_totals(self) -> dict[str, Row]:
        """Who is outside each norm, by its name: as :attr:`totals` has it of the first norm of a kind."""
        result = {}
        aged = {f"{age}plus_buiten": np.nan_to_num(old) for age, old in self.scenario.before.ages.items()}
        for name in norms_of(self.project):
            sides = [study.chains[name] for study in (self.scenario.before, self.scenario.after)]
            row: Row = {}
            for word, weight in {"inwoners_buiten": self.weight, **aged}.items():
                before, after = (side.count_outside(weight) for side in sides)
                row |= {f"{word}_voor": before, f"{word}_na": after, f"{word}_verschil": after - before}
            result[name] = row
        return result

    @cached_property
    def norm_changes_of_share(self) -> dict[str, str]:
        """Whether the scenario breaks the norms that ask a share, in sentences, by the norm's name."""
        return change_sentences(self.scenario)

    @cached_property
    def _groups(self) -> dict[tuple[str, bool], Users]:
        return {}

    def users(self, kind: str) -> Users:
        """Who used the sites that change."""
        return self._users(kind, gained=False)

    def sites(self, kind: str) -> list[str]:
        """The names of the sites that change and that they go to now."""
        study = self.scenario.before
        rows = np.unique(study.travel[kind].site[self.users(kind).rows])
        return list(dict.fromkeys(study.facilities.table["naam"].iloc[rows]))

    def gained(self, kind: str) -> Users:
        """Who newly uses the sites that change."""
        return self._users(kind, gained=True)

    def _users(self, kind: str, *, gained: bool) -> Users:
        key = (kind, gained)
        if key not in self._groups:
            self._groups[key] = (Users.gained if gained else Users.of)(self.scenario, kind)
        return self._groups[key]

    def travel_changes(self, theme: Theme) -> bool:
        """Whether any trip by car to a theme's nearest site differs, in time or in the site."""
        before, after = (study.travel[theme.kind] for study in (self.scenario.before, self.scenario.after))
        return not (
            np.array_equal(before.minutes, after.minutes, equal_nan=True) and np.array_equal(before.site, after.site)
        )

    def norm_changes(self, theme: Theme) -> bool:
        """Whether the minutes of any resident differ."""
        before, after = (study.chains[theme.norm].minutes for study in (self.scenario.before, self.scenario.after))
        return not np.array_equal(before, after, equal_nan=True)

    def ended(self, theme: Theme) -> bool:
        """Whether nobody can drive to any site of a theme after the change, though some could before."""
        before, after = (study.travel[theme.kind].site for study in (self.scenario.before, self.scenario.after))
        return bool((before >= 0).any() and not (after >= 0).any())

    @property
    def only_moment(self) -> bool:
        """Whether nothing changes, and a moment is compared with all sites whatever their hours."""
        return not self.scenario.applied.rows and self.scenario.after.moment is not None

    @cached_property
    def load(self) -> pd.DataFrame:
        """The scenario's load on sites."""
        return self.scenario.load()

    def norm(self, theme: Theme) -> Norm:
        """The norm of a theme."""
        return norms_of(self.project)[theme.norm]

    def shares_outside(self, name: str) -> tuple[float, float]:
        """Share of the inhabitants outside a norm, before and after, of those whose minutes are known."""
        shares = []
        for study in (self.scenario.before, self.scenario.after):
            chain = study.chains[name]
            known = float(self.weight @ chain.known)
            shares.append(chain.count_outside(self.weight) / known if known else np.nan)
        return shares[0], shares[1]

    def crossings(self, name: str) -> tuple[float, float]:
        """Inhabitants who come to lie outside a norm, and inhabitants who come back inside."""
        return crossings(self.scenario, name)

    @cached_property
    def only_closed(self) -> bool:
        """Whether sites close and nothing else changes."""
        applied = self.scenario.applied
        return bool(applied.closed) and len(applied.closed) == len(applied.rows) and self.scenario.after.moment is None
