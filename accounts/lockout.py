"""When signing in is refused for a while: too many wrong tries for one name, or over all names from one address.

A name that is tried from many addresses is slowed down rather than locked, or anybody could shut its person out.
"""

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone

from accounts.known_browsers import is_known_to
from accounts.models import User


class Lockout(AxesDatabaseHandler):
    """The library counts by name and address together; this counts by address as well.

    Whoever tries one password on many names never comes near the limit of any of them.
    """

    def is_locked(self, request, credentials=None):
        return (
            super().is_locked(request, credentials)
            or closes_to_its_address(request)
            or slows_down(request, credentials)
        )

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and not request.axes_locked_out and closes_to_its_address(request):
            # So that the very try that reached the limit is told so.
            request.axes_locked_out = True
            request.axes_credentials = credentials


def closes_to_its_address(request):
    """Whether too many tries from where the request came have failed of late; noted on the request for the answer."""
    request.is_closed_to_address = (
        failures_from(request) >= settings.MOST_WRONG_TRIES_FROM_AN_ADDRESS
    )
    return request.is_closed_to_address


def slows_down(request, credentials):
    """Whether a name was tried too often from all addresses together, and a moment ago; noted on the request.

    Browsers in which its person signed in before are let past, so that they are not kept out by whoever guesses.
    """
    request.is_slowed_down = _is_tried_too_often(request, (credentials or {}).get("username"))
    return request.is_slowed_down


def _is_tried_too_often(request, username):
    if not username:
        return False
    tries = AccessAttempt.objects.filter(
        username=username, attempt_time__gte=get_cool_off_threshold(request)
    ).aggregate(total=Sum("failures_since_start"), last=Max("attempt_time"))
    if (tries["total"] or 0) < settings.MOST_WRONG_TRIES_FOR_A_NAME:
        return False
    if tries["last"] + settings.WAIT_BETWEEN_TRIES_FOR_A_NAME <= timezone.now():
        return False
    person = User.objects.filter(username=username).first()
    return person is None or not is_known_to(request, person)


def failures_from(request):
    """Wrong tries from its address that are not forgiven yet; a sign-in forgives those of its own name.

    Where the server does not say who calls, all callers are alike, and nobody is to shut out everybody.
    """
    if not request.axes_ip_address:
        return 0
    recent = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
    )
    return recent.aggregate(total=Sum("failures_since_start"))["total"] or 0
