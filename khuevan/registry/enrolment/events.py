"""What this room announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ClassCreated:
    class_id: int
    unit_id: int
    school_id: int


@dataclass(frozen=True)
class LearnerEnrolled:
    """A learner began to study in a class."""

    enrolment_id: int
    person_id: int
    class_id: int
    on: date


@dataclass(frozen=True)
class LearnerLeftClass:
    """A stay ended: moved to another class or school, suspended, dropped out, completed. `status` says which."""

    enrolment_id: int
    person_id: int
    class_id: int
    status: str
    on: date


@dataclass(frozen=True)
class LearnersImported:
    """A list of learners was imported into a unit."""

    run_id: int
    unit_id: int
    learners: int


@dataclass(frozen=True)
class TransferRequested:
    transfer_id: int
    from_school_id: int
    to_school_id: int


@dataclass(frozen=True)
class TransferDecided:
    """`state`: accepted, refused or withdrawn."""

    transfer_id: int
    from_school_id: int
    to_school_id: int
    state: str
