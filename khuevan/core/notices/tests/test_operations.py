"""Notices: given to many at once, to each where he wants them, sent out at most once."""

import smtplib

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.core.jobs.api import run_pending, system_actor
from khuevan.core.jobs.events import JobEnded
from khuevan.core.jobs.models import DeadLetter, Job
from khuevan.core.jobs.operations import queue
from khuevan.core.jobs.tests.factories import make_due
from khuevan.core.notices import queries
from khuevan.core.notices.models import Dispatch, Notice, Preference
from khuevan.core.notices.operations import channels, choose, clean_up, mark_all_read, mark_read, notify
from khuevan.core.notices.operations.sending import KEEP
from khuevan.core.notices.types import UnknownKind
from khuevan.kernel import clock
from khuevan.kernel.actor import ANONYMOUS
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.events import publish

from .factories import KIND, make_notice, with_address

SYSTEM = system_actor("Thử")


@pytest.fixture
def by_email(world):
    """Tuấn and Mai have addresses and want this kind by e-mail; Khoa wants it and has no address."""
    for name in ("tuan", "mai", "khoa"):
        choose(world.actor(name), wanted={(KIND, "email"): True})
    with_address(world.users["tuan"], "tuan@example.edu.vn")
    with_address(world.users["mai"], "mai@example.edu.vn")
    return [world.users[name].pk for name in ("tuan", "mai", "khoa", "yte")]


def states() -> dict[str, str]:
    return {row.notice.recipient.username: row.state for row in Dispatch.objects.select_related("notice__recipient")}


def answer_with(monkeypatch, *errors: Exception | None) -> list:
    """A mail server that answers the next messages with these errors (None: accepted)."""
    answers, taken = list(errors), []

    class Server:
        def open(self) -> None: ...

        def close(self) -> None: ...

        def send_messages(self, messages) -> None:
            error = answers.pop(0) if answers else None
            if error is not None:
                raise error
            taken.extend(messages)

    monkeypatch.setattr(channels, "get_connection", Server)
    return taken


def try_again() -> None:
    make_due()
    run_pending(raise_errors=False)


def test_notice_reaches_everybody_in_one_go(world, django_assert_num_queries):
    few, many = [world.users["tuan"].pk], [user.pk for user in world.users.values()]

    with django_assert_num_queries(4):
        notify(SYSTEM, users=few, kind=KIND, title="Một")
    with django_assert_num_queries(4):
        given = notify(SYSTEM, users=[*many, *many], kind=KIND, title="Nhiều", body="Nội dung", link="/viec-nen/")

    assert given == len(many) == Notice.objects.filter(title="Nhiều").count()
    assert queries.unread_count(world.actor("tuan")) == 2


def test_everybody_reads_a_notice_in_his_own_language(world):
    world.users["mai"].language = "en"
    world.users["mai"].save()
    readers = {name: world.users[name].pk for name in ("tuan", "mai")}

    notify(SYSTEM, users=readers.values(), kind=KIND, title=lambda: _("Thông báo"))

    assert {name: Notice.objects.get(recipient_id=pk).title for name, pk in readers.items()} == {
        "tuan": "Thông báo",
        "mai": "Notices",
    }


def test_unknown_kind_gives_nothing(world):
    with pytest.raises(UnknownKind):
        notify(SYSTEM, users=[world.users["tuan"].pk], kind="nothing.known", title="?")

    assert Notice.objects.count() == 0


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_link_out_of_the_house_is_refused(world, link):
    with pytest.raises(IntegrityError), transaction.atomic():
        notify(SYSTEM, users=[world.users["tuan"].pk], kind=KIND, title="?", link=link)

    assert Notice.objects.count() == 0


def test_email_goes_to_those_who_want_it_and_have_an_address(world, by_email, settings):
    settings.SITE_URL = "https://ninhbinh.example.edu.vn/"
    notify(SYSTEM, users=by_email, kind=KIND, title="Đã xong: Xuất danh sách", body="1.200 dòng", link="/viec-nen/7/")
    sent_before = len(mail.outbox)

    run_pending()

    assert sent_before == 0
    assert sorted(message.to for message in mail.outbox) == [["mai@example.edu.vn"], ["tuan@example.edu.vn"]]
    message = mail.outbox[0]
    assert message.subject == "Đã xong: Xuất danh sách"
    assert ("1.200 dòng" in message.body, "https://ninhbinh.example.edu.vn/viec-nen/7/" in message.body) == (True, True)
    assert message.extra_headers["Message-ID"].startswith(f"<{Notice.objects.get(recipient__username='tuan').uid}@")
    assert states() == {"tuan": "sent", "mai": "sent"}
    assert Notice.objects.count() == 4


def test_undone_notice_is_never_sent(world, by_email):
    with transaction.atomic():
        notify(SYSTEM, users=by_email, kind=KIND, title="Hủy")
        transaction.set_rollback(True)

    run_pending()

    assert (mail.outbox, Notice.objects.count(), Job.objects.count()) == ([], 0, 0)


def test_closed_account_gets_no_email(world, by_email):
    type(world.users["mai"]).objects.filter(username="mai").update(is_active=False)

    notify(SYSTEM, users=by_email, kind=KIND, title="Tin")

    assert list(states()) == ["tuan"]


def test_sending_again_sends_nothing_twice(world, by_email):
    notify(SYSTEM, users=by_email, kind=KIND, title="Tin")
    run_pending()
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)

    queue.enqueue(queue.RUN, job_id=job.pk)
    run_pending()

    assert len(mail.outbox) == 2


