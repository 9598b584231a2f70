"""The small world of every test: two provinces, three communes, four schools, six classes, named people.

Nobody here exists. `build()` makes it; tests reach it through the `world` fixture.
"""

from dataclasses import dataclass, field
from datetime import date

from khuevan.core.accounts.models import User
from khuevan.core.calendar.models import SchoolYear
from khuevan.core.org.models import OrgUnit
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.people.models import Person
from khuevan.core.people.tests.factories import make_account, make_guardian, make_person
from khuevan.core.roles.queries import actor_of
from khuevan.core.roles.tests.factories import give_post
from khuevan.kernel.actor import Actor
from khuevan.registry.enrolment.models import Enrolment, SchoolClass
from khuevan.registry.enrolment.tests.factories import enrol, make_class

SCHOOL_FIELDS = {"ownership": "public", "affiliation": "commune"}


@dataclass
class World:
    """`units`, `classes`, `learners`, `users` by short names; `actor("tuan")` is the actor of that user today."""

    year: SchoolYear
    units: dict[str, OrgUnit] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    learners: dict[str, Enrolment] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, username: str, **options) -> Actor:
        return actor_of(self.users[username].pk, **options)


# username: (name, role, unit)
STAFF = {
    "bo": ("Trịnh Quốc Bảo", "ministry_observer", "ministry"),
    "giamdoc": ("Nguyễn Hữu Phước", "department_director", "department"),
    "ha": ("Phạm Thu Hà", "student_affairs_officer", "department"),
    "vanphong": ("Lương Văn Tám", "office_officer", "department"),
    "thanhtra": ("Cao Thị Mỹ Lệ", "inspector", "department"),
    "quantri": ("Bạch Công Minh", "system_administrator", "department"),
    "kiemtoan": ("Đoàn Thị Thúy", "auditor", "department"),
    "sokhac": ("Hồ Viết Sơn", "student_affairs_officer", "other_department"),
    "xa": ("Vũ Thị Nhàn", "commune_officer", "commune_a"),
    "xakhac": ("Lê Quang Vinh", "commune_officer", "commune_b"),
    "hieutruong": ("Trần Đức Thịnh", "principal", "lower_a"),
    "hieutruongkhac": ("Bùi Thị Xuân", "principal", "primary_b"),
    "tuan": ("Đỗ Minh Tuấn", "it_focal_point", "lower_a"),
    "vanthu": ("Mai Thị Hoa", "clerk", "lower_a"),
    "yte": ("Tống Thị Liên", "health_worker", "lower_a"),
    "mai": ("Ngô Thị Mai", "homeroom_teacher", "7A1"),
    "khoa": ("Dương Đăng Khoa", "homeroom_teacher", "7A2"),
    "gvkhac": ("Lý Thị Bích", "homeroom_teacher", "3B"),
}


UNITS = {
    "ministry": "Bộ Giáo dục và Đào tạo",
    "province": "Tỉnh Ninh Bình",
    "department": "Sở GDĐT Ninh Bình",
    "other_province": "Tỉnh Thanh Hóa",
    "other_department": "Sở GDĐT Thanh Hóa",
    "commune_a": "Phường Hoa Lư",
    "commune_b": "Xã Gia Viễn",
    "commune_c": "Xã Nga Sơn",
    "lower_a": "Trường THCS Ninh Khánh",
    "primary_b": "Trường Tiểu học Gia Viễn",
    "upper": "Trường THPT Hoa Lư A",
    "primary_c": "Trường Tiểu học Nga Sơn",
}
LEARNERS = {
    "nguyet": "Nguyễn Thị Ánh Nguyệt",
    "bao": "Đinh Văn Bảo",
    "giabao": "Phạm Gia Bảo",
    "chi": "Trần Lê Khánh Chi",
    "ung": "Tạ Quang Ứng",
    "long": "Nguyễn Hoàng Long",
    "dung": "Vũ Đức Dũng",
}


def load() -> World:
    """The world as it stands in the test database; made first if a test emptied it."""
    if not OrgUnit.objects.filter(name=UNITS["ministry"]).exists():
        return build()
    world = World(year=SchoolYear.objects.get(code="2026-2027"))
    units = {unit.name: unit for unit in OrgUnit.objects.exclude(kind="class")}
    enrolments = {row.person.full_name: row for row in Enrolment.objects.select_related("person", "school_class__unit")}
    world.units = {key: units[name] for key, name in UNITS.items()}
    world.classes = {row.name: row for row in SchoolClass.objects.select_related("unit", "school", "school_year")}
    world.units |= {name: row.unit for name, row in world.classes.items()}
    world.learners = {key: enrolments[name] for key, name in LEARNERS.items()}
    world.users = {user.username: user for user in User.objects.all()}
    world.people = {
        person.account.username: person for person in Person.objects.exclude(account=None).select_related("account")
    }
    world.people |= {key: row.person for key, row in world.learners.items()}
    return world


