"""An import of a file: what was uploaded, what its columns mean, what its rows would do, did, and how it is taken back.

The file itself is kept by `core.files`. Rows are staged by COPY and set-based SQL, never one by one.
"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import Place
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy

from .types import Outcome, State


class ImportRun(Entity):
    """One file on its way into the database, or into the bin.

    `mapping`: index of a column of the file (text, from 0) -> code of the importer's column; `options`: code -> value;
    `header_first`, `header_last`: row numbers (from 1); `preamble`: texts above the heading;
    `notices`: sentences about the whole file; `skipped`: kind of
    row -> row numbers that are not data; `counts`: outcome -> rows, and "warned" -> rows with a warning;
    `faults`: code of a column -> rows that it refuses;
    `emptied_at`: when the file and the rows were thrown away.
    """

    privacy = Privacy.CHILD
    place = Place(unit="unit")

    kind = models.CharField(max_length=60)
    unit = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    started_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.UPLOADED)
    file_name = models.CharField(_("tệp"), max_length=200)
    file_digest = models.CharField(max_length=64)
    sheet = models.CharField(_("trang tính"), max_length=100, blank=True)
    header_first = models.PositiveIntegerField(default=0)
    header_last = models.PositiveIntegerField(default=0)
    headings = models.JSONField(default=list)
    preamble = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    notices = models.JSONField(default=list)
    skipped = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=dict)
    job_uid = models.UUIDField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("lần nhập từ Excel")
        indexes = [
            models.Index(fields=["unit", "-id"], name="sheets_run_unit"),
            models.Index(fields=["state", "created_at"], name="sheets_run_state"),
        ]

    def __str__(self) -> str:
        return self.file_name


class StagedRow(Model):
    """What one row of the file says (`values`, empty cells left out), what is wrong with it, what it does.

    `changes`: code -> [old, new]; `issues`: list of {"column", "level", "text"}. Personal identifiers are sealed.
    """

    privacy = Privacy.CHILD
    place = Place(unit="run__unit")

    pk = models.CompositePrimaryKey("run", "row_no")
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    row_no = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    target_id = models.BigIntegerField(null=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    issues = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["run", "outcome", "row_no"], name="sheets_row_outcome")]


class AppliedRow(Model):
    """What one row wrote, as the importer needs it to take it back. Apart from the staged row, which is wide."""

    privacy = Privacy.CHILD
    place = Place(unit="run__unit")

    pk = models.CompositePrimaryKey("run", "row_no")
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="+", db_index=False)
    row_no = models.PositiveIntegerField()
    applied = models.JSONField()


class RememberedMapping(Model):
    """How a unit maps the columns of files with one set of headings; the newest confirmed wish counts."""

    privacy = Privacy.NONE
    place = Place(unit="unit")

    unit = models.ForeignKey("org.OrgUnit", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "fingerprint"], name="sheets_mapping_once")]
