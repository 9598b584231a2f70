"""One person, one profile: pupil, parent, teacher and official alike.

`keeper` is the unit that keeps the profile today (a pupil's class, a teacher's school): it decides who may see it. Personal
identifiers are sealed; `personal_id_index` finds them again, `personal_id_hint` is the masked form shown in lists.
`birth_year` is for those of whom only the year is known, mostly guardians in schools' lists. A profile that was merged into
another stays as it was, without its numbers and its account, and is in no list.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE, Place
from khuevan.kernel.history import keep_history
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy

from .types import CORRECTION_ENDS, CorrectionState, DuplicateReason, Relation, Sex


@keep_history
class Person(Entity):
    """Identity, birth and residence. `ethnicity`, `nationality`, commune codes are codes of `core.reference` lists."""

    privacy = Privacy.CHILD
    place = Place(unit="keeper", person="id")

    keeper = models.ForeignKey("org.OrgUnit", models.PROTECT, null=True, related_name="+")
    account = models.OneToOneField("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    full_name = models.CharField(_("họ và tên"), max_length=120)
    sort_key = models.CharField(max_length=240, editable=False, db_collation="C")
    search_key = models.CharField(max_length=160, editable=False)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex, blank=True)
    ethnicity = models.CharField(_("dân tộc"), max_length=4, blank=True)
    nationality = models.CharField(_("quốc tịch"), max_length=2, blank=True)
    religion = models.CharField(_("tôn giáo"), max_length=20, blank=True)

    personal_id_sealed = models.BinaryField(null=True, editable=False)
    personal_id_index = models.BinaryField(null=True, unique=True, editable=False)
    personal_id_hint = models.CharField(max_length=16, blank=True, editable=False)
    sector_id = models.CharField(_("mã định danh Bộ GDĐT"), max_length=10, null=True, blank=True, unique=True)

    birthplace = models.CharField(_("nơi sinh"), max_length=250, blank=True)
    birthplace_code = models.CharField(max_length=5, blank=True)
    hometown_code = models.CharField(_("quê quán"), max_length=5, blank=True)
    residence = models.CharField(_("nơi thường trú"), max_length=250, blank=True)
    residence_code = models.CharField(_("xã, phường thường trú"), max_length=5, blank=True)
    residence_code_before_2025 = models.CharField(_("mã xã cũ"), max_length=5, blank=True)
    current_address = models.CharField(_("chỗ ở hiện nay"), max_length=250, blank=True)

    phone = models.CharField(_("số điện thoại"), max_length=16, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    policy_categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        verbose_name = _("hồ sơ cá nhân")
        indexes = [
            models.Index(fields=["keeper", "sort_key"], name="people_person_keeper"),
            models.Index(fields=["sort_key"], name="people_person_sort"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="people_person_search"),
            models.Index(fields=["birth_date", "search_key"], name="people_person_twins"),
            models.Index(fields=["phone"], name="people_person_phone", condition=~models.Q(phone="")),
        ]
        constraints = [
            models.CheckConstraint(name="people_person_merged_other", condition=~models.Q(merged_into=models.F("id"))),
        ]

    def __str__(self) -> str:
        return self.full_name


@keep_history
class Guardianship(Model):
    """A guardian of a child. While it is open, the guardian is tied to the child."""

    privacy = Privacy.CHILD
    place = Place(unit="child__keeper", person="child_id")

    child = models.ForeignKey(Person, models.CASCADE, related_name="guardianships")
    guardian = models.ForeignKey(Person, models.CASCADE, related_name="wards")
    relation = models.CharField(_("quan hệ"), max_length=12, choices=Relation)
    is_primary = models.BooleanField(_("người liên hệ chính"), default=False)
    occupation = models.CharField(_("nghề nghiệp"), max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("quan hệ giám hộ")
        constraints = [
            models.UniqueConstraint(
                fields=["child", "guardian"],
                condition=models.Q(ends_on__isnull=True),
                name="people_guardianship_once",
            ),
            models.CheckConstraint(
                name="people_guardianship_other",
                condition=~models.Q(child=models.F("guardian")),
                violation_error_message=_("Một người là cha mẹ, người giám hộ của người kia, nên không phải là một người."),
            ),
        ]


class Merge(Model):
    """Two profiles became one. Keeps what explains it: whose value was taken, and which rows of other rooms moved.

    The values of both profiles before it are in their history.
    """

    privacy = Privacy.CHILD
    place = Place(unit="keep__keeper")

    keep = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.OneToOneField(Person, models.PROTECT, related_name="merge")
    choices = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    reason = models.CharField(_("lý do"), max_length=250, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=120)


class DuplicatePair(Model):
    """Two profiles that the last search found alike; `first` has the smaller id. `score` is 0 to 100.

    `path` is where both were kept then, down to the last unit that they share, and `sort_key` that of the first: so that lists
    and counts of a province need not look at its people. Who may see a pair is asked of the profiles, as they are now.
    """

    privacy = Privacy.CHILD
    place = Place(unit="first__keeper")

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=20, choices=DuplicateReason))
    score = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()
    path = models.CharField(max_length=200, default="", db_collation="C")
    sort_key = models.CharField(max_length=240, default="", db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_pair_once"),
            models.CheckConstraint(name="people_pair_order", condition=models.Q(first__lt=models.F("second"))),
        ]
        indexes = [
            models.Index(fields=["second"], name="people_pair_second"),
            models.Index(fields=["path"], name="people_pair_path"),
            models.Index(fields=["-score", "sort_key", "id"], name="people_pair_likeliest"),
        ]


class DuplicateSearch(Model):
    """When everything below `path` was last searched for duplicates."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    path = models.CharField(max_length=200, unique=True, db_collation="C")
    searched_at = models.DateTimeField()


