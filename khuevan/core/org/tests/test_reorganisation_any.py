"""Random reorganisations of the small world: whatever is accepted leaves the tables in agreement and can be undone."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.core.org import api as org
from khuevan.core.org import queries
from khuevan.core.org.tests.factories import make_draft
from khuevan.core.org.tests.looking import dump, faults
from khuevan.core.org.types import Abolish, Abolition, Create, Merge, Move, NewUnit, Relocation, Rename
from khuevan.kernel.errors import Refusal

PLACES = ["commune_a", "commune_b", "province", "department", "xa:1", "xa:2"]
SCHOOLS = ["lower_a", "primary_b", "upper"]
STEPS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from([*SCHOOLS, "commune_a"]), st.sampled_from(PLACES)),
    st.tuples(st.just("merge"), st.sampled_from(PLACES[:2]), st.sampled_from(PLACES)),
    st.tuples(st.just("merge"), st.sampled_from(SCHOOLS), st.sampled_from(SCHOOLS)),
    st.tuples(st.just("rename"), st.sampled_from([*PLACES, *SCHOOLS])),
    st.tuples(st.just("abolish"), st.sampled_from([*PLACES[:2], *SCHOOLS]), st.sampled_from(PLACES)),
)


def _step(world, recipe):
    def ref(name):
        return world.units[name].pk if name in world.units else name

    kind, *names = recipe
    if kind == "move":
        return Move((Relocation(ref(names[0]), ref(names[1])),))
    if kind == "merge":
        return Merge((ref(names[0]),), ref(names[1]))
    if kind == "rename":
        return Rename(ref(names[0]), "Tên khác")
    return Abolish((Abolition(ref(names[0]), (ref(names[1]),)),))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=5))
def test_any_accepted_reorganisation_keeps_the_tree_whole_and_can_be_undone(world, recipes):
    actor, before = world.actor("vanphong"), dump()
    communes = tuple(NewUnit("commune", f"Xã {key}", parent=world.units["province"].pk, key=key) for key in ("xa:1", "xa:2"))
    with transaction.atomic():
        try:
            draft = make_draft(actor, Create(communes), *(_step(world, recipe) for recipe in recipes))
            preview = org.preview_reorganisation(actor, reorganisation=draft)
            assert dump() == before
            applied = org.apply_reorganisation(actor, reorganisation=draft)
            assert queries.preview(applied) == preview
            assert faults() == {}
            org.reverse_reorganisation(actor, reorganisation=applied)
            assert dump() == before
        except Refusal:
            assert dump() == before
        transaction.set_rollback(True)
