"""What the govuk form templates ask of a field: its pattern, its control dressed for it, its errors."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms, template
from django.forms.formsets import BaseFormSet

register = template.Library()


CONTROL_CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
    "fieldset": "govuk-input",
}
# Patterns whose control turns red when something is wrong with it.
ERROR_CLASSES = {
    "input": "govuk-input--error",
    "password": "govuk-input--error",
    "textarea": "govuk-textarea--error",
    "select": "govuk-select--error",
    "file": "govuk-file-upload--error",
}


@register.filter
def pattern(field) -> str:
    """Which GOV.UK pattern a form field follows. A date in three boxes is Django's SelectDateWidget."""
    match field.field.widget:
        case forms.CheckboxSelectMultiple():
            return "checkboxes"
        case forms.RadioSelect():
            return "radios"
        case forms.SelectDateWidget():
            return "date"
        case forms.Select():
            return "select"
        case forms.CheckboxInput():
            return "checkbox"
        case forms.Textarea():
            return "textarea"
        case forms.FileInput():
            return "file"
        case forms.PasswordInput():
            return "password"
        case forms.MultiWidget():
            return "fieldset"
    return "input"


# Of a text whose length is counted while it is typed.
COUNTED = "govuk-js-character-count"


@register.filter
def counted_to(field) -> int | None:
    """The most characters of a text whose length is shown; None for any other field."""
    return field.field.max_length if COUNTED in field.field.widget.attrs.get("class", "") else None


@register.filter
def dressed(field):
    """The field's control with its GOV.UK classes beside its own."""
    kind = pattern(field)
    classes = [field.field.widget.attrs.get("class", ""), CONTROL_CLASSES[kind]]
    if field.errors:
        classes.append(ERROR_CLASSES.get(kind, ""))
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def dressed_option(option, css_class: str):
    """One radio button or checkbox of a field, without Django's label around it."""
    option.data["attrs"]["class"] = css_class
    return option.tag()


@dataclass(frozen=True)
class DatePart:
    label: str
    name: str
    id: str
    value: str
    width: int


@register.filter
def date_parts(field) -> list[DatePart]:
    """Day, month and year of a SelectDateWidget, as the boxes it reads its value from."""
    typed = field.field.widget.format_value(field.value())
    return [
        DatePart(
            label=part.capitalize(),
            name=f"{field.html_name}_{part}",
            id=f"{field.auto_id}_{part}",
            value=str(typed[part] or ""),
            width=4 if part == "year" else 2,
        )
        for part in ("day", "month", "year")
    ]


@register.simple_tag
def error_summary(form) -> list[tuple[str, str]]:
    """Every error of a form or formset, with the id of the control it is about, or none."""
    if isinstance(form, BaseFormSet):
        problems = [(str(error), "") for error in form.non_form_errors()]
        for number, row in enumerate(form.forms, start=1):
            problems += [(f"Row {number}: {text}", target) for text, target in error_summary(row)]
        return problems
    problems = [(str(error), "") for error in form.non_field_errors()]
    for field in form:
        problems += [(str(error), first_control(field)) for error in field.errors]
    return problems


def first_control(field) -> str:
    """The id that a link to the field must lead to, so that the reader can type at once."""
    if field.is_hidden:
        return ""
    match pattern(field):
        case "date":
            return f"{field.auto_id}_day"
        case "radios" | "checkboxes":
            return field.subwidgets[0].id_for_label if field.subwidgets else ""
        case "fieldset":
            return f"{field.auto_id}_0"
    return field.id_for_label
