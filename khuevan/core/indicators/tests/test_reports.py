"""What units report: who may, what is refused, what is kept of a correction, and what becomes of it in the figures."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.core.audit.models import JournalEntry
from khuevan.core.files import api as files
from khuevan.core.files.types import WrongType
from khuevan.core.indicators import operations, queries, types
from khuevan.core.indicators.models import ReportedValue
from khuevan.core.indicators.tests.factories import measurer, reader, report, reporter
from khuevan.core.indicators.types import Figure, ReportKind, Slice, Which
from khuevan.core.org.models import OrgUnit
from khuevan.core.org.tests.factories import make_unit
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed, NotFound, Stale

LAN, SIGNING, DAY, PROCEDURES = (
    "reported.standard_lan",  # yes or no, public institutions
    "reported.signing_teachers",  # a share, public general schools
    "reported.digital_day",  # yes or no, holds for a calendar year
    "reported.online_procedures",  # a share, asked of the Department
)
PLAN = "reported.yearly_plan"  # yes or no, holds for a school year
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def figure_at(unit: OrgUnit, code: str, day: date | None = None) -> tuple[int, int, int, int] | None:
    value = queries.values(reader(), [unit.pk], [Figure(code)], day).get((unit.pk, Figure(code)))
    return (value.numerator, value.denominator, value.answered, value.asked) if value else None


def answer(world, username: str, unit: str = "lower_a", code: str = LAN, **changes) -> ReportedValue:
    asked = {"numerator": 1, "denominator": 1, "as_of": clock.today(), "note": "Biên bản số 3"} | changes
    return operations.report_value(world.actor(username), unit=world.units[unit], code=code, **asked)


def test_report_value_is_kept_with_who_and_when_and_journaled(world):
    value = answer(world, "tuan", as_of=clock.today() - timedelta(days=3))

    kept = ReportedValue.objects.get()
    assert (kept.pk, kept.unit_id, kept.measure, kept.numerator, kept.denominator) == (
        value.pk, world.units["lower_a"].pk, LAN, 1, 1,
    )  # fmt: skip
    assert (kept.reported_by_id, kept.reported_by_name) == (world.users["tuan"].pk, "Đỗ Minh Tuấn")
    entry = JournalEntry.objects.get(verb="indicators.value_reported")
    assert entry.changes["measure"] == [None, LAN]
    assert entry.changes["numerator"] == [None, 1]


@pytest.mark.parametrize(
    ("username", "unit", "code"),
    [
        ("vanthu", "lower_a", LAN),  # reads, does not answer
        ("mai", "lower_a", LAN),
        ("xa", "lower_a", LAN),  # a commune does not answer for its schools
        ("ha", "lower_a", LAN),
        ("hieutruongkhac", "lower_a", LAN),
        ("quantri", "lower_a", LAN),
        ("giamdoc", "department", PROCEDURES),
        ("sokhac", "department", PROCEDURES),
        ("hieutruong", "department", PROCEDURES),
    ],
)
def test_report_value_is_for_those_who_answer_for_the_unit(world, username, unit, code):
    with pytest.raises(NotAllowed):
        answer(world, username, unit, code)

    assert not ReportedValue.objects.exists()
    assert not JournalEntry.objects.filter(verb="indicators.value_reported").exists()


@pytest.mark.parametrize(("username", "unit", "code"), [("hieutruong", "lower_a", LAN), ("ha", "department", PROCEDURES)])
def test_report_value_is_answered_at_ones_own_level(world, username, unit, code):
    assert answer(world, username, unit, code).reported_by_id == world.users[username].pk


TOMORROW = clock.today() + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"as_of": TOMORROW}, types.DayAhead, "as_of"),
        ({"code": SIGNING, "numerator": 5, "denominator": 4}, types.PartAboveWhole, "numerator"),
        ({"code": SIGNING, "numerator": 0, "denominator": 0}, types.NothingCounted, "denominator"),
        ({"note": ""}, types.NoEvidence, "note"),
        ({"code": "learners.unified_profile"}, types.NotAsked, None),
        ({"code": PROCEDURES}, types.NotAsked, None),
        ({"code": "unknown.measure"}, NotFound, None),
    ],
)
def test_report_value_refuses_what_cannot_be_so(world, changes, refusal, field):
    with pytest.raises(refusal) as refused:
        answer(world, "tuan", **changes)

    assert refused.value.field == field
    assert not ReportedValue.objects.exists()


def test_report_value_of_a_no_needs_no_evidence(world):
    assert answer(world, "tuan", numerator=0, note="").numerator == 0


def test_report_value_twice_for_a_day_is_refused(world):
    answer(world, "tuan")

    with pytest.raises(types.AlreadyReported):
        answer(world, "hieutruong", numerator=0)

    assert [value.numerator for value in ReportedValue.objects.all()] == [1]


def test_evidence_is_read_through_the_value_only(world):
    value = answer(world, "tuan", note="", evidence=SimpleUploadedFile("bien-ban.pdf", PDF))
    [file] = queries.evidence_of(value)

    for username in ("tuan", "hieutruong", "vanthu", "xa", "ha"):
        assert files.readable(world.actor(username), file.uid) == file
    for username in ("bo", "xakhac", "hieutruongkhac", "sokhac", "mai", "hanh", "quantri"):
        with pytest.raises(NotFound):
            files.readable(world.actor(username), file.uid)


def test_evidence_of_a_wrong_type_takes_the_report_with_it(world):
    with pytest.raises(WrongType):
        answer(world, "tuan", evidence=SimpleUploadedFile("bien-ban.pdf", b"MZ\x90\x00\x03 not a document"))

    assert not ReportedValue.objects.exists()


def correct(world, value: ReportedValue, version: int = 1, username: str = "hieutruong", **changes) -> ReportedValue:
    asked = {"numerator": 0, "denominator": 1, "as_of": value.as_of, "note": "Xem lại: chưa đạt"} | changes
    return operations.correct_value(world.actor(username), value=value, version=version, **asked)


def test_correction_keeps_the_old_value_with_its_author(world):
    old = answer(world, "tuan")
    new = correct(world, old)

    kept = list(queries.history(world.actor("xa"), world.units["lower_a"], LAN))
    assert [(value.pk, value.numerator, value.reported_by_name, value.superseded_at is None) for value in kept] == [
        (new.pk, 0, "Trần Đức Thịnh", True),
        (old.pk, 1, "Đỗ Minh Tuấn", False),
    ]
    assert new.corrects_id == old.pk
    entry = JournalEntry.objects.get(verb="indicators.value_corrected")
    assert entry.changes["numerator"] == [1, 0]


def test_correction_of_what_somebody_else_corrected_is_refused(world):
    old = answer(world, "tuan")
    seen = ReportedValue.objects.get(pk=old.pk)
    correct(world, old)

    with pytest.raises(Stale):
        correct(world, seen, username="tuan", numerator=1)
    with pytest.raises(types.AlreadyCorrected):
        correct(world, ReportedValue.objects.get(pk=old.pk), version=2, username="tuan", numerator=1)

    assert ReportedValue.objects.count() == 2


def test_correction_keeps_the_file_unless_there_is_a_new_one(world):
    old = answer(world, "tuan", evidence=SimpleUploadedFile("bien-ban.pdf", PDF))
    same = correct(world, old, numerator=1, note="")
    other = correct(world, same, numerator=1, evidence=SimpleUploadedFile("bien-ban-2.pdf", PDF + b"%2\n"))

    names = [[file.name for file in queries.evidence_of(value)] for value in (old, same, other)]
    assert names == [["bien-ban.pdf"], ["bien-ban.pdf"], ["bien-ban-2.pdf"]]


@pytest.mark.parametrize("username", ["vanthu", "xa", "ha", "hieutruongkhac", "mai"])
def test_correction_is_for_those_who_answer(world, username):
    old = answer(world, "tuan")

    with pytest.raises(NotAllowed):
        correct(world, old, username=username)

    assert ReportedValue.objects.count() == 1


def test_figures_count_those_who_answered_and_say_how_many_were_asked(world):
    report(world, "lower_a", LAN, 1, 1)
    report(world, "primary_b", LAN, 0, 1)
    report(world, "department", PROCEDURES, 30, 40)
    operations.measure_all(measurer())

    found = {name: figure_at(world.units[name], LAN) for name in ("province", "commune_a", "commune_b", "upper", "department")}

    assert found == {
        "province": (1, 2, 2, 3),
        "commune_a": (1, 1, 1, 1),
        "commune_b": (0, 1, 1, 1),
        "upper": (0, 0, 0, 1),
        "department": None,
    }
    assert figure_at(world.units["province"], PROCEDURES) == (30, 40, 1, 1)


def test_figures_are_of_the_last_answer_on_or_before_the_day(world):
    today = clock.today()
    report(world, "lower_a", LAN, 0, 1, as_of=today - timedelta(days=20))
    report(world, "lower_a", LAN, 1, 1, as_of=today - timedelta(days=10))
    for back in (30, 20, 15, 10, 0):
        operations.measure_all(measurer(), day=today - timedelta(days=back))

    found = [figure_at(world.units["commune_a"], LAN, today - timedelta(days=back)) for back in (30, 20, 15, 10, 0)]

    assert found == [(0, 0, 0, 1), (0, 1, 1, 1), (0, 1, 1, 1), (1, 1, 1, 1), (1, 1, 1, 1)]


def test_what_was_corrected_counts_no_more(world):
    correct(world, answer(world, "tuan"))
    operations.measure_all(measurer())

    assert figure_at(world.units["lower_a"], LAN) == (0, 1, 1, 1)


@pytest.mark.parametrize("code", [DAY, PLAN])
def test_answers_of_a_year_are_over_with_it(world, code):
    first = date(clock.today().year, 1, 1) if code == DAY else world.year.starts_on
    report(world, "lower_a", code, 1, 1, as_of=first - timedelta(days=1))
    operations.measure_all(measurer(), day=first - timedelta(days=1))
    operations.measure_all(measurer(), day=first)

    unit = world.units["lower_a"]
    assert figure_at(unit, code, first - timedelta(days=1)) == (1, 1, 1, 1)
    assert figure_at(unit, code, first) == (0, 0, 0, 1)
    assert queries.duty(reader(), unit, code).last is None


def test_silent_units_leave_the_list_when_they_answer(world):
    def silent(username: str) -> list[str]:
        return [line.unit.name for line in queries.silent(world.actor(username), world.units["province"], LAN)]

    before = silent("ha")
    answer(world, "tuan")

    assert before == ["Trường THCS Ninh Khánh", "Trường THPT Hoa Lư A", "Trường Tiểu học Gia Viễn"]
    assert silent("ha") == ["Trường THPT Hoa Lư A", "Trường Tiểu học Gia Viễn"]
    assert silent("xakhac") == ["Trường Tiểu học Gia Viễn"]
    assert silent("mai") == silent("quantri") == []


def test_standings_count_who_answered(world):
    answer(world, "tuan")

    def of_lan(username: str, unit: str) -> tuple[int, int]:
        lines = queries.standings(world.actor(username), world.units[unit])
        return next((line.answered, line.asked) for line in lines if line.spec.code == LAN)

    found = [of_lan("ha", "province"), of_lan("xa", "commune_a"), of_lan("xakhac", "commune_b")]

    assert found == [(1, 3), (1, 1), (0, 1)]


def test_duties_are_what_the_unit_is_asked(world):
    def codes(unit: str) -> set[str]:
        return {line.spec.code for line in queries.duties(reader(), world.units[unit])}

    assert {LAN, SIGNING} <= codes("lower_a")
    assert codes("department") == {
        spec.code for spec in queries.measures().values() if spec.reporting and spec.reporting.by == "department"
    }
    assert codes("province") == codes("commune_a") == set()


SLICES = (
    Slice(),
    Slice(frozenset(["primary"])),
    Slice(frozenset(["lower_secondary", "upper_secondary"]), frozenset(["public"])),
    Slice(ownerships=frozenset(["non_public"])),
)
REPORTED = [code for code, spec in queries.measures().items() if spec.reporting]


def test_rows_are_as_many_as_the_figure_at_every_unit_and_slice(world):
    for number, (code, name) in enumerate(product(REPORTED, ("lower_a", "primary_b", "department"))):
        unit = world.units[name]
        if queries.measure(code).asking.asks(unit.kind, unit.levels, unit.ownership):
            report(world, name, code, number % 2, 1)
    operations.measure_all(measurer())
    units = list(OrgUnit.objects.exclude(kind="class"))

    for code, part in product(REPORTED, SLICES):
        spec, figure = queries.measure(code), Figure(code, part)
        found = queries.values(reader(), [unit.pk for unit in units], [figure])
        for unit in units:
            value = found.get((unit.pk, figure))
            rows = {which: len(spec.rows.rows(reader(), unit.path, which, part)) for which in Which}
            expected = (value.asked, value.asked - value.answered) if value else (0, 0)
            assert (rows[Which.ALL], rows[Which.SILENT]) == expected, (code, unit, part)
            if spec.asking.kind == ReportKind.YES_NO:
                of = (value.numerator, value.denominator - value.numerator) if value else (0, 0)
                assert (rows[Which.MET], rows[Which.MISSING]) == of, (code, unit, part)


def test_figures_are_split_by_level_and_by_ownership(world):
    OrgUnit.objects.filter(pk=world.units["upper"].pk).update(ownership="non_public")
    for school, yes in (("lower_a", 1), ("primary_b", 0), ("upper", 1)):
        report(world, school, "reported.focal_points", yes, 1)
    operations.measure_all(measurer())

    province = world.units["province"].pk
    splits = {
        dimension: {
            value.breakdown: (value.numerator, value.denominator, value.answered, value.asked)
            for value in queries.breakdown(reader(), province, "reported.focal_points", dimension)
        }
        for dimension in ("level", "ownership")
    }

    assert splits == {
        "level": {
            "level=lower_secondary": (1, 1, 1, 1),
            "level=primary": (0, 1, 1, 1),
            "level=upper_secondary": (1, 1, 1, 1),
        },
        "ownership": {"ownership=public": (1, 2, 2, 2), "ownership=non_public": (1, 1, 1, 1)},
    }


answers = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 40), st.integers(0, 30)), max_size=10)


class AnswersOverTime(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(answers, st.integers(0, 40))
    def test_figure_of_any_day_is_the_sum_of_last_answers_until_then(self, said, back):
        """`said` are (school, days ago, part of 30); the slow sum goes school by school."""
        province = make_unit("province", "Gốc")
        schools = [
            make_unit("school", f"Trường {number}", province, levels=["primary"], ownership="public") for number in range(3)
        ]
        today = clock.today()
        kept: dict[tuple[int, date], int] = {}
        for place, ago, part in said:
            school, day = schools[place % 3], today - timedelta(days=ago)
            if (school.pk, day) not in kept:
                kept[school.pk, day] = part
                operations.report_value(
                    reporter(), unit=school, code=SIGNING, numerator=part, denominator=30, as_of=day, note="Danh sách"
                )
        asked_day = today - timedelta(days=back)
        operations.measure_all(measurer(), day=asked_day)

        last = [
            max(((day, part) for (pk, day), part in kept.items() if pk == school.pk and day <= asked_day), default=None)
            for school in schools
        ]
        heard = [part for found in last if found for part in [found[1]]]
        expected = (sum(heard), 30 * len(heard), len(heard), 3)
        assert figure_at(province, SIGNING, asked_day) == expected


def test_latest_answers_are_found_by_the_index(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'indicators_reported_once_a_day'")
        [definition] = cursor.fetchone()

    assert "(unit_id, measure, as_of) WHERE (superseded_at IS NULL)" in definition
