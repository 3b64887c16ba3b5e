"""The explanation for who knows nothing of models: its numbers are those of the project."""

from __future__ import annotations

from zorgkaart.outputs.meaning.explanation import explanations
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import percent


def norms(project: Project, **changes: dict[str, float]) -> Project:
    return project.with_changes(norms=changes)


def test_the_steps_name_the_minutes_and_limits_of_the_project(study: Study) -> None:
    project = norms(study.project, seh={"turnout_min": 1, "on_scene_min": 7, "limit_min": 40, "flag_share": 0.1})
    chain, *_ = [text for text in explanations(project) if "SEH" in text.heading or "poed" in text.heading]
    words = " ".join(chain.steps)
    for text in (
        "overal 1 minuut",
        "overal 7 minuten",
        "mag dat 40 minuten duren",
        f"Geldt dat voor {percent(0.1, 0)}",
    ):
        assert text in words
    assert len(chain.steps) == 5


def test_norms_with_the_same_steps_are_explained_once(study: Study) -> None:
    kinds = list(study.project.norms)
    assert len(kinds) > 1
    same = {name: {"turnout_min": 2, "on_scene_min": 4, "limit_min": 45, "flag_share": 0.05} for name in kinds}
    together = explanations(norms(study.project, **same))
    assert len(together) == 2
    assert " en " in together[0].heading
    apart = explanations(norms(study.project, **{**same, kinds[0]: {**same[kinds[0]], "on_scene_min": 9}}))
    assert len(apart) == 3


def test_without_a_norm_only_the_travel_time_is_explained(study: Study) -> None:
    bare = study.project.model_copy(update={"norms": {}})
    assert [text.heading for text in explanations(bare)] == ["De reistijd met de auto"]
