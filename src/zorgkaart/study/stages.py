"""The stage graph: what a stage uses is stated once, beside it, and what studies share follows from that.

A stage is computed once per study, when it is first asked for. It declares the keys of the project that it reads and
the stages that it uses; a study that came from another one (a variant, or the study of another project) takes the
value from there if nothing that the stage hangs on, directly or through other stages, is different.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Concatenate, Generic, ParamSpec, Self, TypedDict, TypeVar, Unpack, overload

from zorgkaart.access.catalogue import known
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.jobs.task import Report
from zorgkaart.network.speeds import SHORTEST
from zorgkaart.project.model import Project
from zorgkaart.project.moments import Moment

Alike = Callable[[Any, Any], bool]
STUDY = TypeVar("STUDY", bound="Stages")
VALUE = TypeVar("VALUE")
ARGUMENTS = ParamSpec("ARGUMENTS")
_USE = re.compile(r"(\w+)(?:\(([\w, ]+)\))?")


class Hangs(TypedDict, total=False):
    """What a stage hangs on.

    Attributes
    ----------
    keys : tuple of str
        Keys or sections of the project that the stage itself reads: ``rasters.cell_m``, ``areas``. An argument of the
        stage stands between braces (``speeds.{profile}.factor``); ``*`` is every name (``kinds.*.table``).
    uses : tuple of str
        The stages that it uses: ``network``, ``graph(profile)`` with its own argument of that name. A stage with
        arguments that is named without them is used with any.
    after : tuple of str
        Stages that come first, though no value of them is used: what is wrong with them stops this stage too, and
        each is reported when it begins.
    sites, moment : bool
        Whether it reads the sites or the moment that a variant was given.
    sent : bool
        Whether it goes along to other processes: what takes long and what speeds and norms do not change.
    alike : callable
        Whether two values of this stage give whatever uses them the same value. For a variant, in which the stage has
        to be computed anew, but often comes out the same: sites that did not change.
    """

    keys: tuple[str, ...]
    uses: tuple[str, ...]
    after: tuple[str, ...]
    sites: bool
    moment: bool
    sent: bool
    alike: Alike


class Declared:
    """A stage as it stands in its class: how it is computed and what it hangs on."""

    def __init__(self, compute: Callable[..., Any], hangs: Hangs) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__
        self.__wrapped__ = compute
        self.signature = inspect.signature(compute)
        self.parameters = tuple(self.signature.parameters.values())[1:]
        self.keys = hangs.get("keys", ())
        self.uses = [self._use(text) for text in hangs.get("uses", ())]
        self.after = hangs.get("after", ())
        self.sites, self.moment = hangs.get("sites", False), hangs.get("moment", False)
        self.sent = hangs.get("sent", False)
        self.alike = hangs.get("alike")

    def _use(self, text: str) -> tuple[str, tuple[str, ...] | None]:
        parsed = _USE.fullmatch(text)
        own = {parameter.name for parameter in self.parameters}
        given = None if parsed is None or parsed[2] is None else tuple(re.split(r",\s*", parsed[2]))
        if parsed is None or not set(given or ()) <= own:
            raise TypeError(f"stage {self.name}: uses {text!r} is not a stage, or its arguments are not those of mine")
        return parsed[1], given

    def arguments(self, study: Stages, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """All arguments of a call, by name."""
        bound = self.signature.bind(study, *args, **kwargs)
        bound.apply_defaults()
        return {parameter.name: bound.arguments[parameter.name] for parameter in self.parameters}

    def passed(self, names: Sequence[str] | None, known: Mapping[str, Any]) -> dict[str, Any]:
        """What is known of the arguments of this stage where another one uses it with these of its own."""
        if names is None:
            return {}
        given = dict(zip((parameter.name for parameter in self.parameters), names, strict=False))
        rest = {p.name: p.default for p in self.parameters[len(names) :] if p.default is not p.empty}
        return {name: known[mine] for name, mine in given.items() if mine in known} | rest


class Stage(Declared, Generic[VALUE]):
    """A stage of which a study has one value: it reads like an attribute."""

    @overload
    def __get__(self, study: None, owner: type) -> Self: ...
    @overload
    def __get__(self, study: Stages, owner: type) -> VALUE: ...
    def __get__(self, study: Stages | None, owner: type) -> Self | VALUE:
        """Give the value of a study, or the stage itself of the class."""
        if study is None:
            return self
        value: VALUE = study.value(self, {})
        return value


class StagePer(Declared, Generic[ARGUMENTS, VALUE]):
    """A stage of which a study has one value per kind, level or whatever its arguments are: it is called."""

    @overload
    def __get__(self, study: None, owner: type) -> Self: ...
    @overload
    def __get__(self, study: Stages, owner: type) -> Callable[ARGUMENTS, VALUE]: ...
    def __get__(self, study: Stages | None, owner: type) -> Self | Callable[ARGUMENTS, VALUE]:
        """Give the call for a study, or the stage itself of the class."""
        if study is None:
            return self

        def call(*args: ARGUMENTS.args, **kwargs: ARGUMENTS.kwargs) -> VALUE:
            value: VALUE = study.value(self, self.arguments(study, *args, **kwargs))
            return value

        return call


def stage(**hangs: Unpack[Hangs]) -> Callable[[Callable[[STUDY], VALUE]], Stage[VALUE]]:
    """Declare a stage; what it hangs on is that of :class:`Hangs`.

    Examples
    --------
    >>> @stage(keys=("rasters.cell_m",), uses=("areas",))
    ... def grid(self) -> Grid: ...  # doctest: +SKIP
    """
    return lambda compute: Stage(compute, hangs)


def stage_per(
    **hangs: Unpack[Hangs],
) -> Callable[[Callable[Concatenate[STUDY, ARGUMENTS], VALUE]], StagePer[ARGUMENTS, VALUE]]:
    """Declare a stage with arguments, of which the values are hashable; as :func:`stage`.

    Examples
    --------
    >>> @stage_per(uses=("network", "profile(profile)"))
    ... def graph(self, profile: str) -> RoutingGraph: ...  # doctest: +SKIP
    """
    return lambda compute: StagePer(compute, hangs)


class Stages:
    """What every study has: a project, the study that it came from, and the values of its stages so far."""

    declared: ClassVar[Mapping[str, Declared]] = {}

    def __init_subclass__(cls) -> None:
        """Collect the stages, and refuse a use of what is no stage."""
        super().__init_subclass__()
        attributes = {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()}
        cls.declared = {name: value for name, value in attributes.items() if isinstance(value, Declared)}
        for name, declared in cls.declared.items():
            used = {*(name for name, _ in declared.uses), *declared.after}
            if unknown := sorted(used - set(cls.declared)):
                raise TypeError(f"stage {name} uses {', '.join(unknown)}: no stage of {cls.__name__} or its bases")

    def __init__(self, project: Project, *, k: int = 1, report: Report | None = None) -> None:
        self.project = project
        self.k = k
        self.moment: Moment | None = None
        self._report = report or (lambda _: None)
        self._base: Self | None = None  # what does not change comes from here
        self._facilities: Facilities | None = None  # set in a variant: its sites, in place of the project's own
        self._values: dict[tuple[str, tuple[Any, ...]], Any] = {}
        self._same: dict[tuple[str, tuple[tuple[str, Any], ...]], bool] = {}
        self._days: dict[date, Any] = {}  # the tables of sites of other days

    @property
    def _own_sites(self) -> Self:
        """The study at the sites of its project and at no moment, of which this may be a variant."""
        study = self
        while study._base is not None and (study._facilities is not None or study.moment is not None):
            study = study._base
        return study

    def value(self, declared: Declared, arguments: Mapping[str, Any]) -> Any:
        """The value of a stage: computed before, shared, or computed now."""
        key = (declared.name, tuple(arguments.values()))
        if key not in self._values:
            self.check_names(**arguments)
            for name in declared.after:
                getattr(self, name)
            if self._base is not None and self._is_same(declared, arguments):
                self._values[key] = self._base.value(declared, arguments)
            else:
                self._values[key] = self._compute(declared, arguments)
        return self._values[key]

    def check_names(self, **arguments: Any) -> None:
        """Refuse the name of a kind or a profile that the project does not have: only unknowns would come of it.

        Parameters
        ----------
        **arguments
            Those of a stage.

        Raises
        ------
        InputError
            If there is no such kind or profile; it names those that there are.
        """
        if "kind" in arguments:
            known(self.project.kinds, arguments["kind"], "kind of care", self.project)
        if arguments.get("profile", SHORTEST) != SHORTEST:
            known(self.project.speeds, arguments["profile"], "profile in [speeds]", self.project)

    def _compute(self, declared: Declared, arguments: Mapping[str, Any]) -> Any:
        return declared.compute(self, **arguments)

    def _is_same(self, declared: Declared, known: Mapping[str, Any]) -> bool:
        """Whether nothing that a stage hangs on is different in the study that this one came from."""
        key = (declared.name, tuple(known.items()))
        if key not in self._same:
            self._same[key] = self._reads_same(declared, known) and all(
                self._uses_same(self.declared[name], self.declared[name].passed(names, known))
                for name, names in declared.uses
            )
        return self._same[key]

    def _reads_same(self, declared: Declared, known: Mapping[str, Any]) -> bool:
        base = self._base
        assert base is not None
        if (declared.sites and self._facilities is not base._facilities) or (
            declared.moment and self.moment != base.moment
        ):
            return False
        return self.project is base.project or all(
            value_at(self.project, path) == value_at(base.project, path) for path in paths(declared.keys, known)
        )

    def _uses_same(self, used: Declared, known: Mapping[str, Any]) -> bool:
        """As :meth:`_is_same`; within one project, with its moments or without, two values can turn out to be alike."""
        if self._is_same(used, known):
            return True
        base, alike = self._base, used.alike
        if alike is None or base is None or len(known) < len(used.parameters):
            return False
        if base.project is not self.project and base.project.without_moments is not self.project:
            return False
        return alike(self.value(used, known), base.value(used, known))

    def prepare(self) -> None:
        """Compute what goes along to other processes, so that what is wrong with it is known here and now."""
        for name, declared in self.declared.items():
            if declared.sent and not declared.parameters:
                getattr(self, name)

    def __getstate__(self) -> dict[str, Any]:
        """What goes along to another process, computed now if need be."""
        self.prepare()
        kept = {key: value for key, value in self._values.items() if self.declared[key[0]].sent}
        names = ("project", "k", "moment", "_base", "_facilities")
        return {**{name: getattr(self, name) for name in names}, "_values": kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _report=lambda _: None, _same={}, _days={})


def paths(keys: Sequence[str], known: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The declared keys, part by part, with arguments in place; one that is not known stands for every name."""
    for key in keys:
        yield tuple(str(known.get(part[1:-1], "*")) if part.startswith("{") else part for part in key.split("."))


def value_at(section: object, path: Sequence[str]) -> object:
    """What a project says at a path; None where there is nothing of that name."""
    if not path or section is None:
        return section
    first, *rest = path
    if not isinstance(section, Mapping):
        return value_at(getattr(section, first), rest)
    if first == "*":
        return [(name, value_at(item, rest)) for name, item in section.items()]
    return value_at(section.get(first), rest)
