"""Jobs from the request to the end, on the real queue."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from khuevan.core.accounts.models import User
from khuevan.core.audit.models import JournalEntry, ReadEntry
from khuevan.core.jobs import operations, queries
from khuevan.core.jobs.api import run_pending, start
from khuevan.core.jobs.models import DeadLetter, Job
from khuevan.core.jobs.operations import actors, lifecycle, queue
from khuevan.core.jobs.types import AlreadySettled, JobState, NotCancellable, UnknownKind
from khuevan.core.roles.models import RoleAssignment
from khuevan.kernel import clock
from khuevan.kernel.actor import ANONYMOUS, Actor, Grant
from khuevan.kernel.errors import NotAllowed

from . import kinds
from .factories import make_due


def rows() -> list[tuple]:
    """The rows of jobs in the queue: task, status, tries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text, attempts FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [queue.RUN]
        )
        return cursor.fetchall()


def written() -> list[str]:
    return list(JournalEntry.objects.filter(verb__startswith="test.").values_list("verb", flat=True))


def test_a_job_runs_as_the_one_who_started_it_and_shows_its_result(world):
    actor = world.actor("tuan")

    job = start(actor, "test.write", "Ghi thử", unit=world.units["lower_a"], day=date(2026, 9, 5), ids=(1, 2))
    run_pending()

    job.refresh_from_db()
    entry = JournalEntry.objects.get(verb="test.written")
    assert (job.state, job.attempts, job.progress_done, job.progress_total) == (JobState.DONE, 1, 2, 2)
    assert job.result == {"Số dòng": 2, "Tham số": "[('day', datetime.date(2026, 9, 5)), ('ids', (1, 2))]"}
    assert job.result_link == "/ket-qua/"
    assert (entry.user_id, entry.actor_name, entry.via) == (actor.user_id, "Đỗ Minh Tuấn", "job")
    assert rows() == []


def test_start_rolled_back_leaves_nothing_in_the_queue(world):
    with transaction.atomic():
        start(world.actor("tuan"), "test.write", "Ghi thử")
        transaction.set_rollback(True)

    assert (Job.objects.count(), rows()) == (0, [])


def test_start_of_unknown_kind_or_unplain_argument_changes_nothing(world):
    with pytest.raises(UnknownKind):
        start(world.actor("tuan"), "test.nothing", "Không có")
    with pytest.raises(TypeError):
        start(world.actor("tuan"), "test.write", "Sai tham số", person=world.people["tuan"])

    assert (Job.objects.count(), rows()) == (0, [])


def test_start_without_the_permission_of_the_kind_is_refused_and_changes_nothing(world):
    with pytest.raises(NotAllowed):
        start(world.actor("tuan"), "test.guarded", "Không được")

    assert (Job.objects.count(), rows()) == (0, [])


@pytest.mark.parametrize("actor", [ANONYMOUS, Actor(name="Phần mềm khác", via="api")])
def test_who_has_no_account_starts_nothing(world, actor):
    with pytest.raises(NotAllowed):
        start(actor, "test.write", "Ghi thử")

    assert (Job.objects.count(), rows()) == (0, [])


def test_work_of_the_system_keeps_exactly_what_it_was_given(world):
    grant = Grant(0, "system", "Đo chỉ tiêu", 1, "Tỉnh", "1/5/", frozenset({"jobs.manage"}))
    job = start(Actor(name="Đo chỉ tiêu", via="system", grants=(grant,)), "test.write", "Đo")

    rebuilt = actors.rebuild(Job.objects.get(pk=job.pk))

    assert (rebuilt.name, rebuilt.via, rebuilt.user_id, rebuilt.grants) == ("Đo chỉ tiêu", "system", None, (grant,))


def test_permission_lost_before_the_run_stops_the_job(world):
    job = start(world.actor("quantri"), "test.guarded", "Việc quản trị")
    RoleAssignment.objects.filter(person=world.people["quantri"]).update(ends_on=clock.today() - timedelta(days=1))

    run_pending()

    job.refresh_from_db()
    assert (job.state, job.remedy, job.error) == (JobState.FAILED, "fix", "Bạn không có quyền làm việc này.")
    assert written() == []


