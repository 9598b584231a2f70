"""Who gets which answer from the addresses of `jobs`."""

from tests.access.table import Row

from .factories import make_job, make_letter

OTHERS = {"quantri": 404, "hieutruong": 404, "hieutruongkhac": 404, "xakhac": 404, "nguyet": 404, "hanh": 404, "": 302}
OWN = {"tuan": 200, **OTHERS}
ADMINISTRATOR = {"quantri": 200, "tuan": 404, "hieutruongkhac": 404, "xakhac": 404, "nguyet": 404, "hanh": 404, "": 302}


def job_of_tuan(world) -> dict:
    return {"uid": make_job(world.actor("tuan")).uid}


def letter(world) -> dict:
    return {"uid": make_letter().uid}


ACCESS = [
    Row(
        "jobs:jobs", lambda world: {}, {"tuan": 200, "hieutruongkhac": 200, "nguyet": 200, "hanh": 200, "quantri": 200, "": 302}
    ),
    Row("jobs:job", job_of_tuan, OWN),
    Row("jobs:cancel", job_of_tuan, OWN),
    Row("jobs:cancel", job_of_tuan, {"tuan": 302, **OTHERS, "": 401}, method="post"),
    Row("jobs:dead_letters", lambda world: {}, ADMINISTRATOR),
    Row("jobs:dead_letter", letter, ADMINISTRATOR),
    Row("jobs:retry", letter, ADMINISTRATOR),
    Row("jobs:retry", letter, {**ADMINISTRATOR, "quantri": 302, "": 401}, method="post"),
    Row("jobs:discard", letter, ADMINISTRATOR),
    Row("jobs:discard", letter, {**ADMINISTRATOR, "quantri": 302, "": 401}, method="post"),
]
