"""The tokens of one-time links: which row is meant, and a signature over what that row says."""

from __future__ import annotations

from datetime import UTC
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import OneTimeLink

Link = TypeVar("Link", bound=OneTimeLink)

LONGEST_NUMBER = 18


class LinkDead(Exception):
    """The link was used, replaced or withdrawn, or its time is over."""


def token_of(link: OneTimeLink) -> str:
    """What stands in the address that is sent. Whoever has it is taken for the person who was written to."""
    return f"{link.pk}.{_signature(link)}"


def link_of(model: type[Link], token: str) -> Link | None:
    """The link of a kind that a token was made for, working or not; None where no link of ours has it."""
    number, _, signature = token.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return None
    rows: Any = model._default_manager
    link = rows.select_related("person").filter(pk=number).first()
    if link is None or not constant_time_compare(signature, _signature(link)):
        return None
    return link


def take(link: Link) -> Link:
    """Mark a link as used by its person, in the caller's transaction. Raises LinkDead where it does not work any more."""
    now = timezone.now()
    rows: Any = type(link)._default_manager
    stored = rows.select_for_update(of=("self",)).select_related("person").get(pk=link.pk)
    if not stored.works(now):
        raise LinkDead
    close(rows.filter(pk=stored.pk), outcome=OneTimeLink.Outcome.USED, by=stored.person)
    return stored


def close(links: QuerySet, *, outcome: str, by: Any) -> int:
    """Close the open ones of `links`. Returns how many there were."""
    open_ones = links.filter(outcome=OneTimeLink.Outcome.OPEN)
    return open_ones.update(outcome=outcome, closed_at=timezone.now(), closed_by=by)


def _signature(link: OneTimeLink) -> str:
    """Over the whole row: after a backup is restored, another row can have its number."""
    sent_at = link.sent_at.astimezone(UTC).isoformat()
    facts = f"{link.pk} {link.person_id} {sent_at} {link.sent_to}"
    return salted_hmac(f"accounts.{type(link).__name__}", facts, algorithm="sha256").hexdigest()
