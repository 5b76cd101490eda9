"""Put work on uploads in the queue, and run it in a thread where no worker process runs (the demo, browser tests)."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connections, transaction

from accounts.models import User
from performance.models import Job, Upload
from performance.uploads.jobs.leases import STAGES, any_unfinished
from performance.uploads.jobs.worker import work
from performance.uploads.refusals import NotNow

logger = logging.getLogger(__name__)

# Between looks at a job that another process holds, in case that process is killed.
SECONDS_BETWEEN = 5.0


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
                self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)
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
                logger.exception("The thread that works on uploads stopped.")
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


def enqueue(upload: Upload, task: Job.Task, *, by: User) -> Job:
    """Enqueue a job on `upload`, in the transaction of the action that needs it.

    Raises NotNow when the upload is not in the stage that the task starts from, or is being worked on.
    """
    before, during, _ = STAGES[task]
    with transaction.atomic():
        # A check stays at the stage before it; an apply or an undo is under way as soon as it is confirmed.
        stage = before if task == Job.Task.CHECK else during
        if not Upload.objects.filter(pk=upload.pk, stage=before).update(stage=stage):
            raise NotNow("This upload has moved on since you looked. This is how it stands now.")
        try:
            with transaction.atomic():
                job = Job.objects.create(upload=upload, task=task, asked_by=by)
        except IntegrityError:
            raise NotNow("This upload is being worked on already.") from None
        transaction.on_commit(start_thread)
    upload.refresh_from_db()
    return job


__all__ = ["NotNow", "enqueue", "work"]
