"""The two days between which a reader asks what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from core.periods import written
from priorities.clocks import Clocks, clocks_of
from priorities.models import Plan
from safercornwall.pages.components.editing.fields import DayField

# A quarter: so long ago a board met that nobody has noted.
A_QUARTER = timedelta(days=91)


@dataclass(frozen=True)
class TimeBetween:
    """After the day `start`, up to the end of the day `end`; up to now without one."""

    start: date
    end: date | None = None

    @property
    def after(self) -> datetime:
        """Whatever is later than this was not there yet when the day `start` ended."""
        return _end_of(self.start)

    @property
    def until(self) -> datetime:
        return _end_of(self.end) if self.end else timezone.now()

    def has(self, day: date | None) -> bool:
        return day is not None and self.start < day <= timezone.localdate(self.until)

    def clocks_before(self, now: Clocks) -> Clocks:
        """The plan as it was known when the first day ended."""
        return Clocks(min(self.start, now.as_at), known_on=self.after)

    def clocks_after(self, now: Clocks) -> Clocks:
        if self.end is None:
            return now
        return Clocks(min(self.end, now.as_at), known_on=self.until)

    @property
    def words(self) -> str:
        end = f" to {written(self.end)}" if self.end else ""
        return f"{written(self.start)}{end}"


class DaysForm(forms.Form):
    """The two days, as people write them: from the end of one to the end of the other, which may be left empty."""

    since = DayField(
        label="Since",
        help_text="For example, 30 Sep 2011.",
        error_messages={"required": "Enter the day since which to look."},
    )
    until = DayField(label="Until", help_text="Leave empty for today.", required=False)

    def clean(self):
        found = super().clean()
        since, until = found.get("since"), found.get("until")
        if since and since > timezone.localdate():
            self.add_error("since", "Enter a day that is not in the future.")
        if since and until and until <= since:
            self.add_error("until", "Enter a day after the first one.")
        return found

    @property
    def interval(self) -> TimeBetween:
        return TimeBetween(self.cleaned_data["since"], self.cleaned_data["until"])


def usual_interval(plan: Plan) -> TimeBetween:
    """Since the board last met; where nobody has noted when, since the plan came in, or for a quarter up to its own day."""
    start = plan.board_met_on or plan.known_since_day or clocks_of(plan).as_at - A_QUARTER
    return TimeBetween(start)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
