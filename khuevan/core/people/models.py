"""One person, one profile: pupil, parent, teacher and official alike.

`keeper` is the unit that keeps the profile today (a pupil's class, a teacher's school): it decides who may see it. Personal
identifiers are sealed; `personal_id_index` finds them again, `personal_id_hint` is the masked form shown in lists.
`birth_year` is for those of whom only the year is known, mostly guardians in schools' lists.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import Place
from khuevan.kernel.history import keep_history
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy

from .types import Relation, Sex


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
        constraints = [
            models.UniqueConstraint(
                fields=["child", "guardian"],
                condition=models.Q(ends_on__isnull=True),
                name="people_guardianship_once",
            ),
            models.CheckConstraint(name="people_guardianship_other", condition=~models.Q(child=models.F("guardian"))),
        ]
