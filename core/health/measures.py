"""What is measured: requests, their time in the database, e-mails. And what is counted when somebody asks: jobs, and the checks.

Each process counts for itself; with PROMETHEUS_MULTIPROC_DIR they all write into that folder, and any of them answers for all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import Any

from django.db import Error, connection
from django.db.models import Count, Model
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from core.health.checks import ORDER, examine, worst
from core.health.count_files import whole_counts

FORMAT = CONTENT_TYPE_PLAIN_0_0_4
# When each series began is of no use to anybody, and would be a third of the answer.
disable_created_metrics()

# Seconds. The aims are half a second for a page and one for a board.
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
NO_VIEW = "none"

requests = Histogram(
    "planner_request_seconds",
    "How long requests took, by view.",
    ["view"],
    buckets=BUCKETS,
)
answers = Counter("planner_answers", "Answers, by view and status.", ["view", "status"])
database_time = Counter(
    "planner_database_seconds", "Time that requests waited for the database, by view.", ["view"]
)
emails = Counter("planner_emails", "E-mails that were sent, and that could not be.", ["outcome"])


def measure_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, behind what serves static files."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        began, waited = time.perf_counter(), DatabaseTime()
        with connection.execute_wrapper(waited):
            response = get_response(request)
        match = request.resolver_match
        view = match.view_name or NO_VIEW if match else NO_VIEW
        requests.labels(view).observe(time.perf_counter() - began)
        answers.labels(view, str(response.status_code)).inc()
        database_time.labels(view).inc(waited.seconds)
        return response

    return middleware


class DatabaseTime:
    """Adds up the time that statements take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            self.seconds += time.perf_counter() - began


# {the value of the label: number}; of a gauge without a label that value is empty.
Reading = Callable[[], dict[str, float]]


def count_by(model: type[Model], field: str) -> dict[str, float]:
    rows = model._default_manager.order_by().values_list(field).annotate(number=Count("pk"))
    return {str(value): float(number) for value, number in rows}


class Counted(Collector):
    """Gauges that are counted in the database when somebody asks: alike whichever process answers."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[str, str, Reading]] = {}

    def add(self, name: str, says: str, label: str, count: Reading) -> None:
        self._counts[name] = (says, label, count)

    def collect(self) -> Iterable[Metric]:
        yield _checks()
        for name, (says, label, count) in self._counts.items():
            gauge = GaugeMetricFamily(name, says, labels=[label] if label else [])
            for value, number in _asked(count).items():
                gauge.add_metric([value] if label else [], number)
            yield gauge


def _asked(count: Reading) -> dict[str, float]:
    """Without a database there is nothing to count. The checks say so."""
    try:
        return count()
    except Error:
        return {}


def _checks() -> Metric:
    gauge = GaugeMetricFamily(
        "planner_check",
        "What /readyz finds: 0 ok, 1 a warning, 2 unfit to serve.",
        labels=["check"],
    )
    found: dict[str, list[Any]] = {}
    for check, finding in examine(quick=True):
        found.setdefault(check.name, []).append(finding.health)
    for name, healths in found.items():
        gauge.add_metric([name], ORDER.index(worst(healths)))
    return gauge


counted = Counted()


def exposition() -> bytes:
    """All measures in the text form of Prometheus."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    with whole_counts(folder) if folder else nullcontext():
        return b"".join(generate_latest(registry) for registry in _registries())


def _registries() -> Iterator[CollectorRegistry]:
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all)
        yield of_all
    else:
        yield REGISTRY
    now = CollectorRegistry()
    now.register(counted)
    yield now
