"""What people tell the floor below: evidence of a correction is for the family and for those who decide."""

from khuevan.core.files.api import guards

from . import queries

guards("people.correctionrequest")(queries.may_read_evidence)
