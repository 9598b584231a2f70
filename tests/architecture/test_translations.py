"""Whoever reads English reads English everywhere: every message of code and templates has its translation, and a sound one."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.messages import (
    HOUSE,
    Message,
    catalogue_of_room,
    message_calls,
    messages_of_python,
    messages_of_room,
    messages_of_template,
    rooms,
)

ROOMS = rooms()
ROOM_NAMES = ["/".join(room.parts[room.parts.index("khuevan") + 1 :]) for room in ROOMS]
each_room = pytest.mark.parametrize("room", ROOMS, ids=ROOM_NAMES)

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|\{\w*(?:[!:][^{}]*)?\}")
TAG = re.compile(r"</?[a-z][^>]*>")
VIETNAMESE_WORD = re.compile(r"\w*[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]\w*", re.IGNORECASE)
# Our name; places in examples; the initials of legal documents; a word that a cell of a sheet must hold.
PROPER = {"Khuê", "Văn", "Phường", "Ninh", "Bình", "Khánh", "Lư", "SGDĐT", "BGDĐT", "Nữ"}


# What shows or names things on a screen. Elsewhere Vietnamese may be data: headings of sheets, names, examples of the API.
SCREENS = {"views", "forms", "tables", "manifest", "types"}
# Its sample data is Vietnamese by intention.
GALLERY = HOUSE / "web/templates/web/gallery.html"
NAMES_OF_OURS = {"Khuê", "Văn", "Tiếng", "Việt"}
NOT_SHOWN = re.compile(
    r"<pre\b.*?</pre>"  # what a machine says
    r"|{%\s*(?:blocktranslate|blocktrans)\b.*?{%\s*(?:endblocktranslate|endblocktrans)\s*%}"
    r"|{%\s*(?:translate|trans)\s.*?%}|{#.*?#}|_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)


def english(room: Path) -> dict[Message, tuple[str, ...]]:
    """What a room has translated: singular and plural where the message has both. A doubtful translation is none."""
    found = {}
    for entry in catalogue_of_room(room):
        texts = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if entry.id and all(strings) and len(strings) == len(texts) and not entry.fuzzy:
            found[Message(entry.context, *texts)] = strings
    return found


def pairs(room: Path) -> list[tuple[str, str]]:
    return [
        (original, text)
        for message, strings in english(room).items()
        for original, text in zip((message.text, message.plural), strings, strict=False)
    ]


def placeholders(text: str) -> Counter[str]:
    return Counter(set(PLACEHOLDER.findall(text))) if "%(" in text or "{" in text else Counter(PLACEHOLDER.findall(text))


def differing(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        pair for pair in found if placeholders(pair[0]) != placeholders(pair[1]) or sorted_tags(pair[0]) != sorted_tags(pair[1])
    ]


def sorted_tags(text: str) -> list[str]:
    return sorted(TAG.findall(text))


def vietnamese_words(text: str) -> set[str]:
    return set(VIETNAMESE_WORD.findall(text)) - PROPER


@each_room
def test_every_message_has_english(room):
    assert messages_of_room(room) - english(room).keys() == set()


@each_room
def test_catalogue_holds_nothing_that_is_not_said(room):
    assert english(room).keys() - messages_of_room(room) == set()


@each_room
def test_placeholders_and_tags_are_kept(room):
    assert differing(pairs(room)) == []


@each_room
def test_english_is_not_vietnamese(room):
    assert {text: words for _, text in pairs(room) if (words := vietnamese_words(text))} == {}


def test_one_message_has_one_translation():
    """Django lays the catalogues over each other, and only one of two answers would be seen."""
    answers = defaultdict(set)
    for room in ROOMS:
        for message, strings in english(room).items():
            answers[message.context, message.text].add(strings)

    assert {message: strings for message, strings in answers.items() if len(strings) > 1} == {}


def sources(pattern: str) -> list[Path]:
    return [path for path in sorted(HOUSE.rglob(pattern)) if not {"tests", "migrations", "static", "data"} & set(path.parts)]


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What of a file runs when it is imported: everything but the bodies of functions."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from at_import(child)


def fixed_at_import(source: str) -> list[int]:
    """Lines where a message is put into words when the file is imported, in whatever language that is."""
    tree = ast.parse(source)
    calls, early = dict(message_calls(tree)), list(at_import(tree))
    spoken = {part for node in early if isinstance(node, ast.BinOp | ast.JoinedStr) for part in ast.walk(node)}
    eager = {call for call, function in calls.items() if not function.endswith(("_lazy", "_noop"))}
    return sorted(node.lineno for node in early if node in calls and (node in spoken or node in eager))


def unwrapped(source: str) -> list[str]:
    """Vietnamese literals that no function of gettext sees. Docstrings are nobody's message."""
    tree = ast.parse(source)
    said = {id(part) for call, _function in message_calls(tree) for part in ast.walk(call)}
    said |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    literals = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in literals if id(node) not in said and VIETNAMESE_WORD.search(node.value)]


