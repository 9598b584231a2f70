"""The three kinds of rows in the queue, and the schedules of the manifests."""

from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from .operations import queue, running


@app.task(name=queue.RUN, pass_context=True, retry=queue.WhenAsked())
def run(context: JobContext, job_id: int) -> None:
    running.run_job(context, job_id)


@app.task(name=queue.DELIVER, pass_context=True, retry=queue.WhenAsked())
def deliver(context: JobContext, event: str, subscriber: str, payload: dict) -> None:
    running.deliver(context, event, subscriber, payload)


@app.task(name=queue.SCHEDULED, pass_context=True, retry=queue.WhenAsked())
def scheduled(context: JobContext, code: str, timestamp: int) -> None:
    running.run_schedule(context, code, timestamp)
