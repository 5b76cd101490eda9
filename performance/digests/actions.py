"""Sending the digests of closed periods. Run twice, or by two processes at once, it sends each once.

A digest is claimed before it goes, and the claim is given back when it cannot be sent. Whoever kills the process in
between loses that digest: it never comes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from performance.models import ClosedPeriod, DigestSubscription, SentDigest
from performance.reminders.actions import check_mail
from performance.reminders.rule import one_line

READS = "priorities.view_plan"


@dataclass(frozen=True)
class Digest:
    """What one person is told of one closing."""

    closing: ClosedPeriod
    person: User


@dataclass(frozen=True)
class DigestOutcome:
    """Whether a digest was sent: `failed` says why it could not be; `taken` that another run has it, or there was nothing to say."""

    digest: Digest
    taken: bool = False
    failed: str = ""

    @property
    def sent(self) -> bool:
        return not (self.taken or self.failed)


def waiting_digests() -> list[Digest]:
    """Of each closing that stands, oldest first, for each person who asked for digests before it, can be written to, and may read the plan."""
    sent = SentDigest.objects.filter(closing=OuterRef("pk"))
    found = []
    subscriptions = DigestSubscription.objects.select_related("person").filter(
        person__is_active=True
    )
    for one in subscriptions.exclude(person__email="").order_by("person__username"):
        closings = ClosedPeriod.objects.filter(reopened_at=None, pk__gt=one.after_closing)
        new = closings.exclude(Exists(sent.filter(person=one.person_id))).order_by("closed_at")
        if one.person.has_perm(READS):
            found += [Digest(closing, one.person) for closing in new]
    return found


def send_digests(
    digests: list[Digest], write: Callable[[Digest], EmailMessage | None]
) -> Iterator[DigestOutcome]:
    """Send them one after another, each as `write` puts it; one that fails does not stop the others. Raises CannotSend."""
    if digests:
        check_mail()
    for digest in digests:
        claimed = claim(digest)
        if claimed is None:
            yield DigestOutcome(digest, taken=True)
            continue
        try:
            message = write(digest)
            if message is not None:
                message.send()
        except Exception as why:
            # Whatever a mail server or its library raises: the claim goes back, and the others get theirs.
            claimed.delete()
            yield DigestOutcome(digest, failed=one_line(f"{type(why).__name__}: {why}"))
        else:
            yield DigestOutcome(digest, taken=message is None)


def claim(digest: Digest) -> SentDigest | None:
    """Record a digest as sent now; None where another run was faster, or where the person has stopped digests since."""
    with transaction.atomic():
        # Whoever stops digests at this moment waits, or is seen.
        wanted = DigestSubscription.objects.select_for_update().filter(person=digest.person)
        if not wanted.exists():
            return None
        try:
            with transaction.atomic():
                return SentDigest.objects.create(closing=digest.closing, person=digest.person)
        except IntegrityError:
            return None


def closing_before(closing: ClosedPeriod) -> ClosedPeriod | None:
    """The last closing that stood when the board met for this one."""
    earlier = ClosedPeriod.objects.filter(reopened_at=None, closed_at__lt=closing.closed_at)
    return earlier.exclude(pk=closing.pk).order_by("-closed_at").first()
