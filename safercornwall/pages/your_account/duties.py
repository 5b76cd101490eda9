"""The indicators a person sends figures for, and when they were last reminded."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from performance.models import Indicator

RECORD = "performance.add_figure"


@dataclass(frozen=True)
class Duty:
    """An indicator whose figures a person sends in, as its owner or as a stand-in; `last` is the newest reminder."""

    indicator: Indicator
    part: str
    due: str
    last: datetime | None


def duties_of(person, *, on):
    """A person's duties in the order of the indicators. Indicators of drafts and retired indicators are left out."""
    found = (
        Indicator.objects.known_under()
        .filter(Q(owner=person) | Q(stand_in=person))
        .exclude(retired_on__lte=on)
        .select_related("owner")
        .order_by("order", "pk")
    )
    indicators = list(found)
    last = _last_reminders(person) if indicators else {}
    return [Duty(row, part_of(row, person), due_of(row), last.get(row.pk)) for row in indicators]


def part_of(indicator, person):
    if indicator.owner_id == person.pk:
        return "You send it in"
    return (
        f"You stand in for {indicator.owner}"
        if indicator.owner
        else "You stand in; nobody else does"
    )


def due_of(indicator):
    """When its figure is due; without a day nobody is ever reminded."""
    days = indicator.reporting_lag_days
    if days is None:
        return "No day set, so no reminders"
    return f"{days} day{'' if days == 1 else 's'} after its period"


def _last_reminders(person):
    rows = person.reminders.order_by().values_list("indicator").annotate(last=Max("sent_at"))
    return dict(rows)


def why_no_reminders(person, *, can_send):
    """What keeps every reminder from them, in a sentence; empty where nothing does."""
    if not person.has_perm(RECORD):
        return (
            "You may not record figures any more, so whoever stands in is reminded in your place."
        )
    if not person.email.strip():
        return "You have no e-mail address here, so no reminder reaches you."
    return "" if can_send else "The planner has no mail server, so it reminds nobody."
