"""Screens of background work."""

import re

import pytest
from django.urls import reverse

from khuevan.core.files.tests.factories import stored
from khuevan.core.jobs.models import DeadLetter, Job
from khuevan.core.jobs.types import JobState
from khuevan.kernel import clock

from .factories import ended, make_job, make_letter

POLLING = 'hx-trigger="every 2s"'


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page(client, job) -> str:
    return client.get(reverse("jobs:job", args=[job.uid])).content.decode()


def queries_of_list(client, world, django_assert_max_num_queries, rows: int) -> int:
    for number in range(rows):
        make_job(world.actor("tuan"), f"Việc {number}")
    with django_assert_max_num_queries(50) as captured:
        client.get(reverse("jobs:jobs"))
    return len(captured)


def test_running_job_shows_progress_and_asks_for_itself(client, world):
    client.force_login(world.users["tuan"])
    job = make_job(
        world.actor("tuan"), state=JobState.RUNNING, progress_done=1300, progress_total=2600, progress_note="Đang ghi lớp 7A1"
    )

    html = page(client, job)

    assert POLLING in html
    assert ("1.300/2.600" in html, "Đang ghi lớp 7A1" in html, "Đang chạy" in html) == (True, True, True)


def test_htmx_gets_the_same_state_as_the_whole_page(client, world):
    client.force_login(world.users["tuan"])
    job = make_job(world.actor("tuan"))

    whole = page(client, job)
    part = client.get(
        reverse("jobs:job", args=[job.uid]), headers={"HX-Request": "true", "HX-Target": "state"}
    ).content.decode()

    assert part in whole
    assert "<html" not in part


def test_ended_job_stops_asking_and_offers_its_results(client, world):
    actor = world.actor("tuan")
    client.force_login(world.users["tuan"])
    job = make_job(actor, **ended(result={"Số dòng": 1200, "Lớp": "7A1"}, result_link="/nhap/1/"))
    file = stored(actor, job, name="Học sinh.xlsx")

    html = page(client, job)

    assert POLLING not in html
    assert ("1.200" in html, "7A1" in html, 'href="/nhap/1/"' in html) == (True, True, True)
    assert f'href="{reverse("files:download", args=[file.uid])}"' in html
    assert "Hủy việc này" not in html


@pytest.mark.parametrize(("remedy", "words"), [("fix", "Cần sửa"), ("wait", "Vui lòng chờ")])
def test_failed_job_says_whose_turn_it_is_and_hides_the_technical_error(client, world, remedy, words):
    client.force_login(world.users["tuan"])
    failure = ended(JobState.FAILED, error="Cột «Ngày sinh» thiếu.", remedy=remedy, technical_error="Traceback KeyError")
    job = make_job(world.actor("tuan"), **failure)

    html = page(client, job)

    assert (words in html, "Cột «Ngày sinh» thiếu." in html, "Traceback" in html) == (True, True, False)


def test_cancelling_goes_back_to_the_job(client, world):
    client.force_login(world.users["tuan"])
    job = make_job(world.actor("tuan"))

    response = client.post(reverse("jobs:cancel", args=[job.uid]))

    job.refresh_from_db()
    assert response["Location"] == reverse("jobs:job", args=[job.uid])
    assert job.state == JobState.CANCELLED


def test_cancelling_an_ended_job_is_refused_in_words(client, world):
    client.force_login(world.users["tuan"])
    job = make_job(world.actor("tuan"), **ended())

    response = client.post(reverse("jobs:cancel", args=[job.uid]))

    assert response.status_code == 409
    assert "Công việc này đã kết thúc, không hủy được nữa." in response.content.decode()
    assert Job.objects.get(pk=job.pk).cancel_requested_at is None


def test_list_shows_own_jobs_in_as_many_queries_for_three_as_for_one(client, world, django_assert_max_num_queries):
    client.force_login(world.users["tuan"])
    make_job(world.actor("quantri"), "Việc của người khác")

    one = queries_of_list(client, world, django_assert_max_num_queries, 1)
    three = queries_of_list(client, world, django_assert_max_num_queries, 2)

    assert one == three
    assert "Việc của người khác" not in client.get(reverse("jobs:jobs")).content.decode()


def test_list_shows_each_state_in_its_own_tone(client, world):
    client.force_login(world.users["tuan"])
    make_job(world.actor("tuan"), "Việc hỏng", **ended(JobState.FAILED, error="x"))
    make_job(world.actor("tuan"), "Việc xong", **ended())

    html = client.get(reverse("jobs:jobs")).content.decode()

    assert re.findall(r'class="kv-chip kv-(\w+)"', html) == ["ok", "bad"]


def test_list_filters_by_state(client, world):
    client.force_login(world.users["tuan"])
    make_job(world.actor("tuan"), "Việc xong", **ended())
    make_job(world.actor("tuan"), "Việc chờ")

    html = client.get(reverse("jobs:jobs"), {"state": "done"}).content.decode()

    assert ("Việc xong" in html, "Việc chờ" in html) == (True, False)


def test_administrator_reads_the_technical_error_and_settles_it(client, world):
    client.force_login(world.users["quantri"])
    letter = make_letter()

    shown = client.get(reverse("jobs:dead_letter", args=[letter.uid])).content.decode()
    client.post(reverse("jobs:discard", args=[letter.uid]))

    letter.refresh_from_db()
    after = client.get(reverse("jobs:dead_letter", args=[letter.uid])).content.decode()
    assert "ConnectionRefusedError" in shown
    assert letter.settlement == DeadLetter.Settlement.DISCARDED
    assert ("Đã bỏ" in after, "Bạch Công Minh" in after, reverse("jobs:retry", args=[letter.uid]) in after) == (
        True,
        True,
        False,
    )


def test_waiting_failures_can_be_asked_for(client, world):
    client.force_login(world.users["quantri"])
    make_letter("Còn chờ")
    DeadLetter.objects.filter(pk=make_letter("Đã xử lý xong").pk).update(settlement="discarded", settled_at=clock.now())

    html = client.get(reverse("jobs:dead_letters"), {"waiting": "on"}).content.decode()

    assert ("Còn chờ" in html, "Đã xử lý xong" in html) == (True, False)
