"""What follows from announcements of the floor below."""

from khuevan.kernel.events import receives
from khuevan.web.events import ListExported

from . import operations


@receives(ListExported)
def write_down_export(event: ListExported) -> None:
    operations.record_export(event.user_id, page=event.page, query=event.query, rows=event.rows)