def build() -> World:
    """Make everything, without touching what is there."""
    world = World(year=SchoolYear.objects.get(code="2026-2027"))
    _units(world)
    _classes(world)
    _learners(world)
    _staff(world)
    _families(world)
    return world


def _units(world: World) -> None:
    units = world.units
    units["ministry"] = make_unit("ministry", UNITS["ministry"])
    units["province"] = make_unit("province", UNITS["province"], units["ministry"])
    units["department"] = make_unit("department", UNITS["department"], units["province"])
    units["other_province"] = make_unit("province", UNITS["other_province"], units["ministry"])
    units["other_department"] = make_unit("department", UNITS["other_department"], units["other_province"])
    units["commune_a"] = make_unit("commune", UNITS["commune_a"], units["province"])
    units["commune_b"] = make_unit("commune", UNITS["commune_b"], units["province"])
    units["commune_c"] = make_unit("commune", UNITS["commune_c"], units["other_province"])
    units["lower_a"] = _school(UNITS["lower_a"], units["commune_a"], "lower_secondary")
    units["primary_b"] = _school(UNITS["primary_b"], units["commune_b"], "primary")
    units["upper"] = make_unit(
        "school",
        UNITS["upper"],
        units["province"],
        levels=["upper_secondary"],
        ownership="public",
        affiliation="department",
    )
    units["primary_c"] = _school(UNITS["primary_c"], units["commune_c"], "primary")


def _school(name: str, commune: OrgUnit, level: str) -> OrgUnit:
    return make_unit("school", name, commune, levels=[level], **SCHOOL_FIELDS)


def _classes(world: World) -> None:
    for name, school, level, grade in (
        ("7A1", "lower_a", "lower_secondary", 7),
        ("7A2", "lower_a", "lower_secondary", 7),
        ("9A", "lower_a", "lower_secondary", 9),
        ("3B", "primary_b", "primary", 3),
        ("10A1", "upper", "upper_secondary", 10),
        ("1C", "primary_c", "primary", 1),
    ):
        world.classes[name] = make_class(world.units[school], world.year, name, level=level, grade=grade)
        world.units[name] = world.classes[name].unit


def _learners(world: World) -> None:
    for key, class_name, birth, sex, fields in (
        (
            "nguyet",
            "7A1",
            date(2014, 9, 12),
            "female",
            {"personal_id": "037314000089", "sector_id": "3712345689", "ethnicity": "01"},
        ),
        ("bao", "7A1", date(2014, 2, 3), "male", {"personal_id": "037214000012", "sector_id": "3712345690", "ethnicity": "02"}),
        ("giabao", "3B", date(2018, 11, 27), "male", {"sector_id": "3712345691"}),
        ("chi", "7A2", date(2014, 5, 19), "female", {"personal_id": "037314000045", "sector_id": "3712345692"}),
        ("ung", "9A", date(2012, 10, 17), "male", {"personal_id": "037212000098"}),
        ("long", "10A1", date(2011, 3, 22), "male", {"personal_id": "037211000066"}),
        ("dung", "1C", date(2020, 1, 8), "male", {"personal_id": "038220000077"}),
    ):
        world.learners[key] = enrol(world.classes[class_name], LEARNERS[key], birth, sex, **fields)
        world.people[key] = world.learners[key].person


def _staff(world: World) -> None:
    for username, (name, role, unit) in STAFF.items():
        place = world.units[unit]
        keeper = world.classes[unit].school if unit in world.classes else place
        person = make_person(name, keeper)
        give_post(person, role, place)
        world.people[username] = person
        world.users[username] = make_account(person, username)


def _families(world: World) -> None:
    """Hạnh has two children at two schools; Nguyệt has an account of her own."""
    mother = make_guardian(world.people["nguyet"], "Lê Thị Hạnh", "mother", "hanh")
    mother.wards.create(child=world.people["giabao"], relation="mother", starts_on=date(2020, 1, 1))
    world.people["hanh"], world.users["hanh"] = mother, mother.account
    other = make_guardian(world.people["chi"], "Trần Văn Lộc", "father", "loc")
    world.people["loc"], world.users["loc"] = other, other.account
    world.users["nguyet"] = make_account(world.people["nguyet"], "nguyet")
