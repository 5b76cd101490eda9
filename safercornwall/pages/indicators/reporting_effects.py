"""What other reporting arrangements would do to an indicator, before they are saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from performance.indicators.people import who_may_record
from performance.models import Indicator
from performance.reminders.rule import BOTH_FROM, STEPS, who_is_asked
from performance.reminders.wanted import person_of
from performance.standings.standing import current_standing, with_figures
from safercornwall.pages.indicators.due import due_words


@dataclass(frozen=True)
class Effect:
    """One thing that is shown of an indicator, now and if the arrangements were saved."""

    label: str
    now: str
    then: str

    @property
    def differs(self) -> bool:
        return self.now != self.then


def effects_of(indicator: Indicator, arrangements: Mapping[str, Any], as_at: date) -> list[Effect]:
    """The next figure, the status and who is reminded. Nothing is saved."""
    rows = Indicator.objects.filter(pk=indicator.pk).select_related("owner", "stand_in")
    found = with_figures(rows, as_at)[0]
    recorders = set(who_may_record().values_list("pk", flat=True))
    now = _shown(found, as_at, recorders)
    for name, value in arrangements.items():
        setattr(found, name, value)
    then = _shown(found, as_at, recorders)
    return [Effect(label, now[label], then[label]) for label in now]


def reminded_words(indicator: Indicator, recorders: Collection[int]) -> str:
    """Who gets the reminders, by the rule that sends them."""
    if indicator.reporting_lag_days is None:
        return "Nobody: no day is set"
    owner, stand_in = (person_of(user, recorders) for user in (indicator.owner, indicator.stand_in))
    first = [person.name for person, _ in who_is_asked(STEPS[0], owner, stand_in)]
    later = [person.name for person, _ in who_is_asked(BOTH_FROM, owner, stand_in)]
    if not later:
        return "Nobody: there is no owner or stand-in who can be reached"
    more = [name for name in later if name not in first]
    return " ".join([*first, *(f"(and {name} from {BOTH_FROM} days after)" for name in more)])


def _shown(indicator: Indicator, as_at: date, recorders: Collection[int]) -> dict[str, str]:
    standing = current_standing(indicator, as_at)
    return {
        "Next figure": due_words(standing, as_at),
        "Status": standing.label,
        "Reminded": reminded_words(indicator, recorders),
    }
