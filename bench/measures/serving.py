"""The planner behind its server: requests a second on 20 connections, and what a worker's memory comes to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import sleep

from django.conf import settings

from bench.database import address, settle
from bench.large_plan import PLAN, large_plan
from bench.pages import GROUPED, read, reader
from bench.timing import Measure, Times
from bench.world import INDICATORS, World

QUARTERS = 10
FEW, MANY = 5, 500
CONNECTIONS, ROUNDS = 20, 3
# Requests from each connection in a round: the plain page takes long over many figures.
EACH = {FEW: 10, MANY: 2}
HOST, PORT = "127.0.0.1", 8765
MB = 1_000_000


def measure(world: World, folder: Path) -> list[Measure]:
    large_plan()
    return [
        _against_a_plain_page(world, FEW, "10,000 figures", None),
        _against_a_plain_page(world, MANY, "1,000,000 figures", 1),
        Measure(
            "A web process grows over 2,000 requests", _growth(), "", 0, 8, unit="MB", absolute=True
        ),
    ]


def _against_a_plain_page(world: World, areas: int, over: str, limit: float | None) -> Measure:
    world.history(QUARTERS, indicators=INDICATORS, areas=areas)
    settle()
    client, times, each = reader(), Times(), EACH[areas]
    read(client, "/")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with _served():
        _load("/", cookie, each)
        for _ in range(ROUNDS):
            for path in ("/", GROUPED):
                times.of(path, _load, path, cookie, each)
    requests = CONNECTIONS * each
    return Measure(
        f"The board of {PLAN}, on {CONNECTIONS} connections",
        requests / times["/"],
        f"a plain page with one group-by over {over}",
        requests / times[GROUPED],
        limit,
        unit="requests a second",
        more_is_better=True,
    )


@contextmanager
def _served() -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4"]
    command += ["--log-level", "error", "--bind", f"{HOST}:{PORT}", "safercornwall.wsgi"]
    server = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": address()})  # noqa: S603
    try:
        for _ in range(100):
            if _answers():
                break
            sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(20)


def _answers() -> bool:
    try:
        return _status(HTTPConnection(HOST, PORT), "/accounts/sign-in/", "") == 200
    except OSError:
        return False


def _load(path: str, cookie: str, each: int) -> None:
    """Ask for a page from all connections at once, each of them several times over."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for _ in pool.map(lambda _: _ask(path, cookie, each), range(CONNECTIONS)):
            pass


def _ask(path: str, cookie: str, each: int) -> None:
    connection = HTTPConnection(HOST, PORT)
    for _ in range(each):
        status = _status(connection, path, cookie)
        if status != 200:
            raise RuntimeError(f"{path} answers {status}.")
    connection.close()


def _status(connection: HTTPConnection, path: str, cookie: str) -> int:
    connection.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    response = connection.getresponse()
    response.read()
    return response.status


def _growth() -> float:
    command = [sys.executable, "-m", "bench.many_requests"]
    environment = {**os.environ, "DATABASE_URL": address()}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    return float(done.stdout) / MB
