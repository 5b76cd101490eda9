"""Asking for digests, and stopping them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db.models import Max

from accounts.models import User
from performance.models import ClosedPeriod, DigestSubscription

# A digest that is older was most likely passed on, or lies in somebody else's hands.
STOP_LINK_LASTS = timedelta(days=90)

_signer = TimestampSigner(salt="performance.digests.stop")


class StopLinkExpired(Exception):
    """The link is one of ours, and too old to stop anything."""


def subscribe(person: Any) -> None:
    """From now on: of what was closed before, nothing is sent."""
    newest = ClosedPeriod.objects.aggregate(newest=Max("pk"))["newest"] or 0
    DigestSubscription.objects.get_or_create(person=person, defaults={"after_closing": newest})


def unsubscribe(person: Any) -> bool:
    """Whether the person had asked for digests."""
    deleted, _ = DigestSubscription.objects.filter(person=person).delete()
    return bool(deleted)


def is_subscribed(person: Any) -> bool:
    return DigestSubscription.objects.filter(person=person).exists()


def token_of(person: Any) -> str:
    """What stands in the address that stops a person's digests, for STOP_LINK_LASTS. It does nothing else."""
    return _signer.sign(str(person.pk))


def person_of(token: str) -> User | None:
    """None for a token that is none of ours. Raises StopLinkExpired."""
    try:
        number = _signer.unsign(token, max_age=STOP_LINK_LASTS)
    except SignatureExpired as error:
        raise StopLinkExpired from error
    except BadSignature:
        return None
    return User.objects.filter(pk=number).first()
