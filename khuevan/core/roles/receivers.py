"""What roles gives the floors below: how an account becomes an actor when its background work runs."""

from khuevan.core.jobs.api import use_actor_builder

from .queries import actor_of

use_actor_builder(actor_of)
