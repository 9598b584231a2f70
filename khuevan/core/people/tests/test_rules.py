"""What is shown, what is missing, what two sources say differently."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.people import rules
from khuevan.core.people.types import PersonKind, Side

DAYS = st.dates(date(1940, 1, 1), date(2060, 12, 31))


def test_hint_covers_the_middle_of_a_number():
    assert rules.hint_of("079215012345") == "079215••••45"
    assert rules.hint_of("") == ""


@pytest.mark.parametrize(
    ("number", "sex", "birth", "codes"),
    [
        ("079215012345", "male", date(2015, 3, 1), []),
        ("001199000123", "female", date(1999, 3, 1), []),
        ("075308111222", "female", date(2008, 12, 31), []),
        ("079215012345", "female", date(2015, 3, 1), ["identity_sex_differs"]),
        ("079215012345", "male", date(2014, 3, 1), ["identity_year_differs"]),
        ("079215012345", "female", date(1915, 3, 1), ["identity_sex_differs", "identity_year_differs"]),
        ("079215012345", "", None, []),
        ("", "female", date(2015, 3, 1), []),
    ],
)
def test_number_and_record_are_compared_by_the_masked_number_alone(number, sex, birth, codes):
    found = rules.says_differently(rules.hint_of(number), sex=sex, birth_date=birth)

    assert [warning.code for warning in found] == codes


def test_missing_fields_are_those_of_all_kinds_once_in_order():
    values = dict.fromkeys((field for fields in rules.NEEDED.values() for field in fields), "x") | {
        "phone": "",
        "birth_date": None,
    }

    assert rules.missing(values, {PersonKind.LEARNER}) == ("birth_date",)
    assert rules.missing(values, {PersonKind.GUARDIAN, PersonKind.STAFF}) == ("phone", "birth_date")
    assert rules.missing(values, set()) == ()


def test_needed_count_counts_a_shared_field_once():
    assert rules.needed_count({PersonKind.STAFF, PersonKind.GUARDIAN}) == rules.needed_count({PersonKind.STAFF})
    assert rules.needed_count(set()) == 0


@given(DAYS)
def test_swapping_day_and_month_twice_gives_the_day_again(day):
    other = rules.swapped(day)

    if other is None:
        assert day.day > 12 or day.day == day.month
    else:
        assert other != day
        assert rules.swapped(other) == day


@pytest.mark.parametrize(
    ("keep", "gone", "side"),
    [
        ("a", "b", Side.KEEP),
        ("", "b", Side.GONE),
        (None, "b", Side.GONE),
        ([], ["b"], Side.GONE),
        ("", "", Side.KEEP),
        ("a", "", Side.KEEP),
    ],
)
def test_merge_proposes_the_kept_value_unless_it_is_empty(keep, gone, side):
    assert rules.suggested_side(keep, gone) == side
