"""The planner's processes on several machines: each has a folder for what is temporary that no other sees."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic, sleep

import requests

from drills.planner import LONGEST_START, ROOT, THREADS, free_port, kill


class Fleet:
    """Web processes that stay, and workers: one that dies is started again, as systemd does."""

    def __init__(self, folder: Path, web: int, workers: int) -> None:
        self._folder, self._ended = folder, Event()
        self.ports = [free_port() for _ in range(web)]
        self._web: list[subprocess.Popen[bytes]] = []
        self._workers: list[subprocess.Popen[bytes]] = []
        self._wanted = workers
        self._keeper = Thread(target=self._keep, daemon=True)
        self.killed = self.started_again = 0

    def serve(self) -> None:
        for number, port in enumerate(self.ports, start=1):
            self._web.append(
                self._process(
                    f"web{number}",
                    *("gunicorn", "--workers", "1", "--threads", str(THREADS)),
                    *("--bind", f"127.0.0.1:{port}", "--log-level", "warning"),
                    *("--no-control-socket", "safercornwall.wsgi"),
                )
            )
        for port in self.ports:
            _wait_for(f"http://127.0.0.1:{port}/healthz")

    def work(self) -> None:
        self._workers = [self._worker() for _ in range(self._wanted)]
        self._keeper.start()

    def kill_a_worker(self, luck: Random) -> None:
        """As when a machine loses its memory."""
        alive = [one for one in self._workers if one.poll() is None]
        if alive:
            kill(luck.choice(alive))
            self.killed += 1

    def stop(self) -> None:
        self._ended.set()
        if self._keeper.ident is not None:
            self._keeper.join()
        for process in (*self._web, *self._workers):
            if process.poll() is None:
                kill(process)

    def logged(self) -> str:
        return "".join(path.read_text(errors="replace") for path in self._folder.glob("*.log"))

    def _keep(self) -> None:
        while not self._ended.wait(0.5):
            for number, one in enumerate(self._workers):
                if one.poll() is not None:
                    self._workers[number] = self._worker()
                    self.started_again += 1

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._process("workers", "django", "work_on_uploads")

    def _process(self, name: str, module: str, *words: str) -> subprocess.Popen[bytes]:
        own = self._folder / f"tmp-{name}"
        own.mkdir(exist_ok=True)
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", module, *words],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "TMPDIR": str(own)},
            )


def _wait_for(address: str) -> None:
    begun = monotonic()
    while monotonic() - begun < LONGEST_START:
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.RequestException:
            sleep(0.2)
    raise TimeoutError(f"{address} does not answer.")
