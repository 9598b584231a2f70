"""The journal as the auditor reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from khuevan.core.audit.operations import record_reads
from khuevan.core.audit.queries import entries_about, history_of, reads_about, verbs, wording
from khuevan.core.org.models import OrgUnit
from khuevan.kernel import clock
from khuevan.kernel.actor import SensitiveRead

from .factories import make_entry


@pytest.fixture
def auditor(client, world):
    client.force_login(world.users["kiemtoan"])
    return client


def journal(client, **filters) -> str:
    return client.get(reverse("audit:journal"), filters).content.decode()


def lines_of(html: str) -> int:
    return html.count("<td ") and html.split("<tbody>")[1].count("<tr")


def test_journal_shows_the_wording_of_the_verb(auditor, world):
    make_entry(world.actor("tuan"), obj=world.units["lower_a"])

    html = journal(auditor)

    assert ("Xuất danh sách ra tệp" in html, "Đỗ Minh Tuấn" in html, "Trường THCS Ninh Khánh" in html) == (True, True, True)


def test_journal_is_found_by_words_without_diacritics(auditor, world):
    make_entry(world.actor("tuan"), obj=world.units["lower_a"])
    make_entry(world.actor("mai"), obj=world.units["primary_b"])

    assert lines_of(journal(auditor, q="do minh tuan")) == 1
    assert lines_of(journal(auditor, q="Gia Viễn")) == 1
    assert lines_of(journal(auditor, q="truong")) == 2


def test_journal_is_found_by_verb(auditor, world):
    make_entry(world.actor("tuan"))
    make_entry(world.actor("tuan"), "jobs.job_cancelled")

    assert lines_of(journal(auditor, verb="jobs.job_cancelled")) == 1


def test_journal_shows_seven_days_until_it_is_asked_for_more(auditor, world):
    for days in (0, 6, 7, 60):
        make_entry(world.actor("tuan"), at=clock.now() - timedelta(days=days))
    asked = clock.today() - timedelta(days=60)

    assert lines_of(journal(auditor)) == 2
    assert "7 ngày gần nhất" in journal(auditor)
    assert lines_of(journal(auditor, since=f"{asked:%d/%m/%Y}")) == 4
    assert lines_of(journal(auditor, since=f"{asked:%d/%m/%Y}", until=f"{asked:%d/%m/%Y}")) == 1


def test_account_and_object_have_their_whole_journal(auditor, world):
    long_ago = clock.now() - timedelta(days=400)
    line = make_entry(world.actor("tuan"), obj=world.units["lower_a"], at=long_ago)
    make_entry(world.actor("mai"), obj=world.units["primary_b"])

    account = auditor.get(reverse("audit:account", args=[line.user_id])).content.decode()
    of_object = auditor.get(reverse("audit:object", args=["org.orgunit", line.object_id])).content.decode()

    assert ("Nhật ký của Đỗ Minh Tuấn" in account, lines_of(account)) == (True, 1)
    assert ("Lịch sử của Trường THCS Ninh Khánh" in of_object, lines_of(of_object)) == (True, 1)


def test_line_shows_what_changed(auditor, world):
    line = make_entry(
        world.actor("tuan"), obj=world.units["lower_a"], changes={"name": ["Tên cũ", "Tên mới"], "levels": [[], ["primary"]]}
    )

    html = auditor.get(reverse("audit:entry", args=[line.pk])).content.decode()

    assert ("Tên cũ" in html, "Tên mới" in html, "[&quot;primary&quot;]" in html) == (True, True, True)


def test_lines_of_another_province_stay_out_of_reach(auditor, world):
    line = make_entry(world.actor("sokhac"), obj=world.units["primary_c"])

    assert lines_of(journal(auditor)) == 0
    assert auditor.get(reverse("audit:entry", args=[line.pk])).status_code == 404
    assert auditor.get(reverse("audit:account", args=[line.user_id])).status_code == 404


def test_journal_costs_as_many_queries_for_three_lines_as_for_one(auditor, world, django_assert_max_num_queries):
    counts = []
    for new in (1, 2):
        for _line in range(new):
            make_entry(world.actor("tuan"), obj=world.units["lower_a"])
        with django_assert_max_num_queries(50) as captured:
            journal(auditor)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_htmx_gets_the_same_results_as_the_whole_page(auditor, world):
    make_entry(world.actor("tuan"))

    part = auditor.get(reverse("audit:journal"), headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()

    assert part in journal(auditor)
    assert "<html" not in part


def test_journal_goes_to_excel(auditor, world):
    make_entry(world.actor("tuan"))

    response = auditor.get(reverse("audit:journal"), {"export": "xlsx"})

    assert response.getvalue()[:2] == b"PK"


def test_history_is_for_those_who_may_and_newest_first(world):
    school = world.units["lower_a"]
    for number in (1, 2):
        make_entry(world.actor("tuan"), obj=school, changes={"name": [None, str(number)]})

    lines = history_of(world.actor("hieutruong"), school)

    assert [(line.what, line.who, line.changes[0].new) for line in lines] == [
        ("Xuất danh sách ra tệp", "Đỗ Minh Tuấn", "2"),
        ("Xuất danh sách ra tệp", "Đỗ Minh Tuấn", "1"),
    ]
    assert [history_of(world.actor(name), school) for name in ("hieutruongkhac", "nguyet", "xakhac")] == [[], [], []]


def test_person_and_guardians_see_who_read_and_nobody_else(world):
    reader, pupil = world.actor("mai"), world.people["nguyet"]
    reader.reads.append(SensitiveRead(pupil.pk, ("personal_id",), "Lập danh sách"))
    record_reads(reader)

    seen = {}
    for name in ("nguyet", "hanh", "loc", "mai", "quantri", "kiemtoan"):
        actor = replace(world.actor(name), tied_permissions=frozenset({"test.see_reads"}))
        seen[name] = reads_about(actor, "test.see_reads", [pupil.pk]).count()

    assert seen == {"nguyet": 1, "hanh": 1, "loc": 0, "mai": 0, "quantri": 0, "kiemtoan": 0}


def test_lines_about_several_objects_come_newest_first(world):
    units = [world.units["lower_a"], world.units["upper"]]
    lines = [make_entry(world.actor("tuan"), obj=unit) for unit in (*units, world.units["primary_b"])]

    assert list(entries_about(world.actor("tuan"), OrgUnit, [unit.pk for unit in units])) == [lines[1], lines[0]]


def test_every_wording_belongs_to_its_room_and_says_something():
    assert [verb for verb, label in verbs().items() if not str(label).strip() or "." not in verb] == []
    assert wording("unknown.verb") == "unknown.verb"
