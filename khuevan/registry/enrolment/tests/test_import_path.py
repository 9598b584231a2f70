"""The way of a list of learners from the file into the database, and back."""

from datetime import date

from khuevan.core.people.models import Person
from khuevan.core.sheets import operations
from khuevan.core.sheets.types import State
from khuevan.registry.enrolment.models import Enrolment

from .lists import errors, outcomes, preview, row, take_in, xlsx

HOA = row("Nguyễn Thị Hoa", "05/09/2014", "Nữ", "Kinh", "7A1", "3712340001", "037314000101")
MINH = row("Bùi Đức Minh", "11/03/2014", "Nam", "Mường", "7A2", "3712340002", "037214000102")


def test_preview_counts_and_writes_nothing(world):
    before = Person.objects.count(), Enrolment.objects.count()

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([HOA, MINH, row("Lê Sai", "31/02/2014")]))

    assert (run.state, run.counts) == (State.PREVIEWED, {"new": 2, "rejected": 1})
    assert (Person.objects.count(), Enrolment.objects.count()) == before


def test_confirmed_rows_become_learners_of_their_classes(world):
    run = take_in(world.actor("tuan"), world.units["lower_a"], xlsx([HOA, MINH]))

    assert (run.state, run.counts) == (State.APPLIED, {"new": 2})
    hoa = Enrolment.objects.select_related("person", "school_class").get(person__sector_id="3712340001")
    assert hoa.school_class == world.classes["7A1"]
    assert hoa.person.keeper == world.units["7A1"]
    assert (hoa.person.full_name, hoa.person.birth_date, hoa.person.sex) == ("Nguyễn Thị Hoa", date(2014, 9, 5), "female")
    assert (hoa.person.ethnicity, hoa.person.personal_id_hint) == ("01", "037314••••01")
    assert (hoa.starts_on, hoa.status) == (world.year.starts_on, "studying")


def test_same_file_again_changes_nothing(world):
    take_in(world.actor("tuan"), world.units["lower_a"], xlsx([HOA, MINH]))
    before = list(Person.objects.order_by("pk").values())

    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([HOA, MINH]))

    assert run.counts == {"unchanged": 2}
    assert list(Person.objects.order_by("pk").values()) == before


def test_confirming_twice_writes_once(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([HOA]))

    operations.confirm(world.actor("tuan"), run=run)
    operations.confirm(world.actor("tuan"), run=run)

    assert Enrolment.objects.filter(person__sector_id="3712340001").count() == 1


def test_changed_cells_show_old_and_new_and_are_written(world):
    run = preview(
        world.actor("tuan"),
        world.units["lower_a"],
        xlsx([row("Nguyễn Thị Ánh Nguyệt", "13/09/2014", "Nữ", "Mường", "7A1", "3712345689")]),
    )

    [staged] = run.rows.all()
    assert staged.outcome == "changed"
    assert staged.changes == {"birth_date": ["2014-09-12", "2014-09-13"], "ethnicity": ["01", "06"]}
    operations.confirm(world.actor("tuan"), run=run)
    nguyet = Person.objects.get(sector_id="3712345689")
    assert (nguyet.birth_date, nguyet.ethnicity, nguyet.version) == (date(2014, 9, 13), "06", 2)


def test_undo_restores_exactly(world):
    actor, school = world.actor("tuan"), world.units["lower_a"]
    fields = [field.name for field in Person._meta.fields if field.name not in ("version", "updated_at")]
    before = (
        list(Person.objects.order_by("pk").values(*fields)),
        list(Enrolment.objects.order_by("pk").values("pk", "status", "ends_on")),
    )
    changed = row("Nguyễn Thị Ánh Nguyệt", "13/09/2014", "Nữ", "Mường", "7A2", "3712345689")
    run = take_in(actor, school, xlsx([HOA, MINH, changed]))
    assert run.counts == {"new": 2, "changed": 1}

    undone = operations.undo(actor, run=run)

    assert undone.counts["kept"] == 0
    after = (
        list(Person.objects.order_by("pk").values(*fields)),
        list(Enrolment.objects.order_by("pk").values("pk", "status", "ends_on")),
    )
    assert after == before


def test_row_with_a_day_that_does_not_exist_is_named(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([HOA, row("Lê Văn Sai", "31/02/2014")]))

    assert outcomes(run) == {2: "new", 3: "rejected"}
    assert errors(run) == [(3, "birth_date", "«31/02/2014»: tháng 2 năm 2014 không có ngày 31.")]
