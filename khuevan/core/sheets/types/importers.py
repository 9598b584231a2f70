"""What an importer is made of.

A room declares an `Importer` as data in its `importers` module; this room reads the file, guesses the columns, checks the
cells, keeps the preview, and calls the importer's hooks. It knows nothing of pupils.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.conf import settings
from django.utils import translation

from khuevan.kernel.manifest import Text

if TYPE_CHECKING:
    from ..operations.batches import Batch

#: What a cell of any kind of sheet can hold once it is read; "" is an empty cell.
Cell = str | float | int | bool | date | datetime
Parser = Callable[[Cell], Any]


@dataclass(frozen=True)
class Noted:
    """A parsed value with something worth saying about it; a parser may return this instead of the bare value."""

    value: Any
    warnings: tuple[str, ...]


def _in_every_language(text: Text) -> list[str]:
    """Vietnamese first."""
    words = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.append(str(text))
    return words


@dataclass(frozen=True)
class Column:
    """A column that an importer understands.

    `synonyms` are headings as schools write them, compared without diacritics. `parse` turns a cell into a value or raises
    `khuevan.kernel.text.InvalidText`. `dtype` is the value's type, `show` words it for a person. A `sealed` column is a
    personal identifier: it is staged encrypted, as `<code>_sealed`, `<code>_index`, `<code>_hint`. A column that has no
    place in the database by itself (half of a name) is `transient`: the importer's `check` consumes it. `raw_text` cells
    are compared and kept as text, so their legacy fonts are mended. A wrong cell of a `lenient` column is left out with a
    warning; of any other column it refuses the row.
    """

    code: str
    label: Text
    parse: Parser
    synonyms: tuple[str, ...] = ()
    dtype: Any = pl.String
    required: bool = False
    help: Text = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    show: Callable[[Any], str] = str
    sealed: bool = False
    transient: bool = False
    raw_text: bool = False
    lenient: bool = False
    in_template: bool = True
    width: int = 16

    @property
    def headings(self) -> tuple[str, ...]:
        """What may stand above it in a file: its label in any language of the site, and the synonyms."""
        own, *others = _in_every_language(self.label)
        return (own, *self.synonyms, *others)


@dataclass(frozen=True)
class Option:
    """What the user may set before checking: a tick, or one of `choices` ((value, label) pairs, the first is the default)."""

    code: str
    label: Text
    help: Text = ""
    default: Any = False
    choices: Callable[[], Sequence[tuple[str, Text]]] | None = None

    def initial(self) -> Any:
        return self.choices()[0][0] if self.choices else self.default


@dataclass(frozen=True)
class Context:
    """What an importer prepared for one run, once: whatever its hooks need, by name.

    `preamble`: the texts above the heading of the sheet (the name of the school, the school year).
    """

    run_id: int
    unit_id: int
    unit_kind: str
    unit_path: str
    preamble: tuple[str, ...]
    options: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Importer:
    """A kind of import.

    kind: stable code, "enrolment.learners"; permission: what the actor must hold on the unit that imports, which is of one
        of `unit_kinds`;
    columns: in the order of the template; one_of: groups of columns of which at least one has to be in the file;
    derived: columns that `check` adds to the frame, name -> SQL type; kept with the staged row;
    working: columns that `compare` and `apply` fill in the rows' table, name -> SQL type; not kept;
    identify: code of the column that names a row for a person, such as the full name;
    prepare(actor, context): loads what the hooks need, returns `Context.facts`;
    check(batch): rejects and warns by looking at the rows alone (Polars frame `batch.frame`);
    compare(batch): finds what each row is in the database (set-based SQL on the batch's tables); run at preview and again
        at confirmation; sets `outcome`, `target_id`, `changes`;
    apply(actor, batch): writes the rows whose outcome is new or changed; returns a SELECT of (row_no, applied): what undo
        needs of each row, as jsonb;
    undo(actor, batch): takes rows back by their `applied`; returns row number -> why a row could not be taken back.
    """

    kind: str
    label: Text
    noun: Text
    permission: str
    columns: tuple[Column, ...]
    identify: str
    prepare: Callable[[Any, Context], Mapping[str, Any]]
    check: Callable[["Batch"], None]
    compare: Callable[["Batch"], None]
    apply: Callable[[Any, "Batch"], str]
    undo: Callable[[Any, "Batch"], Mapping[int, str]]
    one_of: tuple[tuple[str, ...], ...] = ()
    unit_kinds: tuple[str, ...] = ("school",)
    options: tuple[Option, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)
    working: Mapping[str, str] = field(default_factory=dict)

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)
