"""The rows of the database as what the rule of reminders takes. A few queries, however many figures are due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import User
from core.periods import Period
from performance.indicators.people import who_may_record
from performance.models import Indicator, Reminder
from performance.reminders.rule import (
    LAST_STEP_KEEPS,
    STEPS,
    Person,
    ReminderPost,
    Wanted,
    post_of,
    step_on,
)
from performance.rounds.expected import Expected, expected_in, figures_ending_in


def post_on(today: date) -> ReminderPost:
    """What is to be sent on `today`, by what is in, and what was sent, until now."""
    wanted = wanted_on(today)
    sent = Reminder.objects.filter(indicator__in={row.indicator for row in wanted})
    return post_of(
        wanted,
        today=today,
        sent={(row.indicator_id, row.period, row.days, row.sent_to_id) for row in sent},
        last_sent=last_sent_to(Reminder.objects.all()),
    )


def wanted_on(today: date) -> list[Wanted]:
    """The figures that are not in and that somebody may be asked for on `today`.

    Of drafts nobody learns that they exist, so that nobody is asked for what only they measure.
    """
    indicators = Indicator.objects.known_under().filter(reporting_lag_days__isnull=False)
    rows = list(indicators.select_related("owner", "stand_in"))
    if not rows:
        return []
    window = _window(today, [row.reporting_lag_days for row in rows])
    figures = figures_ending_in(indicators, window)
    recorders = set(who_may_record().values_list("pk", flat=True))
    return [
        _wanted(row, row.due_on, recorders)
        for row in expected_in(rows, window, figures, as_at=today)
        if row.figure is None and row.due_on and step_on(today, row.due_on) is not None
    ]


def last_sent_to(reminders: QuerySet[Reminder]) -> dict[int, date]:
    """The day of the last reminder of each person who had one, by the person's number."""
    rows = reminders.order_by().values_list("sent_to").annotate(last=Max("sent_at"))
    return {person: day_of(last) for person, last in rows}


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment)


def _window(today: date, lags: Iterable[int]) -> Period:
    """Whole months around every period whose figure any step of today could be about.

    A quarter lies in it whole, so that it starts two months before the first month in which one could end.
    """
    lags = list(lags)
    first = today - timedelta(STEPS[-1] + max(lags)) - LAST_STEP_KEEPS
    last = today - timedelta(STEPS[0] + min(lags))
    months = (last.year - first.year) * 12 + last.month - first.month + 3
    return Period.whole_months(first.year, first.month - 2, months)


def _wanted(row: Expected, due_on: date, recorders: set[int]) -> Wanted:
    indicator = row.indicator
    return Wanted(
        indicator=indicator.pk,
        name=indicator.name,
        slug=indicator.slug,
        period=row.period,
        due_on=due_on,
        owner=person_of(indicator.owner, recorders),
        stand_in=person_of(indicator.stand_in, recorders),
    )


def person_of(user: User | None, recorders: Collection[int]) -> Person | None:
    """`recorders` are the numbers of those who may record figures."""
    if user is None:
        return None
    email = user.email.strip()
    return Person(user.pk, str(user), email, can_be_asked=bool(email) and user.pk in recorders)
