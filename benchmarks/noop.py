"""A Celery application that does nothing, with the portal's broker and its way of acknowledging."""

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
    """What is compared: a task and no work in it."""


@app.task
def finish(mark: str) -> None:
    """Tells that the tasks before it were taken."""
    redis.Redis.from_url(URL).rpush(DONE, mark)