def test_refused_address_is_not_tried_again_and_others_go_on(world, by_email, monkeypatch):
    unknown = smtplib.SMTPRecipientsRefused({"tuan@example.edu.vn": (550, b"No such user")})
    taken = answer_with(monkeypatch, unknown)
    notify(SYSTEM, users=by_email, kind=KIND, title="Tin")

    run_pending()
    try_again()

    assert states() == {"tuan": "refused", "mai": "sent"}
    assert len(taken) == 1


def test_server_that_asks_for_later_gets_it_later_and_once(world, by_email, monkeypatch):
    taken = answer_with(monkeypatch, smtplib.SMTPDataError(451, b"Greylisted"))
    notify(SYSTEM, users=by_email, kind=KIND, title="Tin")

    run_pending(raise_errors=False)
    first = states()
    try_again()

    assert first == {"tuan": "waiting", "mai": "sent"}
    assert states() == {"tuan": "sent", "mai": "sent"}
    assert sorted(message.to[0] for message in taken) == ["mai@example.edu.vn", "tuan@example.edu.vn"]


def test_broken_line_leaves_one_unsure_and_never_sends_it_again(world, by_email, monkeypatch):
    taken = answer_with(monkeypatch, smtplib.SMTPServerDisconnected("Connection unexpectedly closed"))
    notify(SYSTEM, users=by_email, kind=KIND, title="Tin")

    run_pending(raise_errors=False)
    try_again()

    assert states() == {"tuan": "unsure", "mai": "sent"}
    assert [message.to for message in taken] == [["mai@example.edu.vn"]]


def test_dispatch_of_a_worker_that_died_is_not_sent_again(world, by_email):
    notify(SYSTEM, users=by_email, kind=KIND, title="Tin")
    Dispatch.objects.filter(notice__recipient__username="tuan").update(state="sending")

    run_pending()

    assert states() == {"tuan": "unsure", "mai": "sent"}
    assert [message.to for message in mail.outbox] == [["mai@example.edu.vn"]]


def test_absent_server_leaves_everything_waiting_until_it_is_a_dead_letter(world, by_email, monkeypatch, settings):
    settings.JOBS_BACK_OFF_SECONDS = (1,)

    class Absent:
        def open(self) -> None:
            raise ConnectionRefusedError

    monkeypatch.setattr(channels, "get_connection", Absent)
    notify(SYSTEM, users=by_email, kind=KIND, title="Tin")

    run_pending(raise_errors=False)
    first = states()
    try_again()

    assert first == states() == {"tuan": "waiting", "mai": "waiting"}
    assert DeadLetter.objects.count() == 1


def test_who_switches_everything_off_gets_nothing(world):
    choose(world.actor("tuan"), wanted={(KIND, "inbox"): False, (KIND, "email"): False})

    given = notify(SYSTEM, users=[world.users["tuan"].pk], kind=KIND, title="Tin")

    assert (given, Notice.objects.count()) == (0, 0)


def test_email_without_inbox_keeps_the_bell_silent(world, by_email):
    choose(world.actor("tuan"), wanted={(KIND, "inbox"): False})

    make_notice(world.users["tuan"])
    run_pending()

    assert (queries.unread_count(world.actor("tuan")), len(mail.outbox)) == (0, 1)


def test_choice_can_be_changed(world):
    choose(world.actor("tuan"), wanted={(KIND, "email"): True})
    choose(world.actor("tuan"), wanted={(KIND, "email"): False})

    assert Preference.objects.get().wanted is False
    assert queries.preferences(world.actor("tuan"))[KIND, "email"] is False


def test_nobody_chooses_without_an_account_or_for_an_unknown_kind(world):
    with pytest.raises(NotAllowed):
        choose(ANONYMOUS, wanted={(KIND, "email"): True})
    with pytest.raises(UnknownKind):
        choose(world.actor("tuan"), wanted={("nothing.known", "email"): True})

    assert Preference.objects.count() == 0


def test_only_the_recipient_reads_a_notice(world):
    notice = make_notice(world.users["nguyet"])

    for stranger in ("hanh", "mai", "quantri"):
        assert queries.inbox(world.actor(stranger)).count() == 0
        with pytest.raises(NotAllowed):
            mark_read(world.actor(stranger), notice=notice)

    notice.refresh_from_db()
    assert notice.read_at is None


def test_reading_one_and_reading_all(world):
    actor = world.actor("tuan")
    first = make_notice(world.users["tuan"])
    make_notice(world.users["tuan"])
    make_notice(world.users["mai"])

    mark_read(actor, notice=first)
    after_one = queries.unread_count(actor)
    marked = mark_all_read(actor)

    assert (after_one, marked, queries.unread_count(actor)) == (1, 1, 0)
    assert queries.unread_count(world.actor("mai")) == 1


@pytest.mark.parametrize(
    ("state", "seconds", "title"),
    [
        ("done", 75, "Đã xong: Xuất danh sách"),
        ("failed", 75, "Không xong: Xuất danh sách"),
        ("done", 5, None),
        ("cancelled", 75, None),
    ],
)
def test_who_left_long_work_is_told_of_its_end(world, state, seconds, title):
    uid = "01a20296-c780-7135-a36b-92c9b394be26"
    publish(
        JobEnded(1, uid, world.users["tuan"].pk, "Xuất danh sách", state, "Cột thiếu." if state == "failed" else "", seconds)
    )

    run_pending()

    told = [(notice.title, notice.link) for notice in queries.inbox(world.actor("tuan"))]
    assert told == ([(title, f"/viec-nen/{uid}/")] if title else [])


def test_old_notices_are_forgotten(world):
    old, new = make_notice(world.users["tuan"]), make_notice(world.users["tuan"])
    Notice.objects.filter(pk=old.pk).update(at=clock.now() - KEEP * 1.01)

    clean_up(SYSTEM, clock.now())

    assert list(Notice.objects.all()) == [new]
