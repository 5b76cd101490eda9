"""The fields that the forms of a new indicator and of its reporting arrangements share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Organisation, User
from performance.choices import Frequency, NumberKind
from performance.indicators.people import who_may_record
from performance.indicators.reporting_actions import MOST_LAG_DAYS

NOT_STATED = "Not stated"
LONGEST_SOURCE = 300


def one_of(label: str, choices: Any, *, what: str, **more: Any) -> forms.ChoiceField:
    """One of a few. `what` ends the sentence “Choose …”."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": f"Choose {what}",
            "invalid_choice": f"Choose {what} from the list",
        },
        **more,
    )


def frequency(label: str, *, what: str) -> forms.ChoiceField:
    return one_of(label, Frequency.choices, what=what)


def number_kind(label: str, *, what: str, **more: Any) -> forms.ChoiceField:
    return one_of(label, NumberKind.choices, what=what, **more)


def reporting_lag(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=MOST_LAG_DAYS,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-4"}
        ),
        error_messages={
            "invalid": "Enter the number of days as a whole number, such as 30",
            "min_value": "Enter 0 days or more",
            "max_value": f"Enter {MOST_LAG_DAYS} days or fewer",
        },
    )


def provider(label: str, hint: str = "", *, by: str | None = None) -> forms.ModelChoiceField:
    """`by` is the field whose value the browser sends for an organisation, by default its id."""
    return forms.ModelChoiceField(
        Organisation.objects.all(),
        label=label,
        help_text=hint,
        to_field_name=by,
        required=False,
        empty_label=NOT_STATED,
        error_messages={"invalid_choice": "Choose an organisation from the list"},
    )


def source(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST_SOURCE,
        error_messages={"max_length": f"Name the source in at most {LONGEST_SOURCE} characters"},
    )


class PersonField(forms.ModelChoiceField):
    """A choice of people who may record figures, and of the present person even if they no longer may."""

    def __init__(self, label: str, help_text: str) -> None:
        super().__init__(
            User.objects.none(),
            label=label,
            help_text=help_text,
            required=False,
            empty_label=NOT_STATED,
            error_messages={"invalid_choice": "Choose somebody from the list"},
        )

    def offer(self, now: int | None) -> None:
        """Offer the choices. `now` is the id of the present person."""
        self.recorders = set(who_may_record().values_list("pk", flat=True))
        people = User.objects.filter(Q(pk__in=self.recorders) | Q(pk=now))
        self.queryset = people.select_related("organisation").order_by(
            "first_name", "last_name", "username"
        )

    def label_from_instance(self, person: Any) -> str:
        where = f", {person.organisation}" if person.organisation else ""
        if person.pk not in self.recorders:
            return f"{person}{where} (may no longer record figures)"
        return f"{person}{where}{'' if person.email.strip() else ' (no e-mail address)'}"
