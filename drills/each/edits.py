"""Eight people edit the same gap at once, each of its fields being everybody's: what was taken is never lost."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from reversion.models import Version

from drills.planner import Planner
from drills.result import DrillResult
from drills.visitor import Visitor
from priorities.models import DeliveryGap

PEOPLE = 8
SHORT, LONG = 5, 50
# Whoever is told that somebody else was quicker opens the form again.
MOST_TRIES = 100


def run(planner: Planner, *, is_long: bool) -> list[DrillResult]:
    edits = LONG if is_long else SHORT
    gap = DeliveryGap.objects.earliest("pk")
    server = planner.serve()
    try:
        with ThreadPoolExecutor(PEOPLE) as pool:
            visitors = list(pool.map(lambda _: Visitor(planner.site, "officer"), range(PEOPLE)))
            path = gap.get_absolute_url()
            edited = pool.map(
                lambda one: _edit(one[1], f"{path}edit/", one[0], edits), enumerate(visitors)
            )
            found = [outcome for one in edited for outcome in one]
    finally:
        server.terminate()
        server.wait()
    taken = {text for text, is_taken, _ in found if is_taken}
    kept = Counter(
        version.field_dict["action_required"] for version in Version.objects.get_for_object(gap)
    )
    gap.refresh_from_db()
    lost = len(taken - set(kept)) + (gap.action_required not in taken)
    return [
        DrillResult(f"Edits of one gap that {PEOPLE} people saved, {edits} each", len(taken)),
        DrillResult("Edits that were said to be saved and are in no version", lost, most=0),
        DrillResult(
            "Edits that were given up", sum(not is_taken for _, is_taken, _ in found), most=0
        ),
        DrillResult("Errors shown meanwhile", sum(faults for _, _, faults in found), most=0),
    ]


def _edit(visitor: Visitor, path: str, person: int, edits: int) -> list[tuple[str, bool, int]]:
    """For each edit its text, whether it was taken, and how many errors were shown."""
    found = []
    for number in range(edits):
        text, faults, is_taken = f"Person {person}, edit {number}.", 0, False
        for _ in range(MOST_TRIES):
            form = visitor.get(path)
            faults += form.is_fault
            if form.is_fault:
                continue
            answer = visitor.send(form, "action_required", action_required=text, save="save")
            faults += answer.is_fault
            is_taken = answer.status == 200 and not answer.address.endswith("/edit/")
            if is_taken:
                break
        found.append((text, is_taken, faults))
    return found