def test_no_message_is_fixed_at_import():
    wrong = {str(path.relative_to(HOUSE)): fixed_at_import(path.read_text()) for path in sources("*.py")}

    assert {name: lines for name, lines in wrong.items() if lines} == {}


def test_screens_say_nothing_that_cannot_be_translated():
    screens = [path for path in sources("*.py") if SCREENS & {path.stem, path.parent.name}]
    wrong = {str(path.relative_to(HOUSE)): unwrapped(path.read_text()) for path in screens}

    assert {name: words for name, words in wrong.items() if words} == {}


def test_templates_say_nothing_that_cannot_be_translated():
    templates = [path for path in sources("*.html") + sources("*.txt") if path != GALLERY]
    shown = {path.name: set(VIETNAMESE_WORD.findall(NOT_SHOWN.sub("", path.read_text()))) - NAMES_OF_OURS for path in templates}

    assert {name: words for name, words in shown.items() if words} == {}


def test_a_message_fixed_at_import_is_noticed():
    source = """
from django.utils.translation import gettext as _, gettext_lazy as later
FIRST = _("một")
SECOND = later("hai %s") % 2
THIRD = f"{later('ba')}"
FINE = later("bốn")
def say(): return _("năm")
"""
    assert fixed_at_import(source) == [3, 4, 5]


def test_a_bare_literal_is_noticed():
    source = '''
"""Tài liệu."""
from django.utils.translation import gettext as _
title, other = "Lớp", _("Trường")
'''
    assert unwrapped(source) == ["Lớp"]


def test_messages_of_python_are_found_under_any_name():
    source = """
from django.utils import translation
from django.utils.translation import gettext as say, ngettext, pgettext_lazy
say("một " "câu")
ngettext("%d lớp", "%d lớp ấy", n)
pgettext_lazy("tháng", "năm")
translation.gettext("xa")
say(variable)
print("không dịch")
"""
    assert set(messages_of_python(source)) == {
        Message(None, "một câu"),
        Message(None, "%d lớp", "%d lớp ấy"),
        Message("tháng", "năm"),
        Message(None, "xa"),
    }


def test_messages_of_templates_are_found_in_tags_and_filters():
    source = """
    {% translate "một" %} {% translate 'hai' context "số" %} {{ x|default:_("ba") }} {% cell label=_("bốn") %}
    {% blocktranslate trimmed with a=b %}
        Có {{ a }}
        dòng
    {% endblocktranslate %}
    {% blocktranslate count n=many %}{{ n }} lớp{% plural %}{{ n }} lớp ấy{% endblocktranslate %}
    """
    assert set(messages_of_template(source)) == {
        Message(None, "một"),
        Message("số", "hai"),
        Message(None, "ba"),
        Message(None, "bốn"),
        Message(None, "Có %(a)s dòng"),
        Message(None, "%(n)s lớp", "%(n)s lớp ấy"),
    }


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("Chọn %(name)s", "Choose %(nam)s"),
        ("%s: %s", "%s"),
        ("{a} của {b}", "{a}"),
        ("<b>Lớp</b>", "<b>Class"),
        ("%d lớp", "%s"),
    ],
)
def test_a_lost_placeholder_or_tag_is_noticed(original, text):
    assert differing([(original, text)]) == [(original, text)]


def test_vietnamese_left_over_is_noticed_and_names_are_not():
    assert vietnamese_words("Khuê Văn: the lớp of the Đội") == {"lớp", "Đội"}
