"""The forms for one figure: to enter it, to save it after the preview, and to remove it."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from performance.cells.cell import Wrong
from performance.cells.doubts.earlier_figures import doubts_of_suppressed
from performance.cells.doubts.table import doubts_of
from performance.cells.form_input import (
    FINAL,
    STATES,
    Typed,
    field_of,
    read_typed,
    says_the_same,
    typed_of,
)
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import MeasureReading
from performance.figures.keys import FigureKey
from performance.models import Figure
from safercornwall.pages.components.entry_fields import (
    BasedOnForm,
    ValidatedByForm,
    number,
    prose,
    with_unix_newlines,
)


class FigureForm(BasedOnForm):
    """Once valid, `measure` is the new figure, and `doubts` are the warnings if it differs from the old one."""

    use_required_attribute = False
    value = number("Value", kind=ValidatedByForm)
    numerator = number("Numerator", "What was counted, if the value was made of two counts.")
    denominator = number("Denominator", "What it was counted out of.")
    state = forms.ChoiceField(
        label="State",
        choices=STATES,
        widget=forms.RadioSelect,
        initial=FINAL,
        error_messages={
            "required": "Choose the state of the figure",
            "invalid_choice": "Choose the state of the figure from the list",
        },
    )
    comment = prose("Comment", "Shown beside the figure. Why it is not applicable, if it is not.")

    def __init__(
        self,
        *args: Any,
        figure_key: FigureKey,
        subject: Subject,
        latest: Figure | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.figure_key, self.subject, self.latest = figure_key, subject, latest
        self.is_unchanged = False
        self.measure, self.doubts = MeasureReading(), list[Wrong]()
        self.fields["value"].help_text = _example(subject)
        self.helper = FormHelper()
        # It shares its form tag with the period and the area.
        self.helper.form_tag = False
        self.helper.add_input(Submit("check", "Check"))

    @property
    def typed(self) -> Typed:
        data = self.cleaned_data
        names = ("value", "numerator", "denominator", "state", "comment")
        return Typed(**{name: data.get(name, "") for name in names})

    @property
    def is_typed(self) -> bool:
        """Whether the person typed anything besides the period and the area."""
        return any(name != "base" for name in self.changed_data)

    def clean_comment(self) -> str:
        return with_unix_newlines(self.cleaned_data["comment"])

    def clean(self) -> None:
        if self.errors:
            return
        self.measure = read_typed(self.subject, self.typed)
        wrong = self.measure.wrong
        self.is_unchanged = wrong is None and says_the_same(
            self.latest, self.measure, self.typed.comment
        )
        if wrong is None and not self.is_unchanged:
            wrong, self.doubts = doubts_of(self.figure_key, self.subject, self.measure)
            self.doubts += doubts_of_suppressed(self.figure_key.revisions(), self.measure.value)
        if wrong is not None:
            self.add_error(field_of(wrong), wrong.in_form)


class SaveForm(FigureForm):
    """The same figure in hidden fields, with the tick and the reason that it needs."""

    period = forms.CharField()
    area = forms.CharField()
    sure = forms.BooleanField(
        label="I have looked at it again, and it is right",
        error_messages={
            "required": "Tick the box if the figure is right all the same, or change it"
        },
    )
    reason = prose(
        "Why is a figure that the board has seen changed?",
        "Kept with the figure, and shown beside it.",
        missing="Enter the reason for changing a figure that the board has seen",
    )

    def __init__(self, *args: Any, needs_tick: bool, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name not in ("sure", "reason"):
                field.widget = forms.HiddenInput()
        if not needs_tick:
            del self.fields["sure"]
        if not needs_reason:
            del self.fields["reason"]
        self.helper = FormHelper()
        self.helper.form_action = "?"
        self.helper.add_input(Submit("save", "Save the figure"))
        self.helper.add_input(Submit("change", "Change it", css_class="secondary"))


class RemoveForm(BasedOnForm):
    reason = prose(
        "Why is it removed?",
        "Kept with the figure’s history.",
        missing="Enter the reason for removing the figure",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("remove", "Remove the figure", css_class="warning"))


def initial_of(latest: Figure | None) -> dict[str, Any]:
    """The initial values: those of the present figure, or none."""
    typed = typed_of(latest)
    return {
        "base": latest.pk if latest else None,
        **{name: getattr(typed, name) for name in Typed.__dataclass_fields__},
    }


def _example(subject: Subject) -> str:
    examples = {"%": "77, 77% or 76.5%", "£": "3,500, £3,500 or £3.5k"}
    values = examples.get(subject.unit[:1], "1,234 or 1.2k")
    unit = f"The unit is “{subject.unit}”. " if subject.unit else ""
    example = f"{unit}For example {values}. Type n/a where it does not apply, and <5 where it is too small to publish."
    if subject.scale:
        example += " Leave it blank to have it worked out from a numerator and a denominator."
    return example
