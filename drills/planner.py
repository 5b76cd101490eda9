"""A planner of the drill's own: the seeded plan in a database of its own, web processes and workers that may be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import requests

ROOT = Path(__file__).resolve().parent.parent
WEB_PROCESSES, THREADS = 2, 4
LONGEST_START = 60


class Planner:
    """Its processes. Each is one that `close` ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self.port = free_port()
        self.site = f"http://127.0.0.1:{self.port}"

    def serve(self) -> subprocess.Popen[bytes]:
        """The web server, once it answers."""
        server = self._start(
            *("gunicorn", "--config", "deploy/gunicorn.conf.py"),
            *("--workers", str(WEB_PROCESSES), "--threads", str(THREADS)),
            *("--bind", f"127.0.0.1:{self.port}", "safercornwall.wsgi"),
        )
        begun = monotonic()
        while monotonic() - begun < LONGEST_START:
            try:
                if requests.get(f"{self.site}/accounts/sign-in/", timeout=5).ok:
                    return server
            except requests.RequestException:
                sleep(0.1)
        raise RuntimeError("The web server does not answer.")

    def work(self) -> subprocess.Popen[bytes]:
        """A worker, in a group of its own with whatever it starts."""
        return self._start("django", "work_on_uploads")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        kill(process)

    def close(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.terminate()
        for process in self._running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill(process)

    def _start(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        log = (self._folder / f"{module}.log").open("ab")
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._running.append(process)
        return process

    def logged(self) -> str:
        return "".join(path.read_text(errors="replace") for path in self._folder.glob("*.log"))


@contextmanager
def prepared(folder: Path) -> Iterator[Planner]:
    """The seeded plan in the database that DATABASE_URL names."""
    command = [sys.executable, str(ROOT / "scripts/prepare_demo.py")]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    planner = Planner(folder)
    try:
        yield planner
    finally:
        planner.close()


def kill(process: subprocess.Popen[bytes]) -> None:
    """As when the machine loses its memory: the process and all that it started, at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """What the children of a server hold by themselves, in bytes: what they share with it is not counted."""
    total = 0
    for path in Path(f"/proc/{process.pid}/task").glob("*/children"):
        for pid in path.read_text().split():
            total += _private(Path(f"/proc/{pid}/smaps_rollup"))
    return total


def _private(path: Path) -> int:
    lines = path.read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
