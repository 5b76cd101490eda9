"""My work: what is due, what changed since the last visit, and what is mine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from priorities.clocks import clocks_of
from safercornwall.lists.record_kinds import KINDS, may_change_records
from safercornwall.pages.components.last_visit import last_visit
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.my_work.changes import changes_by_others
from safercornwall.pages.my_work.comments import comments_by_others
from safercornwall.pages.my_work.own_changes import own_changes
from safercornwall.pages.my_work.records import MyRecord, MyRecords, soonest_first

# How far back somebody looks who was not here before.
FIRST_LOOK = timedelta(days=30)


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    if not may_change_records(request.user):
        raise PermissionDenied
    plan = current_plan(request)
    person: Any = request.user
    records = MyRecords(person, plan)
    last = last_visit(request)
    since: datetime = last or timezone.now() - FIRST_LOOK
    context = {
        "plan": plan,
        "as_at": clocks_of(plan).as_at,
        "organisation": person.organisation,
        "due": soonest_first(records.own),
        "due_elsewhere": soonest_first(records.of_organisation),
        "last_visit": last,
        "changes": changes_by_others(records.all, person, since),
        "comments": comments_by_others(records.all, person, since),
        "own_changes": own_changes(request),
        "own": by_kind(records.own),
        "of_organisation": by_kind(records.of_organisation),
    }
    return render(request, "my_work/page.html", context)


def by_kind(records: Iterable[MyRecord]) -> list[tuple[str, list[MyRecord]]]:
    """The records of each kind that there are any of, under the kind's name."""
    rows = list(records)
    groups = [(kind, [row for row in rows if row.kind is kind]) for kind in KINDS]
    return [(kind.nouns.capitalize(), found) for kind, found in groups if found]
