"""What background work announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class JobEnded:
    """A job is done, failed or cancelled (`state`). `seconds` is the time from the request to the end."""

    job_id: int
    uid: str
    user_id: int | None
    label: str
    state: str
    error: str
    seconds: int
