"""Who gets which answer from the addresses of `indicators`. Rows ask for the permission of what they show as well."""

from khuevan.core.indicators.tests.factories import report
from tests.access.table import Row
from tests.world import World

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

# A province is not asked itself: its people open the page of a school that is.
OF_SCHOOL = dict.fromkeys(READERS, 404) | {
    "hieutruong": 200,
    "hieutruongkhac": 200,
    "tuan": 200,
    "vanthu": 200,
    "": 302,
}
ANSWERING = OF_SCHOOL | {"vanthu": 404}
CORRECTING = ANSWERING | {"hieutruongkhac": 404}
MEASURING = dict.fromkeys(READERS, 404) | {"ha": 200, "sokhac": 200, "vanphong": 200, "": 302}


def value_of_lower_a(world: World) -> dict:
    return {"uid": report(world, "lower_a", "reported.fibre_internet", 1, 1).uid}


ACCESS = [
    Row("indicators:measure_now", lambda _world: {}, MEASURING),
    Row("indicators:reports", lambda _world: {}, READERS | {"bo": 404}),
    Row("indicators:silent", lambda _world: {}, READERS | {"bo": 404}),
    Row("indicators:report", lambda _world: {"code": "reported.fibre_internet"}, OF_SCHOOL),
    Row("indicators:report", lambda _world: {"code": "learners.unified_profile"}, {"hieutruong": 404, "ha": 404}),
    Row("indicators:report_new", lambda _world: {"code": "reported.fibre_internet"}, ANSWERING),
    Row("indicators:report_correct", value_of_lower_a, CORRECTING),
    Row("indicators:rows", lambda _world: {"code": "reported.fibre_internet", "which": "silent"}, READERS | {"bo": 404}),
    Row("indicators:rows", lambda _world: {"code": "learners.unified_profile", "which": "silent"}, {"ha": 404, "": 302}),
    Row("indicators:catalogue", lambda _world: {}, READERS),
    Row("indicators:measure", lambda _world: {"code": "learners.unified_profile"}, READERS),
    Row("indicators:rows", lambda _world: {"code": "institutions.data_current", "which": "missing"}, READERS),
    Row("indicators:rows", lambda _world: {"code": "learners.unified_profile", "which": "missing"}, LEARNERS),
    Row("indicators:rows", lambda _world: {"code": "staff.with_account", "which": "all"}, STAFF),
]
