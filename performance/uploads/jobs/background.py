"""One thread beside the pages that works on jobs, where no worker of its own is run: the demo and the browser tests."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from performance.uploads.jobs.leases import any_left
from performance.uploads.jobs.working import work

logger = logging.getLogger(__name__)


# Between looks at a job that another process holds, in case that process is killed.
SECONDS_BETWEEN = 5.0


class Background:
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
        """Until there is nothing left to do. Whether that came within so many seconds."""
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
                # The next person who asks for work starts another.
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
    """After doing what can be done now. A database that does not answer may soon do."""
    try:
        work()
        return any_left()
    except (OperationalError, InterfaceError) as why:
        logger.warning("The database does not answer. Trying again. %s", why)
        return True


_background = Background()

_serving = threading.Event()


def start() -> None:
    """When work is asked for."""
    if settings.UPLOADS_WORKER == "thread":
        _background.start()


def take_up() -> None:
    """When a process begins to serve, once: the one before it may have been killed in the middle of some work."""
    if not _serving.is_set():
        _serving.set()
        start()
