"""The security log, read by administrators: who came in, who was kept out, what was taken away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import SecurityEvent, User
from accounts.security_log import line_of
from core.lists.filters import Choice, Filters
from core.periods import written
from safercornwall.pages.components.editing.fields import DayField
from safercornwall.pages.people.find import looks_after_people

ON_A_PAGE = 50
LINES_AT_A_TIME = 500


class DayChosen(DayField):
    """A day that narrows a list."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)

    def worded(self, label: str, value: Any) -> str:
        return f"{label.lower()} {written(value)}"


class SecurityLogFilters(Filters):
    kind = Choice("Everything", SecurityEvent.Kind.choices, label="What happened")
    outcome = Choice("Done or refused", SecurityEvent.Outcome.choices, label="Outcome")
    person = Choice("Everybody")
    since = DayChosen("From")
    until = DayChosen("To")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        people = User.objects.exclude(security_events=None).order_by("username")
        self.offer("person", [(one.username, str(one)) for one in people])

    def events(self) -> QuerySet[SecurityEvent]:
        """The chosen events, newest first."""
        found = SecurityEvent.objects.select_related("person")
        chosen: dict[str, Any] = self.chosen
        for name in ("kind", "outcome"):
            if value := chosen.get(name):
                found = found.filter(**{name: value})
        if username := chosen.get("person"):
            found = found.filter(person__username=username)
        if day := chosen.get("since"):
            found = found.filter(at__gte=_begin_of(day))
        if day := chosen.get("until"):
            found = found.filter(at__lt=_begin_of(day + timedelta(days=1)))
        return found


@looks_after_people
@require_safe
def security_log(request: HttpRequest) -> HttpResponse:
    form = SecurityLogFilters(request.GET)
    page = Paginator(form.events(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": request.GET.urlencode()}
    return render(request, "people/security_log.html", context)


@looks_after_people
@require_safe
def security_log_lines(request: HttpRequest) -> StreamingHttpResponse:
    """What the filters leave, oldest first, an event of JSON in each line."""
    events = SecurityLogFilters(request.GET).events().order_by("at", "pk")
    name = f"security log {timezone.localdate():%Y-%m-%d}.jsonl"
    return StreamingHttpResponse(
        _lines(events),
        content_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(events: QuerySet[SecurityEvent]) -> Iterator[str]:
    for event in events.iterator(LINES_AT_A_TIME):
        yield line_of(event) + "\n"


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
