"""What people fill in for one figure: first the figure, then, when they have seen what it would do, that they mean it."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from performance.cells.doubts.suppressed import doubts_of_suppressed
from performance.cells.doubts.table import doubts_of
from performance.cells.findings import Wrong
from performance.cells.form_input import (
    FINAL,
    STATES,
    Typed,
    field_of,
    read_typed,
    says_the_same,
    typed_of,
)
from performance.cells.lookups import Subject
from performance.cells.values.given import MeasureReading
from performance.figures.keys import FigureKey
from performance.models import Figure
from safercornwall.pages.components.entry_fields import (
    BasedOn,
    JudgedWithTheRest,
    in_unix_lines,
    number,
    prose,
)


class FigureForm(BasedOn):
    """Once valid, `measure` is what the figure would become, and `doubts` what to look at again if it would change."""

    use_required_attribute = False
    period = forms.CharField(widget=forms.HiddenInput())
    area = forms.CharField(widget=forms.HiddenInput())
    value = number("Value", kind=JudgedWithTheRest)
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
        self, *args: Any, asked: FigureKey, subject: Subject, latest: Figure | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.subject, self.latest = asked, subject, latest
        self.is_unchanged = False
        self.measure, self.doubts = MeasureReading(), list[Wrong]()
        self.fields["value"].help_text = _example(subject)
        self.helper = FormHelper()
        self.helper.form_action = "?"
        self.helper.add_input(Submit("check", "Check"))

    @property
    def typed(self) -> Typed:
        said = self.cleaned_data
        names = ("value", "numerator", "denominator", "state", "comment")
        return Typed(**{name: said.get(name, "") for name in names})

    def clean_comment(self) -> str:
        return in_unix_lines(self.cleaned_data["comment"])

    def clean(self) -> None:
        if self.errors:
            return
        self.measure = read_typed(self.subject, self.typed)
        wrong = self.measure.wrong
        self.is_unchanged = wrong is None and says_the_same(
            self.latest, self.measure, self.typed.comment
        )
        if wrong is None and not self.is_unchanged:
            wrong, self.doubts = doubts_of(self.asked, self.subject, self.measure)
            self.doubts += doubts_of_suppressed(self.asked.revisions(), self.measure.value)
        if wrong is not None:
            self.add_error(field_of(wrong), wrong.in_form)


class SaveForm(FigureForm):
    """The same figure, carried along unseen, with the tick and the reason that it needs."""

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

    def __init__(self, *args: Any, doubtful: bool, seen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name not in ("sure", "reason"):
                field.widget = forms.HiddenInput()
        if not doubtful:
            del self.fields["sure"]
        if not seen:
            del self.fields["reason"]
        self.helper = FormHelper()
        self.helper.form_action = "?"
        self.helper.add_input(Submit("save", "Save the figure"))
        self.helper.add_input(Submit("change", "Change it", css_class="secondary"))


class RemoveForm(BasedOn):
    reason = prose(
        "Why is it removed?",
        "Kept with the figure’s history.",
        missing="Enter the reason for removing the figure",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("remove", "Remove the figure", css_class="warning"))


def initial_of(asked: FigureKey, place: str, latest: Figure | None) -> dict[str, Any]:
    """What the form begins with: the figure that stands there, to be corrected, or none."""
    typed = typed_of(latest)
    return {
        "period": asked.period.label,
        "area": place,
        "base": latest.pk if latest else None,
        **{name: getattr(typed, name) for name in Typed.__dataclass_fields__},
    }


def _example(subject: Subject) -> str:
    examples = {"%": "77, 77% or 76.5%", "£": "3,500, £3,500 or £3.5k"}
    typed = examples.get(subject.unit[:1], "1,234 or 1.2k")
    unit = f"The unit is “{subject.unit}”. " if subject.unit else ""
    said = f"{unit}For example {typed}. Type n/a where it does not apply, and <5 where it is too small to publish."
    if subject.scale:
        said += " Leave it blank to have it worked out from a numerator and a denominator."
    return said
