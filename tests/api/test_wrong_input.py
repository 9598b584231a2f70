"""Wrong input gets a clear sentence and changes nothing, whatever is wrong with it."""

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from khuevan.core.sheets.models import ImportRun
from khuevan.web.rest.middleware import ApiMiddleware

from .callers import caller

HUGE = 2**63

#: address -> (status, pointer and message of the first wrong part)
ADDRESSES = {
    "units?limt=5": (422, "query", "Không có tham số “limt”. Tham số dùng được: as_of, kind, below, limit, cursor."),
    "units?limit=5&limit=6": (422, "query.limit", "Tham số “limit” chỉ được gửi một lần."),
    "units?limit=0": (422, "query.limit", "Phải từ 1 trở lên."),
    "units?limit=1001": (422, "query.limit", "Không được quá 1000."),
    "units?limit=mười": (422, "query.limit", "Phải là số nguyên."),
    f"units?below={HUGE}": (422, "query.below", "Không được quá 9223372036854775807."),
    f"units/{HUGE}": (422, "path.unit_id", "Không được quá 9223372036854775807."),
    "units/" + "9" * 5000: (422, "path.unit_id", "Số quá lớn."),
    "units?kind=lớp": (422, "query.kind", "Không có trong các giá trị cho phép."),
    "units?kind=%FF%FE": (422, "query.kind", "Không có trong các giá trị cho phép."),
    "units?as_of=0": (422, "query.as_of", "Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05."),
    "units?as_of=2026-02-30": (422, "query.as_of", "Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05."),
    "units?as_of=2026-09-05T00:00": (422, "query.as_of", "Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05."),
    "people?cursor=%C2%B2": (
        422,
        "query.cursor",
        "Con trỏ trang không đúng. Bắt đầu lại từ trang đầu, hoặc dùng nguyên địa chỉ «next» đã nhận.",
    ),
    "people/khong-phai-uuid": (422, "path.uid", "Phải là một mã UUID."),
    "plans/a%00b": (422, "path.code", "Không đúng dạng cho phép. Xem tài liệu API."),
    "plans/" + "a" * 61: (422, "path.code", "Dài quá 60 ký tự."),
    "classes?school_year=%00": (422, "query.school_year", "Không đúng dạng cho phép. Xem tài liệu API."),
    "classes?grade=13": (422, "query.grade", "Không được quá 12."),
    "learners?status=nghỉ": (422, "query.status", "Không có trong các giá trị cho phép."),
    "indicators/institutions.count/values?levels=primary,nope": (
        422,
        "query.levels",
        "Không có trong các giá trị cho phép.",
    ),
    "indicators/institutions.count/values?day=9999-99-99": (
        422,
        "query.day",
        "Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05.",
    ),
    "imports?kind=nope": (422, "query.kind", "Không có trong các giá trị cho phép."),
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_wrong_part_of_an_address_is_named(address, world):
    response = caller(world, "ha").get(f"/api/v1/{address}")
    wrong = response.json()["errors"][0]

    assert (response.status_code, wrong["pointer"], wrong["message"]) == ADDRESSES[address]


@pytest.mark.parametrize("address", ["khong-co", "units/", "units/1/khong-co", "", "%00", "plans/%E2%80%AE/targets/x"])
def test_no_such_address_is_a_problem_too(address, world):
    response = caller(world, "ha").get(f"/api/v1/{address}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["title"] == "Không tìm thấy"


def test_another_method_is_a_problem_that_names_the_right_ones(world):
    response = caller(world, "ha").delete("/api/v1/units")

    assert (response.status_code, response["Allow"], response["Content-Type"]) == (405, "GET", "application/problem+json")
    assert response.json()["title"] == "Không nhận cách gọi này"


def test_problems_are_in_english_for_who_asks_in_english(world):
    response = caller(world, "ha").get("/api/v1/khong-co", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert (response.json()["title"], response["Content-Language"]) == ("Not found", "en")


def test_a_crash_is_said_to_a_program_as_a_problem_to_wait_for():
    frame = ApiMiddleware(lambda request: HttpResponse("<h1>Hệ thống gặp lỗi</h1>", status=500))

    response = frame(RequestFactory().get("/api/v1/units"))

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response["Retry-After"] == "30"


def test_somebody_who_must_change_his_password_first_is_told_so(client, world):
    world.users["ha"].must_change_password = True
    world.users["ha"].save()
    client.force_login(world.users["ha"])

    response = client.get("/api/v1/units")

    assert (response.status_code, response.json()["type"]) == (403, "/api/v1/loi/account_unsettled")


BODIES = {
    "json": ("application/json", b"{}", 415),
    "text": ("text/plain", b"xin chao", 415),
    "no boundary": ("multipart/form-data", b"xin chao", 400),
    "broken": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=", 422),
    "utf-16": ("application/x-www-form-urlencoded; charset=utf-16", b"kind=\xff\xfe", 400),
    "not utf-8": ("application/x-www-form-urlencoded", b"kind=\xff\xfe", 415),
    "too large": ("application/x-www-form-urlencoded", b"kind=" + b"a" * site.DATA_UPLOAD_MAX_MEMORY_SIZE, 413),
    "too many": ("application/x-www-form-urlencoded", b"a=&" * (site.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1), 400),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_what_it_should_be_is_refused(name, world):
    content_type, body, status = BODIES[name]

    response = caller(world, "tuan").generic("POST", "/api/v1/imports", body, content_type=content_type)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert not ImportRun.objects.exists()


def test_every_wrong_part_of_a_form_is_named_at_once(world):
    response = caller(world, "tuan").post("/api/v1/imports", {"kind": "a\x00b", "unit": "trường"})

    assert {part["pointer"]: part["message"] for part in response.json()["errors"]} == {
        "form.kind": "Không có trong các giá trị cho phép.",
        "form.unit": "Phải là số nguyên.",
        "file.file": "Thiếu mục này.",
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [("rong.xlsx", b""), ("gia.xlsx", b"PK\x03\x04 khong phai"), ("anh.png", b"\x89PNG\r\n\x1a\n"), ("x" * 300, b"a;b\n1;2")],
)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(name, content, world):
    form = {"kind": "enrolment.learners", "unit": world.units["lower_a"].pk, "file": SimpleUploadedFile(name, content)}

    response = caller(world, "tuan").post("/api/v1/imports", form)

    assert (response.status_code, response.json()["remedy"]) == (422, "fix")
    assert not ImportRun.objects.exists()
