"""Who may give which role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.roles import rules
from khuevan.core.roles.types import ROLES_WITHOUT_POST, Ground, Role

ROLES = st.sampled_from(Role.values)


@pytest.mark.parametrize(
    ("held", "role", "ground"),
    [
        ("principal", "clerk", Ground.DELEGATION),
        ("principal", "homeroom_teacher", Ground.DELEGATION),
        ("principal", "vice_principal", Ground.DELEGATION),
        ("principal", "principal", None),
        ("principal", "commune_officer", None),
        ("principal", "system_administrator", None),
        ("office_officer", "principal", Ground.APPOINTMENT),
        ("office_officer", "secondary_officer", Ground.APPOINTMENT),
        ("office_officer", "commune_officer", Ground.APPOINTMENT),
        ("office_officer", "department_director", None),
        ("office_officer", "homeroom_teacher", None),
        ("office_officer", "auditor", None),
        ("personnel_officer", "vice_principal", Ground.APPOINTMENT),
        ("system_administrator", "principal", Ground.ADMINISTRATION),
        ("system_administrator", "auditor", Ground.ADMINISTRATION),
        ("system_administrator", "pupil", None),
        ("it_focal_point", "clerk", None),
        ("homeroom_teacher", "subject_teacher", None),
    ],
)
def test_ground_follows_the_decentralisation(held, role, ground):
    assert rules.ground([held], role) == ground


@given(st.lists(ROLES), ROLES)
def test_more_roles_never_give_less(held, role):
    assert rules.ground(held, role) is None or rules.ground([*held, "principal"], role) is not None


@given(st.lists(ROLES))
def test_nobody_gives_what_comes_from_a_tie(held):
    assert [rules.ground(held, role) for role in ROLES_WITHOUT_POST] == [None] * 3


@pytest.mark.parametrize(
    ("role", "kind", "fits"),
    [
        ("principal", "school", True),
        ("principal", "commune", False),
        ("homeroom_teacher", "class", True),
        ("homeroom_teacher", "school", False),
        ("secondary_officer", "division", True),
        ("clerk", "commune", True),
        ("pupil", "class", False),
        ("system_administrator", "school", False),
    ],
)
def test_role_fits_its_kinds_of_unit(role, kind, fits):
    assert rules.fits(role, kind) == fits


def test_every_post_has_kinds_and_a_rank():
    posts = {role.value for role in Role} - ROLES_WITHOUT_POST

    assert (set(rules.KINDS), set(rules.RANKS)) == (posts, posts)


@given(st.sets(st.text(max_size=3)), st.sets(st.text(max_size=3)))
def test_beyond_is_what_one_does_not_hold_oneself(given_away, own):
    assert set(rules.beyond(given_away, own)) == given_away - own


def test_rank_is_the_highest_held():
    assert (rules.rank([]), rules.rank(["pupil", "clerk"]), rules.rank(["clerk", "principal"])) == (0, 1, 2)


@pytest.mark.parametrize(
    ("role", "default_roles", "may"),
    [
        ("system_administrator", ("principal",), False),
        ("auditor", ("principal", "inspector"), False),
        ("system_administrator", ("auditor",), True),
        ("clerk", ("principal",), True),
    ],
)
def test_system_roles_take_only_what_is_the_systems(role, default_roles, may):
    assert rules.may_be_given(role, default_roles) == may
