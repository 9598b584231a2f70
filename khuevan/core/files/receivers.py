"""What follows from a download."""

from khuevan.kernel.events import receives

from . import operations
from .events import FileDownloaded


@receives(FileDownloaded)
def write_down_download(event: FileDownloaded) -> None:
    operations.write_down_download(event.file_id, user_id=event.user_id, actor_name=event.actor_name, address=event.address)
