"""Every verb that is written into the journal is worded in a manifest: readers of the journal read sentences, not codes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import khuevan
from khuevan.kernel.manifest import manifests

ROOT = Path(khuevan.__file__).parent
TREES = {
    str(file.relative_to(ROOT)): ast.parse(file.read_text())
    for file in sorted(ROOT.rglob("*.py"))
    if not {"tests", "migrations"} & set(file.parts)
}
WORDED = {verb for manifest in manifests() for verb in manifest.verbs}


def takers() -> dict[str, int]:
    """Functions that take a verb → its place among their parameters; one that is given by name stands after all others."""
    found = {}
    for tree in TREES.values():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            names = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
            if "verb" in names:
                found[function.name] = names.index("verb")
    return found


def recorded() -> Iterator[tuple[str, str]]:
    """(file, pattern of the verb) of every call that hands over a verb; what is filled in matches anything."""
    places = takers()
    for file, tree in TREES.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in places:
                given = {word.arg: word.value for word in call.keywords}.get("verb")
                verb = given if given is not None else next(iter(call.args[places[name] :]), None)
                yield from ((file, pattern) for pattern in patterns(verb))


def patterns(verb: ast.expr | None) -> list[str]:
    match verb:
        case ast.Constant(value=str(text)) if "." in text:
            return [re.escape(text)]
        case ast.JoinedStr(values=parts):
            return ["".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in parts)]
        case ast.IfExp(body=one, orelse=other):
            return [*patterns(one), *patterns(other)]
    return []


RECORDED = sorted(set(recorded()))


def test_verbs_are_found():
    assert len(RECORDED) >= 90


@pytest.mark.parametrize(("file", "pattern"), RECORDED, ids=[f"{file}:{pattern}" for file, pattern in RECORDED])
def test_verb_is_worded(file, pattern):
    assert [verb for verb in WORDED if re.fullmatch(pattern, verb)] != []
