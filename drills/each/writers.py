"""Eight people save while a large file is put in: nobody is shown that the database is busy, and nothing typed is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from drills.figures import applied, filled_file, settled
from drills.planner import Planner
from drills.result import DrillResult
from drills.visitor import Visitor
from priorities.models import DeliveryGap

PEOPLE = 8
SHORT, LONG = 2, 20
MINUTE = 60


def run(planner: Planner, *, is_long: bool) -> list[DrillResult]:
    files = [filled_file(100 + n) for n in range(LONG if is_long else SHORT)]
    gaps = list(DeliveryGap.objects.order_by("pk")[1 : 1 + PEOPLE])
    server, worker, done = planner.serve(), planner.work(), Event()
    try:
        with ThreadPoolExecutor(PEOPLE) as pool:
            people = list(pool.map(lambda _: Visitor(planner.site, "officer"), gaps))
            writing = [pool.submit(_write, *one, done) for one in zip(people, gaps, strict=True)]
            try:
                for file in files:
                    upload = settled(file.received(), MINUTE)
                    applied(upload)
                    settled(upload, MINUTE)
            finally:
                done.set()
            found = [one.result() for one in writing]
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait()
    for gap in gaps:
        gap.refresh_from_db()
    lost = sum(gap.action_required != last for gap, (_, _, last) in zip(gaps, found, strict=True))
    rows = sum(file.rows for file in files)
    return [
        DrillResult(
            f"Edits by {PEOPLE} people while {rows:,} rows came in", sum(n for n, _, _ in found)
        ),
        DrillResult(
            "Errors shown to them, the database being busy included",
            sum(n for _, n, _ in found),
            most=0,
        ),
        DrillResult("Records without the last edit that was saved", lost, most=0),
        DrillResult(
            "Files that are not in whole", sum(file.there() != file.whole for file in files), most=0
        ),
    ]


def _write(visitor: Visitor, gap: DeliveryGap, done: Event) -> tuple[int, int, str]:
    """How many edits were saved, how many errors were shown, and the last that was saved."""
    path, saved, faults, last = f"{gap.get_absolute_url()}edit/", 0, 0, gap.action_required
    while not done.is_set():
        text = f"Edit {saved + 1}."
        form = visitor.get(path)
        if form.is_fault:
            faults += 1
            continue
        answer = visitor.send(form, "action_required", action_required=text, save="save")
        if answer.is_fault:
            faults += 1
        elif not answer.address.endswith("/edit/"):
            saved, last = saved + 1, text
    return saved, faults, last
