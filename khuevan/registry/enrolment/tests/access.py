"""Who gets which answer from which address of learners, classes and transfers."""

from khuevan.kernel import clock
from khuevan.registry.enrolment.models import TransferRequest, TransferStep
from tests.access.table import Row

# somebody of another school, a pupil, a guardian, the administrator, the ministry's observer, nobody
OUTSIDE = {"hieutruongkhac": 404, "gvkhac": 404, "xakhac": 404, "sokhac": 404, "quantri": 404, "bo": 404, "": 302}
NO_FAMILY = {"nguyet": 404, "hanh": 404, "loc": 404}
NO_BROWSER = NO_FAMILY | {"quantri": 404, "bo": 404, "": 302}


def nobody(world) -> dict:
    return {}


def learner(world) -> dict:
    return {"pk": world.learners["nguyet"].pk}


def school_class(world) -> dict:
    return {"pk": world.classes["7A1"].pk}


def make_transfer(world, asked_by: str) -> TransferRequest:
    """Nguyệt, from Tuấn's school to the one of Bùi Thị Xuân."""
    now = clock.now()
    request = TransferRequest.objects.create(
        person=world.people["nguyet"],
        enrolment=world.learners["nguyet"],
        from_school=world.units["lower_a"],
        to_school=world.units["primary_b"],
        asked_by=asked_by,
        starts_on=now.date(),
        reason="Chuyển nơi ở",
        requested_at=now,
    )
    TransferStep.objects.create(request=request, state="requested", at=now, by_name="Đỗ Minh Tuấn")
    return request


def sent(world) -> dict:
    return {"pk": make_transfer(world, "sending").pk}


ACCESS = [
    Row(
        "enrolment:learners",
        nobody,
        {"tuan": 200, "mai": 200, "yte": 200, "ha": 200, "xa": 200, "hieutruongkhac": 200} | NO_BROWSER,
    ),
    Row(
        "enrolment:learner",
        learner,
        {"tuan": 200, "mai": 200, "ha": 200, "xa": 200, "thanhtra": 200, "nguyet": 200, "hanh": 200, "khoa": 404, "loc": 404}
        | OUTSIDE,
    ),
    Row("enrolment:learner_new", nobody, {"tuan": 200, "vanthu": 200, "mai": 404, "ha": 404} | NO_BROWSER),
    Row("enrolment:export", nobody, {"tuan": 200, "ha": 200, "mai": 200} | NO_BROWSER),
    Row("enrolment:move", nobody, {"tuan": 302, "vanthu": 302, "mai": 404, "ha": 404} | NO_BROWSER),
    Row("enrolment:end", nobody, {"tuan": 302, "mai": 404, "ha": 404} | NO_BROWSER),
    Row("enrolment:return", learner, {"tuan": 200, "mai": 404, "ha": 404} | OUTSIDE | NO_FAMILY),
    Row("enrolment:undo", learner, {"tuan": 200, "mai": 404, "ha": 404} | OUTSIDE | NO_FAMILY),
    Row("enrolment:hand_over", learner, {"tuan": 200, "hieutruong": 200, "mai": 404, "ha": 404} | OUTSIDE | NO_FAMILY),
    Row("enrolment:transfers", nobody, {"tuan": 200, "mai": 200, "ha": 200, "hieutruongkhac": 200} | NO_BROWSER),
    Row("enrolment:transfer_ask", nobody, {"tuan": 200, "hieutruongkhac": 200, "mai": 404, "ha": 404} | NO_BROWSER),
    Row(
        "enrolment:transfer",
        sent,
        {"tuan": 200, "hieutruongkhac": 200, "ha": 200, "xa": 200, "xakhac": 200, "mai": 404, "gvkhac": 404, "sokhac": 404}
        | NO_BROWSER,
    ),
    Row(
        "enrolment:transfer_accept",
        sent,
        {"hieutruongkhac": 200, "tuan": 403, "ha": 404, "sokhac": 404, "gvkhac": 404} | NO_BROWSER,
    ),
    Row("enrolment:transfer_refuse", sent, {"hieutruongkhac": 200, "tuan": 403, "ha": 404, "sokhac": 404} | NO_BROWSER),
    Row("enrolment:transfer_withdraw", sent, {"tuan": 200, "hieutruongkhac": 403, "ha": 404, "sokhac": 404} | NO_BROWSER),
    Row("enrolment:classes", nobody, {"tuan": 200, "mai": 200, "ha": 200, "hieutruongkhac": 200} | NO_BROWSER),
    Row("enrolment:class_new", nobody, {"tuan": 200, "hieutruongkhac": 200, "mai": 404, "ha": 404} | NO_BROWSER),
    Row("enrolment:classes_advance", nobody, {"tuan": 200, "mai": 404, "ha": 404} | NO_BROWSER),
    Row(
        "enrolment:school_class",
        school_class,
        {"tuan": 200, "mai": 200, "ha": 200, "xa": 200, "khoa": 404} | OUTSIDE | NO_FAMILY,
    ),
    Row("enrolment:class_print", school_class, {"tuan": 200, "mai": 200, "ha": 200, "khoa": 404} | OUTSIDE | NO_FAMILY),
    Row("enrolment:class_rename", school_class, {"tuan": 200, "mai": 404, "ha": 404} | OUTSIDE | NO_FAMILY),
]
