"""What the code of a room must look like."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "khuevan"
LONGEST_FILE = 400
LONGEST_TEMPLATE = 150


def sources(pattern: str) -> list[Path]:
    return sorted(path for path in HOUSE.rglob(pattern) if "migrations" not in path.parts and "static" not in path.parts)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]


def is_operation(function: ast.FunctionDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "operation" for mark in function.decorator_list)


OPERATIONS = [
    (path, function)
    for path in sources("*.py")
    if "tests" not in path.parts
    for function in functions(path)
    if is_operation(function)
]


@pytest.mark.parametrize(("path", "function"), OPERATIONS, ids=[f"{relative(p)}:{f.name}" for p, f in OPERATIONS])
def test_operation_takes_the_actor_first(path, function):
    positional = [argument.arg for argument in function.args.posonlyargs + function.args.args]

    assert positional[:1] == ["actor"]


@pytest.mark.parametrize("path", sources("*.py"), ids=relative)
def test_file_is_short_enough_to_hold_in_mind(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", sources("*.html"), ids=relative)
def test_template_is_short_and_has_no_inline_script_or_style(path):
    text = path.read_text()

    assert len(text.splitlines()) <= LONGEST_TEMPLATE
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text) == []


def test_no_room_has_a_drawer_for_everything():
    assert [relative(path) for path in sources("*.py") if path.stem in {"utils", "helpers", "misc", "common"}] == []


def test_migrations_import_no_model():
    wrong = re.compile(r"^\s*(from khuevan\S*\.models|import khuevan\S*\.models)", re.MULTILINE)

    assert [relative(path) for path in HOUSE.rglob("migrations/*.py") if wrong.search(path.read_text())] == []


def test_screens_touch_no_manager():
    touching = re.compile(r"\.objects\b|\.save\(|\.delete\(")
    parts = [
        path for name in ("views", "forms", "tables", "endpoints") for path in sources(f"{name}.py") + sources(f"{name}/*.py")
    ]

    assert [relative(path) for path in parts if "tests" not in path.parts and touching.search(path.read_text())] == []
