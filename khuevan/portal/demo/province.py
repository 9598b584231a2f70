"""Builds the demo province: Ninh Bình with its real communes, invented schools and people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from khuevan.core.calendar.api import current_school_year
from khuevan.core.reference.api import communes
from khuevan.kernel import clock
from khuevan.kernel.text import sort_key_plain

from . import outline
from .loader import Loader, Unit
from .outline import ClassPlan, SchoolPlan
from .past import PROVINCE_CODE, SINCE, build_past, communes_of_today, units_of_today
from .people import Invented, Inventor

SEED = 20_251_001
SMALL_COMMUNES = ("Hoa Lư", "Gia Viễn", "Nho Quan", "Kim Sơn")
FOUNDED = date(2025, 7, 1)
IN_POST_SINCE = date(2026, 8, 1)
FLUSH_EVERY = 40_000
FOCAL_POINT_EVERY_DAYS, AUTUMN_DAYS, LATE_EVERY = 17, 100, 29

DIVISIONS = {
    "office_officer": "Văn phòng Sở",
    "preschool_primary_officer": "Phòng Giáo dục Mầm non – Tiểu học",
    "secondary_officer": "Phòng Giáo dục Trung học",
    "continuing_officer": "Phòng Giáo dục thường xuyên",
    "quality_officer": "Phòng Quản lý chất lượng",
    "student_affairs_officer": "Phòng Công tác học sinh, sinh viên",
    "personnel_officer": "Phòng Tổ chức cán bộ",
    "finance_officer": "Phòng Kế hoạch – Tài chính",
}
OFFICE_POSTS = ("principal", "vice_principal", "clerk", "accountant", "librarian", "health_worker", "it_focal_point")

# Shares of profiles with something to mend, so that lists and measures have something to say.
WITHOUT_PERSONAL_ID = 0.028
WITHOUT_SECTOR_ID = 0.012
WITHOUT_BIRTHPLACE = 0.02
STAFF_WITHOUT_ACCOUNT = 0.06
WITH_FATHER = 0.55
WITH_SIBLING = 0.3
MOST_SIBLINGS = 2


@dataclass
class Family:
    """A mother with her children at school; they bear their father's surname. `class_id` is the first child's."""

    mother_id: int
    surname: str
    class_id: int
    children: list[int]


@dataclass
class Province:
    """What the sign-ins of the demo are hung on.

    `staff` maps (unit id, role) to the people in that post; `families` are by commune.
    """

    ministry: Unit
    province: Unit
    department: Unit
    communes: dict[str, Unit] = field(default_factory=dict)
    schools: dict[str, Unit] = field(default_factory=dict)
    divisions: dict[str, Unit] = field(default_factory=dict)
    staff: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    families: dict[str, list[Family]] = field(default_factory=dict)


def build_province(scale: str, report: Callable[[str], None]) -> Province:
    """Write the whole province within the caller's transaction. `scale` is "small" or "province"."""
    year = current_school_year(clock.today())
    builder = Builder(Loader(), Inventor(SEED), year.pk, year.starts_on, report, with_guardians=scale == "small")
    return builder.build(scale)


