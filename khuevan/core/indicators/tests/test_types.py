"""What a value says of itself, and slices on their way through an address."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.indicators.types import Slice, Value


def value(numerator: int, denominator: int | None) -> Value:
    return Value("x.y", 1, date(2026, 11, 22), numerator, denominator, datetime(2026, 11, 22, tzinfo=UTC), 1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (1371, 1402, "97.8"),
        (1, 3, "33.3"),
        (1, 800, "0.1"),
        (1, 100_000, "0.1"),
        (0, 100_000, "0.0"),
        (99_999, 100_000, "99.9"),
        (100_000, 100_000, "100.0"),
        (9995, 10_000, "99.9"),
        (33, 32, "103.1"),
    ],
)
def test_percent_is_whole_or_nothing_only_when_exactly_so(numerator, denominator, percent):
    assert value(numerator, denominator).percent == Decimal(percent)


@pytest.mark.parametrize("denominator", [0, None])
def test_percent_of_nothing_is_none(denominator):
    assert value(0, denominator).percent is None


@given(st.integers(1, 3_000_000), st.data())
def test_percent_lies_within_a_tenth_of_the_truth(denominator, data):
    numerator = data.draw(st.integers(0, denominator))

    percent = value(numerator, denominator).percent

    assert abs(percent - Decimal(100 * numerator) / denominator) <= Decimal("0.1")
    assert (percent == 100) == (numerator == denominator)
    assert (percent == 0) == (numerator == 0)


codes = st.frozensets(st.sampled_from(["preschool", "primary", "lower_secondary", "public", "non_public"]))


@given(codes, codes)
def test_slice_survives_an_address(levels, ownerships):
    query = Slice(levels, ownerships).query

    assert Slice.of(**query) == Slice(levels, ownerships)
    assert (query == {}) == Slice(levels, ownerships).is_everything
