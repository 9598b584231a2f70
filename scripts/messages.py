"""The English catalogues of the rooms, without GNU gettext.

`update` reads every message of the rooms' code and templates into `<room>/locale/en/LC_MESSAGES/django.po`, where it keeps what
is translated and drops what is no longer said. `compile` makes the `.mo` files that Django reads; they are not committed.
"""

import argparse
import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parents[1] / "khuevan"
FLOORS_OF_ROOMS = ("core", "registry", "governance")
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

# Which arguments of each function are (context, message, plural).
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
FUNCTIONS |= {f"{name}_lazy": places for name, places in FUNCTIONS.items()}
FUNCTIONS["gettext_noop"] = FUNCTIONS["gettext"]


@dataclass(frozen=True)
class Message:
    context: str | None
    text: str
    plural: str | None = None

    @property
    def id(self) -> str | tuple[str, str]:
        """As Babel's catalogues name it."""
        return (self.text, self.plural) if self.plural else self.text


def rooms() -> list[Path]:
    """Every folder with a catalogue of its own."""
    floors = [path for path in sorted(HOUSE.iterdir()) if path.is_dir() and path.name != "__pycache__"]
    inner = [room for floor in floors if floor.name in FLOORS_OF_ROOMS for room in sorted(floor.iterdir())]
    return [path for path in floors + inner if path.name not in FLOORS_OF_ROOMS and (path / "__init__.py").exists()]


def messages_of_python(source: str) -> Iterator[Message]:
    """The messages of calls to gettext and its kin, under whatever name a file imports them."""
    for call, function in message_calls(ast.parse(source)):
        context, text, plural = (None if place is None else _constant(call.args[place]) for place in FUNCTIONS[function])
        if text:
            yield Message(context, text, plural)


def message_calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call of `FUNCTIONS` with the function's own name."""
    names = dict(_imported_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in names:
                yield node, names[node.func.id]
            elif isinstance(node.func, ast.Attribute) and node.func.attr in FUNCTIONS:
                yield node, node.func.attr


def _imported_names(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((name.asname or name.name, name.name) for name in node.names if name.name in FUNCTIONS)


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def messages_of_template(source: str) -> Iterator[Message]:
    """The messages of `{% translate %}`, `{% blocktranslate %}` and `_("…")` in tags and filters."""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calls = templatize(source).replace("\n", " ")
    for _, function, found, _ in extract_python(BytesIO(calls.encode()), keywords, (), {}):
        texts = [text for text in (found if isinstance(found, tuple) else (found,)) if isinstance(text, str)]
        context = texts.pop(0) if function in ("pgettext", "npgettext") else None
        if texts:
            yield Message(context, *texts[: 2 if function in ("ngettext", "npgettext") else 1])


def messages_of_room(room: Path) -> set[Message]:
    found: set[Message] = set()
    for path in _own(room, "*.py"):
        found.update(messages_of_python(path.read_text()))
    for pattern in ("*.html", "*.txt"):
        for path in _own(room, pattern):
            found.update(messages_of_template(path.read_text()))
    return found


def _own(room: Path, pattern: str) -> Iterator[Path]:
    return (path for path in room.rglob(pattern) if not {"tests", "migrations", "static"} & set(path.parts))


def catalogue_of_room(room: Path) -> Catalog:
    """What is translated; an empty catalogue when there is no file yet."""
    path = room / CATALOGUE
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def update(room: Path, others: list[Catalog]) -> int:
    """Write the room's catalogue anew, in order of the message ids; what another room says too has its English from there.

    Returns how many messages have no English.
    """
    path, messages, old, new = room / CATALOGUE, messages_of_room(room), catalogue_of_room(room), Catalog(locale="en")
    for message in sorted(messages, key=lambda each: (each.text, each.context or "")):
        answers = (catalogue.get(message.id, message.context) for catalogue in (old, *others))
        known = next((answer for answer in answers if answer and answer.string), None)
        new.add(message.id, known.string if known else "", flags=known.flags if known else (), context=message.context)
    if messages:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = BytesIO()
        write_po(written, new, width=0, omit_header=True)
        path.write_text(HEADER + written.getvalue().decode().strip() + "\n")
    else:
        path.unlink(missing_ok=True)
    return sum(message.string == "" or not all(message.string) for message in new if message.id)


def compile_catalogue(room: Path) -> None:
    """Make the `.mo` beside the room's catalogue, whole or not at all."""
    target = (room / CATALOGUE).with_suffix(".mo")
    half = target.with_suffix(".mo.new")
    with half.open("wb") as file:
        write_mo(file, catalogue_of_room(room))
    half.replace(target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("deed", choices=("update", "compile"))
    if parser.parse_args().deed == "compile":
        for room in rooms():
            if (room / CATALOGUE).exists():
                compile_catalogue(room)
        return
    catalogues = [catalogue_of_room(room) for room in rooms()]
    for room in rooms():
        if missing := update(room, catalogues):
            print(f"{room.relative_to(HOUSE)}: {missing} without English")  # noqa: T201


if __name__ == "__main__":
    main()
