"""What people fill in to close a period, and to open it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone

from core.periods import Period, written
from performance.rounds.on_the_day import OnTheDay

TIMES = ("%H:%M", "%H.%M", "%I%p", "%I %p", "%I:%M%p", "%I:%M %p", "%I.%M%p", "%I.%M %p")
# A moment is given to the minute, and what was known in that minute was known.
REST_OF_MINUTE = timedelta(seconds=59, microseconds=999_999)


class CloseForm(forms.Form):
    """When the board met. `missing` says what is not settled, in words; where there is something, it is asked about.

    `look` gives what was known at the meeting: where figures came in after it, they would not count as reported, and
    it is asked whether that is meant. `closed_at` is the moment and `then` what was known, once the form is valid.
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
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    # Shown, as a box to tick, when figures came in after the moment that was filled in.
    confirm_then = forms.BooleanField(widget=forms.HiddenInput, required=False)
    seen_then = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(
        self,
        data: Any = None,
        *,
        period: Period,
        missing: str,
        now: datetime,
        look: Callable[[datetime], OnTheDay],
    ) -> None:
        local = timezone.localtime(now)
        first = {"met_on": local.date(), "met_at": local.time(), "seen": missing}
        self.given = None if data is None else data.copy()
        super().__init__(self.given, initial=first)
        self.period, self.missing, self.now = period, missing, now
        self.look = look
        self.then: OnTheDay | None = None
        if missing:
            self.fields["confirm"] = forms.BooleanField(
                label=f"{missing[0].upper()}{missing[1:]}: close {period} all the same",
                error_messages={"required": "Tick the box to close the period all the same"},
            )
        self.helper = FormHelper()
        self.helper.add_input(Submit("close", f"Close {period}"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("confirm") and cleaned.get("seen") != self.missing:
            self._ask_again()
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
            self._look_back(min(met + REST_OF_MINUTE, self.now))
        cleaned["closed_at"] = min(met + REST_OF_MINUTE, self.now)
        return cleaned

    def _look_back(self, moment: datetime) -> None:
        self.then = then = self.look(moment)
        if not then.is_short:
            return
        what = "only these" if then.number_in else "nothing"
        box = self["confirm_then"]
        box.field.widget = forms.CheckboxInput()
        box.label = f"{then.words}: close {self.period} with {what} as reported"
        if (
            self.cleaned_data.get("confirm_then")
            and self.cleaned_data.get("seen_then") == then.words
        ):
            return
        if self.given is not None:
            self.given.pop("confirm_then", None)
            self.given["seen_then"] = then.words
        self.add_error(
            "confirm_then",
            "Figures came in after the meeting. Look at what would count as reported, and tick the box if it is right",
        )

    def _ask_again(self) -> None:
        """Somebody sent figures in, or took some back, since the box was ticked."""
        if self.given is not None:
            self.given.pop("confirm", None)
            self.given["seen"] = self.missing
        self.add_error(
            "confirm",
            f"The figures have changed since you looked: now {self.missing}. Look, and tick the box again",
        )

    @property
    def closed_at(self) -> datetime:
        return self.cleaned_data["closed_at"]


class ReopenForm(forms.Form):
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

    def __init__(self, data: Any = None, *, period: Period) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Submit("reopen", f"Open {period} again", css_class="warning"))
