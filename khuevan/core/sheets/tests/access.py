"""Who gets which answer from the addresses of imports."""

from tests.access.table import Row

from .factories import KIND, applied, previewed, uploaded

NOBODY = {"xa": 404, "ha": 404, "mai": 404, "nguyet": 404, "hanh": 404, "quantri": 404, "bo": 404}
ELSEWHERE = {"hieutruongkhac": 404, **NOBODY}
SCHOOL = {"tuan": 200, "vanthu": 200, "hieutruong": 200, **ELSEWHERE, "": 302}
POSTED = {"tuan": 302, **ELSEWHERE, "": 401}


def of(make):
    return lambda world: {"uid": make(world).uid}


ACCESS = [
    Row("sheets:runs", lambda world: {}, {"tuan": 200, "hieutruongkhac": 200, **NOBODY, "": 302}),
    Row("sheets:start", lambda world: {"kind": KIND}, {"tuan": 200, "hieutruongkhac": 200, **NOBODY, "": 302}),
    Row("sheets:start", lambda world: {"kind": "no.such"}, {"tuan": 404, "": 302}),
    Row("sheets:template", lambda world: {"kind": KIND}, {"tuan": 200, "hieutruongkhac": 200, **NOBODY, "": 302}),
    Row("sheets:columns", of(uploaded), SCHOOL),
    Row("sheets:run", of(uploaded), {"tuan": 302, **ELSEWHERE, "": 302}),
    Row("sheets:run", of(previewed), SCHOOL),
    Row("sheets:run", of(applied), SCHOOL),
    Row("sheets:problems", of(previewed), SCHOOL),
    Row("sheets:confirm", of(previewed), SCHOOL),
    Row("sheets:confirm", of(previewed), POSTED, method="post"),
    Row("sheets:undo", of(applied), SCHOOL),
    Row("sheets:undo", of(applied), POSTED, method="post"),
    Row("sheets:discard", of(uploaded), SCHOOL),
    Row("sheets:discard", of(uploaded), POSTED, method="post"),
]
