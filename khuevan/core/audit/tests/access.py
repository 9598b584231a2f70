"""Who gets which answer from the addresses of `audit`."""

from tests.access.table import Row

from .factories import make_entry

AUDITOR = {
    "kiemtoan": 200,
    "tuan": 404,
    "hieutruongkhac": 404,
    "xakhac": 404,
    "nguyet": 404,
    "hanh": 404,
    "quantri": 404,
    "": 302,
}


def entry(world):
    return make_entry(world.actor("tuan"), obj=world.units["lower_a"])


ACCESS = [
    Row("audit:journal", lambda world: {}, AUDITOR),
    Row("audit:entry", lambda world: {"pk": entry(world).pk}, AUDITOR),
    Row("audit:account", lambda world: {"user_id": entry(world).user_id}, AUDITOR),
    Row("audit:object", lambda world: {"object_type": "org.orgunit", "object_id": entry(world).object_id}, AUDITOR),
]
