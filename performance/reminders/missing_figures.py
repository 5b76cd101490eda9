"""The missing figures in the database, as plain values for the rule of reminders. A few queries, however many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.periods import Period
from performance.indicators.people import who_may_record
from performance.models import Indicator, Reminder
from performance.reminders.rule import (
    LAST_STEP_KEEPS,
    STEPS,
    Missing,
    MissingFigure,
    Person,
    ReminderPost,
    post_of,
    step_on,
)
from performance.rounds.expected import Expected, expected_in, figures_ending_in
from performance.rounds.lifetimes import lifetimes_of, since_when


def post_on(today: date, also: Iterable[Missing] = ()) -> ReminderPost:
    """The letters to send on `today`, given the figures that are in and the reminders already sent.

    `also` is what else is missing: one letter to a person has it all.
    """
    figures = missing_figures_on(today)
    others = list(also)
    about = Q(indicator__in={row.indicator for row in figures})
    if others:
        about |= Q(about__in={row.key for row in others})
    sent = Reminder.objects.filter(about)
    return post_of(
        [*figures, *others],
        today=today,
        sent={(row.key, row.period, row.days, row.sent_to_id) for row in sent},
        last_sent=last_sent_to(Reminder.objects.all()),
    )


def missing_figures_on(today: date) -> list[MissingFigure]:
    """The figures that are not in and that a person may be reminded about on `today`.

    Draft plans are secret: nobody is reminded about an indicator that only a draft measures.
    """
    indicators = Indicator.objects.known_under().filter(reporting_lag_days__isnull=False)
    rows = list(indicators.select_related("owner", "stand_in"))
    if not rows:
        return []
    window = _window(today, [row.reporting_lag_days for row in rows])
    figures = figures_ending_in(indicators, window)
    since = since_when(rows, lifetimes_of(indicators), today)
    recorders = set(who_may_record().values_list("pk", flat=True))
    return [
        _missing_figure(row, row.due_on, recorders)
        for row in expected_in(rows, window, figures, as_at=today, since=since)
        if row.figure is None and row.due_on and step_on(today, row.due_on) is not None
    ]


def last_sent_to(reminders: QuerySet[Reminder]) -> dict[int, date]:
    """The day of the last reminder of each person who had one, by the person's number."""
    rows = reminders.order_by().values_list("sent_to").annotate(last=Max("sent_at"))
    return {person: day_of(last) for person, last in rows}


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment)


def _window(today: date, lags: Iterable[int]) -> Period:
    """The whole months around every period that a step of today could be about.

    It starts two months before the first month in which a period could end, so that a quarter lies in it whole.
    """
    lags = list(lags)
    first = today - timedelta(STEPS[-1] + max(lags)) - LAST_STEP_KEEPS
    last = today - timedelta(STEPS[0] + min(lags))
    months = (last.year - first.year) * 12 + last.month - first.month + 3
    return Period.whole_months(first.year, first.month - 2, months)


def _missing_figure(row: Expected, due_on: date, recorders: set[int]) -> MissingFigure:
    indicator = row.indicator
    return MissingFigure(
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
    return Person(user.pk, str(user), email, can_be_reminded=bool(email) and user.pk in recorders)
