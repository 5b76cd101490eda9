"""Twenty people at once, of ten requests seven reads, two edits and one file to take away."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from random import Random
from statistics import quantiles
from time import monotonic, sleep

from drills.planner import Planner, memory_of
from drills.result import DrillResult
from drills.visitor import Answer, Visitor
from performance.models import Indicator
from priorities.models import DeliveryGap, Plan, Theme

PEOPLE = 20
SHORT, LONG = 20.0, 600.0
# What lies between an answer and the next request: somebody reads.
LEAST_READING, MOST_READING = 1.0, 3.0
READ, EDITED, TAKEN = 70, 20, 10
BOARD, PAGE, EDIT, FILE = "boards", "pages", "edits", "files"
MOST_SECONDS = {BOARD: 1.0, PAGE: 0.5}
WARM = 2


def run(planner: Planner, *, is_long: bool) -> list[DrillResult]:
    seconds = LONG if is_long else SHORT
    server = planner.serve()
    try:
        with ThreadPoolExecutor(PEOPLE) as pool:
            people = list(pool.map(lambda _: Visitor(planner.site, "officer"), range(PEOPLE)))
            for path in _addresses()[PAGE] * WARM:
                people[0].get(path)
            before, end = memory_of(server), monotonic() + seconds
            found = list(pool.map(lambda one: _visit(*one, end), enumerate(people)))
            grown = memory_of(server) / before - 1
    finally:
        server.terminate()
        server.wait()
    took: dict[str, list[float]] = defaultdict(list)
    answers = [one for visit in found for one in visit]
    for kind, answer in answers:
        took[kind].append(answer.seconds)
    return [
        DrillResult(f"Requests of {PEOPLE} people in {seconds:.0f} seconds", len(answers)),
        DrillResult("Errors among them", sum(one.is_fault for _, one in answers), most=0),
        *(
            DrillResult(
                f"95 of 100 {kind} came within",
                quantiles(took[kind], n=20)[-1],
                "s",
                # A short run, beside whatever else a machine does, is held to no time.
                MOST_SECONDS.get(kind) if is_long else None,
            )
            for kind in (BOARD, PAGE, EDIT, FILE)
            if len(took[kind]) > 1
        ),
        DrillResult("Web processes grew by", grown * 100, "%"),
    ]


def _addresses() -> dict[str, list[str]]:
    plan, gaps = Plan.objects.get(), DeliveryGap.objects.order_by("-pk")[:PEOPLE]
    pages = [one.get_absolute_url() for one in Theme.objects.filter(plan=plan)[:6]]
    pages += [one.get_absolute_url() for one in Indicator.objects.order_by("pk")[:6]]
    pages += ["/flags/", "/indicators/", "/projects/", "/places/", f"/plans/{plan.slug}/gaps/"]
    return {
        BOARD: ["/"],
        PAGE: pages,
        EDIT: [f"{gap.get_absolute_url()}edit/" for gap in gaps],
        FILE: [
            f"/plans/{plan.slug}/exports/performance.xlsx",
            f"/plans/{plan.slug}/exports/figures.csv",
        ],
    }


def _visit(person: int, visitor: Visitor, end: float) -> list[tuple[str, Answer]]:
    luck, addresses = Random(person), _addresses()  # noqa: S311
    own = addresses[EDIT][person % len(addresses[EDIT])]
    found: list[tuple[str, Answer]] = []
    while monotonic() < end:
        [sort] = luck.choices((PAGE, EDIT, FILE), (READ, EDITED, TAKEN))
        if sort == PAGE:
            sort = luck.choice((BOARD, PAGE, PAGE))
        path = own if sort == EDIT else luck.choice(addresses[sort])
        answer = visitor.get(path)
        found.append((PAGE if sort == EDIT else sort, answer))
        if sort == EDIT and not answer.is_fault:
            text = f"Person {person}, edit {len(found)}."
            found.append(
                (EDIT, visitor.send(answer, "action_required", action_required=text, save="save"))
            )
        sleep(luck.uniform(LEAST_READING, MOST_READING))
    return found
