"""E-mails to one person: about their account, or with a link to come in. Plain text, and nothing of the plan."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.partnership import planner_name

logger = logging.getLogger(__name__)


NO_SERVER = "django.core.mail.backends.dummy.EmailBackend"


def can_send() -> bool:
    """Whether the planner was told of a mail server."""
    return settings.EMAIL_BACKEND != NO_SERVER


def can_send_links() -> bool:
    """Whether an e-mail can lead somebody to a page: the planner knows a mail server, and its own address."""
    return can_send() and bool(settings.PUBLIC_URL)


def absolute(path: str) -> str:
    """An address that works outside the planner; empty where nobody said where people find it."""
    return settings.PUBLIC_URL and f"{settings.PUBLIC_URL}{path}"


def one_line(text: object) -> str:
    """Whatever somebody is called: a line break would let a name write lines of its own."""
    return " ".join(str(text).split())


def letter(subject: str, template: str, context: dict[str, Any], *, to: str) -> EmailMessage:
    return EmailMessage(
        subject=subject,
        body=render_to_string(f"emails/{template}", {**context, "planner": planner_name()}).strip()
        + "\n",
        to=[to.strip()],
        # So that an out-of-office reply does not answer it.
        headers={"Auto-Submitted": "auto-generated"},
    )


def send(message: EmailMessage) -> bool:
    """Whether it went. What it says is never logged: it can hold a link by which somebody comes in."""
    if not message.to[0] or not can_send():
        return False
    try:
        message.send()
    except Exception as why:
        # Whatever a mail server or its library raises: what was done stays done, and its page says that nobody was told.
        logger.warning("“%s” did not go out: %s", message.subject, type(why).__name__)
        return False
    return True


def tell(person: User, what: str, *, to: str) -> bool:
    """Write to the address `to` that `what` was changed; whether it went. Nothing is undone when it did not."""
    context = {
        "name": one_line(person),
        "username": person.username,
        "what": what,
        "account": absolute(reverse("your_account:page")),
    }
    subject = f"Your {what} in the {planner_name()} was changed"
    return send(letter(subject, "changed.txt", context, to=to))
