"""An upload of 1,000 figures, with the standings and flags of a large plan worked out again, against the upload alone."""

from __future__ import annotations

from pathlib import Path

from bench import steps
from bench.large_plan import PLAN, large_plan
from bench.timing import Measure, Times
from bench.world import INDICATORS, World, quarters, readings, write_file
from priorities.clocks import clocks_of
from safercornwall.flags.keeping import work_out_flags

ROUNDS = 7
QUARTERS = 10
IN_THE_FILE = 2


def measure(world: World, folder: Path) -> list[Measure]:
    plan = large_plan()
    clocks = clocks_of(plan)
    path = write_file(
        folder / "figures.xlsx", readings(quarters(0, 1), indicators=IN_THE_FILE, more=9)
    )
    world.history(QUARTERS, indicators=INDICATORS)
    times = Times()
    for _ in range(ROUNDS):
        work_out_flags(plan, clocks)
        upload = times.of("check", steps.check, world.analyst, path)
        times.of("apply", steps.apply, world.analyst, steps.accept(world.analyst, upload))
        times.of("again", work_out_flags, plan, clocks)
        world.put_back()
        work_out_flags(plan, clocks)
        upload = steps.accept(world.analyst, steps.check(world.analyst, path))
        times.of("on its page", steps.apply_on_its_page, world.analyst, upload)
        world.put_back()
    applied, all_told = times["apply"], times["apply"] + times["again"]
    what = f"1,000 rows, with standings and flags of {PLAN} worked out again"
    return [
        Measure(
            f"Check and apply {what}",
            times["check"] + all_told,
            "checking and applying them alone",
            times["check"] + applied,
            1.5,
        ),
        Measure(
            f"Apply {what}, from the button to the page that says so",
            times["on its page"] + times["again"],
            "applying them alone",
            times["on its page"],
            1.5,
        ),
        Measure(f"Apply {what}, without a page", all_told, "applying them alone", applied),
    ]
