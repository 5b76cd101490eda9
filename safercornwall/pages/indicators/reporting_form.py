"""What people fill in about how an indicator's figures come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from performance.indicators.reporting_actions import ARRANGEMENTS
from performance.models import Indicator
from safercornwall.pages.components import indicator_fields

STORED = {*ARRANGEMENTS, "version"}
OUT_OF_DATE = "This page is out of date. Open it again, and make the change there"


class ReportingForm(forms.Form):
    """Once valid, `arrangements` are the records that were chosen; `version_seen` is what the person saw them beside."""

    provider = indicator_fields.provider(
        "Who provides the figure?", "The organisation that it comes from."
    )
    frequency = indicator_fields.frequency(
        "How often is there a figure?", what="how often there is a figure"
    )
    reporting_lag_days = indicator_fields.reporting_lag(
        "How many days after the end of its period is a figure due?",
        "With 30, the figure for April to June is due on 30 July. With nothing here no figure is ever late,"
        " and nobody is reminded.",
    )
    owner = indicator_fields.PersonField(
        "Who sends the figure in?",
        "The owner is reminded by e-mail 14 and 3 days before a figure is due, and 1, 7 and 30 days after.",
    )
    stand_in = indicator_fields.PersonField(
        "Who stands in?",
        "Reminded too from 7 days after, and at once where nobody owns it or the owner cannot be reached.",
    )
    source = indicator_fields.source(
        "Where does the figure come from?",
        "The system or the publication, such as “Police recorded crime”.",
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
