"""Makes ready what `test_killed` kills, in a process of its own: the test's own Django speaks to another database.

`prepare` builds the small world with a list to import and a merger of schools, and prints where they are; `job KIND NAME
[ARGUMENTS]` asks for background work as somebody; `worker` works, and notices within three seconds that another one died.
"""

import json
import sys
from datetime import date
from importlib import import_module

import django

from khuevan.kernel.postgres import ensure_database

ensure_database()
django.setup()

from django.conf import settings  # noqa: E402 - after Django is set up
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import transaction  # noqa: E402

from khuevan.core.accounts.models import User  # noqa: E402
from khuevan.core.jobs import api as jobs  # noqa: E402
from khuevan.core.org import api as org  # noqa: E402
from khuevan.core.org.types import Merge  # noqa: E402
from khuevan.core.roles.api import actor_of  # noqa: E402
from khuevan.portal.command.migrate import bring_up_to_date  # noqa: E402
from khuevan.registry.enrolment.tests.lists import preview, row, xlsx  # noqa: E402
from tests import world as small_world  # noqa: E402

DAY = date(2026, 9, 10)


def prepare() -> None:
    bring_up_to_date()
    with transaction.atomic():
        world = small_world.build()
    officer = world.actor("vanphong")
    draft = org.draft_reorganisation(
        officer,
        title="Sáp nhập trường",
        decision_number="9/QĐ",
        decision_date=DAY,
        effective_on=DAY,
        steps=[Merge((world.units["primary_b"].pk,), world.units["lower_a"].pk)],
    )
    org.preview_reorganisation(officer, reorganisation=draft)
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An"), row("Bùi Đức Minh", "11/03/2014")]))
    told = {
        "draft": draft.pk,
        "run": run.pk,
        "import": str(run.uid),
        "sessions": {name: session_of(world.users[name]) for name in ("tuan", "vanphong")},
    }
    sys.stdout.write(f"{json.dumps(told)}\n")


def session_of(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def job(kind: str, username: str, arguments: str = "{}") -> None:
    actor = actor_of(User.objects.get(username=username).pk)
    jobs.start(actor, kind, "Việc bị ngắt", **json.loads(arguments))


def worker() -> None:
    settings.JOBS_MISSED_SCHEDULE_HOURS = 0
    settings.JOBS_BACK_OFF_SECONDS = (1,) * len(settings.JOBS_BACK_OFF_SECONDS)
    jobs.run_worker(concurrency=1)


if __name__ == "__main__":
    {"prepare": prepare, "job": job, "worker": worker}[sys.argv[1]](*sys.argv[2:])
