"""Who may read the file of an import: whoever may see the import."""

from khuevan.core.files.api import guards
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from . import queries


@guards("sheets.importrun")
def may_read(actor: Actor, run_id: int) -> bool:
    try:
        queries.run_for_job(actor, run_id)
    except NotFound:
        return False
    return True
