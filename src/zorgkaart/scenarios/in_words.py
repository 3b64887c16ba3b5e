"""A scenario in Dutch words: its changes, its title, and what is not known at its moment."""

from __future__ import annotations

from zorgkaart.scenarios.scenario import Scenario

MOST_NAMES = 3


# In the order of `Applied.groups`.
WORDS = ("dicht", "verplaatst", "erbij", "met andere openingstijden")


def unknown_hours(scenario: Scenario) -> list[str]:
    """Per touched kind, how many sites are left out because their hours are not known; Dutch sentences."""
    study = scenario.after
    lines = []
    for kind in scenario.kinds:
        count = study.unknown_hours(kind)
        if count:
            whose = "van een locatie" if count == 1 else f"van {count} locaties"
            counted = "zij telt" if count == 1 else "zij tellen"
            lines.append(
                f"{study.project.kinds[kind].label}: {whose} zijn de openingstijden niet bekend; "
                f"{counted} op {study.moment} niet mee."
            )
    return lines


def describe(scenario: Scenario) -> list[str]:
    """The changes of a scenario, a Dutch phrase per site; one building with several kinds is one phrase."""
    table = scenario.after.facilities.table
    labels = {name: kind.label for name, kind in scenario.after.project.kinds.items()}
    applied = scenario.applied
    lines = [] if scenario.after.moment is None else [f"op {scenario.after.moment}"]
    for rows, what in zip((rows for rows, _ in applied.groups()), WORDS, strict=True):
        names = table["naam"].iloc[list(rows)]
        for name, kinds in table["soort"].iloc[list(rows)].groupby(names, sort=True):
            lines.append(f"{name} {what} ({', '.join(labels[kind] for kind in kinds)})")
    return lines


def headline(scenario: Scenario) -> str:
    """The title of a scenario, or else what changes in few words."""
    if scenario.title:
        return scenario.title
    table = scenario.after.facilities.table
    parts = [] if scenario.after.moment is None else [str(scenario.after.moment)]
    for rows, what in zip((rows for rows, _ in scenario.applied.groups()), WORDS, strict=True):
        names = sorted(set(table["naam"].iloc[list(rows)]))
        if len(names) > MOST_NAMES:
            parts.append(f"{len(names)} locaties {what}")
        elif names:
            parts.append(f"{', '.join(names)} {what}")
    return f"Wat als: {'; '.join(parts)}"
