"""What people say of the new indicators that come with a file: one set of questions for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import Count

from performance.choices import NumberKind, Polarity
from performance.models import Indicator
from places.models import Area
from priorities.models import Theme
from safercornwall.pages.components import indicator_fields


class _AreaField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.named)


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
    polarity = indicator_fields.one_of(
        "Which way is good?", Polarity.choices, what="which way is good"
    )
    frequency = indicator_fields.frequency(
        "How often do figures come?", what="how often figures come"
    )
    number_kind = indicator_fields.number_kind(
        "What kind of number are they?",
        what="what kind of number they are",
        initial=NumberKind.COUNTED,
    )
    area = _AreaField(
        label="Which area are their headline figures for?",
        queryset=Area.objects.exclude(kind__in=[Area.Kind.LSOA, Area.Kind.WARD]),
        to_field_name="slug",
        empty_label="Choose an area",
        error_messages={
            "required": "Choose the area of the headline figures",
            "invalid_choice": "Choose the area of the headline figures from the list",
        },
    )
    reporting_lag_days = indicator_fields.reporting_lag(
        "How many days after a period are they due?", "Without it they are never overdue."
    )
    provider = indicator_fields.provider("Who provides them?", by="slug")
    source = indicator_fields.source(
        "Where do the figures come from?",
        "For example police.uk street-level data, Open Government Licence v3.0.",
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
    areas = Indicator.objects.counting().values("area__slug")
    most = areas.annotate(n=Count("pk")).order_by("-n", "area").first()
    return most["area__slug"] if most else ""
