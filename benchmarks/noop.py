"""A Celery application whose task does nothing; broker and acknowledgement are the portal's."""

import os

import redis
from celery import Celery

QUEUE = "benchmarks"
DONE = "benchmarks:done"
URL = os.environ["REDIS_URL"]

app = Celery("benchmarks", broker=URL, set_as_current=False)
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_default_queue=QUEUE,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
)


@app.task
def nothing() -> None:
    """Do nothing: the comparison is with a task without work."""


@app.task
def finish(mark: str) -> None:
    """Report that the tasks before it were run."""
    redis.Redis.from_url(URL).rpush(DONE, mark)