class DuplicateVerdict(Model):
    """«Không phải một người»: somebody looked at two profiles and said that they are two people. It is never asked again."""

    privacy = Privacy.CHILD
    place = Place(unit="first__keeper")

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_verdict_once"),
            models.CheckConstraint(name="people_verdict_order", condition=models.Q(first__lt=models.F("second"))),
        ]


class CorrectionRequest(Entity):
    """Somebody says that a field of his own profile, or of his child's, is wrong (Luật 91/2025/QH15: accuracy).

    `current` and `proposed` are as shown, identifiers masked. `value` is what would be written: a code, an ISO date, a text; a
    personal number is sealed instead. What became of it are its steps; `ended_at` repeats the moment of the last one, so that a
    field has one open request at most.
    """

    privacy = Privacy.CHILD
    place = Place(unit="person__keeper", person="person_id")

    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections")
    requester = models.ForeignKey(Person, models.PROTECT, related_name="+")
    field = models.CharField(_("thông tin"), max_length=30)
    current = models.CharField(_("đang ghi"), max_length=250, blank=True)
    proposed = models.CharField(_("đề nghị sửa thành"), max_length=250)
    value = models.CharField(max_length=250, blank=True, editable=False)
    value_sealed = models.BinaryField(null=True, editable=False)
    reason = models.CharField(_("lý do"), max_length=500)
    requested_at = models.DateTimeField()
    due_on = models.DateField(_("hạn tiếp nhận"))
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("yêu cầu đính chính")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=models.Q(ended_at__isnull=True), name="people_correction_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], name="people_correction_open", condition=models.Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.field}"


class CorrectionStep(Model):
    """A state that a request reached: when, by whom, with which words."""

    privacy = Privacy.CHILD
    place = Place(unit="request__person__keeper", person="request__person_id")

    request = models.ForeignKey(CorrectionRequest, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=CorrectionState)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "state"], name="people_correction_step_once"),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state__in=CORRECTION_ENDS), name="people_correction_one_end"
            ),
        ]


class FollowedKeeper(Model):
    """Profiles whose keeper ended in a reorganisation and that its successor keeps since, to take exactly that back."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    reorganisation = models.ForeignKey("org.Reorganisation", models.PROTECT, related_name="+")
    former = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    successor = models.ForeignKey("org.OrgUnit", models.CASCADE, related_name="+")
    persons = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reorganisation", "former"], name="people_keeper_followed_once")]
