"""Every English sentence that the command line may show as an error, a problem or a warning, as the code makes it.

A sentence is taken from where an error is made or a problem is noted, and followed from there: through conditions,
variables, parameters, functions and tables of words, wherever in the package these stand. What is not known until the
program runs is a hole: ``{1}``, or ``{1:n}`` if the code formats it as a number.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from zorgkaart.inputs.tables import counted

PACKAGE = Path(__file__).parents[1] / "src" / "zorgkaart"
BUILT_IN = {"ValueError"}
ALONE = {"address", "addresses", "cells", "none", "norm", "province", "site", "unknown"}
WRAPPERS = {"str", "zip", "next", "iter", "list", "tuple", "sorted", "join"}
CLEANED = {"removeprefix", "removesuffix", "rstrip", "lstrip", "strip", "replace", "splitlines"}
FOLLOWED = {"region"}  # variables of a class of the same name with English words in its fields
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"^[+-]?[\d,_]*(\.\d+)?[dfg%]?$")


@dataclass(frozen=True)
class _Scope:
    """Where an expression stands: the module, and the functions around it from the outermost on."""

    module: _Module
    functions: tuple[ast.FunctionDef, ...] = ()


@dataclass
class _Module:
    """A module and the names that it gives to functions, constants and what it imports."""

    name: str
    tree: ast.Module
    functions: dict[str, list[_Definition]] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Definition:
    node: ast.FunctionDef
    scope: _Scope


@dataclass(frozen=True)
class _Call:
    node: ast.Call
    scope: _Scope


def templates(package: Path = PACKAGE) -> dict[str, str]:
    """Every sentence of a package with the file that makes it first, relative to the package's folder."""
    return _Walk(package).templates()


