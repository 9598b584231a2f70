"""What follows from announcements of the floors below."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.jobs.api import JobState, system_actor
from khuevan.core.jobs.events import JobEnded
from khuevan.kernel.events import receives
from khuevan.kernel.manifest import Text

from . import operations

SECONDS_WORTH_A_NOTICE = 60
TITLES: dict[str, Text] = {
    JobState.DONE: gettext_lazy("Đã xong: %(job)s"),
    JobState.FAILED: gettext_lazy("Không xong: %(job)s"),
}


@receives(JobEnded)
def tell_who_waits(event: JobEnded) -> None:
    """Who started long work has gone on with something else: tell him that it ended."""
    title = TITLES.get(event.state)
    if title is None or event.user_id is None or event.seconds < SECONDS_WORTH_A_NOTICE:
        return
    operations.notify(
        system_actor(_("Việc nền")),
        users=[event.user_id],
        kind="notices.job_ended",
        title=lambda: str(title) % {"job": event.label},
        body=event.error,
        link=reverse("jobs:job", args=[event.uid]),
    )
