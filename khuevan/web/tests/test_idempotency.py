"""One key, one deed, also for two requests at the same moment."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, connections

from khuevan.kernel import clock
from khuevan.web.idempotency import Answer, KeyReused, fingerprint, forget_before, once
from khuevan.web.models import Quota, Receipt

CONTENT = fingerprint([b"POST", b"/api/v1/absences", b"{}"])


def count(subject: str = "x") -> Answer:
    Quota.objects.create(scope="i", subject=subject, window=clock.now(), count=1)
    return Answer(201, "/1", '{"id": 1}')


@pytest.mark.django_db
def test_once_repeats_the_answer():
    key = uuid4()

    first = once(7, key, CONTENT, count)
    second = once(7, key, CONTENT, count)

    assert (first.replayed, second.replayed) == (False, True)
    assert (second.status, second.location, second.body) == (201, "/1", '{"id": 1}')
    assert Quota.objects.count() == 1


@pytest.mark.django_db
def test_once_refuses_other_content():
    key = uuid4()
    once(7, key, CONTENT, count)

    with pytest.raises(KeyReused):
        once(7, key, fingerprint([b"other"]), count)

    assert Quota.objects.count() == 1


@pytest.mark.django_db
def test_once_leaves_no_receipt_of_a_deed_that_failed():
    with pytest.raises(ZeroDivisionError):
        once(7, uuid4(), CONTENT, lambda: 1 // 0)

    assert Receipt.objects.count() == 0


@pytest.mark.django_db
def test_once_without_key_just_does_it():
    once(None, None, CONTENT, count)
    once(None, None, CONTENT, lambda: count("y"))

    assert (Quota.objects.count(), Receipt.objects.count()) == (2, 0)


@pytest.mark.django_db
def test_once_keeps_keys_of_nobody_apart_from_accounts():
    key = uuid4()

    once(None, key, CONTENT, count)
    replayed = once(None, key, CONTENT, count)
    once(7, key, CONTENT, lambda: count("y"))

    assert (replayed.replayed, Quota.objects.count()) == (True, 2)


def test_fingerprint_does_not_let_parts_run_together():
    assert fingerprint([b"ab", b"c"]) != fingerprint([b"a", b"bc"])


@pytest.mark.django_db
def test_forget_before_forgets_the_old_only():
    once(7, uuid4(), CONTENT, count)
    kept = Receipt.objects.get().at

    assert (forget_before(kept), Receipt.objects.count()) == (0, 1)
    assert (forget_before(clock.now()), Receipt.objects.count()) == (1, 0)


class TwoAtOnce:
    """A first deed that is held open, and a second one asked for meanwhile, each in a real transaction of its own."""

    def __init__(self, first_fails: bool = False) -> None:
        self.key = uuid4()
        self.first_fails = first_fails
        self.inside, self.go_on = threading.Event(), threading.Event()
        self.answers: dict[str, Answer | Exception] = {}

    def run(self) -> dict[str, Answer | Exception]:
        first = threading.Thread(target=self._ask, args=("first", self._slow))
        second = threading.Thread(target=self._ask, args=("second", count))
        first.start()
        self.inside.wait(10)
        second.start()
        self._until_second_waits()
        self.go_on.set()
        first.join(10)
        second.join(10)
        return self.answers

    def _ask(self, name: str, deed) -> None:
        try:
            self.answers[name] = once(7, self.key, CONTENT, deed)
        except Exception as problem:
            self.answers[name] = problem
        finally:
            connections.close_all()

    def _slow(self) -> Answer:
        answer = count()
        self.inside.set()
        self.go_on.wait(10)
        if self.first_fails:
            raise ValueError("refused")
        return answer

    def _until_second_waits(self) -> None:
        pause = threading.Event()
        for _attempt in range(200):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO \"web_receipt\"%%'"
                )
                if cursor.fetchone()[0]:
                    return
            pause.wait(0.05)
        raise AssertionError("the second request did not wait")


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The real database without a surrounding transaction; what the threads left is cleared away."""
    with django_db_blocker.unblock():
        yield
        Receipt.objects.all().delete()
        Quota.objects.all().delete()


def test_second_of_two_at_once_waits_and_repeats(committed):
    answers = TwoAtOnce().run()

    assert (answers["first"].replayed, answers["second"].replayed) == (False, True)
    assert Quota.objects.count() == 1


def test_second_of_two_at_once_does_the_deed_when_the_first_fails(committed):
    answers = TwoAtOnce(first_fails=True).run()

    assert isinstance(answers["first"], ValueError)
    assert (answers["second"].replayed, Quota.objects.count()) == (False, 1)
