"""E-mails that tell somebody that their account was changed, so that they hear of it if it was not them."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User

logger = logging.getLogger(__name__)


NO_SERVER = "django.core.mail.backends.dummy.EmailBackend"


def can_send() -> bool:
    """Whether the planner was told of a mail server."""
    return settings.EMAIL_BACKEND != NO_SERVER


def tell(person: User, what: str, *, to: str) -> bool:
    """Write to the address `to` that `what` was changed; whether it went. Nothing is undone when it did not."""
    to = to.strip()
    if not to or not can_send():
        return False
    account = settings.PUBLIC_URL and f"{settings.PUBLIC_URL}{reverse('your_account:page')}"
    context = {
        # In one line, whatever they are called.
        "name": " ".join(str(person).split()),
        "username": person.username,
        "what": what,
        "account": account,
    }
    message = EmailMessage(
        subject=f"Your {what} in the Safer Cornwall planner was changed",
        body=render_to_string("emails/changed.txt", context).strip() + "\n",
        to=[to],
        # So that an out-of-office reply does not answer it.
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except Exception as why:
        # Whatever a mail server or its library raises: the change is made, and its page says that nobody was told.
        logger.warning("No notice of a changed %s went out: %s", what, type(why).__name__)
        return False
    return True
