"""What of sign-ins and of what people typed goes after its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Q, QuerySet

from accounts.models import (
    EmailChange,
    FirstSignIn,
    FormDraft,
    Invitation,
    OneTimeLink,
    OpenSession,
    ResetRequest,
    SecurityEvent,
    UnsentForm,
)
from core.retention import add_rule


def add_rules() -> None:
    add_rule("sign-ins that have ended", "sessions", _sessions)
    add_rule("what somebody began to type and did not send", "drafts", _drafts)
    add_rule("links for invitations, new addresses and passwords, once closed", "links", _links)
    add_rule("wrong tries to sign in, as they are counted", "tries", _tries)
    add_rule("the security log", "security_log", _security_log)


def _sessions(before: datetime) -> Iterator[QuerySet[Any]]:
    yield OpenSession.objects.filter(expire_date__lt=before)


def _drafts(before: datetime) -> Iterator[QuerySet[Any]]:
    yield FormDraft.objects.filter(kept_at__lt=before)
    yield UnsentForm.objects.filter(kept_at__lt=before)


def _links(before: datetime) -> Iterator[QuerySet[Any]]:
    closed = ~Q(outcome=OneTimeLink.Outcome.OPEN) & Q(closed_at__lt=before)
    for kind in (Invitation, EmailChange, FirstSignIn):
        yield kind._default_manager.filter(closed)
    yield ResetRequest.objects.filter(asked_at__lt=before)


def _tries(before: datetime) -> Iterator[QuerySet[Any]]:
    for kind in (AccessAttempt, AccessFailureLog, AccessLog):
        yield kind.objects.filter(attempt_time__lt=before)


def _security_log(before: datetime) -> Iterator[QuerySet[Any]]:
    yield SecurityEvent.objects.filter(at__lt=before)
