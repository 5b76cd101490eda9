"""The forms of a document: one for the record, one for each of its parts."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models

from accounts.models import User
from accounts.permissions import people_with_permission
from core.documents.contents import Contents, Values, as_stored
from core.lists.filters import uncapitalised
from core.records.editable import Editable
from safercornwall.pages.components.editing.fields import (
    DAYS,
    LONGEST_TEXT,
    NUMBER,
    DayField,
    MoneyField,
    RecordsField,
    YearField,
)
from safercornwall.pages.components.editing.groups import FieldGroup, layout_of
from safercornwall.pages.components.templatetags.govuk import COUNTED

# More parts than anybody adds at once; a forged form may name more.
MOST_PARTS = 200
LAST_PLACE = 9_999
BLANK = "new"
# As long as the box for it.
LONGEST_REASON = 500
# When most records ask for one, in words.
STATUS_CHANGES = "the status changes"
MONEY = ("amount", "money_affected", "spent")
# A label that starts so takes no "the".
QUESTIONS = ("the ", "what ", "who ", "how ", "when ", "where ", "why ")
OUT_OF_DATE = "This page is out of date. Open it again, and make the change there"


def say_why(when: str = STATUS_CHANGES) -> str:
    """What is told where a reason is missing."""
    return f"Say why {when}"


def reason_in(data: Any) -> str:
    """Why somebody changed a record, as they sent it. A database keeps no character that is none."""
    return str(data.get("reason", "")).replace("\x00", "").strip()[:LONGEST_REASON]


def _form_field(field: Any, **options: Any) -> Any:
    """The field of a form for a field of a model."""
    if isinstance(field, models.DateField):
        return field.formfield(form_class=DayField, **options)
    if isinstance(field, models.DecimalField) and field.name in MONEY:
        return field.formfield(form_class=MoneyField, **options)
    if isinstance(field, models.DecimalField):
        options.setdefault("widget", NUMBER)
    if field.name in ("financial_year", "planned_year"):
        label = options.pop("label", None) or field.verbose_name.capitalize()
        return YearField(required=not field.blank and not field.null, label=label, **options)
    if isinstance(field, models.TextField) and not isinstance(field, models.JSONField):
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": COUNTED}))
        return field.formfield(max_length=LONGEST_TEXT, **options)
    if isinstance(field, models.ForeignKey):
        options.setdefault("empty_label", "Choose one" if not field.blank else "Not stated")
    if isinstance(field, models.ManyToManyField):
        return field.formfield(form_class=RecordsField, **options)
    made = field.formfield(**options)
    if isinstance(made, forms.TypedChoiceField):
        _word_the_blank(made, field)
    return made


def _word_the_blank(made: Any, field: Any) -> None:
    """Django's blank choice is a row of dashes. As a radio button, one that must be chosen has none."""
    offered = list(made.choices)
    choices = [(value, label) for value, label in offered if value not in ("", None)]
    if choices == offered:
        return
    if not field.blank and isinstance(made.widget, forms.RadioSelect):
        made.choices = choices
    else:
        made.choices = [("", "Not stated" if field.blank else "Choose one"), *choices]


class DocumentForm(forms.ModelForm):
    """Edits the fields of a record, or of one of its parts. `plan` narrows what may be chosen to one plan; `record` is
    what the form is about: as stored, or begun and not saved yet.

    Its instance is never saved: what was typed is compared, merged and written as contents.
    """

    required_css_class = ""
    use_required_attribute = False
    # Where they are given, each field stands in one.
    groups: ClassVar[tuple[FieldGroup, ...]] = ()

    class Meta:
        formfield_callback = _form_field

    def __init__(self, *args: Any, plan: Any = None, record: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.record = plan, record
        for field in self.fields.values():
            _say_what_to_do(field)
        self.offer()
        self.helper = FormHelper()
        self.helper.form_tag = False
        if self.groups:
            self.helper.layout = layout_of(self.groups)

    def offer(self) -> None:
        """Narrow what may be chosen; `self.plan` is the plan, or None."""
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self.offered(field, self.chosen(name))
                if hasattr(field.queryset.model, "named"):
                    field.label_from_instance = _its_full_name

    def chosen(self, name: str) -> list[Any]:
        """The keys that are chosen already in a field."""
        found = self.initial.get(name)
        return list(found) if isinstance(found, tuple | list) else [found] if found else []

    def offered(self, field: Any, chosen: list[Any]) -> models.QuerySet:
        """What may be chosen: what is `chosen` already, and what is not archived and is of the plan.

        Of people, only those who may change such a record.
        """
        model = field.queryset.model
        narrowed = models.Q()
        if issubclass(model, Editable):
            narrowed &= models.Q(archived_at=None)
        if issubclass(model, User):
            people = people_with_permission(self._may_change)
            narrowed &= models.Q(pk__in=people.order_by().values("pk"))
        if self.plan is not None and any(f.name == "plan" for f in model._meta.fields):
            narrowed &= models.Q(plan=self.plan)
        rows = model._base_manager.all()
        return rows.filter(narrowed | models.Q(pk__in=chosen)) if narrowed else rows

    @property
    def _may_change(self) -> str:
        meta = self._meta.model._meta  # type: ignore[attr-defined]
        return f"{meta.app_label}.change_{meta.model_name}"

    def _post_clean(self) -> None:
        """Rules of the whole record are checked when it is written, with what others changed since."""

    @property
    def contents(self) -> Values:
        return {
            name: as_stored(self.cleaned_data[name])
            for name in self._meta.fields or ()
            if name in self.cleaned_data
        }


class PartForm(DocumentForm):
    """One part of a document, which may be taken out, and put in another place. `whole` is what the document says."""

    place = forms.IntegerField(
        label="Place in the list",
        required=False,
        min_value=1,
        max_value=LAST_PLACE,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "The place must be a whole number such as 1"
        ),
    )
    remove = forms.BooleanField(label="Take this out", required=False)

    class Meta(DocumentForm.Meta):
        pass

    def __init__(self, *args: Any, whole: Contents | None = None, **kwargs: Any) -> None:
        self.whole = whole
        super().__init__(*args, **kwargs)

    def has_changed(self) -> bool:
        """Whether anything but its place was filled in."""
        return any(name not in ("place", "remove") for name in self.changed_data)

    @property
    def is_left_blank(self) -> bool:
        return isinstance(self.key, str) and not self.has_changed()

    # Set by whoever makes the form: the number of the stored part, or the name of a new one.
    key: int | str = BLANK
    # Whether it is stored, or something is suggested for it.
    is_begun = False
    # Whether a rule was broken by it, or by taking it out.
    is_refused = False


def _say_what_to_do(field: Any) -> None:
    """Messages that tell a person what to do, from the field's label."""
    label = str(field.label or "").strip()
    name = uncapitalised(label)
    is_choice = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    asked_for = DAYS.get(label) or _the(name)
    field.error_messages["required"] = f"{'Choose' if is_choice else 'Enter'} {asked_for}"
    if is_choice:
        field.error_messages["invalid_choice"] = f"{label}: choose from the list"
    for validator in field.validators:
        if getattr(validator, "code", "") == "max_length":
            validator.message = f"{label} must be {validator.limit_value:,} characters or fewer"


def _the(name: str) -> str:
    return name if name.startswith(QUESTIONS) else f"the {name}"


def _its_full_name(record: Any) -> str:
    """A place with its kind, because places may share a name."""
    return str(record.named)