def test_closed_account_does_not_act_any_more(world):
    job = start(world.actor("tuan"), "test.write", "Ghi thử")
    type(world.users["tuan"]).objects.filter(pk=world.users["tuan"].pk).update(is_active=False)

    run_pending()

    job.refresh_from_db()
    assert (job.state, written()) == (JobState.FAILED, [])


def test_job_keeps_to_the_post_the_actor_had_chosen(world):
    from khuevan.core.roles.tests.factories import give_post

    give_post(world.people["quantri"], "principal", world.units["upper"])
    principal = next(grant for grant in world.actor("quantri").grants if grant.role == "principal")
    job = start(world.actor("quantri", acting=principal.assignment_id), "test.write", "Với vai hiệu trưởng")

    run_pending()

    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert JournalEntry.objects.get(verb="test.written").acting_as == "Hiệu trưởng, Trường THPT Hoa Lư A"


def test_refusal_is_shown_never_retried_and_undoes_the_work(world):
    job = start(world.actor("tuan"), "test.refuse", "Nhập danh sách")

    run_pending()

    job.refresh_from_db()
    assert (job.state, job.error, job.remedy) == (JobState.FAILED, "Cột «Ngày sinh» thiếu ở dòng 7.", "fix")
    assert (written(), rows(), DeadLetter.objects.count()) == ([], [], 0)


def test_a_job_speaks_the_language_of_the_one_who_waits(world):
    User.objects.filter(username="tuan").update(language="en")
    job = start(world.actor("tuan"), "test.break", "Report")

    with pytest.raises(ValueError, match="bí mật kỹ thuật"):
        run_pending()

    job.refresh_from_db()
    assert job.error == ("The system failed at this job; no data was changed. The system administrator has been informed.")
    assert get_language() == "vi"


def test_broken_work_is_undone_and_kept_for_the_administrator(world):
    job = start(world.actor("tuan"), "test.break", "Lập báo cáo")

    with pytest.raises(ValueError, match="bí mật kỹ thuật"):
        run_pending()

    job.refresh_from_db()
    letter = DeadLetter.objects.get()
    assert (job.state, job.remedy, "bí mật" in job.error) == (JobState.FAILED, "wait", False)
    assert letter.technical_error.rstrip().endswith("ValueError: bí mật kỹ thuật")
    assert (letter.label, letter.task, letter.arguments) == ("Lập báo cáo", queue.RUN, {"job_id": job.pk})
    assert (written(), rows()) == ([], [(queue.RUN, "failed", 1)])
    assert ReadEntry.objects.filter(person_id=7).count() == 1


def test_transient_error_is_retried_with_growing_delays_then_given_up(world, settings):
    settings.JOBS_BACK_OFF_SECONDS = (10, 60)
    job = start(world.actor("tuan"), "test.flaky", "Gửi thư")
    states = []
    for _ in range(3):
        run_pending(raise_errors=False)
        make_due()
        job.refresh_from_db()
        states.append((job.state, job.attempts, bool(job.progress_note)))

    assert states == [(JobState.QUEUED, 1, True), (JobState.QUEUED, 2, True), (JobState.FAILED, 3, False)]
    assert (written(), DeadLetter.objects.count()) == ([], 1)


def test_retry_waits_as_long_as_the_settings_say(world, settings):
    settings.JOBS_BACK_OFF_SECONDS = (600,)
    start(world.actor("tuan"), "test.flaky", "Gửi thư")
    before = timezone.now()

    run_pending(raise_errors=False)

    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs")
        due = cursor.fetchone()[0]
    assert timedelta(seconds=600) <= due - before < timedelta(seconds=630)
    assert run_pending() == 0


def test_waiting_job_is_cancelled_at_once(world):
    actor = world.actor("tuan")
    job = start(actor, "test.write", "Ghi thử")

    operations.cancel(actor, job=job)

    job.refresh_from_db()
    assert (job.state, rows(), run_pending(), written()) == (JobState.CANCELLED, [], 0, [])


def test_running_job_stops_when_it_is_asked_and_its_work_is_undone(world):
    actor = world.actor("tuan")
    job = start(actor, "test.obedient", "Làm lâu")
    lifecycle.begin(job.pk)
    operations.cancel(actor, job=job)

    run_pending()

    job.refresh_from_db()
    assert (job.state, written()) == (JobState.CANCELLED, [])


