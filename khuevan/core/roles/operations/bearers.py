"""Who calls the API."""

from khuevan.core.accounts import api as accounts
from khuevan.kernel.actor import Actor

from .. import queries


def actor_for_bearer(secret: str, *, address: str = "") -> tuple[Actor, frozenset[str]] | None:
    """The actor and the scopes (`accounts.types.ApiScope`) of a presented API secret; None when it opens nothing.

    A personal token acts as its account with all its posts; a client's token with the client's posts. Remembers, to ten
    minutes, when a personal token was last used; so call it before the connection is made read-only.
    """
    holder = accounts.bearer_holder(secret)
    if holder is None:
        return None
    if holder.client_id is not None:
        return queries.client_actor(holder.client_id, name=holder.name, address=address), holder.scopes
    actor = queries.actor_of(holder.user_id or 0, address=address, via="api")
    accounts.note_token_use(actor, holder=holder)
    return actor, holder.scopes
