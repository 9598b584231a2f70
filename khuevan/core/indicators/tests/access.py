"""Who gets which answer from the addresses of `indicators`. Rows ask for the permission of what they show as well."""

from tests.access.table import Row

READERS = {
    "bo": 200,
    "giamdoc": 200,
    "ha": 200,
    "sokhac": 200,
    "xa": 200,
    "hieutruong": 200,
    "hieutruongkhac": 200,
    "tuan": 200,
    "mai": 404,
    "nguyet": 404,
    "hanh": 404,
    "quantri": 404,
    "kiemtoan": 404,
    "": 302,
}
# The ministry's observer sees figures and no child; the Department's student affairs officer sees no list of staff.
LEARNERS = READERS | {"bo": 404}
STAFF = READERS | {"bo": 404, "ha": 404, "sokhac": 404}

ACCESS = [
    Row("indicators:catalogue", lambda _world: {}, READERS),
    Row("indicators:measure", lambda _world: {"code": "learners.unified_profile"}, READERS),
    Row("indicators:rows", lambda _world: {"code": "institutions.data_current", "which": "missing"}, READERS),
    Row("indicators:rows", lambda _world: {"code": "learners.unified_profile", "which": "missing"}, LEARNERS),
    Row("indicators:rows", lambda _world: {"code": "staff.with_account", "which": "all"}, STAFF),
]
