"""Posting: errors, refusals, double presses, htmx, confirmations and wizards."""

import re
from uuid import uuid4

import pytest
from django import forms
from django.contrib.messages import get_messages

from khuevan.web.forms import Form
from khuevan.web.models import Quota, Receipt

pytestmark = pytest.mark.django_db


def made() -> list[str]:
    return list(Quota.objects.filter(scope__in="aw").values_list("subject", flat=True))


def key_in(response) -> str:
    return re.search(r'name="_key" value="([^"]+)"', response.content.decode()).group(1)


def test_form_does_the_deed_and_says_so_with_the_time(officer):
    response = officer.post("/them/", {"subject": "một", "_key": uuid4()})

    quota = Quota.objects.get(scope="a")
    (message,) = get_messages(response.wsgi_request)
    assert (response.status_code, response.url) == (302, f"/danh-sach/{quota.pk}/")
    assert re.fullmatch(r"Đã thêm bộ đếm lúc \d\d:\d\d:\d\d\.", message.message)


def test_wrong_form_names_the_field_and_keeps_what_was_typed(officer):
    response = officer.post("/them/", {"subject": "", "day": "31/02/2014", "_key": "6a1e7d0e-7f39-4b0e-9a52-6b0f6a3f3c11"})

    page = response.content.decode()
    assert (response.status_code, made()) == (422, [])
    assert 'href="#id_day">Ngày</a>' in page
    assert "“31/02/2014” không phải là ngày. Nhập ngày/tháng/năm, ví dụ 05/09/2014." in page
    assert 'value="31/02/2014"' in page
    assert 'aria-describedby="id_day_error"' in page
    assert key_in(response) == "6a1e7d0e-7f39-4b0e-9a52-6b0f6a3f3c11"


def test_refusal_of_a_field_is_shown_on_it_and_changes_nothing(officer):
    response = officer.post("/them/", {"subject": "trùng", "_key": uuid4()})

    page = response.content.decode()
    assert (response.status_code, made(), Receipt.objects.count()) == (422, [], 0)
    assert '<div class="kv-field-error" id="id_subject_error"><p>Đã có đối tượng này.</p></div>' in page
    assert "Cần sửa" in page


def test_refusal_to_wait_says_so_and_can_be_tried_again_with_the_same_key(officer):
    key = uuid4()

    refused = officer.post("/them/", {"subject": "bận", "_key": key})
    again = officer.post("/them/", {"subject": "rảnh", "_key": key})

    assert (refused.status_code, again.status_code, made()) == (503, 302, ["rảnh"])
    assert "Vui lòng chờ" in refused.content.decode()


def test_double_press_does_the_deed_once_and_answers_the_same(officer):
    key = uuid4()

    first = officer.post("/them/", {"subject": "một", "_key": key})
    second = officer.post("/them/", {"subject": "một", "_key": key})

    assert made() == ["một"]
    assert (first.status_code, first.url) == (second.status_code, second.url)


def test_used_key_with_other_content_is_refused(officer):
    key = uuid4()
    officer.post("/them/", {"subject": "một", "_key": key})

    response = officer.post("/them/", {"subject": "hai", "_key": key})

    assert (response.status_code, made()) == (409, ["một"])


def test_key_of_one_account_is_free_for_another(officer, colleague):
    key = uuid4()
    officer.post("/them/", {"subject": "một", "_key": key})

    response = colleague.post("/them/", {"subject": "hai", "_key": key})

    assert (response.status_code, sorted(made())) == (302, ["hai", "một"])


def test_htmx_gets_the_form_again_or_is_sent_on(officer):
    htmx = {"HX-Request": "true", "HX-Target": "form"}

    wrong = officer.post("/them/", {"subject": ""}, headers=htmx)
    right = officer.post("/them/", {"subject": "một"}, headers=htmx)

    assert (wrong.status_code, b"<html" in wrong.content, b"<form" in wrong.content) == (422, False, True)
    assert (right.status_code, right.headers["HX-Redirect"]) == (204, f"/danh-sach/{Quota.objects.get(scope='a').pk}/")


def test_form_without_the_permission_does_nothing(stranger):
    response = stranger.post("/them/", {"subject": "một"})

    assert (response.status_code, made()) == (404, [])


def test_confirmation_asks_and_then_does(officer):
    Quota.objects.bulk_create(Quota(scope="a", subject=str(n), window="2026-11-22T00:00Z", count=n) for n in range(3))

    asked = officer.get("/xoa/")
    assert (b"btn-danger" in asked.content, len(made())) == (True, 3)

    answered = officer.post("/xoa/", {"_key": key_in(asked)})
    assert (answered.status_code, made()) == (302, [])


def test_wizard_leads_to_its_first_step_under_a_run_of_its_own(officer):
    first, second = officer.get("/lap/"), officer.get("/lap/")

    assert re.fullmatch(r"/lap/[0-9a-f-]{36}/doi-tuong/", first.url)
    assert first.url != second.url


def test_wizard_walks_its_steps_and_does_one_deed(officer):
    run = uuid4()

    step = officer.post(f"/lap/{run}/doi-tuong/", {"subject": "một"})
    end = officer.post(f"/lap/{run}/so-lan/", {"count": "3"})
    again = officer.post(f"/lap/{run}/so-lan/", {"count": "3"})

    assert step.url == f"/lap/{run}/so-lan/"
    assert (end.url, again.url) == ("/danh-sach/", "/danh-sach/")
    assert list(Quota.objects.filter(scope="w").values_list("subject", "count")) == [("một", 3)]


def test_wizard_sends_back_whoever_jumps_ahead(officer):
    run = uuid4()

    seen = officer.get(f"/lap/{run}/so-lan/")
    sent = officer.post(f"/lap/{run}/so-lan/", {"count": "3"})

    assert (seen.url, sent.url, made()) == (f"/lap/{run}/doi-tuong/", f"/lap/{run}/doi-tuong/", [])


def test_wizard_refuses_a_wrong_last_step_and_an_unknown_step(officer):
    run = uuid4()
    officer.post(f"/lap/{run}/doi-tuong/", {"subject": "một"})

    wrong = officer.post(f"/lap/{run}/so-lan/", {"count": "10"})
    unknown = officer.get(f"/lap/{run}/khac/")

    assert (wrong.status_code, unknown.status_code, made()) == (422, 404, [])


def test_wizard_keeps_what_was_entered_when_going_back(officer):
    run = uuid4()
    officer.post(f"/lap/{run}/doi-tuong/", {"subject": "một"})

    page = officer.get(f"/lap/{run}/doi-tuong/").content.decode()

    assert 'value="một"' in page


def test_wizard_changed_after_its_end_is_not_taken_for_the_same(officer):
    run = uuid4()
    officer.post(f"/lap/{run}/doi-tuong/", {"subject": "một"})
    officer.post(f"/lap/{run}/so-lan/", {"count": "3"})
    officer.post(f"/lap/{run}/doi-tuong/", {"subject": "hai"})

    response = officer.post(f"/lap/{run}/so-lan/", {"count": "3"})

    assert (response.status_code, made()) == (409, ["một"])


def test_field_that_a_form_adds_later_is_dressed_like_the_others():
    class Growing(Form):
        pass

    form = Growing()
    form.fields["agreed"] = forms.BooleanField(label="Đồng ý")

    assert 'class="form-check-input"' in str(form["agreed"])
    assert form["agreed"].field.error_messages["required"] == "Đánh dấu ô này để tiếp tục."
