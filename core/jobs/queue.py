"""Run the jobs that are enqueued: in a worker process, or in a thread where none runs (the demo, browser tests).

Whatever goes wrong, the job and what it is about say so.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, connections

from core.database_trouble import Trouble, trouble_of
from core.jobs.kinds import run_of
from core.jobs.leases import Heartbeat, LeaseLost, any_unfinished, claim, retry_or_fail

logger = logging.getLogger(__name__)

# Between looks at a job that another process holds, in case that process is killed.
SECONDS_BETWEEN = 5.0

Result = TypeVar("Result")


def work(worker: str | None = None, stop: Callable[[], bool] = lambda: False) -> int:
    """Run jobs one after another until none is free or `stop` returns True. Returns how many ran."""
    name = worker or name_of_worker()
    done = 0
    while not stop() and (job := retry_when_locked(lambda: claim(name))):
        run(job)
        done += 1
    return done


def name_of_worker() -> str:
    """Another for each caller."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def run(job: Any) -> None:
    """Run a claimed job."""
    do = run_of(job)
    try:
        with Heartbeat(job) as heartbeat:
            retry_when_locked(lambda: do(job, heartbeat.report))
    except LeaseLost:
        logger.warning("Job %s was taken over from %s.", job.pk, job.worker)
    except Exception:
        logger.exception("Job %s (%s) stopped at attempt %s.", job.pk, job, job.attempts)
        retry_when_locked(lambda: retry_or_fail(job))


def retry_when_locked(do: Callable[[], Result]) -> Result:
    """Call `do` and return its result. Retry for as long as another connection writes to SQLite.

    Each try waits as long as a connection does (20 seconds) and changes nothing. Inside a transaction it raises at
    once: the caller that began the transaction has to retry.
    """
    while True:
        try:
            return do()
        except OperationalError as why:
            if connection.in_atomic_block or not is_locked(why):
                raise
            logger.warning("The database is being written to by another. Trying again.")


def is_locked(why: OperationalError) -> bool:
    """Whether SQLite refused because another connection is writing."""
    return connection.vendor == "sqlite" and trouble_of(why) is Trouble.BUSY


class BackgroundThread:
    """Starts its thread when there is work, and lets it end when there is none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        with self._lock:
            self._wanted.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until the thread ends. Returns whether it ended in time."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return self._thread is None

    def _run(self) -> None:
        while True:
            self._wanted.clear()
            try:
                self._work_until_none_is_left()
            except Exception:
                # The next job that is enqueued starts another.
                logger.exception("The thread that works on jobs stopped.")
            finally:
                connections.close_all()
            with self._lock:
                if not self._wanted.is_set():
                    self._thread = None
                    return

    def _work_until_none_is_left(self) -> None:
        while _is_work_left():
            connections.close_all()
            self._wanted.wait(SECONDS_BETWEEN)
            self._wanted.clear()


def _is_work_left() -> bool:
    """Run what is free, then say whether a job is left. True when the database does not answer: it may soon."""
    try:
        work()
        return any_unfinished()
    except (OperationalError, InterfaceError) as why:
        logger.warning("The database does not answer. Trying again. %s", why)
        return True


_background = BackgroundThread()
_serving = threading.Event()


def start_thread() -> None:
    """Called when a job is enqueued."""
    if settings.UPLOADS_WORKER == "thread":
        _background.start()


def resume() -> None:
    """Called once when a process begins to serve: the process before it may have been killed during a job."""
    if not _serving.is_set():
        _serving.set()
        start_thread()
