"""Who gets which answer from the addresses of `org`."""

from datetime import date

from khuevan.core.org import api as org
from khuevan.core.org.types import Rename
from tests.access.table import Row

ON = date(2025, 7, 1)
STAFF = {
    "vanphong": 200,
    "bo": 200,
    "sokhac": 200,
    "xakhac": 200,
    "hieutruongkhac": 200,
    "mai": 200,
    "quantri": 200,
    "kiemtoan": 200,
    "nguyet": 404,
    "hanh": 404,
    "": 302,
}
OFFICE = {
    "vanphong": 200,
    "quantri": 200,
    "giamdoc": 404,
    "sokhac": 404,
    "xa": 404,
    "hieutruong": 404,
    "nguyet": 404,
    "hanh": 404,
    "": 302,
}
NOBODY_HERE = {"vanphong": 404, "quantri": 404, "xa": 404, "nguyet": 404, "hanh": 404, "": 302}
LEADERS = {
    "giamdoc": 200,
    "vanphong": 200,
    "quantri": 200,
    "ha": 404,
    "sokhac": 404,
    "xa": 404,
    "hieutruong": 404,
    "nguyet": 404,
    "hanh": 404,
    "": 302,
}
DEED = {
    "giamdoc": 302,
    "vanphong": 302,
    "quantri": 302,
    "ha": 404,
    "xa": 404,
    "hieutruong": 404,
    "nguyet": 404,
    "hanh": 404,
    "": 401,
}
MAY_EDIT = {
    "vanphong": 200,
    "quantri": 200,
    "xa": 200,
    "hieutruong": 200,
    "giamdoc": 404,
    "xakhac": 404,
    "hieutruongkhac": 404,
    "tuan": 404,
    "nguyet": 404,
    "hanh": 404,
    "": 302,
}


def nothing(world) -> dict:
    return {}


def school(world) -> dict:
    return {"pk": world.units["lower_a"].pk}


def school_elsewhere(world) -> dict:
    return {"pk": world.units["primary_c"].pk}


def klass(world) -> dict:
    return {"pk": world.units["7A1"].pk}


def draft(world) -> dict:
    one = org.draft_reorganisation(
        world.actor("vanphong"),
        title="Đổi tên phường",
        decision_number="01/QĐ",
        decision_date=ON,
        effective_on=ON,
        steps=[Rename(world.units["commune_a"].pk, "Phường A"), Rename(world.units["commune_b"].pk, "Xã B")],
    )
    return {"pk": one.pk}


def previewed(world) -> dict:
    named, actor = draft(world), world.actor("vanphong")
    org.preview_reorganisation(actor, reorganisation=org.reorganisation(actor, named["pk"]))
    return named


def reversed_one(world) -> dict:
    named, actor = previewed(world), world.actor("vanphong")
    applied = org.apply_reorganisation(actor, reorganisation=org.reorganisation(actor, named["pk"]))
    org.reverse_reorganisation(actor, reorganisation=applied)
    return named


def step(world) -> dict:
    return {**draft(world), "position": 2}


def new_step(world) -> dict:
    return {**draft(world), "kind": "merge"}


def step_units(world) -> dict:
    return {**new_step(world), "field": "into"}


def no_units(world) -> dict:
    return {**draft(world), "kind": "rename", "field": "name"}


ACCESS = [
    Row("org:units", nothing, STAFF),
    Row("org:tree", nothing, STAFF),
    Row("org:unit", school, STAFF),
    Row("org:unit", klass, {"mai": 404, "vanphong": 404, "quantri": 404, "nguyet": 404, "": 302}),
    Row("org:unit_edit", school, MAY_EDIT),
    Row("org:unit_edit", school_elsewhere, NOBODY_HERE),
    *(
        Row(name, place, statuses)
        for name in ("org:unit_new", "org:unit_rename", "org:unit_move", "org:unit_code", "org:unit_abolish")
        for place, statuses in ((school, OFFICE), (school_elsewhere, NOBODY_HERE))
    ),
    Row("org:reorganisations", nothing, LEADERS),
    Row("org:reorganisation_new", nothing, LEADERS),
    Row("org:reorganisation_two_levels", nothing, LEADERS),
    Row("org:reorganisation", draft, LEADERS),
    Row("org:step_units", step_units, LEADERS),
    Row("org:step_units", no_units, NOBODY_HERE),
    Row("org:reorganisation_edit", draft, LEADERS),
    Row("org:reorganisation_discard", draft, LEADERS),
    Row("org:step_new", new_step, LEADERS),
    Row("org:step_up", step, {"vanphong": 405, "hieutruong": 404, "": 302}),
    Row("org:step_up", step, DEED, method="post"),
    Row("org:step_remove", step, DEED, method="post"),
    Row("org:reorganisation_make_preview", draft, DEED, method="post"),
    Row("org:reorganisation_preview", draft, {"vanphong": 404, "hieutruong": 404, "": 302}),
    Row("org:reorganisation_preview", previewed, LEADERS),
    Row("org:reorganisation_apply", previewed, LEADERS),
    Row("org:reorganisation_reverse", previewed, LEADERS),
    Row("org:reorganisation_copy", reversed_one, DEED, method="post"),
]
