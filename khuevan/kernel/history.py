"""Row history of sensitive tables, kept by PostgreSQL itself: every update and delete leaves the row as it was."""

import pghistory
import pgtrigger


def keep_history(model):
    """Class decorator: adds `<Model>Event` rows with the old values, the operation's name and its actor."""
    return pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(),
        append_only=True,
        level=pgtrigger.Statement,
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
    )(model)
