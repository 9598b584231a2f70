"""Writing the journal and closing its days."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import ProgrammingError

from khuevan.core.audit.models import DayDigest, JournalEntry, ReadEntry
from khuevan.core.audit.operations import close_days, record, record_many, record_reads
from khuevan.core.audit.queries import verify_chain
from khuevan.core.jobs.api import run_pending
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor, SensitiveRead
from khuevan.kernel.events import publish
from khuevan.web.events import ListExported

from .factories import make_entry

MONDAY = datetime(2026, 9, 7, 9, 30, tzinfo=clock.VIETNAM)
WEDNESDAY_NIGHT = datetime(2026, 9, 9, 2, 10, tzinfo=clock.VIETNAM)
SYSTEM = Actor(name="Chốt nhật ký ngày", via="system")
UPDATE = "UPDATE audit_journalentry SET actor_name = 'Người khác' WHERE id = %s"


def close() -> None:
    with clock.frozen(WEDNESDAY_NIGHT):
        close_days(SYSTEM, WEDNESDAY_NIGHT)


def as_superuser(table: str, sql: str, parameters: list) -> None:
    """Change rows as somebody would who owns the database: with the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, parameters)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def closed(world):
    """Two lines of Monday, one of Tuesday, one reading; all closed."""
    tuan = world.actor("tuan")
    lines = [make_entry(tuan, obj=world.units["lower_a"], at=MONDAY + timedelta(hours=hours)) for hours in (0, 1, 24)]
    with clock.frozen(MONDAY):
        tuan.reads.append(SensitiveRead(world.people["nguyet"].pk, ("personal_id",), "Tra cứu"))
        record_reads(tuan)
    close()
    return lines


def test_line_says_who_as_what_where_and_what_changed(world):
    actor, school = world.actor("tuan", address="10.0.0.7"), world.units["lower_a"]

    record(actor, "org.unit_renamed", school, changes={"name": ["Cũ", "Mới"]})

    line = JournalEntry.objects.get(verb="org.unit_renamed")
    assert (line.user_id, line.actor_name, line.address, line.via) == (actor.user_id, "Đỗ Minh Tuấn", "10.0.0.7", "web")
    assert line.acting_as == "Đầu mối CNTT, thống kê, Trường THCS Ninh Khánh"
    assert (line.object_type, line.object_id, line.object_label) == ("org.orgunit", str(school.pk), "Trường THCS Ninh Khánh")
    assert (line.unit_path, line.unit_label) == (school.path, "Trường THCS Ninh Khánh")
    assert line.changes == {"name": ["Cũ", "Mới"]}
    assert line.search_key == "do minh tuan truong thcs ninh khanh truong thcs ninh khanh"


def test_many_lines_are_the_same_as_one_by_one_and_cost_one_statement(world, django_assert_num_queries):
    actor = world.actor("tuan")
    deeds = [(world.units[name], {"x": [1, 2]}) for name in ("lower_a", "primary_b")]
    record(actor, "test.single", deeds[0][0], changes=deeds[0][1])

    with django_assert_num_queries(1):
        record_many(actor, "test.many", deeds)

    single = JournalEntry.objects.filter(verb="test.single").values("object_id", "unit_path", "search_key", "changes").get()
    many = (
        JournalEntry.objects.filter(verb="test.many").order_by("id").values("object_id", "unit_path", "search_key", "changes")
    )
    assert many[0] == single
    assert len(many) == 2


@pytest.mark.parametrize("table", ["audit_journalentry", "audit_readentry", "audit_daydigest"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_database_refuses_to_change_the_journal(closed, table, sql):
    refusal = pytest.raises((InternalError, IntegrityError, ProgrammingError), match="Cannot update or delete")

    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))

    assert verify_chain() == []


def test_closing_seals_every_day_up_to_yesterday_once(closed):
    close()

    seals = list(DayDigest.objects.order_by("day").values_list("day", "rows", "reads"))
    assert seals == [(MONDAY.date(), 2, 1), (MONDAY.date() + timedelta(days=1), 1, 0)]
    assert len(set(DayDigest.objects.values_list("digest", flat=True))) == 2
    assert verify_chain() == []


