"""New indicators that come with a file: one set of questions for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.db.models import Count

from performance.choices import Aggregation, Frequency, Polarity
from performance.indicators.reporting_actions import MOST_LAG_DAYS
from performance.models import Indicator
from places.models import Area
from priorities.models import Theme
from safercornwall.accounts.models import Organisation

ADDED_UP = [
    (Aggregation.SUM, "They are counts: quarters add up to a year, and small areas to a large one"),
    (Aggregation.NONE, "They are rates, percentages or levels: they are never added up"),
]


@dataclass(frozen=True)
class NewIndicators:
    """Columns (from 0) with the name of the indicator that each is to be, and what they have in common."""

    names: tuple[tuple[int, str], ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


class NewIndicatorsForm(forms.Form):
    """What all new indicators of a file have in common. Bound only where there are some."""

    unit = forms.CharField(
        label="What is counted or measured?",
        help_text="The unit, as it is printed after a value: crimes, %, per 1,000 population.",
        max_length=100,
        error_messages={
            "required": "Enter the unit of the new indicators, for example crimes",
            "max_length": "Give the unit in at most 100 characters",
        },
    )
    polarity = forms.ChoiceField(
        label="Which way is good?",
        choices=Polarity.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose which way is good",
            "invalid_choice": "Choose which way is good from the list",
        },
    )
    frequency = forms.ChoiceField(
        label="How often do figures come?",
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how often figures come",
            "invalid_choice": "Choose how often figures come from the list",
        },
    )
    aggregation = forms.ChoiceField(
        label="May figures be added up?",
        choices=ADDED_UP,
        widget=forms.RadioSelect,
        initial=Aggregation.SUM,
        error_messages={
            "required": "Choose whether figures may be added up",
            "invalid_choice": "Choose whether figures may be added up from the list",
        },
    )
    area = forms.ModelChoiceField(
        label="Which area are their headline figures for?",
        queryset=Area.objects.exclude(kind__in=[Area.Kind.LSOA, Area.Kind.WARD]),
        to_field_name="slug",
        empty_label="Choose an area",
        error_messages={
            "required": "Choose the area of the headline figures",
            "invalid_choice": "Choose the area of the headline figures from the list",
        },
    )
    reporting_lag_days = forms.IntegerField(
        label="How many days after a period are they due?",
        help_text="Without it they are never overdue.",
        required=False,
        min_value=0,
        max_value=MOST_LAG_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "invalid": "Enter a whole number of days",
            "min_value": "Enter a number of days, 0 or more",
            "max_value": f"Enter at most {MOST_LAG_DAYS} days",
        },
    )
    provider = forms.ModelChoiceField(
        label="Who provides them?",
        queryset=Organisation.objects.order_by("name"),
        to_field_name="slug",
        required=False,
        empty_label="Not stated",
        error_messages={"invalid_choice": "Choose who provides them from the list"},
    )
    source = forms.CharField(
        label="Where do the figures come from?",
        help_text="For example police.uk street-level data, Open Government Licence v3.0.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Say where they come from in at most 300 characters"},
    )
    themes = forms.MultipleChoiceField(
        label="Which themes do they measure?",
        help_text="An indicator of no theme has its own page, and is on no board.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose themes from the list"},
    )

    def __init__(self, data: Any = None, *, themes: Sequence[Theme], frequency: str = "") -> None:
        """`themes` may be chosen from; `frequency` is what the periods of the file look like."""
        super().__init__(data, prefix="new", initial={"frequency": frequency, "area": usual_area()})
        self.theme_by_slug = {theme.slug: theme for theme in themes}
        field = cast(forms.MultipleChoiceField, self.fields["themes"])
        field.choices = [(theme.slug, theme.name) for theme in themes]

    def facts_for(self, area_of_all: str) -> dict[str, Any]:
        """The facts; headline figures are for the area that all figures are of, where one is chosen."""
        facts = dict(self.cleaned_data)
        facts["themes"] = [self.theme_by_slug[slug] for slug in facts["themes"]]
        if area_of_all:
            facts["area"] = Area.objects.get(slug=area_of_all)
        return facts


def usual_area() -> str:
    """The area that most indicators' headline figures are for."""
    counted = Indicator.objects.values("area__slug").annotate(n=Count("pk")).order_by("-n", "area")
    most = counted.first()
    return most["area__slug"] if most else ""
