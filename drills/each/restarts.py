"""PostgreSQL is stopped and started under load: who tries again is served, nothing typed is lost, and workers go on by themselves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from time import monotonic, sleep

from django.db import connections

from drills.cluster import OwnCluster
from drills.figures import FilledFile, applied, filled_file, settled
from drills.planner import Planner
from drills.result import DrillResult
from drills.visitor import Answer, Visitor
from performance.models import Indicator, Upload
from priorities.models import DeliveryGap

NEEDS_OWN_CLUSTER = True
READERS, WRITERS = 4, 4
# How often it is stopped, and for how long. Meanwhile people go on.
SHORT, LONG = 2, 20
AWAY, BETWEEN = 4.0, 6.0
# How long somebody tries again.
PATIENCE = 120.0
WITHIN = 240.0
TRY_AGAIN = "The planner is busy"


@dataclass
class Met:
    """What one person met."""

    asked: int = 0
    told_to_wait: int = 0
    other_errors: list[str] = field(default_factory=list)
    given_up: int = 0
    typed_lost: int = 0
    last_saved: str = ""


def run(planner: Planner, *, is_long: bool) -> list[DrillResult]:
    stops = LONG if is_long else SHORT
    cluster, done = OwnCluster(), Event()
    files = [filled_file(300 + n) for n in range(stops)]
    gaps = list(DeliveryGap.objects.order_by("pk")[:WRITERS])
    paths = [one.get_absolute_url() for one in Indicator.objects.order_by("pk")[:READERS]]
    server, worker = planner.serve(), planner.work()
    try:
        with ThreadPoolExecutor(READERS + WRITERS) as pool:
            people = list(
                pool.map(lambda _: Visitor(planner.site, "officer"), range(READERS + WRITERS))
            )
            going = [
                *(pool.submit(_read, *one, done) for one in zip(people, paths, strict=False)),
                *(
                    pool.submit(_write, *one, done)
                    for one in zip(people[READERS:], gaps, strict=True)
                ),
            ]
            try:
                uploads = [_stopped_meanwhile(cluster, file) for file in files]
            finally:
                done.set()
            found = [one.result() for one in going]
        still_there = worker.poll() is None
        for upload in uploads:
            _put_in(settled(upload, WITHIN))
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait()
    for gap in gaps:
        gap.refresh_from_db()
    lost = sum(
        gap.action_required != one.last_saved
        for gap, one in zip(gaps, found[READERS:], strict=True)
    )
    return [
        DrillResult(f"Requests of {len(found)} people while it was stopped {stops} times", sum(one.asked for one in found)),
        DrillResult("Of them told to try again", sum(one.told_to_wait for one in found)),
        DrillResult("Other errors shown", sum(len(one.other_errors) for one in found), most=0),
        DrillResult("Pages that did not come to who tried again", sum(one.given_up for one in found), most=0),
        DrillResult("Pages that say to try again without what was typed", sum(one.typed_lost for one in found), most=0),
        DrillResult("Records without the last edit that was saved", lost, most=0),
        DrillResult("Workers that ended", int(not still_there), most=0),
        DrillResult(
            "Files that are not in whole", sum(file.there() != file.whole for file in files), most=0
        ),
    ]  # fmt: skip


def _stopped_meanwhile(cluster: OwnCluster, file: FilledFile) -> Upload:
    sleep(BETWEEN)
    upload = file.received()
    sleep(0.5)
    connections.close_all()
    cluster.stop()
    sleep(AWAY)
    cluster.start()
    sleep(BETWEEN)
    return upload


def _put_in(upload: Upload) -> None:
    applied(upload)
    settled(upload, WITHIN)


def _asked(met: Met, answer: Answer, path: str) -> Answer:
    met.asked += 1
    if answer.status == 503 and TRY_AGAIN in answer.text:
        met.told_to_wait += 1
    elif answer.is_fault:
        met.other_errors.append(f"{path}: {answer.status}")
    return answer


def _got(met: Met, visitor: Visitor, path: str) -> Answer | None:
    """The page, once it comes."""
    began = monotonic()
    while monotonic() - began < PATIENCE:
        answer = _asked(met, visitor.get(path), path)
        if not answer.is_fault:
            return answer
        sleep(1)
    met.given_up += 1
    return None


def _read(visitor: Visitor, path: str, done: Event) -> Met:
    met = Met()
    while not done.is_set():
        _got(met, visitor, path)
        sleep(0.2)
    return met


def _write(visitor: Visitor, gap: DeliveryGap, done: Event) -> Met:
    """Each edit is sent until it is saved: from the page that says to try again, as its reader would."""
    met, path, number = Met(last_saved=gap.action_required), f"{gap.get_absolute_url()}edit/", 0
    while not done.is_set():
        number += 1
        text = f"Edit {number}, which is long enough to be shown in the page as well."
        form = _got(met, visitor, path)
        if form is None:
            continue
        began, answer = monotonic(), form
        while monotonic() - began < PATIENCE:
            answer = _asked(
                met,
                visitor.send(answer, "action_required", action_required=text, save="save"),
                path,
            )
            is_led_on = bool(answer.address) and not answer.address.endswith("/edit/")
            if is_led_on:
                # It was saved, even where the page behind it does not come.
                met.last_saved = text
            if answer.status != 503 or is_led_on:
                break
            if text not in answer.text:
                met.typed_lost += 1
                break
            sleep(1)
        sleep(0.2)
    return met
