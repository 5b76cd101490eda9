"""The kinds of job that there are. Each is made known once, when its app is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from core.jobs.models import LeasedJob

# How many of how many steps are done, and what is being done.
Report: TypeAlias = Callable[[int, int, str], None]
Run: TypeAlias = Callable[[Any, Report], None]

_runs: dict[type[LeasedJob], Run] = {}


def add_kind(model: type[LeasedJob], run: Run) -> None:
    """Jobs of `model` are done by `run`, which finishes or fails its job."""
    _runs[model] = run


def kinds() -> Iterator[Any]:
    yield from _runs


def run_of(job: LeasedJob) -> Run:
    return _runs[type(job)]
