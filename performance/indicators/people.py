"""The people that an indicator's figures can come from."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import people_with_permission
from performance.models import Indicator

RECORD = "performance.add_figure"


def who_may_record() -> QuerySet[User]:
    """Those who may sign in and record figures, by name."""
    return people_with_permission(RECORD)


def sent_in_by(person: User, *, on: date) -> QuerySet[Indicator]:
    """What a person sends in, or stands in for, on a day. Indicators of drafts and retired indicators are left out."""
    theirs = Q(owner=person) | Q(stand_in=person)
    found = Indicator.objects.known_under().filter(theirs).exclude(retired_on__lte=on)
    return found.select_related("owner", "stand_in").order_by("order", "pk")
