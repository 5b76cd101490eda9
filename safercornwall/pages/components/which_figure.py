"""The forms that say which period, and which figure: as people write them, read by the rules of uploads."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from core.periods import EXAMPLES, Period, written
from performance.cells.lookups import KnownPlace, Lookups, Subject, UnknownName
from performance.cells.period_rules import not_over, retired
from performance.cells.values import NotAPeriod, read_period
from performance.figures.keys import FigureKey
from performance.models import Indicator, UploadKind
from places.models import Area


class PeriodForm(forms.Form):
    """Sent with GET."""

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
        super().__init__(data, auto_id="which_%s")
        self.indicator, self.today = indicator, today
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        # Without a name, so that it stays out of the address.
        self.helper.add_input(Submit("", "Show it", css_class="secondary"))

    def clean_period(self) -> Period:
        read = read_period(self.cleaned_data["period"], self.indicator.frequency)
        if isinstance(read, NotAPeriod):
            raise forms.ValidationError(read.in_form)
        return read


class BegunForm(PeriodForm):
    """A period that one can write about: it has begun, and need not be over."""

    def clean_period(self) -> Period:
        period = super().clean_period()
        if period.start > self.today:
            raise forms.ValidationError(
                f"{period} has not begun: it begins on {written(period.start)}"
            )
        return period


class WhichForm(PeriodForm):
    """`subject` and `asked` are there once it is valid.

    A figure that could not be entered today, because it is early or its indicator is retired, may be `any_figure`
    that stands there all the same.
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
        # Its indicator was found for this person, be it one of a draft.
        self.lookups = Lookups(UploadKind.FIGURES, of_drafts=True)

    @property
    def subject(self) -> Subject:
        return next(one for one in self.lookups.subjects if one.pk == self.indicator.pk)

    @property
    def asked(self) -> FigureKey:
        place = self.cleaned_data["area"]
        return FigureKey(self.indicator, Area.objects.get(pk=place.pk), self.cleaned_data["period"])

    def clean_area(self) -> KnownPlace:
        said = self.cleaned_data["area"]
        # A slug, which links give, is one area's alone, whatever others are called.
        found = self.lookups.of_slug(said) or self.lookups.area(said)
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
