"""Classes of a school year, and who is enrolled in them.

A class is a unit of the tree (so that posts can be held there) with a `SchoolClass` row for what only classes have. An
enrolment is one stay of one learner in one class: a move closes it and opens the next, so a row never changes class or
school, and the history of a learner is the list of his enrolments. At most one is open for a learner.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import Place
from khuevan.kernel.history import keep_history
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy

from .types import Status


class SchoolClass(Model):
    """`grade` is 1–12 in general education, 0 for preschool groups; `group` the preschool age group or ""."""

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

    class Meta:
        verbose_name = _("lớp")
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year", "name"], name="enrolment_class_name_once"),
            models.CheckConstraint(name="enrolment_class_grade", condition=models.Q(grade__lte=12)),
        ]
        indexes = [models.Index(fields=["school_year", "level", "grade"], name="enrolment_class_grade_idx")]

    def __str__(self) -> str:
        return self.name


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
