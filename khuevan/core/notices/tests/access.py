"""Who gets which answer from the addresses of `notices`."""

from tests.access.table import Row

from .factories import make_notice

EVERYBODY = {"tuan": 200, "hieutruongkhac": 200, "nguyet": 200, "hanh": 200, "quantri": 200, "": 302}
OWN = {
    "tuan": 302,
    "hieutruong": 404,
    "hieutruongkhac": 404,
    "xakhac": 404,
    "nguyet": 404,
    "hanh": 404,
    "quantri": 404,
    "": 401,
}

ACCESS = [
    Row("notices:inbox", lambda world: {}, EVERYBODY),
    Row("notices:preferences", lambda world: {}, EVERYBODY),
    Row("notices:read_all", lambda world: {}, {"tuan": 302, "nguyet": 302, "": 401}, method="post"),
    Row("notices:open", lambda world: {"uid": make_notice(world.users["tuan"]).uid}, OWN, method="post"),
]
