"""Classes of a school year, and who is enrolled in them.

A class is a unit of the tree (so that posts can be held there) with a `SchoolClass` row for what only classes have. An
enrolment is one stay of one learner in one class: a move closes it and opens the next, so a row never changes school, nor
class after its first day, and the history of a learner is the list of his enrolments. At most one is open for a learner.
"""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE, Place
from khuevan.kernel.history import keep_history
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy

from .types import Status, TransferSide, TransferState


class SchoolClass(Model):
    """`grade` is 1–12 in general education, 0 for preschool groups; `group` the preschool age group or "".

    `learners` is how many study in the class; PostgreSQL keeps it with every change of enrolments (`CountLearners`).
    """

    privacy = Privacy.NONE
    place = Place(unit="unit")

    unit = models.OneToOneField("org.OrgUnit", models.CASCADE, related_name="+")
    school = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    school_year = models.ForeignKey("calendar.SchoolYear", models.PROTECT, related_name="+")
    name = models.CharField(_("tên lớp"), max_length=40)
    sort_key = models.CharField(max_length=80, editable=False, db_collation="C")
    level = models.CharField(_("cấp học"), max_length=20)
    grade = models.PositiveSmallIntegerField(_("khối"))
    group = models.CharField(_("nhóm tuổi"), max_length=30, blank=True)
    curriculum = models.CharField(_("chương trình"), max_length=40, blank=True)
    learners = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("lớp")
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year", "name"], name="enrolment_class_name_once"),
            models.CheckConstraint(name="enrolment_class_grade", condition=models.Q(grade__lte=12)),
        ]
        indexes = [models.Index(fields=["school_year", "level", "grade"], name="enrolment_class_grade_idx")]

    def __str__(self) -> str:
        return self.name


class CountLearners(pgtrigger.Trigger):
    """Keeps `SchoolClass.learners`: exact in every transaction, so that the learners of a province are a sum over its classes.

    The classes are locked in the order of their ids, so that two statements do not wait for each other.
    """

    level, when = pgtrigger.Statement, pgtrigger.After

    def __init__(self, operation: pgtrigger.Operation, **tables: str) -> None:
        self.changes = " UNION ALL ".join(
            f"SELECT school_class_id, {1 if side == 'new' else -1} AS change FROM {name} WHERE status = 'studying'"  # noqa: S608
            for side, name in tables.items()
        )
        name = f"count_learners_{str(operation).lower()}"
        super().__init__(name=name, operation=operation, referencing=pgtrigger.Referencing(**tables))

    def get_func(self, model: Any) -> str:
        return f"""
            PERFORM 1 FROM enrolment_schoolclass WHERE id IN (SELECT school_class_id FROM ({self.changes}) changed)
              ORDER BY id FOR NO KEY UPDATE;
            UPDATE enrolment_schoolclass c SET learners = c.learners + changed.by
              FROM (SELECT school_class_id, sum(change) AS by FROM ({self.changes}) one GROUP BY school_class_id) changed
             WHERE c.id = changed.school_class_id AND changed.by <> 0;
            RETURN NULL;
        """  # noqa: S608 - every piece is a name of our own


@keep_history
class Enrolment(Entity):
    privacy = Privacy.CHILD
    place = Place(unit="school_class__unit", person="person_id")

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    school = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    school_year = models.ForeignKey("calendar.SchoolYear", models.PROTECT, related_name="+")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="enrolments")
    status = models.CharField(_("trạng thái"), max_length=12, choices=Status, default=Status.STUDYING)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=250, blank=True)
    decision = models.CharField(_("quyết định, đơn"), max_length=120, blank=True)
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="next")

    class Meta:
        verbose_name = _("ghi danh")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(status=Status.STUDYING),
                name="enrolment_one_open",
                violation_error_message=_("Em này đang học ở một lớp khác."),
            ),
            models.CheckConstraint(
                name="enrolment_open_or_ended",
                condition=models.Q(status=Status.STUDYING, ends_on__isnull=True)
                | (~models.Q(status=Status.STUDYING) & models.Q(ends_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="enrolment_dates",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "school_year", "status"], name="enrolment_school"),
            models.Index(fields=["school_class", "status"], name="enrolment_class"),
            models.Index(fields=["person", "-starts_on"], name="enrolment_person"),
        ]
        triggers = [
            CountLearners(pgtrigger.Insert, new="new_values"),
            CountLearners(pgtrigger.Update, new="new_values", old="old_values"),
            CountLearners(pgtrigger.Delete, old="old_values"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.school_class}"


class TransferRequest(Entity):
    """One school asks another to hand over, or to take in, a learner; the other one decides.

    `enrolment` is the stay that ends when it is accepted, `to_class` where the learner goes (chosen by the receiving school:
    when it asks, or when it accepts). `starts_on` is the first day at the new school. What became of it are its steps;
    `ended_at` repeats the moment of the last one, so that a learner has one open request at most.
    """

    privacy = Privacy.CHILD
    place = Place(unit="from_school", person="person_id")

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="transfers")
    from_school = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    to_school = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    to_class = models.ForeignKey(SchoolClass, models.PROTECT, null=True, related_name="+")
    asked_by = models.CharField(max_length=10, choices=TransferSide)
    starts_on = models.DateField(_("ngày vào trường mới"))
    reason = models.CharField(_("lý do"), max_length=250)
    requested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("yêu cầu chuyển trường")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at__isnull=True), name="enrolment_transfer_open_once"
            ),
            models.CheckConstraint(
                name="enrolment_transfer_other_school", condition=~models.Q(from_school=models.F("to_school"))
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], name="enrolment_transfer_open", condition=models.Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def decider(self) -> Any:
        """The school that is asked."""
        return self.to_school if self.asked_by == TransferSide.SENDING else self.from_school

    @property
    def asker(self) -> Any:
        return self.from_school if self.asked_by == TransferSide.SENDING else self.to_school


class TransferStep(Model):
    """A state that a request reached: when, by whom, with which words."""

    privacy = Privacy.CHILD
    place = Place(unit="request__from_school", person="request__person_id")

    request = models.ForeignKey(TransferRequest, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=TransferState)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "state"], name="enrolment_transfer_step_once"),
            models.UniqueConstraint(
                fields=["request"], condition=~models.Q(state=TransferState.REQUESTED), name="enrolment_transfer_one_end"
            ),
        ]


class FollowedReorganisation(Model):
    """What classes did when their schools were merged or divided, to take exactly that back.

    `classes`: [class, former school, former name, given name, former name of the unit, its former short name]; the names differ
    where the new school had one of that name. `opened` are the stays that began there, `corrected` those that had begun after
    the day and were put right; `requests`: [transfer request, former sending school, former receiving school, whether it ended].
    """

    privacy = Privacy.NONE
    place = EVERYWHERE

    reorganisation = models.OneToOneField("org.Reorganisation", models.PROTECT, related_name="+")
    classes = models.JSONField()
    opened = ArrayField(models.BigIntegerField())
    corrected = ArrayField(models.BigIntegerField())
    requests = models.JSONField()
