"""The forms to close a period, and to open it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone

from core.periods import Period, written
from performance.models import ClosedPeriod
from performance.rounds.on_the_day import OnTheDay

TIMES = ("%H:%M", "%H.%M", "%I%p", "%I %p", "%I:%M%p", "%I:%M %p", "%I.%M%p", "%I.%M %p")
# People give a time to the minute, so everything known within that minute counts.
REST_OF_MINUTE = timedelta(seconds=59, microseconds=999_999)


class CloseForm(forms.Form):
    """The time of the board's meeting. `missing` says which figures are not settled; the person confirms them.

    `known_at` gives the figures known at a moment. If some came in after the meeting, the person confirms that
    they do not count as reported. Once valid, `closed_at` is the moment and `known` are the figures known then.
    """

    met_on = forms.DateField(
        label="The day on which the board met",
        widget=forms.SelectDateWidget,
        error_messages={
            "required": "Enter the day on which the board met",
            "invalid": "Enter a day that is in the calendar, such as 30 11 2011",
        },
    )
    met_at = forms.TimeField(
        label="The time",
        help_text="What was known then is what was reported. For example 14:30.",
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={
            "required": "Enter the time at which the board met",
            "invalid": "Enter a time such as 14:30",
        },
    )
    note = forms.CharField(
        label="Note",
        help_text="For example which meeting it was. It is shown with the closing.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        error_messages={"max_length": "Write the note in at most 2,000 characters"},
    )
    shown_missing = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    # It becomes a visible box to tick when figures came in after the meeting.
    confirm_known = forms.BooleanField(widget=forms.HiddenInput, required=False)
    shown_known = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(
        self,
        data: Any = None,
        *,
        period: Period,
        missing: str,
        now: datetime,
        known_at: Callable[[datetime], OnTheDay],
    ) -> None:
        local = timezone.localtime(now)
        first = {"met_on": local.date(), "met_at": local.time(), "shown_missing": missing}
        self.given = None if data is None else data.copy()
        super().__init__(self.given, initial=first)
        self.period, self.missing, self.now = period, missing, now
        self.known_at = known_at
        self.known: OnTheDay | None = None
        if missing:
            self.fields["confirm"] = forms.BooleanField(
                label=f"{missing[0].upper()}{missing[1:]}: close {period} all the same",
                error_messages={"required": "Tick the box to close the period all the same"},
            )
        self.helper = FormHelper()
        self.helper.add_input(Submit("close", f"Close {period}"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("confirm") and cleaned.get("shown_missing") != self.missing:
            self._confirm_again()
        day, time = cleaned.get("met_on"), cleaned.get("met_at")
        if day is None or time is None:
            return cleaned
        met = timezone.make_aware(datetime.combine(day, time))
        if met > self.now:
            name = "met_on" if day > timezone.localdate(self.now) else "met_at"
            self.add_error(name, "This is still to come. A period is closed when the board has met")
        elif not self.period.is_over(day):
            over = written(self.period.end)
            self.add_error("met_on", f"{self.period} is over after {over}. Enter a day after it")
        else:
            self._check_known_at(min(met + REST_OF_MINUTE, self.now))
        cleaned["closed_at"] = min(met + REST_OF_MINUTE, self.now)
        return cleaned

    def _check_known_at(self, moment: datetime) -> None:
        self.known = known = self.known_at(moment)
        if not known.is_short:
            return
        what = "only these" if known.number_in else "nothing"
        box = self["confirm_known"]
        box.field.widget = forms.CheckboxInput()
        box.label = f"{known.words}: close {self.period} with {what} as reported"
        if (
            self.cleaned_data.get("confirm_known")
            and self.cleaned_data.get("shown_known") == known.words
        ):
            return
        if self.given is not None:
            self.given.pop("confirm_known", None)
            self.given["shown_known"] = known.words
        self.add_error(
            "confirm_known",
            "Figures came in after the meeting. Look at what would count as reported, and tick the box if it is right",
        )

    def _confirm_again(self) -> None:
        """Figures have come in or were removed since the person ticked the box."""
        if self.given is not None:
            self.given.pop("confirm", None)
            self.given["shown_missing"] = self.missing
        self.add_error(
            "confirm",
            f"The figures have changed since you looked: now {self.missing}. Look, and tick the box again",
        )

    @property
    def closed_at(self) -> datetime:
        return self.cleaned_data["closed_at"]


class ReopenForm(forms.Form):
    """`seen` is the closing that the page shows: another may stand by the time it is sent."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    reason = forms.CharField(
        label="Why is the period opened again?",
        help_text="Shown with the closing, which is kept.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={
            "required": "Enter the reason for opening the period again",
            "max_length": "Give the reason in at most 2,000 characters",
        },
    )

    def __init__(self, data: Any = None, *, period: Period, closing: ClosedPeriod) -> None:
        super().__init__(data, initial={"seen": str(closing.pk)})
        self.helper = FormHelper()
        self.helper.add_input(Submit("reopen", f"Open {period} again", css_class="warning"))
