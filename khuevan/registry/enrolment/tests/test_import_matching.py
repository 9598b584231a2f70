"""Which learner a row means, and what must not be touched: numbers, namesakes, other schools, other years."""

from datetime import date, datetime

from khuevan.core.calendar.models import SchoolYear
from khuevan.core.people.models import Guardianship, Person
from khuevan.core.people.tests.factories import make_person
from khuevan.core.sheets import operations
from khuevan.kernel import clock
from khuevan.registry.enrolment.models import Enrolment, SchoolClass

from .factories import enrol, make_class
from .lists import HEADINGS, errors, outcomes, preview, row, take_in, warnings, xlsx

NGUYET = {"name": "Nguyễn Thị Ánh Nguyệt", "born": "12/09/2014", "sex": "Nữ"}


def changes(run) -> dict[int, dict]:
    return dict(run.rows.order_by("row_no").values_list("row_no", "changes"))


def test_personal_number_finds_the_learner(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row(**NGUYET, personal="037314000089")]))

    assert run.counts == {"unchanged": 1}
    assert run.rows.get().target_id == world.people["nguyet"].pk


def test_sector_number_finds_the_learner(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row(**NGUYET, sector="3712345689")]))

    assert run.counts == {"unchanged": 1}


def test_name_and_day_find_the_learner_within_the_school(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row(**NGUYET)]))

    assert (run.counts, run.rows.get().target_id) == ({"unchanged": 1}, world.people["nguyet"].pk)


def test_number_missing_in_the_profile_is_filled_in(world):
    ung = row("Tạ Quang Ứng", "17/10/2012", "Nam", "Kinh", "9A", "3712345999")

    run = take_in(world.actor("tuan"), world.units["lower_a"], xlsx([ung]))

    assert changes(run) == {2: {"ethnicity": [None, "01"], "sector_id": [None, "3712345999"]}}
    assert Person.objects.get(pk=world.people["ung"].pk).sector_id == "3712345999"


def test_place_of_the_tone_is_no_change(world):
    enrol(world.classes["7A1"], "Trần Thị Hòa", date(2014, 1, 1), "female", ethnicity="01")

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Trần Thị Hoà", "01/01/2014")]))

    assert run.counts == {"unchanged": 1}


def test_empty_cells_change_nothing(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row(**NGUYET, group="")]))

    assert run.counts == {"unchanged": 1}


def test_two_numbers_of_two_people_refuse_the_row(world):
    run = preview(
        world.actor("tuan"), world.units["lower_a"], xlsx([row(**NGUYET, personal="037314000089", sector="3712345690")])
    )

    assert [(column, text) for _row, column, text in errors(run)] == [
        ("sector_id", "Số định danh và mã định danh Bộ GDĐT thuộc hai hồ sơ khác nhau. Kiểm tra lại cả hai số.")
    ]


def test_number_of_somebody_else_refuses_the_row_and_names_nobody(world):
    run = preview(
        world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", "05/09/2014", "Nam", personal="037314000089")])
    )

    assert [text for _row, _column, text in errors(run)] == [
        "Số trong dòng này đang thuộc một hồ sơ khác cả họ tên lẫn ngày sinh. Kiểm tra lại số."
    ]


def test_another_name_under_the_same_number_is_a_change_with_a_warning(world):
    run = preview(
        world.actor("tuan"), world.units["lower_a"], xlsx([row("Nguyễn Thị Nguyệt", "12/09/2014", personal="037314000089")])
    )

    assert changes(run) == {2: {"full_name": ["Nguyễn Thị Ánh Nguyệt", "Nguyễn Thị Nguyệt"]}}
    assert [text for _row, _column, text in warnings(run)] == [
        "Cùng số định danh nhưng hồ sơ đang ghi tên «Nguyễn Thị Ánh Nguyệt»."
    ]


def test_lifelong_number_is_not_replaced(world):
    run = preview(
        world.actor("tuan"), world.units["lower_a"], xlsx([row(**NGUYET, personal="037314000089", sector="3799999999")])
    )

    assert [column for _row, column, _text in errors(run)] == ["sector_id"]


def test_number_of_an_adult_refuses_the_row(world):
    make_person("Lê Thị Mẹ", world.units["7A1"], personal_id="037188000001", birth_date=date(2014, 9, 5))
    mother = Person.objects.get(full_name="Lê Thị Mẹ")
    Guardianship.objects.create(child=world.people["bao"], guardian=mother, relation="mother", starts_on=date(2020, 1, 1))

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", personal="037188000001")]))

    assert "Số định danh này là của một người lớn (cán bộ hoặc phụ huynh). Ghi số của học sinh." in [
        text for _row, _column, text in errors(run)
    ]


