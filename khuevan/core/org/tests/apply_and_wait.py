"""Applies a reorganisation in a process of its own and stops just before the end, to be killed.

Arguments: user name, number of the reorganisation.
"""

import sys
import time

import django


def main(username: str, reorganisation_id: str) -> None:
    django.setup()
    from khuevan.core.accounts.models import User
    from khuevan.core.org import api as org
    from khuevan.core.org.events import ReorganisationApplied
    from khuevan.core.roles.queries import actor_of
    from khuevan.kernel import events

    def wait_to_be_killed(*delivery) -> None:
        sys.stdout.write("everything is written\n")
        sys.stdout.flush()
        time.sleep(60)

    events.receives(ReorganisationApplied)(wait_to_be_killed)
    events.use_transport(wait_to_be_killed)
    actor = actor_of(User.objects.get(username=username).pk)
    org.apply_reorganisation(actor, reorganisation=org.reorganisation(actor, int(reorganisation_id)))


if __name__ == "__main__":
    main(*sys.argv[1:])
