"""Plans from where one stands, with what was measured there."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from khuevan.core.indicators import operations as indicator_operations
from khuevan.core.indicators.tests.factories import make_snapshot, measurer, report
from khuevan.core.org.models import OrgUnit, UnitCode
from khuevan.governance.plans import queries
from khuevan.governance.plans.models import PlanTarget
from khuevan.governance.plans.types import Forecast, Outlook, Status, Unmeasured
from khuevan.kernel import clock
from khuevan.kernel.errors import NotFound
from tests.world import World

CURRENT = "institutions.data_current"
REF = "I.2.4-1"
LAN = "I.2.2-1.1"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=clock.VIETNAM)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def stand_still():
    """A day on which the plan of 2025 is past its deadline."""
    with clock.frozen(NOW):
        yield


def line_of(world: World, username: str, ref: str = REF, code: str = "NB-2025", unit: str | None = None):
    actor = world.actor(username)
    at = queries.at_unit(actor, queries.plan(actor, code), world.units[unit].pk if unit else None)
    return next(line for line in queries.targets_with_values(actor, at) if line.target.ref == ref)


@pytest.mark.parametrize(
    ("username", "unit", "is_own"),
    [
        ("bo", "province", True),
        ("ha", "province", True),
        ("giamdoc", "province", True),
        ("xa", "commune_a", True),
        ("hieutruong", "lower_a", True),
        ("sokhac", "other_province", False),
    ],
)
def test_at_unit_is_the_territory_or_ones_own_part_of_it(world, username, unit, is_own):
    actor = world.actor(username)

    at = queries.at_unit(actor, queries.plan(actor, "NB-2025"))

    assert (at.unit, at.is_own) == (world.units[unit], is_own)


def test_at_unit_goes_where_it_is_asked(world):
    actor = world.actor("ha")

    at = queries.at_unit(actor, queries.plan(actor, "NB-2025"), world.units["primary_b"].pk)

    assert (at.unit, at.is_own) == (world.units["primary_b"], True)


@pytest.mark.parametrize(("username", "unit"), [("xa", "commune_b"), ("hieutruong", "commune_a"), ("sokhac", "province")])
def test_at_unit_out_of_reach_is_not_found(world, username, unit):
    actor = world.actor(username)

    with pytest.raises(NotFound):
        queries.at_unit(actor, queries.plan(actor, "NB-2025"), world.units[unit].pk)


def test_territory_goes_by_its_code_before_its_name(world):
    """Units with codes are known by them: a province of that name with another code is another province."""
    UnitCode.objects.create(unit=world.units["province"], system="administrative", code="99", period=(date(2020, 1, 1), None))
    UnitCode.objects.create(
        unit=world.units["other_province"], system="administrative", code="37", period=(date(2020, 1, 1), None)
    )
    actor = world.actor("bo")

    assert queries.at_unit(actor, queries.plan(actor, "NB-2025")).unit == world.units["other_province"]


@pytest.mark.parametrize(
    ("username", "codes"), [("ha", ["NB-2025"]), ("xa", ["NB-2025"]), ("hieutruong", ["NB-2025"]), ("sokhac", [])]
)
def test_own_codes_are_the_plans_of_ones_place(world, username, codes):
    assert queries.own_codes(world.actor(username)) == codes


def test_plan_list_has_ones_own_first_then_the_newest(world):
    listed = [(plan.code, plan.is_own) for plan in queries.plan_list(world.actor("ha"))]

    assert listed[0] == ("NB-2025", True)
    assert [is_own for _, is_own in listed[1:]] == [False] * 4


def test_plans_are_hidden_without_the_permission(world):
    for username in ("mai", "nguyet", "hanh", "quantri", "kiemtoan"):
        assert list(queries.plans(world.actor(username))) == []
        with pytest.raises(NotFound):
            queries.plan(world.actor(username), "NB-2025")


def test_target_is_measured_at_the_readers_unit(world):
    for name, met in (("ministry", 1), ("province", 1), ("commune_a", 1), ("lower_a", 0), ("other_province", 0)):
        make_snapshot(world.units[name], CURRENT, TODAY, met, 1)

    measured = {username: line_of(world, username).shown for username in ("ha", "xa", "hieutruong", "sokhac")}

    assert measured == {"ha": 100, "xa": 100, "hieutruong": 0, "sokhac": 0}


def test_target_just_below_is_neither_met_nor_shown_as_met(world):
    make_snapshot(world.units["province"], CURRENT, TODAY, 9996, 10000)

    line = line_of(world, "ha")

    assert (line.status, line.shown, line.is_past_due) == (Status.LATE, Decimal("99.96"), True)


def test_target_follows_its_trend(world):
    """Ten more percent every ten days, 90 % today: the rest takes ten days; the deadline has passed."""
    for back, met in ((30, 60), (20, 70), (10, 80), (0, 90)):
        make_snapshot(world.units["province"], CURRENT, TODAY - timedelta(days=back), met, 100)

    line = line_of(world, "ha")

    assert line.forecast == Forecast(Outlook.ON_DAY, TODAY + timedelta(days=10))
    assert line.status == Status.LATE


def test_target_of_another_place_is_compared_by_level_alone(world):
    make_snapshot(world.units["province"], "learners.unified_profile", TODAY, 99, 100)

    line = line_of(world, "ha", "II.2.2b-1.2", "DN-2022")

    assert (line.status, line.forecast) == (Status.BELOW, Forecast(Outlook.NONE))
    assert (queries.progress([line]).below, queries.progress([line]).at_risk) == (1, ())


def test_targets_of_one_measure_are_asked_for_their_own_levels(world):
    """Đầm Hà asks institutions.data_current three times, once only of schools up to upper secondary and continuing."""
    make_snapshot(world.units["province"], CURRENT, TODAY, 6, 10)
    for breakdown, met, of in (
        ("level=primary+lower_secondary", 3, 4),
        ("level=upper_secondary", 2, 2),
        ("level=university", 1, 4),
    ):
        make_snapshot(world.units["province"], CURRENT, TODAY, met, of, breakdown=breakdown)

    every, of_levels = line_of(world, "ha", "II.(11).1", "DH-2024"), line_of(world, "ha", "II.(11).2", "DH-2024")

    assert (every.value.numerator, every.value.denominator) == (6, 10)
    assert (of_levels.value.numerator, of_levels.value.denominator) == (5, 6)


def test_trend_of_an_older_definition_does_not_count(world):
    for back, version in ((30, 1), (20, 1), (10, 1), (0, 2)):
        make_snapshot(world.units["province"], CURRENT, TODAY - timedelta(days=back), 90 - back, 100, version=version)

    assert line_of(world, "ha").forecast.outlook == Outlook.TOO_LITTLE


@pytest.mark.parametrize(
    ("ref", "change", "reason"),
    [
        ("II.1-5.1", {}, Unmeasured.NO_MEASURE),
        ("I.2.1-1", {}, Unmeasured.NOT_YET),
        (REF, {}, Unmeasured.NOT_YET),
        (REF, {"measure": "unknown.measure"}, Unmeasured.NOT_IN_RELEASE),
    ],
)
def test_target_without_a_figure_says_why(world, ref, change, reason):
    PlanTarget.objects.filter(plan__code="NB-2025", ref=ref).update(**change)

    line = line_of(world, "ha", ref)

    assert (line.status, line.reason, line.value) == (Status.UNMEASURED, reason, None)


def test_reported_target_nobody_has_answered_says_so(world):
    indicator_operations.measure_all(measurer())

    line = line_of(world, "ha", LAN)

    assert (line.status, line.reason, line.value) == (Status.UNMEASURED, Unmeasured.NOT_REPORTED, None)
    assert (line.is_reported, line.answered, line.asked) == (True, 0, 3)


@pytest.mark.parametrize(
    ("answers", "status", "shown"),
    [
        ({"lower_a": 1}, Status.INCOMPLETE, "100.0"),
        ({"lower_a": 1, "primary_b": 1, "upper": 1}, Status.MET, "100.0"),
        ({"lower_a": 1, "primary_b": 0}, Status.AT_RISK, "50.0"),
        ({"lower_a": 0, "primary_b": 0, "upper": 0}, Status.AT_RISK, "0.0"),
    ],
)
def test_reported_target_is_not_met_while_somebody_is_silent(world, answers, status, shown):
    for school, yes in answers.items():
        report(world, school, "reported.standard_lan", yes, 1, as_of=TODAY)
    indicator_operations.measure_all(measurer())

    line = line_of(world, "ha", LAN)

    assert (line.status, line.shown, line.answered, line.asked) == (status, Decimal(shown), len(answers), 3)


def test_reported_target_of_half_is_met_when_the_silent_cannot_change_it(world):
    PlanTarget.objects.filter(plan__code="NB-2025", ref=LAN).update(value=Decimal(50), comparison=">=")
    for school in ("lower_a", "primary_b"):
        report(world, school, "reported.standard_lan", 1, 1, as_of=TODAY)
    indicator_operations.measure_all(measurer())

    assert line_of(world, "ha", LAN).status == Status.MET


def test_reported_share_is_met_only_when_everybody_has_answered(world):
    """How large the silent ones are is not known, so whatever they say may change a share."""
    for school in ("lower_a", "primary_b"):
        report(world, school, "reported.signing_teachers", 60, 100, as_of=TODAY)
    indicator_operations.measure_all(measurer())
    before = line_of(world, "ha", "I.2.5-3")
    report(world, "upper", "reported.signing_teachers", 0, 10, as_of=TODAY)
    indicator_operations.measure_all(measurer())
    after = line_of(world, "ha", "I.2.5-3")

    assert (before.status, before.shown) == (Status.INCOMPLETE, Decimal("60.0"))
    assert (after.status, after.shown) == (Status.MET, Decimal("57.1"))


def test_target_with_nothing_to_count_here_says_so(world):
    make_snapshot(world.units["commune_b"], CURRENT, TODAY, 1, 1)
    make_snapshot(world.units["lower_a"], CURRENT, TODAY, 0, 0)

    assert line_of(world, "ha", unit="commune_a").reason == Unmeasured.NOTHING_HERE
    assert line_of(world, "ha", unit="lower_a").reason == Unmeasured.NOTHING_HERE


def test_target_without_a_level_is_measured_but_not_judged(world):
    PlanTarget.objects.filter(plan__code="NB-2025", ref=REF).update(value=None)
    make_snapshot(world.units["province"], CURRENT, TODAY, 1, 3)

    line = line_of(world, "ha")

    assert (line.status, line.reason, line.shown) == (Status.UNMEASURED, Unmeasured.NO_LEVEL, Decimal("33.3"))


def test_progress_counts_what_changed_in_a_month(world):
    make_snapshot(world.units["province"], CURRENT, TODAY - timedelta(days=31), 1, 2)
    make_snapshot(world.units["province"], CURRENT, TODAY, 2, 2)
    actor = world.actor("ha")
    lines = queries.targets_with_values(actor, queries.at_unit(actor, queries.plan(actor, "NB-2025")))

    progress = queries.progress(lines)

    assert (progress.total, progress.met, progress.measured, progress.at_risk, progress.gained) == (19, 1, 1, (), 1)


def test_progress_without_a_month_of_figures_does_not_compare(world):
    make_snapshot(world.units["province"], CURRENT, TODAY, 1, 2)
    line = line_of(world, "ha")

    assert queries.progress([line]).gained is None
    assert queries.progress([replace(line, was_met=True)]).gained == -1


def test_targets_take_a_fixed_number_of_queries(world, django_assert_num_queries):
    indicator_operations.measure_all(measurer())
    actor = world.actor("ha")
    nb, dh = (queries.at_unit(actor, queries.plan(actor, code)) for code in ("NB-2025", "DH-2024"))

    with django_assert_num_queries(6):
        queries.targets_with_values(actor, nb)  # one target is measured
    with django_assert_num_queries(6):
        queries.targets_with_values(actor, dh)  # four are


def test_children_are_held_against_the_target(world):
    make_snapshot(world.units["province"], CURRENT, TODAY, 1, 2)
    make_snapshot(world.units["commune_a"], CURRENT, TODAY, 1, 1)
    make_snapshot(world.units["commune_b"], CURRENT, TODAY, 0, 1)
    actor = world.actor("ha")
    at = queries.at_unit(actor, queries.plan(actor, "NB-2025"))

    below = queries.children(actor, at, queries.target_line(actor, at, REF))

    assert [(child.name, child.shown, child.is_met) for child in below] == [
        ("Phường Hoa Lư", 100, True),
        ("Xã Gia Viễn", 0, False),
    ]


def test_unit_choices_lead_up_and_down_as_far_as_one_sees(world):
    def names(username: str, unit: str) -> list[str]:
        return [
            choice.name for choice in queries.unit_choices(world.actor(username), OrgUnit.objects.get(pk=world.units[unit].pk))
        ]

    assert names("ha", "commune_a") == ["Tỉnh Ninh Bình", "Phường Hoa Lư", "Trường THCS Ninh Khánh"]
    assert names("xa", "lower_a") == ["Phường Hoa Lư", "Trường THCS Ninh Khánh"]


def test_tasks_know_their_last_day(world):
    actor = world.actor("ha")
    lines = {line.task.ref: line for line in queries.tasks(actor, queries.plan(actor, "NB-2025"))}

    assert len(lines) == 31
    assert lines["II.1-1"].due_on == date(2025, 12, 31)
    assert lines["V.3-1"].due_on == date(2026, 5, 31)
    assert (lines["V.3-2"].due_on, lines["V.3-2"].is_past) == (None, False)
    assert "Phòng Tài chính" in queries.task_leads(lines.values())


def test_duties_of_a_running_plan_come_by_day(world):
    actor = world.actor("ha")
    with clock.frozen(datetime(2025, 11, 5, tzinfo=clock.VIETNAM)):
        lines = queries.duties(actor, queries.plan(actor, "NB-2025"))

    assert [(line.duty.ref, line.next_due) for line in lines[:4]] == [
        ("V.3-2.1", date(2025, 11, 19)),
        ("V.3-2.2", date(2025, 11, 19)),
        ("V.3-2.5", date(2025, 12, 9)),
        ("V.3-2.6", date(2025, 12, 9)),
    ]
    assert [line.is_over for line in lines] == [False] * 12


def test_home_card_names_what_is_at_risk(world):
    make_snapshot(world.units["commune_a"], CURRENT, TODAY, 1, 3)

    card = queries.home_card(world.actor("xa"))

    assert (card.figure, card.of) == ("0", "19")
    assert [(row.label, row.value) for row in card.rows] == [("Cơ sở giáo dục triển khai cơ sở dữ liệu ngành", "33,3\u00a0%")]


def test_home_card_never_rounds_up_to_the_target(world):
    for back in (30, 20, 10, 0):
        make_snapshot(world.units["province"], CURRENT, TODAY - timedelta(days=back), 9996, 10000)

    assert [row.value for row in queries.home_card(world.actor("ha")).rows] == ["99,96\u00a0%"]


def test_home_card_is_not_for_those_without_a_plan(world):
    assert queries.home_card(world.actor("sokhac")) is None


def test_search_finds_plans_and_targets_without_diacritics(world):
    hits = queries.search(world.actor("ha"), "chu ky so", 8)

    assert {hit.icon for hit in hits} == {"target"}
    assert "Nhà giáo phổ thông công lập được cấp chứng thư chữ ký số, chữ ký điện tử" in [hit.title for hit in hits]
    assert queries.search(world.actor("ha"), "27/KH-SGDDT", 8)[0].url == "/ke-hoach/NB-2025/"
    assert queries.search(world.actor("mai"), "chu ky so", 8) == []
    assert queries.search(world.actor("ha"), "…", 8) == []
