"""Drafts of reorganisations: who may, and what a change of one does."""

import pytest

from khuevan.core.org import api as org
from khuevan.core.org.models import Reorganisation
from khuevan.core.org.tests.factories import make_draft
from khuevan.core.org.types import Rename
from khuevan.kernel.errors import NotAllowed, NotFound


def test_two_levels_are_not_drafted_where_none_of_the_old_provinces_is(world):
    with pytest.raises(NotFound):
        org.draft_two_levels(world.actor("vanphong"))


@pytest.mark.parametrize("username", ["hieutruong", "xa", "ha", "kiemtoan", "nguyet", "hanh"])
def test_who_does_not_reorganise_neither_sees_nor_drafts(world, username):
    draft, actor = make_draft(world.actor("vanphong")), world.actor(username)

    assert list(org.reorganisations(actor)) == []
    with pytest.raises(NotFound):
        org.reorganisation(actor, draft.pk)
    for deed in (
        lambda: make_draft(actor),
        lambda: org.preview_reorganisation(actor, reorganisation=draft),
        lambda: org.apply_reorganisation(actor, reorganisation=draft),
        lambda: org.reverse_reorganisation(actor, reorganisation=draft),
        lambda: org.discard_draft(actor, reorganisation=draft),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_changing_a_draft_forgets_its_preview(world):
    actor = world.actor("vanphong")
    first, second = Rename(world.units["commune_a"].pk, "A"), Rename(world.units["commune_b"].pk, "B")
    draft = make_draft(actor, first)
    org.preview_reorganisation(actor, reorganisation=draft)

    org.add_step(actor, reorganisation=draft, step=second)
    assert Reorganisation.objects.get(pk=draft.pk).preview is None

    org.move_step_up(actor, reorganisation=draft, position=2)
    assert [step.details["name"] for step in org.steps(actor, draft)] == ["B", "A"]
    org.remove_step(actor, reorganisation=draft, position=1)
    assert [(step.position, step.details["name"]) for step in org.steps(actor, draft)] == [(1, "A")]
    org.discard_draft(actor, reorganisation=draft)
    assert not Reorganisation.objects.filter(pk=draft.pk).exists()
