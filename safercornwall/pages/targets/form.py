"""The form of a target: the fields of each form that it may take, with hints that say which are whose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from core.documents.contents import saying
from core.periods import Period
from performance.models import Comparator, Target
from performance.models.target_fields import problems_of
from performance.rules.targets import DEFAULT_TOLERANCE_PERCENT
from performance.rules.wording import show
from safercornwall.pages.components.editing.fields import (
    FIRST_YEAR,
    NumberField,
    PeriodField,
    YearField,
)
from safercornwall.pages.components.editing.forms import DocumentForm
from safercornwall.pages.targets.baselines import (
    NO_BASELINE,
    Baseline,
    baseline_asked,
    baseline_days,
    baseline_problems,
)

# What a figure is judged by.
JUDGING = (
    *("form", "value", "upper_value", "change_percent"),
    *("baseline_start", "baseline_end", "baseline_value", "baseline_label"),
    *("period_start", "period_end", "area", "tolerance_percent"),
    *("profile", "profile_values", "is_confirmed"),
)
# Asked for by other fields of the form.
ASKED_OTHERWISE = ("baseline_start", "baseline_end", "profile_values", "is_confirmed")
PERIOD = ("year", "period_start", "period_end")
SHARES = ("share_1", "share_2", "share_3", "share_4")
# By which answers a field is asked for: a script hides it otherwise, and a hint says so without one.
ASKED_WHEN = {
    "value": "form=at_most,at_least,range",
    "upper_value": "form=range",
    "change_percent": "form=change",
    "baseline": "form=change",
    "baseline_period": "baseline=period,value,comparator",
    "baseline_value": "baseline=value",
    "baseline_label": "baseline=comparator",
    **dict.fromkeys(SHARES, "profile=given"),
}
# Where the form shows a rule of the record whose field it asks for otherwise.
SHOWN_AT = {"profile_values": "share_1"}
NUMBERS = ("form", "value", "upper_value", "change_percent")
BASELINE = ("baseline", "baseline_period", "baseline_value", "baseline_label")
JUDGED_BY = ("tolerance_percent", "profile", *SHARES, "to_be_confirmed")


class TargetPageForm(DocumentForm):
    year = YearField(
        label="Financial year",
        help_text="For example, 2012/13. For any other period leave it empty, and give two days.",
        required=False,
    )
    baseline = forms.ChoiceField(
        label="What the change is against",
        help_text="Only for a change.",
        choices=[NO_BASELINE, *Baseline.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    baseline_period = PeriodField(
        label="Baseline period",
        help_text=(
            "For the figure of another period, such as 2009/10 or April to December 2009. "
            "Beside a value or a comparator it may say which period that is of."
        ),
        required=False,
    )
    baseline_label = forms.ChoiceField(label="Comparator", required=False)
    share_1, share_2, share_3, share_4 = (
        NumberField(
            label=f"Share of quarter {number}", required=False, max_digits=12, decimal_places=3
        )
        for number in (1, 2, 3, 4)
    )
    to_be_confirmed = forms.BooleanField(
        label="Still to be confirmed",
        help_text="A target that is to be confirmed may lack its numbers. Nothing is judged by it.",
        required=False,
    )

    # As in its layout, so that errors are told in the order of the page.
    field_order = (*NUMBERS, *BASELINE, *PERIOD, "area", *JUDGED_BY, "note")

    class Meta(DocumentForm.Meta):
        model = Target
        fields = (*JUDGING, "note")
        field_classes = dict.fromkeys(
            ("value", "upper_value", "change_percent", "baseline_value", "tolerance_percent"),
            NumberField,
        )
        widgets = {"form": forms.RadioSelect, "profile": forms.RadioSelect}
        labels = {
            "form": "What kind of target it is",
            "value": "Value",
            "upper_value": "Upper end of the range",
            "change_percent": "Change in percent",
            "baseline_value": "Baseline value",
            "period_start": "First day",
            "period_end": "Last day",
            "area": "Place",
            "tolerance_percent": "Tolerance in percent",
            "profile": "How a count spreads over the period",
            "note": "Note for readers",
        }
        help_texts = {
            "upper_value": "Only for a range.",
            "change_percent": "Only for a change. For example, -6 for a fall of 6%, or 0 for no further rise.",
            "period_start": "Only for a period that is no financial year, such as a calendar year or half a year.",
            "period_end": "For example, 31 December 2012.",
            "profile": "Only for a figure that adds up over the year: it is held to the part that is due so far.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ASKED_OTHERWISE:
            del self.fields[name]
        for name in ("period_start", "period_end"):
            self.fields[name].required = False
        fields: Any = self.fields
        for name, when in ASKED_WHEN.items():
            fields[name].asked_when = when
        for name in (*ASKED_WHEN, *PERIOD):
            fields[name].is_asked = True
        self.initial |= self._asked()
        self.helper.layout = self._layout()

    def offer(self) -> None:
        super().offer()
        fields: Any = self.fields
        indicator = self.record.indicator
        fields["value"].help_text = (
            "The limit of an at-most or at-least target, or the lower end of a range. "
            f"In {indicator.unit}, for the whole period."
        )
        fields[
            "baseline_value"
        ].help_text = f"For a value that is stated here. In {indicator.unit}."
        own = indicator.tolerance_percent
        usual = show(DEFAULT_TOLERANCE_PERCENT if own is None else own, "%")
        fields["tolerance_percent"].help_text = (
            f"How far it may be missed and be at risk, not off track. Empty for {usual}, "
            f"{'the usual' if own is None else 'that of the indicator'}."
        )
        fields[
            "share_1"
        ].help_text = f"Only where it is given per quarter. In {indicator.unit}: only their proportions count."
        labels = self._comparators()
        fields["baseline_label"].choices = [("", "None"), *((label, label) for label in labels)]
        fields["baseline_label"].help_text = (
            "For a comparator." if labels else "This indicator has no comparator yet."
        )

    def _comparators(self) -> list[str]:
        rows = Comparator.objects.latest_revisions().filter(indicator=self.record.indicator)
        labels = set(rows.order_by().values_list("label", flat=True))
        return sorted(filter(None, {*labels, self.initial.get("baseline_label")}))

    def _asked(self) -> dict[str, Any]:
        """What its own fields show of what is stored."""
        said = self.initial
        start, end = said.get("period_start"), said.get("period_end")
        period = Period(start, end) if start and end and start <= end else None
        found = baseline_asked(said, period) | {
            "to_be_confirmed": not said.get("is_confirmed", True)
        }
        if period and period.kind == "year" and period.fy_start_year >= FIRST_YEAR:
            found |= {"year": period.fy_start_year, "period_start": None, "period_end": None}
        return found | dict(zip(SHARES, _quarters(said.get("profile_values") or []), strict=False))

    @staticmethod
    def _layout() -> Layout:
        return Layout(
            *NUMBERS,
            *BASELINE,
            Fieldset("For when, and where", *PERIOD, "area"),
            Fieldset("How it is judged", *JUDGED_BY),
            "note",
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["is_confirmed"] = not said.get("to_be_confirmed")
        said["profile_values"] = self._shares(said)
        period = self._period(said)
        if said.get("form"):
            self._tell(baseline_problems(said))
            said |= baseline_days(said, period)
            rules = problems_of(saying(self.record, self.contents))
            self._tell(rule for rule in rules.items() if not rule[0].startswith("baseline"))
        if period:
            self._tell(self._another(period))
        return said

    def _tell(self, problems: Iterable[tuple[str, str]]) -> None:
        """The first problem of each field."""
        for name, message in problems:
            shown = SHOWN_AT.get(name, name)
            if shown not in self.errors:
                self.add_error(shown, message)

    def _period(self, said: dict[str, Any]) -> Period | None:
        """As the year or the days say it; None, and told so, where they say none."""
        if any(name in self.errors for name in PERIOD):
            return None
        year, start, end = (said.get(name) for name in PERIOD)
        if wrong := _wrong_in_period(year, start, end):
            self._tell([wrong])
            return None
        period = Period(start, end) if year is None else Period.financial_year(year)
        said |= {"period_start": period.start, "period_end": period.end}
        return period

    def _shares(self, said: dict[str, Any]) -> list[Any]:
        """As stored where nobody changed them: they may be of months."""
        typed = [said[name] for name in SHARES if said.get(name) is not None]
        stored = self.initial.get("profile_values") or []
        return stored if typed == _quarters(stored) else [_plain(share) for share in typed]

    def _another(self, period: Period) -> Iterable[tuple[str, str]]:
        there = Target.objects.filter(
            indicator=self.record.indicator,
            area=self.cleaned_data.get("area"),
            period_start=period.start,
            period_end=period.end,
        ).exclude(pk=self.record.pk)
        if other := there.first():
            at = "year" if self.cleaned_data.get("year") is not None else "period_end"
            yield at, f"There is a target for this place and period already: {other}"


def _wrong_in_period(
    year: int | None, start: date | None, end: date | None
) -> tuple[str, str] | None:
    if year is not None:
        both = "Give the financial year, or a first and a last day, not both"
        return ("year", both) if start or end else None
    if start is None and end is None:
        return "year", "Enter the financial year, such as 2012/13, or a first and a last day"
    if start is None or end is None:
        return (
            ("period_start", "Enter the first day") if end else ("period_end", "Enter the last day")
        )
    if end < start:
        return "period_end", "Enter a last day that is not before the first"
    return None


def _quarters(shares: list[Any]) -> list[Decimal]:
    """Shares of four quarters at most, those of months added up."""
    parts = [Decimal(str(share)) for share in shares]
    step = 1 if len(parts) <= len(SHARES) else len(parts) // len(SHARES)
    return [sum(parts[n : n + step], Decimal(0)) for n in range(0, len(parts), step)]


def _plain(share: Decimal) -> int | float:
    """As JSON keeps a number."""
    return int(share) if share == share.to_integral_value() else float(share)
