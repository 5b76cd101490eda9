"""E-mails: whether the last one went out, and whether the mail server lets the planner in."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from core.health import signs
from core.health.checks import HealthFinding, fail, ok, warn
from core.health.measures import emails
from core.health.signs import Of, sign_of

SERVER = "server"
NO_SERVER = "django.core.mail.backends.dummy.EmailBackend"
SET_ONE = "Set EMAIL_URL: smtp+tls://user:password@host:587"
# That e-mails go out is written down once in so long.
SEEN_EVERY = timedelta(minutes=10)


class WatchedMail(EmailBackend):
    """Sends as Django's own, and keeps when that last worked and last failed: never what was sent, or to whom."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            sent = super().send_messages(email_messages)
        except (OSError, smtplib.SMTPException) as why:
            emails.labels("failed").inc(len(email_messages))
            signs.failed(Of.MAIL, SERVER, type(why).__name__)
            raise
        if sent:
            emails.labels("sent").inc(sent)
            _note_that_it_works()
        return sent


def _note_that_it_works() -> None:
    seen = sign_of(Of.MAIL, SERVER)
    recent = timezone.now() - SEEN_EVERY
    if seen is None or seen.failed_last or not seen.worked_since(recent):
        signs.worked(Of.MAIL, SERVER)


def last_email() -> HealthFinding:
    if settings.EMAIL_BACKEND == NO_SERVER:
        return warn("No mail server is set: nobody is invited or reminded.", SET_ONE)
    seen = sign_of(Of.MAIL, SERVER)
    if seen is not None and seen.failed_last:
        return warn(
            f"The last e-mail could not be sent: {seen.problem}.",
            "Run: python manage.py doctor. It asks the mail server why.",
        )
    return ok("No e-mail failed since the last that was sent.")


def mail_server() -> HealthFinding:
    """Goes as far as the password, and sends nothing."""
    connection: Any = get_connection()
    if not isinstance(connection, EmailBackend):
        return ok("E-mails go to no server here.")
    where = f"{connection.host}:{connection.port}"
    try:
        connection.open()
        connection.close()
    except smtplib.SMTPAuthenticationError:
        return fail(
            f"The mail server at {where} does not take the user and password.",
            "Put the right ones into EMAIL_URL. In them, @ is written %40, / %2F and : %3A.",
        )
    except (OSError, smtplib.SMTPException) as why:
        return fail(
            f"The mail server at {where} cannot be reached: {type(why).__name__}.",
            "See that EMAIL_URL names it, that it runs, and that the firewall lets the planner reach it.",
        )
    return ok(f"The mail server at {where} lets the planner in.")
