"""One thread beside the pages that works on jobs, where no worker of its own is run: the demo and the browser tests."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import connections

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

    def _run(self) -> None:
        while True:
            self._wanted.clear()
            self._work_until_none_is_left()
            with self._lock:
                if not self._wanted.is_set():
                    self._thread = None
                    return

    def _work_until_none_is_left(self) -> None:
        from performance.uploads import jobs

        try:
            jobs.work()
            while jobs.any_left():
                connections.close_all()
                self._wanted.wait(SECONDS_BETWEEN)
                self._wanted.clear()
                jobs.work()
        except Exception:
            # The next person who asks for work starts another.
            logger.exception("The thread that works on uploads stopped.")
        finally:
            connections.close_all()


_background = Background()


def start() -> None:
    """When work is asked for, and when the server starts: it may have been stopped in the middle of some."""
    if settings.UPLOADS_WORKER == "thread":
        _background.start()