def test_empty_days_are_closed_too(world):
    make_entry(world.actor("tuan"), at=MONDAY - timedelta(days=3))

    close()

    assert DayDigest.objects.count() == 5
    assert verify_chain() == []


def test_nothing_to_close_before_the_first_line(db):
    JournalEntry.objects.none()

    close()

    assert DayDigest.objects.count() == 0


@pytest.mark.parametrize(
    ("table", "sql"),
    [
        ("audit_journalentry", "UPDATE audit_journalentry SET actor_name = 'Người khác' WHERE id = %s"),
        ("audit_journalentry", "UPDATE audit_journalentry SET changes = '{}'::jsonb || '{\"a\": [1, 2]}' WHERE id = %s"),
        ("audit_journalentry", "UPDATE audit_journalentry SET at = at + interval '1 microsecond' WHERE id = %s"),
        ("audit_journalentry", "DELETE FROM audit_journalentry WHERE id = %s"),
        ("audit_readentry", "DELETE FROM audit_readentry WHERE %s > 0"),
        ("audit_readentry", "UPDATE audit_readentry SET fields = 'x' WHERE %s > 0"),
        ("audit_daydigest", "UPDATE audit_daydigest SET digest = repeat('0', 64) WHERE day = '2026-09-07' AND %s > 0"),
    ],
)
def test_change_by_a_superuser_of_the_database_is_found(closed, table, sql):
    as_superuser(table, sql, [closed[0].pk])

    problems = verify_chain()

    assert problems[0].startswith("Nhật ký ngày 07/09/2026 không khớp dấu chốt")


def test_sentence_says_how_many_lines_are_missing(closed):
    as_superuser("audit_journalentry", "DELETE FROM audit_journalentry WHERE id = %s", [closed[2].pk])

    assert verify_chain() == [
        "Nhật ký ngày 08/09/2026 không khớp dấu chốt: lúc chốt 1 dòng và 0 lượt xem, nay 0 dòng và 0 lượt xem."
    ]


def test_line_slipped_into_a_closed_day_is_found(closed, world):
    make_entry(world.actor("mai"), at=MONDAY)

    assert len(verify_chain()) == 1


def test_line_from_before_the_first_closed_day_is_found(closed, world):
    make_entry(world.actor("mai"), at=MONDAY - timedelta(days=30))

    assert verify_chain() == ["Có dòng nhật ký trước ngày 07/09/2026 là ngày đầu tiên được chốt."]


def test_removed_seal_is_found(closed, world):
    make_entry(world.actor("tuan"), at=MONDAY + timedelta(days=2))
    with clock.frozen(WEDNESDAY_NIGHT + timedelta(days=1)):
        close_days(SYSTEM, WEDNESDAY_NIGHT)
    as_superuser("audit_daydigest", "DELETE FROM audit_daydigest WHERE day = %s", ["2026-09-08"])

    assert verify_chain()[0] == "Thiếu dấu chốt nhật ký giữa ngày 07/09/2026 và ngày 09/09/2026."


def test_new_lines_of_an_open_day_are_no_problem(closed, world):
    make_entry(world.actor("mai"), at=WEDNESDAY_NIGHT)

    assert verify_chain() == []


def test_chain_can_be_checked_from_a_day_on(closed):
    as_superuser("audit_journalentry", UPDATE, [closed[0].pk])

    assert verify_chain(since=MONDAY.date() + timedelta(days=1)) == []


def test_exported_list_is_journaled(world):
    publish(ListExported(world.users["tuan"].pk, "jobs:dead_letters", "waiting=on", 35))

    run_pending()

    line = JournalEntry.objects.get(verb="audit.list_exported")
    assert (line.user_id, line.actor_name, line.object_label) == (world.users["tuan"].pk, "Đỗ Minh Tuấn", "Việc lỗi")
    assert line.changes == {"rows": 35, "filters": "waiting=on", "page": "jobs:dead_letters"}


def test_reading_is_written_once_per_request(world):
    actor = world.actor("tuan")
    actor.reads.extend([SensitiveRead(7, ("personal_id",), "Tra cứu")] * 3)

    record_reads(actor)

    assert ReadEntry.objects.filter(person_id=7).count() == 1
    assert actor.reads == []
