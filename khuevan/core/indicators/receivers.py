"""What this room tells the floor below: evidence is read by whoever may read the value it proves."""

from khuevan.core.files.api import guards

from . import queries

guards("indicators.reportedvalue")(queries.may_read_evidence)
