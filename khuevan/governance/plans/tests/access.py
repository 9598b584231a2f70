"""Who gets which answer from the addresses of `plans`: the words are for every reader of plans, wherever he works."""

from tests.access.table import Row

READERS = {
    "bo": 200,
    "giamdoc": 200,
    "ha": 200,
    "sokhac": 200,
    "xa": 200,
    "xakhac": 200,
    "hieutruong": 200,
    "hieutruongkhac": 200,
    "tuan": 200,
    "vanthu": 200,
    "yte": 404,
    "mai": 404,
    "gvkhac": 404,
    "nguyet": 404,
    "hanh": 404,
    "quantri": 404,
    "kiemtoan": 404,
    "": 302,
}


def of_plan(_world) -> dict:
    return {"code": "NB-2025"}


ACCESS = [
    Row("plans:list", lambda _world: {}, READERS),
    Row("plans:plan", of_plan, READERS),
    Row("plans:target", lambda _world: {"code": "NB-2025", "ref": "I.2.4-1"}, READERS),
    Row("plans:tasks", of_plan, READERS),
    Row("plans:duties", of_plan, READERS),
    Row("plans:text", of_plan, READERS),
]