@dataclass
class Builder:
    """One run: unit by unit, class by class."""

    loader: Loader
    inventor: Inventor
    year_id: int
    year_starts_on: date
    report: Callable[[str], None]
    with_guardians: bool

    def build(self, scale: str) -> Province:
        plans = self._plans(scale)
        built = self._authorities(plans)
        for number, plan in enumerate(plans, start=1):
            self._school(built, plan, number)
            if self.loader.waiting > FLUSH_EVERY:
                self.loader.flush()
                self.report(f"  {number}/{len(plans)} trường, {self.loader.count} hồ sơ")
        self.loader.flush()
        return built

    def _plans(self, scale: str) -> list[SchoolPlan]:
        random = Random(SEED)  # noqa: S311 -- invented data, no secret
        names = [commune.name for commune in communes(PROVINCE_CODE)]
        return outline.province(names, random) if scale == "province" else outline.small(SMALL_COMMUNES, random)

    def _authorities(self, plans: list[SchoolPlan]) -> Province:
        ministry = self.loader.unit("ministry", "Bộ Giáo dục và Đào tạo", None, SINCE, short_name="Bộ GDĐT")
        build_past(self.loader, ministry, plans)
        [province], [department] = units_of_today("province"), units_of_today("department")
        built = Province(ministry, province, department, communes=communes_of_today())
        built.schools = {unit.name: unit for unit in units_of_today("school")}
        for role, name in DIVISIONS.items():
            built.divisions[role] = self.loader.unit("division", name, department, FOUNDED)
            self._staff(built, built.divisions[role], [role] * 2)
        self._staff(built, ministry, ["ministry_observer"])
        self._staff(built, department, ["department_director", "inspector", "system_administrator", "auditor"])
        for commune in built.communes.values():
            self._staff(built, commune, ["commune_officer"])
        return built

    def _school(self, built: Province, plan: SchoolPlan, number: int) -> None:
        school, commune = built.schools[plan.name], built.communes[plan.commune]
        self._staff(built, school, OFFICE_POSTS[:-1], keeper=school)
        # A private school has nobody for IT and statistics yet, so that a measure has something to say; others got somebody
        # one after the other, so that it has something to say of the weeks before too.
        if plan.ownership == "public":
            since = min(IN_POST_SINCE + timedelta(days=FOCAL_POINT_EVERY_DAYS * number % AUTUMN_DAYS), clock.today())
            self._staff(built, school, OFFICE_POSTS[-1:], keeper=school, since=since)
        for class_plan in plan.classes:
            self._class(built, school, commune, class_plan)
        subjects = len(plan.classes) // 2 if "preschool" not in plan.levels else 0
        self._staff(built, school, ["subject_teacher"] * subjects, keeper=school)

    def _class(self, built: Province, school: Unit, commune: Unit, plan: ClassPlan) -> None:
        unit = self.loader.unit(
            "class", f"Lớp {plan.name}", school, self.year_starts_on, levels=[plan.level], short_name=plan.name
        )
        school.inside.add(unit.id)
        class_id = self.loader.next_id("enrolment.SchoolClass")
        self.loader.add(
            "enrolment.SchoolClass",
            id=class_id,
            unit_id=unit.id,
            school_id=school.id,
            school_year_id=self.year_id,
            name=plan.name,
            sort_key=sort_key_plain(plan.name),
            level=plan.level,
            grade=plan.grade,
            group=plan.group,
        )
        self._staff(built, unit, ["homeroom_teacher"], keeper=school)
        for _ in range(plan.size):
            self._learner(built, school, commune, unit, class_id, plan)

    def _learner(self, built: Province, school: Unit, commune: Unit, unit: Unit, class_id: int, plan: ClassPlan) -> None:
        invent, family = self.inventor, self._sibling_family(built, commune, class_id)
        late = 1 if invent.chance(0.015) else 0
        child = invent.person(
            invent.birthday(self.year_starts_on.year - plan.age - late),
            surname=family.surname if family else "",
            has_personal_id=not invent.chance(WITHOUT_PERSONAL_ID),
            has_sector_id=not invent.chance(WITHOUT_SECTOR_ID),
        )
        village = invent.random.choice(invent.villages)
        person_id = self.loader.person(
            child,
            unit,
            birthplace="" if invent.chance(WITHOUT_BIRTHPLACE) else f"{commune.name}, Ninh Bình",
            residence=f"Thôn {village}, {commune.name}, Ninh Bình",
        )
        self.loader.add(
            "enrolment.Enrolment",
            person_id=person_id,
            school_id=school.id,
            school_year_id=self.year_id,
            school_class_id=class_id,
            status="studying",
            starts_on=self._first_day(person_id),
        )
        if family:
            family.children.append(person_id)
            self._guard(person_id, family.mother_id, "mother", primary=True)
        elif self.with_guardians:
            self._found_family(built, person_id, child, unit, commune, class_id)

    def _first_day(self, person_id: int) -> date:
        """A few children came to school some weeks after the others."""
        late = person_id % AUTUMN_DAYS if person_id % LATE_EVERY == 0 else 0
        return min(self.year_starts_on + timedelta(days=late), clock.today())

    def _sibling_family(self, built: Province, commune: Unit, class_id: int) -> Family | None:
        """Now and then, a family of the commune whose first child is in another class."""
        families = built.families.get(commune.name)
        if not families or not self.inventor.chance(WITH_SIBLING):
            return None
        family = self.inventor.random.choice(families)
        return family if family.class_id != class_id and len(family.children) < MOST_SIBLINGS else None

    def _found_family(self, built: Province, child_id: int, child: Invented, unit: Unit, commune: Unit, class_id: int) -> None:
        year, surname = child.birth_date.year, child.full_name.split()[0]
        mother_id = self._adult(child_id, year, unit, "mother", primary=True)
        built.families.setdefault(commune.name, []).append(Family(mother_id, surname, class_id, [child_id]))
        if self.inventor.chance(WITH_FATHER):
            self._adult(child_id, year, unit, "father", primary=False, surname=surname)

    def _adult(self, child_id: int, birth_year: int, unit: Unit, relation: str, *, primary: bool, surname: str = "") -> int:
        year = birth_year - self.inventor.random.randint(22, 36)
        sex = "female" if relation == "mother" else "male"
        adult = self.inventor.person(self.inventor.birthday(year), sex, surname=surname, has_sector_id=False)
        adult_id = self.loader.person(adult, unit)
        self._guard(child_id, adult_id, relation, primary=primary)
        return adult_id

    def _guard(self, child_id: int, adult_id: int, relation: str, *, primary: bool) -> None:
        self.loader.add(
            "people.Guardianship",
            child_id=child_id,
            guardian_id=adult_id,
            relation=relation,
            is_primary=primary,
            occupation=self.inventor.random.choice(self.inventor.occupations),
            starts_on=FOUNDED,
        )

    def _staff(
        self,
        built: Province,
        place: Unit,
        roles: Iterable[str],
        *,
        keeper: Unit | None = None,
        since: date = IN_POST_SINCE,
    ) -> None:
        for role in roles:
            adult = self.inventor.person(self.inventor.birthday(self.inventor.random.randint(1968, 2001)))
            number = self.loader.count + 1
            account_id = None
            if not self.inventor.chance(STAFF_WITHOUT_ACCOUNT):
                account_id = self.loader.account(f"cb{number:07}", adult.full_name)
            person_id = self.loader.person(adult, keeper or place, account_id=account_id)
            self.loader.post(person_id, role, place, since)
            built.staff.setdefault((place.id, role), []).append(person_id)
