"""Your account: your name, role and address, and the indicators whose figures you send in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.backends import limits_of
from accounts.limits import names_of
from accounts.models import EmailChange
from performance.digests.subscriptions import is_subscribed
from performance.indicators.people import sent_in_by
from performance.models import Indicator
from safercornwall.pages.components.letters import can_send
from safercornwall.pages.your_account.digest import may_have_digests
from safercornwall.pages.your_account.find import signed_in_person
from safercornwall.pages.your_account.own_sessions import longest_in_words, session_lines

RECORD = "performance.add_figure"


@dataclass(frozen=True)
class Duty:
    """An indicator whose figures a person sends in, as its owner or as a stand-in; `last` is the newest reminder."""

    indicator: Indicator
    part: str
    due: str
    last: datetime | None


def duties_of(person, *, on):
    """A person's duties in the order of the indicators."""
    indicators = list(sent_in_by(person, on=on))
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
    """The due day of its figures, in words."""
    days = indicator.reporting_lag_days
    if days is None:
        return "No day set, so no reminders"
    return f"{days} day{'' if days == 1 else 's'} after its period"


def _last_reminders(person):
    rows = person.reminders.order_by().values_list("indicator").annotate(last=Max("sent_at"))
    return dict(rows)


def why_no_reminders(person, *, can_send):
    """The reason why no reminder reaches the person, in a sentence. Empty if reminders do."""
    if not person.has_perm(RECORD):
        return (
            "You may not record figures any more, so whoever stands in is reminded in your place."
        )
    if not person.email.strip():
        return "You have no e-mail address here, so no reminder reaches you."
    return "" if can_send else "The planner has no mail server, so it reminds nobody."


@require_safe
def your_account(request):
    """Open to everyone who is signed in, also without a role, because it shows nothing of the plan."""
    person = signed_in_person(request)
    organisation = person.organisation
    may_read = organisation and person.has_perm("accounts.view_organisation")
    roles = ", ".join(group.name for group in person.groups.all())
    duties = duties_of(person, on=timezone.localdate())
    context = {
        "person": person,
        "facts": [
            ("Name", person.get_full_name()),
            ("Username", person.username),
            ("Role", roles or "None yet"),
            ("You change only what these own or lead", "\n".join(names_of(limits_of(person)))),
            ("Job title", person.job_title),
            (
                "Organisation",
                organisation or "Not stated",
                organisation.get_absolute_url() if may_read else "",
            ),
            ("E-mail address", person.email or "None"),
        ],
        "new_address": person.emailchanges.filter(outcome=EmailChange.Outcome.OPEN).first(),
        "sessions": session_lines(request),
        "longest_session": longest_in_words(request),
        "duties": duties,
        "no_reminders": why_no_reminders(person, can_send=can_send()) if duties else "",
        "sends_figures_in": person.has_perm(RECORD),
        "may_have_digests": may_have_digests(person),
        "has_digests": is_subscribed(person),
    }
    return render(request, "your_account/page.html", context)
