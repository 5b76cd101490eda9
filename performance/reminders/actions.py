"""Sending a day's reminders. Run twice, or by two processes at once, it sends each letter once.

A letter is claimed before it goes, by the reminders it stands for, and the claim is given back when it cannot be sent.
Whoever kills the process in between loses that letter, not the next step: a reminder never comes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from performance.models import Reminder
from performance.reminders.missing_figures import last_sent_to
from performance.reminders.rule import Letter, ReminderPost, may_be_written_to, one_line

NO_SERVER = "django.core.mail.backends.dummy.EmailBackend"


class CannotSend(Exception):
    """Nothing can be sent at all, and why."""


@dataclass(frozen=True)
class SendingOutcome:
    """Whether a letter was sent: `failed` says why it could not be; `taken` that another run has it."""

    letter: Letter
    taken: bool = False
    failed: str = ""

    @property
    def sent(self) -> bool:
        return not (self.taken or self.failed)


def check_mail() -> None:
    """Raises CannotSend where the planner was not told how to send e-mail, or by what address it is called."""
    if settings.EMAIL_BACKEND == NO_SERVER:
        raise CannotSend("No mail server is set, so that nobody can be reminded. Set EMAIL_URL.")
    if not settings.PUBLIC_URL:
        raise CannotSend(
            "The planner does not know the address that people find it at, which its e-mails must name. Set PUBLIC_URL."
        )


def send(
    post: ReminderPost, *, today: date, write: Callable[[Letter], EmailMessage]
) -> Iterator[SendingOutcome]:
    """Send the letters one after another, each as `write` puts it; one that fails does not stop the others.

    Raises CannotSend.
    """
    check_mail()
    for letter in post.letters:
        claimed = claim(letter, today=today)
        if not claimed:
            yield SendingOutcome(letter, taken=True)
            continue
        try:
            write(letter).send()
        except Exception as why:
            # Whatever a mail server or its library raises: the claim goes back, and the others get theirs.
            Reminder.objects.filter(pk__in=claimed).delete()
            yield SendingOutcome(letter, failed=one_line(f"{type(why).__name__}: {why}"))
        else:
            yield SendingOutcome(letter)


def claim(letter: Letter, *, today: date) -> list[int]:
    """Record the reminders of a letter as sent now and return their numbers; an empty list where another run was faster."""
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=letter.to.pk)
        already = Reminder.objects.filter(sent_to=person)
        if not may_be_written_to(today, last_sent_to(already).get(person.pk)):
            return []
        now = timezone.now()
        rows = [
            Reminder(
                **reminder.missing.stored,
                period_start=reminder.missing.period.start,
                period_end=reminder.missing.period.end,
                days=reminder.days,
                sent_to=person,
                sent_at=now,
            )
            for reminder in letter.reminders
        ]
        return [row.pk for row in Reminder.objects.bulk_create(rows)]