def test_ended_job_cannot_be_cancelled(world):
    actor = world.actor("tuan")
    job = start(actor, "test.write", "Ghi thử")
    run_pending()

    with pytest.raises(NotCancellable):
        operations.cancel(actor, job=job)

    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_nobody_cancels_or_sees_the_job_of_another(world):
    job = start(world.actor("tuan"), "test.write", "Ghi thử")

    for stranger in ("quantri", "hieutruong", "nguyet"):
        with pytest.raises(NotAllowed):
            operations.cancel(world.actor(stranger), job=job)

    job.refresh_from_db()
    assert (job.state, JournalEntry.objects.filter(verb="jobs.job_cancelled").count()) == (JobState.QUEUED, 0)
    assert list(queries.own_jobs(world.actor("quantri"))) == []
    assert list(queries.own_jobs(world.actor("tuan"))) == [job]


def test_a_job_already_done_is_not_done_again(world):
    """The worker died after the commit, before the queue knew: the row comes again."""
    job = start(world.actor("tuan"), "test.write", "Ghi thử")
    run_pending()

    queue.enqueue(queue.RUN, job_id=job.pk)
    run_pending()

    assert written() == ["test.written"]


def test_a_job_that_keeps_killing_its_worker_is_given_up(world, settings):
    settings.JOBS_BACK_OFF_SECONDS = (1, 1)
    job = start(world.actor("tuan"), "test.write", "Ghi thử")
    Job.objects.filter(pk=job.pk).update(attempts=3)

    run_pending()

    job.refresh_from_db()
    assert (job.state, written(), DeadLetter.objects.get().attempts) == (JobState.FAILED, [], 3)


def test_retried_dead_letter_runs_again_once(world):
    job = start(world.actor("tuan"), "test.break", "Lập báo cáo")
    run_pending(raise_errors=False)
    letter = DeadLetter.objects.get()
    admin = world.actor("quantri")

    operations.retry(admin, letter=letter)
    with pytest.raises(AlreadySettled):
        operations.retry(admin, letter=letter)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.QUEUED, 0, "")
    assert [row for row in rows() if row[1] == "todo"] == [(queue.RUN, "todo", 0)]
    assert JournalEntry.objects.filter(verb="jobs.dead_letter_retried", user_id=admin.user_id).count() == 1


def test_discarded_dead_letter_leaves_the_list_and_nothing_runs(world):
    start(world.actor("tuan"), "test.break", "Lập báo cáo")
    run_pending(raise_errors=False)
    admin = world.actor("quantri")

    operations.discard(admin, letter=DeadLetter.objects.get())

    assert queries.count_open_letters(admin) == 0
    assert [row for row in rows() if row[1] == "todo"] == []


def test_only_the_administrator_settles_dead_letters(world):
    start(world.actor("tuan"), "test.break", "Lập báo cáo")
    run_pending(raise_errors=False)
    letter = DeadLetter.objects.get()

    for stranger in ("tuan", "hieutruong", "nguyet", "hanh"):
        with pytest.raises(NotAllowed):
            operations.retry(world.actor(stranger), letter=letter)
        with pytest.raises(NotAllowed):
            operations.discard(world.actor(stranger), letter=letter)

    letter.refresh_from_db()
    assert letter.settled_at is None
    assert list(queries.dead_letters(world.actor("tuan"))) == []


def test_clean_up_forgets_what_is_old_and_nothing_else(world, settings):
    old, new, _waiting = (start(world.actor("tuan"), "test.write", name) for name in ("cũ", "mới", "đang chờ"))
    Job.objects.filter(pk__in=[old.pk, new.pk]).update(state=JobState.DONE, finished_at=clock.now())
    Job.objects.filter(pk=old.pk).update(finished_at=clock.now() - timedelta(days=settings.JOBS_KEEP_DAYS + 1))

    operations.clean_up(world.actor("quantri"), clock.now())

    assert set(Job.objects.values_list("label", flat=True)) == {"mới", "đang chờ"}
    assert len(rows()) == 3


@pytest.fixture(autouse=True)
def _deaf():
    kinds.received.clear()
