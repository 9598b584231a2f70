"""What jobs tells the floor below: a job's files are for the one who started it."""

from khuevan.core.files.api import guards

from . import queries

guards("jobs.job")(queries.may_read)