def test_learner_of_another_school_is_not_stolen(world):
    giabao = row("Phạm Gia Bảo", "27/11/2018", "Nam", "Kinh", "7A1", "3712345691")
    before = list(Enrolment.objects.values("pk", "status", "school_id"))

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([giabao]), ages_warn_only=True)

    assert outcomes(run) == {2: "rejected"}
    assert [text for _row, _column, text in errors(run)] == [
        "Em này đang học ở trường khác trong tỉnh. Gửi yêu cầu chuyển trường (Học sinh › Chuyển trường)."
    ]
    assert list(Enrolment.objects.values("pk", "status", "school_id")) == before


def test_namesake_at_another_school_is_told(world):
    enrol(world.classes["3B"], "Lê Văn An", date(2014, 9, 5), "male")

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", sex="Nam")]))

    assert outcomes(run) == {2: "new"}
    assert [text for _row, _column, text in warnings(run)] == [
        "Có em cùng họ tên, ngày sinh đang học trường khác trong tỉnh. Nếu là một em, hãy yêu cầu chuyển trường."
    ]


def test_namesakes_of_one_school_are_told_apart_by_their_class(world):
    first = enrol(world.classes["7A1"], "Lê Văn An", date(2014, 9, 5), "male")
    enrol(world.classes["7A2"], "Lê Văn An", date(2014, 9, 5), "male")

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", sex="Nam")]))

    assert run.rows.get().target_id == first.person_id


def test_namesakes_that_the_class_does_not_tell_apart_refuse_the_row(world):
    for name in ("7A2", "9A"):
        enrol(world.classes[name], "Lê Văn An", date(2014, 9, 5), "male")

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", sex="Nam")]))

    assert [text for _row, _column, text in errors(run)] == [
        "Trường có nhiều em cùng họ tên và ngày sinh (lớp 7A2, 9A). Ghi số định danh hoặc mã định danh để biết là em nào."
    ]


def test_two_rows_of_one_learner_keep_the_first(world):
    rows = [row(**NGUYET, personal="037314000089"), row("Nguyễn Nguyệt", "12/09/2014", sector="3712345689")]

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx(rows))

    assert outcomes(run) == {2: "unchanged", 3: "rejected"}
    assert errors(run)[0][2] == "Cùng là một em với dòng 2 của tệp. Chỉ giữ một dòng."


def test_other_class_of_the_year_is_a_move(world):
    with clock.frozen(datetime(2026, 11, 22, 9, tzinfo=clock.VIETNAM)):
        run = take_in(world.actor("tuan"), world.units["lower_a"], xlsx([row(**NGUYET, class_name="7A2")]))

    assert changes(run) == {2: {"class_name": ["7A1", "7A2"]}}
    old, new = Enrolment.objects.filter(person=world.people["nguyet"]).order_by("pk")
    assert (old.status, old.ends_on) == ("moved_class", date(2026, 11, 21))
    assert (new.status, new.starts_on, new.school_class, new.previous) == (
        "studying",
        date(2026, 11, 22),
        world.classes["7A2"],
        old,
    )
    assert Person.objects.get(pk=new.person_id).keeper == world.units["7A2"]
    assert Person.objects.get(full_name="Lê Thị Hạnh").keeper == world.units["7A2"]


def last_year(world) -> SchoolYear:
    return SchoolYear.objects.get(code="2025-2026")


def in_last_year(world, school: str, name: str, grade: int, level: str) -> Enrolment:
    old_class = make_class(world.units[school], last_year(world), name, level=level, grade=grade)
    return enrol(old_class, "Lê Văn An", date(2015 if grade == 5 else 2014, 9, 5), "male")


