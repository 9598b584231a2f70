"""Who gets which answer from which address of people."""

from khuevan.core.people.models import CorrectionRequest, CorrectionStep, DuplicatePair
from khuevan.core.people.tests.factories import make_pair
from khuevan.kernel import clock
from tests.access.table import Row

# who may, another school, a pupil, a guardian, the administrator, nobody
OTHERS = {"hieutruongkhac": 404, "nguyet": 404, "hanh": 404, "quantri": 404, "": 302}
FAMILY_ONLY = {"tuan": 404, "hieutruongkhac": 404, "loc": 404, "quantri": 404, "": 302}


def nobody(world) -> dict:
    return {}


def pupil(world) -> dict:
    return {"uid": world.people["nguyet"].uid}


def teacher(world) -> dict:
    return {"uid": world.people["mai"].uid}


def mother_of_pupil(world) -> dict:
    return {"uid": world.people["chi"].uid, "guardian": world.people["hanh"].uid}


def guardianship(world) -> dict:
    return {"pk": world.people["nguyet"].guardianships.get().pk}


def pair(world) -> dict:
    row = DuplicatePair.objects.first() or make_pair(world.people["nguyet"], world.people["bao"])
    return {"pk": row.pk}


def request(world) -> dict:
    return {"uid": make_request(world).uid}


def make_request(world, *, person=None) -> CorrectionRequest:
    """Somebody's birthplace is wrong: Nguyệt's, unless another person is named."""
    now = clock.now()
    row = CorrectionRequest.objects.create(
        person=person or world.people["nguyet"],
        requester=world.people["hanh"],
        field="birthplace",
        current="—",
        proposed="Ninh Bình",
        value="Ninh Bình",
        reason="Thiếu",
        requested_at=now,
        due_on=now.date(),
    )
    CorrectionStep.objects.create(request=row, state="requested", at=now, by_name="Lê Thị Hạnh")
    return row


def a_field(world) -> dict:
    return pupil(world) | {"field": "birthplace"}


ACCESS = [
    Row(
        "people:people",
        nobody,
        {
            "tuan": 200,
            "mai": 200,
            "ha": 200,
            "hieutruongkhac": 200,
            "nguyet": 404,
            "hanh": 404,
            "quantri": 404,
            "bo": 404,
            "": 302,
        },
    ),
    Row(
        "people:person_new",
        nobody,
        {"tuan": 200, "vanthu": 200, "mai": 404, "ha": 404, "nguyet": 404, "hanh": 404, "quantri": 404, "": 302},
    ),
    Row(
        "people:person",
        pupil,
        {"tuan": 200, "mai": 200, "ha": 200, "xa": 200, "khoa": 404, "xakhac": 404, "sokhac": 404, "bo": 404} | OTHERS,
    ),
    Row("people:number", pupil, {"tuan": 302} | OTHERS),
    Row("people:number", pupil, {"tuan": 200, "mai": 200, "ha": 403, "xa": 403, "khoa": 404} | OTHERS | {"": 401}, "post"),
    Row("people:edit", pupil, {"tuan": 200, "vanthu": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:numbers", pupil, {"tuan": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:number_clear", pupil, {"tuan": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:history", pupil, {"tuan": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:guardian_new", pupil, {"tuan": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:guardian_choose", pupil, {"tuan": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:guardian_link", mother_of_pupil, {"tuan": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:guardianship_edit", guardianship, {"tuan": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:guardianship_end", guardianship, {"tuan": 200, "mai": 404, "ha": 404} | OTHERS),
    Row(
        "people:duplicates",
        nobody,
        {
            "tuan": 200,
            "ha": 200,
            "hieutruongkhac": 200,
            "mai": 404,
            "vanthu": 404,
            "nguyet": 404,
            "hanh": 404,
            "quantri": 404,
            "": 302,
        },
    ),
    Row("people:duplicates_search", nobody, {"tuan": 200, "mai": 404, "nguyet": 404, "hanh": 404, "quantri": 404, "": 302}),
    Row("people:duplicate", pair, {"tuan": 200, "ha": 200, "mai": 404, "sokhac": 404} | OTHERS),
    Row("people:duplicate_dismiss", pair, {"tuan": 200, "ha": 200, "mai": 404, "sokhac": 404} | OTHERS),
    Row(
        "people:corrections",
        nobody,
        {
            "vanthu": 200,
            "hieutruong": 200,
            "hieutruongkhac": 200,
            "mai": 404,
            "ha": 404,
            "nguyet": 404,
            "hanh": 404,
            "quantri": 404,
            "": 302,
        },
    ),
    Row("people:correction", request, {"vanthu": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:correction_acknowledge", request, {"vanthu": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:correction_accept", request, {"vanthu": 200, "mai": 404, "ha": 404} | OTHERS),
    Row("people:correction_refuse", request, {"vanthu": 200, "mai": 404, "ha": 404} | OTHERS),
    Row(
        "people:accounts",
        nobody,
        {"tuan": 200, "hieutruong": 200, "quantri": 200, "vanthu": 404, "mai": 404, "nguyet": 404, "hanh": 404, "": 302},
    ),
    Row("people:accounts_open", nobody, {"tuan": 302, "quantri": 302, "vanthu": 404, "nguyet": 404, "hanh": 404, "": 302}),
    Row("people:account", pupil, {"tuan": 200, "vanthu": 404, "mai": 404} | OTHERS),
    Row("people:account", teacher, {"tuan": 200, "quantri": 200, "vanthu": 404, "hieutruongkhac": 404, "nguyet": 404, "": 302}),
    Row("people:account_open", pupil, {"tuan": 200, "vanthu": 404} | OTHERS),
    Row(
        "people:account_renew",
        teacher,
        {"tuan": 200, "quantri": 200, "vanthu": 404, "hieutruongkhac": 404, "nguyet": 404, "": 302},
    ),
    Row("people:account_lock", pupil, {"tuan": 200, "vanthu": 404} | OTHERS),
    Row("people:account_unlock", pupil, {"tuan": 200, "vanthu": 404} | OTHERS),
    Row("people:mine", nobody, {"tuan": 200, "nguyet": 200, "hanh": 200, "quantri": 200, "": 302}),
    Row("people:children", nobody, {"hanh": 200, "nguyet": 200, "tuan": 200, "": 302}),
    Row("people:child", pupil, {"hanh": 200, "nguyet": 404} | FAMILY_ONLY),
    Row("people:readings", pupil, {"hanh": 200, "nguyet": 200} | FAMILY_ONLY),
    Row("people:own_corrections", nobody, {"hanh": 200, "nguyet": 200, "tuan": 200, "": 302}),
    Row("people:correction_new", pupil, {"hanh": 200, "nguyet": 200} | FAMILY_ONLY),
    Row("people:correction_field", a_field, {"hanh": 200, "nguyet": 200} | FAMILY_ONLY),
    Row("people:own_correction", request, {"hanh": 200, "nguyet": 200} | FAMILY_ONLY),
    Row("people:correction_withdraw", request, {"hanh": 200, "nguyet": 200} | FAMILY_ONLY),
]
