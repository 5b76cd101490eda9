"""People who owe figures and cannot be reminded of them, since they have no e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Trim

from accounts.models import User
from performance.indicators.people import who_may_record
from performance.models import Indicator


@dataclass(frozen=True)
class Unreached:
    """Somebody, and the indicators whose figures they send in or stand in for."""

    person: User
    indicators: Sequence[Indicator]


def unreached_on(day: date) -> list[Unreached]:
    """By name: one query where everybody has an address, else two. Only figures with a day count: others are never late."""
    owed = Indicator.objects.known_under().filter(reporting_lag_days__isnull=False)
    owed = owed.exclude(retired_on__lte=day)
    silent = who_may_record().annotate(written=Trim("email")).filter(written="")
    named = Q(pk__in=owed.order_by().values("owner")) | Q(pk__in=owed.order_by().values("stand_in"))
    people = list(silent.filter(named))
    if not people:
        return []
    theirs = list(owed.filter(Q(owner__in=people) | Q(stand_in__in=people)).order_by("order", "pk"))
    return [
        Unreached(one, [row for row in theirs if one.pk in (row.owner_id, row.stand_in_id)])
        for one in people
    ]
