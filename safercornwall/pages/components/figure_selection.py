"""The forms that select a period, or a figure by period and area. They read text by the rules of uploads."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from core.periods import EXAMPLES, Period, written
from performance.cells.lookups import KnownPlace, Lookups, UnknownName, not_over, retired
from performance.cells.subjects import Subject
from performance.cells.values.periods import NotAPeriod, read_period
from performance.figures.keys import FigureKey
from performance.models import Indicator, UploadKind
from places.models import Area


class PeriodForm(forms.Form):
    """Selects a period. The browser sends it with GET."""

    period = forms.CharField(
        label="Period",
        help_text=f"For example {EXAMPLES}.",
        max_length=60,
        error_messages={
            "required": "Enter the period",
            "max_length": "Enter the period in fewer letters",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def __init__(self, data: Any, *, indicator: Indicator, today: date) -> None:
        super().__init__(data, auto_id="selection_%s")
        self.indicator, self.today = indicator, today
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        # The button has no name, so it stays out of the address.
        self.helper.add_input(Submit("", "Show it", css_class="secondary"))

    def share_a_form(self) -> None:
        """Stand inside the form of what is shown, whose tag it shares, so that one button sends both."""
        self.helper.form_tag = False
        self.helper.inputs = [Submit("show", "Show it", css_class="secondary")]

    def clean_period(self) -> Period:
        read = read_period(self.cleaned_data["period"], self.indicator.frequency)
        if isinstance(read, NotAPeriod):
            raise forms.ValidationError(read.in_form)
        return read


class StartedPeriodForm(PeriodForm):
    """Selects a period that has begun. It need not be over."""

    def clean_period(self) -> Period:
        period = super().clean_period()
        if period.start > self.today:
            raise forms.ValidationError(
                f"{period} has not begun: it begins on {written(period.start)}"
            )
        return period


class FigureSelectForm(PeriodForm):
    """Selects a figure. Once valid, it has a `subject` and a `figure_key`.

    With `any_figure` it accepts figures that cannot be entered today: of a running period or a retired indicator.
    """

    area = forms.CharField(
        label="Area",
        help_text="Its name, with its kind where two share it (Newquay town), or any of its codes.",
        max_length=160,
        error_messages={
            "required": "Enter the area",
            "max_length": "Enter the area in fewer letters",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def __init__(
        self, data: Any, *, indicator: Indicator, today: date, any_figure: bool = False
    ) -> None:
        super().__init__(data, indicator=indicator, today=today)
        self.any_figure = any_figure
        # The view found the indicator for this person, so it may belong to a draft.
        self.lookups = Lookups(UploadKind.FIGURES, of_drafts=True)

    @property
    def subject(self) -> Subject:
        return next(one for one in self.lookups.subjects if one.pk == self.indicator.pk)

    @property
    def figure_key(self) -> FigureKey:
        place = self.cleaned_data["area"]
        return FigureKey(self.indicator, Area.objects.get(pk=place.pk), self.cleaned_data["period"])

    def clean_area(self) -> KnownPlace:
        text = self.cleaned_data["area"]
        # Links give a slug, which names one area only. A name may fit several.
        found = self.lookups.of_slug(text) or self.lookups.area(text)
        if isinstance(found, UnknownName):
            raise forms.ValidationError(found.in_form)
        return found

    def clean(self) -> None:
        period, place = self.cleaned_data.get("period"), self.cleaned_data.get("area")
        if period is None or place is None or self.any_figure:
            return
        for wrong in (not_over(period, self.today), retired(self.subject, place, period)):
            if wrong is not None:
                self.add_error("area" if wrong.role == "area" else "period", wrong.in_form)
