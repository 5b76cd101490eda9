"""What the security log is told by Django and the lockout: sign-ins, good and bad, and sign-outs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from accounts.models import User
from accounts.security_log import Kind, Outcome, note


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="security.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="security.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="security.failed")


def _signed_in(sender: Any, user: User, **facts: Any) -> None:
    note(Kind.SIGNED_IN, person=user)


def _signed_out(sender: Any, user: User | None, **facts: Any) -> None:
    if user is not None:
        note(Kind.SIGNED_OUT, person=user)


def _failed(sender: Any, credentials: dict[str, Any], request: Any = None, **facts: Any) -> None:
    """A name that nobody has is not kept: people type their password there by mistake."""
    person = User.objects.filter(username=str(credentials.get("username") or "")).first()
    about = "" if person else "A name that nobody has"
    kind = Kind.LOCKED_OUT if getattr(request, "axes_locked_out", False) else Kind.SIGN_IN_FAILED
    note(kind, outcome=Outcome.REFUSED, person=person, about=about)
