"""Who gets which answer from the addresses of `files`: here the file of a job, which only its starter may read."""

from khuevan.core.jobs.tests.factories import make_job
from tests.access.table import Row

from .factories import stored

READERS = {
    "tuan": 200,
    "hieutruong": 404,
    "hieutruongkhac": 404,
    "xakhac": 404,
    "nguyet": 404,
    "hanh": 404,
    "quantri": 404,
    "": 302,
}


def result_of_tuan(world) -> dict:
    actor = world.actor("tuan")
    return {"uid": stored(actor, make_job(actor)).uid}


ACCESS = [Row("files:download", result_of_tuan, READERS)]
