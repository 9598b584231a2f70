"""What may stand where, and which kind of institution a school is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.org import rules
from khuevan.core.org.types import InstitutionType, Level, Permission, UnitKind


@pytest.mark.parametrize(
    ("levels", "flags", "expected"),
    [
        (["preschool"], [], InstitutionType.PRESCHOOL),
        (["primary"], [], InstitutionType.PRIMARY),
        (["lower_secondary"], [], InstitutionType.LOWER_SECONDARY),
        (["upper_secondary"], [], InstitutionType.UPPER_SECONDARY),
        (["primary", "lower_secondary"], [], InstitutionType.MULTI_LEVEL),
        (["lower_secondary", "upper_secondary"], [], InstitutionType.MULTI_LEVEL),
        (["continuing"], [], InstitutionType.CONTINUING),
        (["continuing", "upper_secondary"], ["vocational"], InstitutionType.VOCATIONAL_CONTINUING),
        (["university"], [], InstitutionType.UNIVERSITY),
        ([], [], InstitutionType.OTHER),
    ],
)
def test_institution_type_follows_levels(levels, flags, expected):
    assert rules.institution_type(levels, flags) == expected


@given(st.lists(st.sampled_from(Level.values)), st.randoms())
def test_institution_type_ignores_order_and_repetition(levels, random):
    shuffled = levels * 2
    random.shuffle(shuffled)

    assert rules.institution_type(shuffled) == rules.institution_type(levels)


@pytest.mark.parametrize(
    ("kind", "parent", "allowed"),
    [
        ("school", "commune", True),
        ("school", "district_bureau", True),
        ("school", "department", True),
        ("commune", "province", True),
        ("commune", "district", True),
        ("class", "school", True),
        ("class", "commune", False),
        ("department", "commune", False),
        ("school", "class", False),
        ("province", None, True),
        ("school", None, False),
    ],
)
def test_may_stand_below_both_two_and_three_levels(kind, parent, allowed):
    assert rules.may_stand_below(kind, parent) is allowed


@given(st.sampled_from(UnitKind.values))
def test_no_kind_stands_below_itself(kind):
    assert not rules.may_stand_below(kind, kind)


def test_open_fields_grow_with_permissions():
    own = rules.open_fields([Permission.EDIT_OWN])
    attributes = rules.open_fields([Permission.EDIT_ATTRIBUTES])
    everything = rules.open_fields([Permission.EDIT])

    assert own < attributes < everything
    assert own == {"address", "phone", "email", "latitude", "longitude"}
    assert everything - attributes == {"affiliation"}
    assert rules.open_fields([Permission.VIEW]) == frozenset()