def test_new_school_year_closes_the_old_stay(world):
    old = in_last_year(world, "lower_a", "6A1", 6, "lower_secondary")

    run = take_in(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", sex="Nam")]))

    assert changes(run)[2]["class_name"] == ["6A1 (2025-2026)", "7A1"]
    old.refresh_from_db()
    new = Enrolment.objects.get(previous=old)
    assert (old.status, old.ends_on, new.starts_on) == ("completed", last_year(world).ends_on, world.year.starts_on)


def test_learner_who_ended_primary_school_enters_grade_six_elsewhere(world):
    old = in_last_year(world, "primary_b", "5B", 5, "primary")
    make_class(world.units["lower_a"], world.year, "6A1", level="lower_secondary", grade=6)
    Person.objects.filter(pk=old.person_id).update(sector_id="3712340777")

    run = take_in(
        world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", "05/09/2015", "Nam", "Kinh", "6A1", "3712340777")])
    )

    assert run.counts == {"changed": 1}
    old.refresh_from_db()
    assert (old.status, Enrolment.objects.get(previous=old).school) == ("completed", world.units["lower_a"])


def test_learner_who_left_is_enrolled_again_with_a_warning(world):
    Enrolment.objects.filter(pk=world.learners["nguyet"].pk).update(status="dropped_out", ends_on=date(2026, 10, 1))

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row(**NGUYET)]))

    assert changes(run) == {2: {"class_name": [None, "7A1"]}}
    assert [text for _row, _column, text in warnings(run)] == ["Em này đã nghỉ từ ngày 01/10/2026; nhập sẽ ghi danh lại."]


def test_classes_are_made_when_the_user_asks_for_them(world):
    rows = [row("Lê Văn An", "05/09/2013", "Nam", class_name="8B"), row("Bùi Minh", "05/09/2013", "Nam", class_name="Lớp 8B")]

    run = take_in(world.actor("tuan"), world.units["lower_a"], xlsx(rows), create_classes=True)

    made = SchoolClass.objects.get(school=world.units["lower_a"], name="8B")
    assert (made.grade, made.level, made.unit.parent) == (8, "lower_secondary", world.units["lower_a"])
    assert run.counts == {"new": 2}
    assert made.enrolments.count() == 2


def test_class_without_a_known_grade_is_not_made(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", class_name="Chọn")]), create_classes=True)

    assert [text for _row, _column, text in errors(run)] == [
        "Không biết lớp Chọn thuộc khối nào. Thêm cột Khối, hoặc tạo lớp trước."
    ]


FAMILY = (
    *HEADINGS,
    "Tên cha",
    "Nghề nghiệp cha",
    "Năm sinh cha",
    "Tên mẹ",
    "SĐT mẹ",
    "Tỉnh thành quê quán",
    "Phường Xã quê quán",
)


def family(learner, father="Lê Văn Bình", mother="Trần Thị Hoa"):
    return [*learner, father, "Nông dân", 1985, mother, "0912345678", "Ninh Bình", "Phường Hoa Lư"]


def test_guardians_and_home_are_taken_in_once(world):
    actor, school, file = world.actor("tuan"), world.units["lower_a"], [family(row("Lê Văn An", sex="Nam"))]

    take_in(actor, school, xlsx(file, FAMILY))
    again = preview(actor, school, xlsx(file, FAMILY))

    child = Person.objects.get(full_name="Lê Văn An")
    ships = {ship.relation: ship for ship in Guardianship.objects.filter(child=child).select_related("guardian")}
    assert {relation: ship.guardian.full_name for relation, ship in ships.items()} == {
        "father": "Lê Văn Bình",
        "mother": "Trần Thị Hoa",
    }
    assert (ships["father"].occupation, ships["father"].guardian.birth_year) == ("Nông dân", 1985)
    assert (ships["mother"].guardian.phone, ships["mother"].guardian.keeper) == ("0912345678", world.units["7A1"])
    assert child.hometown_code != ""
    assert again.counts == {"unchanged": 1}


def test_guardian_with_an_account_is_not_renamed(world):
    file = xlsx([family(row(**NGUYET), mother="Phạm Thị Khác")], FAMILY)

    run = take_in(world.actor("tuan"), world.units["lower_a"], file)

    assert "mother_name" not in changes(run)[2]
    assert "mother_name" in [column for _row, column, _text in warnings(run)]
    assert world.people["hanh"].wards.get(child=world.people["nguyet"]).guardian.full_name == "Lê Thị Hạnh"


def test_undo_takes_guardians_back(world):
    actor = world.actor("tuan")
    before = Person.objects.count(), Guardianship.objects.count()
    run = take_in(actor, world.units["lower_a"], xlsx([family(row("Lê Văn An", sex="Nam"))], FAMILY))

    operations.undo(actor, run=run)

    assert (Person.objects.count(), Guardianship.objects.count()) == before
