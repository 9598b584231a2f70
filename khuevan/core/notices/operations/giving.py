"""Giving notices, to one or to ten thousand, in a handful of statements."""

from collections.abc import Callable, Iterable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from khuevan.core.jobs import api as jobs
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from .. import queries
from ..models import Dispatch, Notice
from ..types import INBOX, ChannelCode
from .channels import CHANNELS

BATCH = 1000
LONGEST_TITLE = 200
DISPATCHES_PER_JOB = 100

Wording = str | Callable[[], str]


@operation
def notify(actor: Actor, *, users: Iterable[int], kind: str, title: Wording, body: str = "", link: str = "") -> int:
    """Give a notice to accounts (ids), each where he wants this kind. Returns how many got it somewhere.

    A `title` that is a function is asked once in each language that the recipients read. What leaves the house is sent
    after the commit. `link` is a path of the site. Raises UnknownKind.
    """
    spec = queries.kind_of(kind)
    user_ids = sorted(set(users))
    wanted = queries.wanted(user_ids, spec)
    reachable = {code: CHANNELS[code].reachable(sorted(wanted[code])) for code in ChannelCode.values}
    now, titles = clock.now(), _titles(title, user_ids)
    notices = [
        Notice(recipient_id=user, kind=kind, title=titles[user], body=body, link=link, at=now, in_inbox=user in wanted[INBOX])
        for user in user_ids
        if user in wanted[INBOX] or any(user in users_of for users_of in reachable.values())
    ]
    Notice.objects.bulk_create(notices, batch_size=BATCH)
    for code, users_of in reachable.items():
        _dispatch(code, [notice for notice in notices if notice.recipient_id in users_of])
    return len(notices)


def _titles(title: Wording, user_ids: list[int]) -> dict[int, str]:
    """The title for each recipient, no longer than its place."""
    if isinstance(title, str):
        return dict.fromkeys(user_ids, title[:LONGEST_TITLE])
    languages = queries.languages(user_ids)
    titles = {}
    for language in set(languages.values()):
        with translation.override(language):
            titles[language] = title()[:LONGEST_TITLE]
    return {user: titles[language] for user, language in languages.items()}


def _dispatch(channel: str, notices: Sequence[Notice]) -> None:
    rows = [Dispatch(notice=notice, channel=channel, changed_at=notice.at) for notice in notices]
    Dispatch.objects.bulk_create(rows, batch_size=BATCH)
    system = jobs.system_actor(_("Gửi thông báo"))
    for first in range(0, len(rows), DISPATCHES_PER_JOB):
        ids = [row.pk for row in rows[first : first + DISPATCHES_PER_JOB]]
        jobs.start(system, "notices.send", _("Gửi thông báo"), channel=channel, dispatch_ids=ids)
