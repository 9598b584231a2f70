"""What travels through the queue arrives as it left."""

import json
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.core.jobs.rules import decode, encode

plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.uuids()
    | st.decimals(allow_nan=False)
)
values = st.recursive(
    plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner), max_leaves=8
)


@settings(deadline=None)
@given(values)
def test_any_plain_value_survives_the_journey(value):
    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_a_dictionary_that_looks_like_a_tag_survives():
    value = {"$type": "date", "value": [date(2026, 9, 5)], "$": {"$type": UUID(int=7)}}

    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_an_object_is_turned_away():
    with pytest.raises(TypeError, match="give its id"):
        encode({"person": object()})
