"""What a person asks a template for. All of it stands in the address of the page and of the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.http import QueryDict

from accounts.models import Organisation
from core.lists.filters import Choice as OneOrAll
from core.lists.filters import named
from core.periods import EXAMPLES, Period
from performance.cells.values.periods import NotAPeriod
from performance.models import UploadKind
from performance.workbooks.due import (
    MOST_ROWS,
    Due,
    TemplateChoice,
    last_quarter,
    offered_periods,
    typed_period,
    what_is_due,
)
from places.models import PlaceIndex
from priorities.models import Theme
from safercornwall.lists.indicators import NOT_STATED

OWN, EVERY = "own", "every"
# The fields for each kind, in order.
FIELDS = {
    UploadKind.FIGURES: ("kind", "period", "other", "theme", "organisation", "areas", "others"),
    UploadKind.INDEX_SCORES: ("kind", "period", "other", "index"),
    UploadKind.COMPARATORS: ("kind", "period", "other", "theme", "organisation"),
}


def with_defaults(query: QueryDict, kind: str, as_at: date) -> QueryDict:
    data = query.copy()
    for name, value in (("kind", kind), ("period", last_quarter(as_at).label), ("areas", OWN)):
        if not data.get(name):
            data[name] = value
    return data


class Ticked(forms.MultipleChoiceField):
    """What may be ticked is known only when the rest of the form is read."""

    def validate(self, value: Any) -> None:
        return None


class TemplateForm(forms.Form):
    """Valid, it gives `choice` and `due`: the rows that the workbook would have, of which none is no error.

    `offered` are those from which some may be ticked.
    """

    kind = forms.ChoiceField(
        label="What is the workbook for?",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose what the workbook is for from the list"},
    )
    period = forms.ChoiceField(
        label="Period",
        error_messages={"invalid_choice": "Choose the period from the list, or type another"},
    )
    other = forms.CharField(
        label="Another period",
        help_text=f"If it is not in the list: {EXAMPLES}.",
        max_length=60,
        required=False,
        error_messages={"max_length": "Type the period in at most 60 characters"},
    )
    theme = OneOrAll("All themes", label="Theme")
    organisation = OneOrAll("All organisations", label="Who provides it")
    index = OneOrAll("All indices", label="Index")
    areas = forms.ChoiceField(
        label="For which areas?",
        widget=forms.RadioSelect,
        choices=[
            (OWN, "Each indicator's own area"),
            (EVERY, "Every area that had a figure of the indicator before, too"),
        ],
        error_messages={"invalid_choice": "Choose for which areas from the list"},
    )
    others = forms.BooleanField(
        label="Also months, quarters and years that end in the period, for indicators that are due at those",
        required=False,
    )
    only = Ticked(label="Only these", widget=forms.CheckboxSelectMultiple, required=False)
    # Says that some are to be ticked, so that none is a mistake and not all.
    ticked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        query: QueryDict,
        *,
        kinds: Sequence[tuple[str, str]],
        as_at: date,
        themes: Iterable[Theme] = (),
        organisations: Iterable[Organisation] = (),
        indices: Iterable[PlaceIndex] = (),
    ) -> None:
        self.query = with_defaults(query, kinds[0][0], as_at)
        super().__init__(self.query)
        self.due: list[Due] = []
        self.offered: list[Due] = []
        self.choice: TemplateChoice | None = None
        given = self.query["kind"]
        self.of_kind = UploadKind(given if given in dict(kinds) else kinds[0][0])
        self._records: dict[str, dict[str, Any]] = {
            "theme": {one.slug: one for one in themes},
            "organisation": {one.slug: one for one in organisations},
            "index": {one.slug: one for one in indices},
        }
        self._offer(kinds, as_at)
        for name in set(FIELDS[UploadKind.FIGURES]) | {"index"}:
            if name not in FIELDS[self.of_kind]:
                del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*FIELDS[self.of_kind])
        self.helper.add_input(Submit("", "Show what is due", css_class="secondary"))

    def _offer(self, kinds: Sequence[tuple[str, str]], as_at: date) -> None:
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["period"].choices = offered_periods(as_at, str(self.query["period"]))  # type: ignore[attr-defined]
        for name, records in self._records.items():
            field: Any = self.fields[name]
            extra = [(NOT_STATED, "Not stated")] if name == "organisation" else []
            field.choices = [("", field.every), *extra, *named(records.values())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        period = self._period(cleaned)
        if self.errors or period is None:
            return cleaned
        self.choice = self._choice(cleaned, period)
        self.offered = what_is_due(self.choice)
        self._tick(cleaned)
        if len(self.due) > MOST_ROWS:
            self.add_error(
                None,
                f"That would be {len(self.due):,} rows, and a workbook has at most {MOST_ROWS:,}."
                " Choose a theme or an organisation, or tick fewer",
            )
        return cleaned

    def _period(self, cleaned: dict[str, Any]) -> Period | None:
        name = "other" if cleaned.get("other") else "period"
        if name in self.errors or not cleaned.get(name):
            return None
        read = typed_period(cleaned[name])
        if isinstance(read, NotAPeriod):
            self.add_error(name, read.message.removesuffix("."))
            return None
        return read

    def _choice(self, cleaned: dict[str, Any], period: Period) -> TemplateChoice:
        def number(name: str) -> int | None:
            record = self._records[name].get(cleaned.get(name, ""))
            return record.pk if record else None

        return TemplateChoice(
            kind=self.of_kind,
            period=period,
            theme=number("theme"),
            organisation=number("organisation"),
            unstated=cleaned.get("organisation") == NOT_STATED,
            index=number("index"),
            every_area=cleaned.get("areas") == EVERY,
            others=cleaned.get("others", False),
        )

    def _tick(self, cleaned: dict[str, Any]) -> None:
        """What is offered as far as it is ticked; all of it where nobody was asked to tick."""
        subjects = {str(one.subject.pk): one.subject for one in self.offered}
        self.fields["only"].choices = [(pk, str(one)) for pk, one in subjects.items()]  # type: ignore[attr-defined]
        wanted = set(cleaned.get("only") or ())
        if not wanted <= set(subjects):
            self.add_error("only", "Tick only what is in the list")
        elif cleaned.get("ticked") and not wanted:
            self.add_error("only", "Tick at least one")
        self.due = [one for one in self.offered if not wanted or str(one.subject.pk) in wanted]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was asked for, as the address of the workbook says it; without what was ticked."""
        pairs = [
            (name, value) for name in FIELDS[self.of_kind] for value in self.query.getlist(name)
        ]
        return [(name, value) for name, value in pairs if value]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What the choices narrow it to, for people to read."""
        pairs = [
            (str(self.fields[name].label), str(records[self.cleaned_data[name]]))
            for name, records in self._records.items()
            if self.cleaned_data.get(name) in records
        ]
        if self.choice and self.choice.unstated:
            pairs.append(("Who provides it", "Not stated"))
        return pairs
