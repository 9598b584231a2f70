"""What the demo's units report, and the days that are measured behind its charts."""

from datetime import date
from itertools import pairwise

import pytest
import yaml
from django.db import connection

from khuevan.core.indicators.models import MeasureRun, ReportedValue
from khuevan.core.indicators.queries import measures
from khuevan.core.indicators.types import ReportKind
from khuevan.kernel import clock
from khuevan.portal.demo.loader import Loader
from khuevan.portal.demo.reports import NOTE, SHARES, WEEKS, measure_past, report_values

FIELDS = ("measure", "unit_id", "as_of", "numerator", "denominator", "reported_by_name")


@pytest.fixture
def reported(world):
    report_values(Loader())
    return ReportedValue.objects.order_by("pk")


def test_shares_are_of_measures_that_are_reported():
    shares = yaml.safe_load(SHARES.read_text(encoding="utf-8"))

    assert [code for code in shares if code not in measures() or measures()[code].reporting is None] == []
    sized = {code for code, share in shares.items() if "of" in share}
    assert sized == {code for code in shares if measures()[code].asking.kind == ReportKind.SHARE}


def test_every_value_says_that_it_is_the_demos_and_is_dated(reported):
    assert reported.count() > 20
    assert set(reported.values_list("evidence_note", flat=True)) == {NOTE}
    assert [value.as_of for value in reported if not date(2025, 1, 1) < value.as_of <= clock.today()] == []


def test_values_are_the_same_every_time(reported):
    first = list(reported.values_list(*FIELDS))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_reportedvalue")

    report_values(Loader())

    assert list(ReportedValue.objects.order_by("pk").values_list(*FIELDS)) == first


def test_only_units_that_are_asked_report(reported):
    wrong = [
        value
        for value in reported.select_related("unit")
        if not measures()[value.measure].asking.asks(value.unit.kind, value.unit.levels, value.unit.ownership)
    ]

    assert wrong == []


def test_past_is_measured_by_the_real_measures_week_by_week(world):
    told: list[str] = []

    measure_past("province", told.append)

    days = sorted(MeasureRun.objects.values_list("day", flat=True).distinct())
    assert (len(days), days[-1], {(later - day).days for day, later in pairwise(days)}) == (
        WEEKS["province"] + 1,
        clock.today(),
        {7},
    )
    assert len(told) == len(days)
