"""Asking for a new password: how often somebody may, and who is written to.

As often, and for as long, as signing in is tried before it is refused (`accounts/lockout.py`).
"""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import ResetRequest, User


class TooManyRequests(Exception):
    """Whoever asks has to wait. `from_network` where all that came from one place was too much."""

    def __init__(self, *, from_network: bool) -> None:
        super().__init__("Too many requests for a new password.")
        self.from_network = from_network


def count_request(email: str, *, ip_address: str | None) -> None:
    """Keep that somebody asked. Raises TooManyRequests, whether or not anybody has the address."""
    started = timezone.now() - settings.AXES_COOLOFF_TIME
    ResetRequest.objects.filter(asked_at__lt=started).delete()
    same = ResetRequest.objects.filter(address_hash=_hash_of(email), ip_address=ip_address)
    if same.count() >= settings.AXES_FAILURE_LIMIT:
        raise TooManyRequests(from_network=False)
    # Where the server does not say who calls, nobody is to shut out everybody.
    if ip_address and _from(ip_address) >= settings.MOST_WRONG_TRIES_FROM_AN_ADDRESS:
        raise TooManyRequests(from_network=True)
    ResetRequest.objects.create(address_hash=_hash_of(email), ip_address=ip_address)


def who_is_written_to(email: str) -> list[User]:
    """The people with an address who can sign in; nobody where too many places asked for it.

    An e-mail goes to the address as it is stored, never as it was typed.
    """
    if ResetRequest.objects.filter(address_hash=_hash_of(email)).count() > (
        settings.AXES_FAILURE_LIMIT
    ):
        return []
    found = User.objects.filter(email__iexact=email, is_active=True)
    return [person for person in found if person.email and person.has_usable_password()]


def _from(ip_address: str) -> int:
    return ResetRequest.objects.filter(ip_address=ip_address).count()


def _hash_of(email: str) -> str:
    written = email.strip().casefold()
    return salted_hmac("accounts.resets", written, algorithm="sha256").hexdigest()
