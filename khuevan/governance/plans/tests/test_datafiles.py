"""The five plans as shipped."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from khuevan.governance.plans.datafiles import DATA_FOLDER, load_plans
from khuevan.governance.plans.measures import MEASURES
from khuevan.governance.plans.types import (
    AreaStatus,
    Comparison,
    DeadlineRule,
    Level,
    Ownership,
    PlanData,
    Rhythm,
    TargetUnit,
)

# The catalogue of indicators drawn from the five plans: one line per indicator, plan and year, 149 lines in all.
CATALOGUE = {
    ("NB-2025", 2025): "11 34 37 44 53 54 58 61 62 63 64 65 70 71 72 74 75 78 79",
    ("DN-2022", 2025): "01 02 03 04 06 08 12 13 14 22 24 26 27 28 29 38 39 47 48 53 54 56 57 58 67 68 69 73 80 81",
    ("DN-2022", 2030): "08 18 19 20 30 31 32",
    ("DL-2022", 2025): "03 04 05 06 08 10 13 14 15 16 17 23 24 26 27 29 36 38 39 40 43 46 53 54 56 57 80",
    ("DL-2022", 2030): "18 19 20 30 31 32",
    ("NN-2023", 2025): "03 04 08 13 14 22 24 26 27 29 39 41 42 53 54 56 57 80",
    ("NN-2023", 2030): "08 18 19 30 31 32",
    ("DH-2024", 2024): (
        "01 03 04 06 07 08 09 13 14 21 24 25 26 27 29 33 35 39 44 45 49 50 51 52 53 54 55 58 59 60 65 66 68 76 77 80"
    ),
}

# The catalogue of tasks numbers them through the plans: first and last number of each plan, 253 in all.
TASK_NUMBERS = {
    "DN-2022": (1, 106),
    "DL-2022": (107, 143),
    "DH-2024": (144, 189),
    "NN-2023": (190, 222),
    "NB-2025": (223, 253),
}

# Rows of the two appendices of the Đắk Nông plan, as printed.
APPENDIX_1_ROWS, APPENDIX_2_ROWS = 23, 29

# The catalogue of reporting duties numbers them P-01 to P-29; P-09 is in three plans.
DUTY_COUNT = 29


@pytest.fixture(scope="module")
def plans() -> dict[str, PlanData]:
    return {plan.code: plan for plan in load_plans()}


def test_plans_are_the_five_shipped(plans):
    assert sorted(plans) == ["DH-2024", "DL-2022", "DN-2022", "NB-2025", "NN-2023"]


def test_targets_are_every_catalogue_line_once(plans):
    shipped = {
        (code, year): sorted(target.indicator for target in plan.targets if target.year == year)
        for code, plan in plans.items()
        for year in {target.year for target in plan.targets}
    }

    assert shipped == {key: [f"I-{number}" for number in line.split()] for key, line in CATALOGUE.items()}
    assert sum(len(plan.targets) for plan in plans.values()) == 149
    assert len({target.indicator for plan in plans.values() for target in plan.targets}) == 81


def test_tasks_are_every_catalogue_line_once(plans):
    shipped = {code: sorted(task.id for task in plan.tasks) for code, plan in plans.items()}

    assert shipped == {
        code: [f"T-{number:03}" for number in range(first, last + 1)] for code, (first, last) in TASK_NUMBERS.items()
    }
    assert sum(map(len, shipped.values())) == 253


def test_dak_nong_has_every_appendix_row(plans):
    refs = [task.ref for task in plans["DN-2022"].tasks]

    assert [ref for ref in refs if ref.startswith("PL1")] == [f"PL1.{row}" for row in range(1, APPENDIX_1_ROWS + 1)]
    assert len([ref for ref in refs if ref.startswith("PL2")]) == APPENDIX_2_ROWS


def test_appendix_rows_name_lead_and_cooperating_units(plans):
    rows = [task for task in plans["DN-2022"].tasks if task.ref.startswith("PL")]

    assert [task.ref for task in rows if not (task.lead and task.cooperating)] == []


def test_reporting_duties_are_every_catalogue_line(plans):
    shipped = {duty.id for plan in plans.values() for duty in plan.reporting}

    assert shipped == {f"P-{number:02}" for number in range(1, DUTY_COUNT + 1)}


def test_values_are_decimal_or_explained(plans):
    values = [(plan.code, target) for plan in plans.values() for target in plan.targets]

    assert {type(target.value) for _, target in values} == {Decimal, type(None)}
    assert [(code, target.indicator) for code, target in values if target.value is None] == [
        ("DN-2022", "I-69"),
        ("NB-2025", "I-53"),
        ("NB-2025", "I-54"),
    ]


@pytest.mark.parametrize(
    ("code", "ref", "comparison", "value", "unit"),
    [
        ("NB-2025", "I.2.5-3", Comparison.MORE_THAN, "50", TargetUnit.PERCENT),
        ("NB-2025", "II.1-5.1", Comparison.AT_LEAST, "2", TargetUnit.MATURITY_LEVEL),
        ("NB-2025", "I.2.3-1.1", Comparison.AT_LEAST, "90", TargetUnit.PERCENT),
        ("DN-2022", "II.2.2a-3.1", Comparison.MORE_THAN, "50", TargetUnit.PERCENT),
        ("DN-2022", "PL2.3b-3.1", Comparison.EXACTLY, "1", TargetUnit.CENTRE_PER_UNIT),
        ("DL-2022", "I.2.1-1.1", Comparison.AT_LEAST, "60", TargetUnit.PERCENT),
        ("DL-2022", "I.2.2-1.1", Comparison.EXACTLY, "1", TargetUnit.PLATFORM),
        ("NN-2023", "II.2b-2.2", Comparison.AT_LEAST, "70", TargetUnit.PERCENT),
        ("DH-2024", "II.(9).1", Comparison.AT_LEAST, "40", TargetUnit.PERCENT),
        ("DH-2024", "III.1e.1", Comparison.EXACTLY, "3", TargetUnit.MODEL_UNIT),
        ("DH-2024", "III.4b.1", Comparison.EXACTLY, "7", TargetUnit.GRADE),
    ],
)
def test_target_holds_the_figure_of_the_plan(plans, code, ref, comparison, value, unit):
    target = next(target for target in plans[code].targets if target.ref == ref)

    assert (target.comparison, target.value, target.unit) == (comparison, Decimal(value), unit)


def test_measures_stand_only_where_they_mean_the_target(plans):
    measured = {
        (target.indicator, target.measure, target.measure_note is not None)
        for plan in plans.values()
        for target in plan.targets
        if target.measure and not target.measure.startswith("reported.")
    }

    assert measured == {
        ("I-24", "institutions.data_current", True),
        ("I-25", "institutions.data_current", True),
        ("I-26", "learners.unified_profile", False),
        ("I-43", "institutions.data_current", True),
        ("I-44", "institutions.data_current", True),
    }


def test_reported_measures_are_declared_and_their_targets_say_who_reports(plans):
    reported = [
        (target.measure, target.measure_note)
        for plan in plans.values()
        for target in plan.targets
        if target.measure and target.measure.startswith("reported.")
    ]

    assert {code for code, _note in reported} == {spec.code for spec in MEASURES}
    assert [note for _code, note in reported if "tự báo cáo kèm minh chứng" not in (note or "")] == []


def test_reported_measures_ask_the_scope_of_their_targets(plans):
    """A measure that asks fewer institutions than a target counts would leave some out for ever."""
    asked = {spec.code: spec.asking for spec in MEASURES}
    narrower = [
        target.ref
        for plan in plans.values()
        for target in plan.targets
        if (asking := asked.get(target.measure or "")) and asking.by == "school"
        for scope in [target.scope_filter]
        if (asking.levels and not (scope and scope.levels and set(scope.levels) - {"university"} <= asking.levels))
        or (asking.ownerships and not (scope and scope.ownership in asking.ownerships))
    ]

    assert narrower == []


def test_scope_filter_restricts_to_public_general_schools(plans):
    target = next(target for target in plans["NB-2025"].targets if target.indicator == "I-61")

    assert target.scope_filter is not None
    assert target.scope_filter.ownership is Ownership.PUBLIC
    assert target.scope_filter.levels == (Level.PRIMARY, Level.LOWER_SECONDARY, Level.UPPER_SECONDARY)


def test_deadlines_are_those_the_plans_print(plans):
    deadlines = {(plan.code, duty.rhythm, duty.deadline) for plan in plans.values() for duty in plan.reporting if duty.deadline}

    assert deadlines == {
        ("NB-2025", Rhythm.MONTHLY, DeadlineRule(before_day=20)),
        ("NB-2025", Rhythm.QUARTERLY, DeadlineRule(before_day=20)),
        ("NB-2025", Rhythm.YEARLY, DeadlineRule(before_day=10, month=12)),
        ("DN-2022", Rhythm.YEARLY, DeadlineRule(before_day=20, month=12)),
        ("DL-2022", Rhythm.MID_TERM, DeadlineRule(after_years=2)),
    }


def test_document_numbers_are_only_those_the_sources_print(plans):
    documents = {code: (plan.document.number, plan.document.issued_on) for code, plan in plans.items()}

    assert documents == {
        "NB-2025": ("27/KH-SGDĐT", date(2025, 9, 19)),
        "DN-2022": (None, None),
        "DL-2022": (None, None),
        "NN-2023": (None, None),
        "DH-2024": (None, None),
    }


def test_areas_say_what_became_of_them(plans):
    areas = {code: (plan.area.status, plan.area.province_today.code) for code, plan in plans.items()}

    assert areas == {
        "NB-2025": (AreaStatus.CURRENT, "37"),
        "DN-2022": (AreaStatus.MERGED, "68"),
        "DL-2022": (AreaStatus.ENLARGED, "66"),
        "NN-2023": (AreaStatus.ABOLISHED, "92"),
        "DH-2024": (AreaStatus.ABOLISHED, "22"),
    }


@pytest.mark.parametrize("path", sorted(DATA_FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_file_is_pleasant_to_read(path: Path):
    lines = path.read_text(encoding="utf-8").split("\n")

    assert [number for number, line in enumerate(lines, 1) if len(line) > 120 or line != line.rstrip()] == []
