"""What people fill in about how an indicator's figures come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q

from performance.choices import Frequency
from performance.indicators.people import who_may_record
from performance.indicators.reporting_actions import ARRANGEMENTS, MOST_LAG_DAYS
from performance.models import Indicator
from safercornwall.accounts.models import Organisation, User

STORED = {*ARRANGEMENTS, "version"}
NOT_STATED = "Not stated"
OUT_OF_DATE = "This page is out of date. Open it again, and make the change there"


class PersonField(forms.ModelChoiceField):
    """Somebody who may record figures; or whoever it is now, though they may not any more."""

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
        """`now` is the number of whoever it is."""
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


class ReportingForm(forms.Form):
    """Once valid, `arrangements` are the records that were chosen; `version_seen` is what the person saw them beside."""

    provider = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Who provides the figure?",
        help_text="The organisation that it comes from.",
        required=False,
        empty_label=NOT_STATED,
        error_messages={"invalid_choice": "Choose an organisation from the list"},
    )
    frequency = forms.ChoiceField(
        label="How often is there a figure?",
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how often there is a figure",
            "invalid_choice": "Choose how often there is a figure from the list",
        },
    )
    reporting_lag_days = forms.IntegerField(
        label="How many days after the end of its period is a figure due?",
        help_text="With 30, the figure for April to June is due on 30 July. With nothing here no figure is ever late,"
        " and nobody is reminded.",
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
    owner = PersonField(
        "Who sends the figure in?",
        "The owner is reminded by e-mail 14 and 3 days before a figure is due, and 1, 7 and 30 days after.",
    )
    stand_in = PersonField(
        "Who stands in?",
        "Reminded too from 7 days after, and at once where nobody owns it or the owner cannot be reached.",
    )
    source = forms.CharField(
        label="Where does the figure come from?",
        help_text="The system or the publication, such as “Police recorded crime”.",
        required=False,
        max_length=300,
        widget=forms.TextInput,
        error_messages={"max_length": "Say where it comes from in at most 300 characters"},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), OUT_OF_DATE),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, indicator: Indicator, **kwargs: Any
    ) -> None:
        stored = stored_values(indicator)
        super().__init__(data, initial=stored, **kwargs)
        for name in ("owner", "stand_in"):
            field: Any = self.fields[name]
            field.offer(stored[name])
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))
        self.helper.add_input(Submit("look", "See what it would do", css_class="secondary"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        owner, stand_in = found.get("owner"), found.get("stand_in")
        if owner and owner == stand_in:
            self.add_error("stand_in", "Choose somebody else than the owner to stand in")
        return found

    @property
    def arrangements(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ARRANGEMENTS}

    @property
    def entered(self) -> dict[str, Any]:
        """As stored: a person or an organisation by number."""
        return {name: getattr(value, "pk", value) for name, value in self.arrangements.items()}

    @property
    def version_seen(self) -> int:
        return self.cleaned_data["version"]

    @classmethod
    def holding(cls, entered: Mapping[str, Any], *, indicator: Indicator) -> ReportingForm:
        """The form as if `entered` had just been sent, about the indicator as it is now."""
        facts = {**entered, "version": indicator.version}
        data = {name: "" if value is None else str(value) for name, value in facts.items()}
        form = cls(data, indicator=indicator)
        form.full_clean()
        return form


def stored_values(indicator: Indicator) -> dict[str, Any]:
    """What the indicator says now, as the form's controls hold it: a person or an organisation by number."""
    fields = [field for field in Indicator._meta.concrete_fields if field.name in STORED]
    return {field.name: getattr(indicator, field.attname) for field in fields}
