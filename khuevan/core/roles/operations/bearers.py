"""Who calls the API."""

from dataclasses import dataclass

from khuevan.core.accounts import api as accounts
from khuevan.kernel.actor import Actor

from .. import queries


@dataclass(frozen=True)
class Caller:
    """Who presented an API secret: as whom he acts, the key's scopes (`accounts.types.ApiScope`), and the name of the key.

    `key` is of a personal token, or of a client whatever token it uses now: calls are counted by it.
    """

    actor: Actor
    scopes: frozenset[str]
    key: str


def caller_of_bearer(secret: str, *, address: str = "") -> Caller | None:
    """Whose a presented API secret is; None when it opens nothing.

    A personal token acts as its account with all its posts; a client's token with the client's posts. Remembers, to ten
    minutes, when a personal token was last used; so call it before the connection is made read-only.
    """
    holder = accounts.bearer_holder(secret)
    if holder is None:
        return None
    if holder.client_id is not None:
        actor = queries.client_actor(holder.client_id, name=holder.name, address=address)
        return Caller(actor, holder.scopes, f"client:{holder.client_id}")
    actor = queries.actor_of(holder.user_id or 0, address=address, via="api")
    accounts.note_token_use(actor, holder=holder)
    return Caller(actor, holder.scopes, f"token:{holder.token_id}")