class _Walk:
    def __init__(self, package: Path) -> None:
        self._package = package
        self._texts: dict[str, str] = {}
        self._seen: set[tuple[str, int, int, int, int]] = set()
        self._calls: dict[str, list[_Call]] = {}
        self._modules: dict[str, _Module] = {}
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(package.parent).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            self._modules[name] = module = _Module(name, ast.parse(path.read_text(encoding="utf-8")))
            self._index(module.tree, _Scope(module))

    def templates(self) -> dict[str, str]:
        ours = {name for module in self._modules.values() for name in self._error_names(module)} | {
            "__init__",
            "spoken",
        }
        for name, calls in sorted(self._calls.items()):
            for call in calls:
                arguments = call.node.args
                if name in ours | BUILT_IN and arguments:
                    self._emit(arguments[0], call.scope)
                elif name == "warning":
                    self._warn(arguments, call.scope)
                elif name == "add" and len(arguments) >= 3:
                    for argument in arguments[:3]:
                        self._emit(argument, call.scope)
        return self._texts

    def _warn(self, arguments: list[ast.expr], scope: _Scope) -> None:
        """A line for the log; its holes are those of ``%``."""
        for text in self._texts_of(arguments[0], scope):
            self._note(re.sub(r"%[sr]", "\0", re.sub(r"%[.\d]*[dfg]", "\0n", text)), scope.module.name)
        for argument in arguments[1:]:
            self._emit(argument, scope)

    @staticmethod
    def _error_names(module: _Module) -> Iterator[str]:
        """Classes of errors that the module defines."""
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                yield node.name

    def _index(self, node: ast.AST, scope: _Scope) -> None:
        for child in ast.iter_child_nodes(node):
            inner = scope
            if isinstance(child, ast.FunctionDef):
                scope.module.functions.setdefault(child.name, []).append(_Definition(child, scope))
                inner = _Scope(scope.module, (*scope.functions, child))
            elif isinstance(child, ast.ImportFrom) and child.module:
                for alias in child.names:
                    scope.module.imported[alias.asname or alias.name] = (child.module, alias.name)
            elif isinstance(child, ast.Assign | ast.AnnAssign) and not scope.functions and child.value is not None:
                targets = child.targets if isinstance(child, ast.Assign) else [child.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        scope.module.constants[target.id] = child.value
            elif isinstance(child, ast.Call):
                self._calls.setdefault(_called(child), []).append(_Call(child, scope))
            self._index(child, inner)

    # What an expression may say.

    def _emit(self, node: ast.expr, scope: _Scope) -> None:
        """Note every sentence that an expression may hold."""
        place = (scope.module.name, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)
        if place in self._seen:
            return
        self._seen.add(place)
        for text in self._texts_of(node, scope):
            for line in text.strip().splitlines():
                self._note(line.strip(), scope.module.name)

    def _note(self, text: str, module: str) -> None:
        holes = iter(range(1, 100))
        text = re.sub("\0(n?)", lambda m: f"{{{next(holes)}:n}}" if m[1] else f"{{{next(holes)}}}", text)
        if _WORD.search(re.sub(r"\{\d+(:n)?\}", "", text)) and (" " in text or text in ALONE):
            self._texts.setdefault(text.rstrip("."), module.replace(".", "/") + ".py")

    def _texts_of(self, node: ast.expr, scope: _Scope) -> list[str]:
        """The texts of an expression itself, holes as zero bytes; what is in the holes is noted on the way."""
        match node:
            case ast.Constant(value=str() as text):
                return [text]
            case ast.JoinedStr(values=values):
                return ["".join(parts) for parts in product(*(self._part(value, scope) for value in values))]
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                pairs = [(a, b) for a in self._side(left, scope) for b in self._side(right, scope)]
                return [a + b for a, b in pairs]
            case ast.IfExp(body=body, orelse=orelse):
                return [*self._texts_of(body, scope), *self._texts_of(orelse, scope)]
            case ast.NamedExpr(value=value) | ast.Starred(value=value):
                return self._texts_of(value, scope)
        for inner, where in self._behind(node, scope):
            self._emit(inner, where)
        return []

    def _side(self, node: ast.expr, scope: _Scope) -> list[str]:
        return self._texts_of(node, scope) or ["\0"]

    def _part(self, value: ast.expr, scope: _Scope) -> list[str]:
        if not isinstance(value, ast.FormattedValue):
            return [str(value.value) if isinstance(value, ast.Constant) else "\0"]
        match value.value:
            case ast.IfExp(body=ast.Constant(value=str() as first), orelse=ast.Constant(value=str() as other)):
                return [first, other]
        self._emit(value.value, scope)
        written = value.format_spec.values if isinstance(value.format_spec, ast.JoinedStr) else []
        spec = "".join(str(part.value) for part in written if isinstance(part, ast.Constant))
        counts = isinstance(value.value, ast.Call) and _called(value.value) == "len"
        return ["\0n" if counts or (spec and _NUMBER.match(spec)) else "\0"]

    # Where what an expression names was made.

    def _behind(self, node: ast.expr, scope: _Scope) -> Iterator[tuple[ast.expr, _Scope]]:
        match node:
            case ast.Name(id=name):
                yield from self._named(name, scope)
            case ast.BoolOp(values=nodes) | ast.List(elts=nodes) | ast.Tuple(elts=nodes) | ast.Dict(values=nodes):
                yield from ((inner, scope) for inner in nodes)
            case ast.Attribute(value=ast.Name(id=owner), attr=attribute) if owner in FOLLOWED:
                yield from self._field(owner.capitalize(), attribute)
            case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner) | ast.Subscript(value=inner):
                yield inner, scope
            case ast.Call():
                yield from self._call(node, scope)

    def _call(self, node: ast.Call, scope: _Scope) -> Iterator[tuple[ast.expr, _Scope]]:
        name = _called(node)
        if name == "counted":
            self._count(node, scope)
        elif name in WRAPPERS:
            yield from ((argument, scope) for argument in node.args)
            match node.func:
                case ast.Attribute(attr="join", value=ast.Constant(value=str() as between)):
                    self._note(f"\0{between}\0", scope.module.name)
        elif isinstance(node.func, ast.Attribute) and name in CLEANED | {"get", "values", "items"}:
            yield node.func.value, scope
            yield from ((argument, scope) for argument in node.args[1:] if name == "get")
        else:
            for made in self._defined(name, scope):
                inner = _Scope(made.scope.module, (*made.scope.functions, made.node))
                yield from ((value, inner) for value in _returned(made.node))

    def _count(self, node: ast.Call, scope: _Scope) -> None:
        """The forms of what ``counted`` says; its noun is a text, or one of a few."""
        for noun in self._texts_of(node.args[1], scope):
            for number in (1, 2):
                self._note(counted(number, noun).replace(str(number), "\0n", 1), scope.module.name)

    def _defined(self, name: str, scope: _Scope) -> list[_Definition]:
        module, original = scope.module.imported.get(name, (scope.module.name, name))
        return self._modules[module].functions.get(original, []) if module in self._modules else []

    def _field(self, owner: str, attribute: str) -> Iterator[tuple[ast.expr, _Scope]]:
        """What is given for a field where a class is made; the variable is named after it."""
        for module in self._modules.values():
            for node in module.tree.body:
                if isinstance(node, ast.ClassDef) and node.name == owner:
                    parts = [part.target for part in node.body if isinstance(part, ast.AnnAssign)]
                    names = [part.id for part in parts if isinstance(part, ast.Name)]
                    for call in self._calls.get(owner, []) if attribute in names else ():
                        at = names.index(attribute)
                        yield from ((argument, call.scope) for argument in call.node.args[at : at + 1])
                        yield from ((k.value, call.scope) for k in call.node.keywords if k.arg == attribute)

    def _named(self, name: str, scope: _Scope) -> Iterator[tuple[ast.expr, _Scope]]:
        for depth in range(len(scope.functions), 0, -1):
            function, around = scope.functions[depth - 1], _Scope(scope.module, scope.functions[:depth])
            values = [*_assigned(function, name)]
            names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
            if name in names or name in {argument.arg for argument in function.args.kwonlyargs}:
                yield from self._given(function, name, names, scope.module)
                yield from ((value, around) for value in values)
                return
            if values:
                yield from ((value, around) for value in values)
                return
        if name in scope.module.constants:
            yield scope.module.constants[name], _Scope(scope.module)
        elif name in scope.module.imported and not hasattr(builtins, name):
            module, original = scope.module.imported[name]
            if module in self._modules and original in self._modules[module].constants:
                yield self._modules[module].constants[original], _Scope(self._modules[module])

    def _given(
        self, function: ast.FunctionDef, name: str, names: list[str], module: _Module
    ) -> Iterator[tuple[ast.expr, _Scope]]:
        """What calls give for a parameter."""
        for call in self._calls.get(function.name, []):
            if function.name.startswith("_") and call.scope.module is not module:
                continue
            yield from ((k.value, call.scope) for k in call.node.keywords if k.arg == name)
            if name in names:
                bound = names[0] in ("self", "cls") and isinstance(call.node.func, ast.Attribute)
                at = names.index(name) - bound
                yield from ((argument, call.scope) for argument in call.node.args[at : at + 1] if at >= 0)


def _called(node: ast.Call) -> str:
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _returned(function: ast.FunctionDef) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield node.value


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """What a function gives to a name of its own, appends to it, or goes over with it."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.For(target=target, iter=value):
                yield from _aimed(target, value, name)
            case ast.comprehension(target=target, iter=value):
                yield from _aimed(target, value, name)
            case ast.NamedExpr(target=target, value=value) | ast.AugAssign(target=target, value=value):
                yield from _aimed(target, value, name)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _aimed(target, value, name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="append" | "extend"), args=[value]):
                if owner == name:
                    yield value


def _aimed(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple):
        for at, part in enumerate(target.elts):
            for choice in [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]:
                whole = isinstance(choice, ast.Tuple) and len(choice.elts) == len(target.elts)
                yield from _aimed(part, choice.elts[at] if whole and isinstance(choice, ast.Tuple) else choice, name)
