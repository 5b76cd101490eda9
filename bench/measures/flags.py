"""Flags on the page of one record, against raising all of the plan's and keeping those about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.database import settle
from bench.large_plan import AS_AT, large_plan
from bench.timing import Measure, Times
from bench.world import World
from performance.models import Indicator
from priorities.clocks import Clocks
from priorities.models import Decision, DeliveryGap, Plan, Theme, Threat
from projects.models import Project
from safercornwall.flags.catalogue import raise_flags
from safercornwall.flags.keeping import flags_about
from safercornwall.flags.snapshot import Snapshot

GOES = 3
CLOCKS = Clocks(AS_AT)
# At most this share of what the whole list costs.
LIMIT = 0.5


def measure(world: World, folder: Path) -> list[Measure]:
    world.history(4)
    plan = large_plan()
    settle()
    times = Times()
    kinds = (DeliveryGap, Threat, Decision, Project, Indicator, Theme)
    for _ in range(GOES):
        for kind in kinds:
            record = kind.objects.order_by("pk")[1]
            ours = times.of(kind.__name__, _own, plan, record)
            theirs = times.of("all", _of_all, plan, record)
            if [flag.key for flag in ours] != [flag.key for flag in theirs]:
                raise RuntimeError(f"The flags of {record} are other than those kept of all.")
    what = "Flags of one {} of a plan with 200 indicators, 500 projects and 300 gaps"
    return [
        Measure(
            what.format(kind._meta.verbose_name),
            times[kind.__name__],
            "those of the whole plan, filtered",
            times["all"],
            LIMIT,
        )
        for kind in kinds
    ]


def _own(plan: Plan, record: Any) -> list[Any]:
    return flags_about(Snapshot(plan, CLOCKS).about(record), record)


def _of_all(plan: Plan, record: Any) -> list[Any]:
    return [flag for flag in raise_flags(Snapshot(plan, CLOCKS)) if flag.is_about(record)]
