"""What may be done to several records at a time. A noun declares which of these it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.limits import offer_theirs
from core.documents.contents import Shape, Values
from core.documents.merging import Difference
from core.documents.several import Alike
from priorities.clocks import readable_plans
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.forms import LONGEST_REASON
from safercornwall.pages.components.editing.wording import ChangeInWords, ChangeWords
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.several.changes import (
    ArchivedAlike,
    LinkAlike,
    PartAlike,
    ValuesAlike,
)


class SeveralForm(forms.Form):
    """Asks for what a verb must know, and for the reason."""

    use_required_attribute = False
    required_css_class = ""

    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        required=False,
        help_text="Kept in the history of each, beside your name.",
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args: Any, verb: SeveralVerb, own: Mapping[str, forms.Field]) -> None:
        super().__init__(*args)
        self.verb = verb
        self.fields = {**own, **self.fields}
        self.fields["reason"].required = verb.needs_a_reason
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self.verb.check(self)
        return found


@dataclass(frozen=True)
class SeveralVerb:
    """Something that can be done to several records.

    `key` names it in a form, `name` is the words of its choice, `done` says what was done ("handed over").
    """

    key: ClassVar[str]
    name: ClassVar[str]
    done: ClassVar[str]
    needs_a_reason: ClassVar[bool] = False

    def form(self, editor: Editor, request: HttpRequest, *data: Any) -> SeveralForm:
        return SeveralForm(*data, verb=self, own=self.fields(editor, request))

    def fields(self, editor: Editor, request: HttpRequest) -> dict[str, forms.Field]:
        """The fields that it asks for besides the reason."""
        return {}

    def check(self, form: SeveralForm) -> None:
        """Add the errors that no field knows by itself."""

    def change(self, model: Any, asked: dict[str, Any]) -> Alike:
        """The change that `asked`, the cleaned form, describes."""
        raise NotImplementedError

    def words(
        self, editor: Editor, shape: Shape, found: Iterable[list[Difference]]
    ) -> list[list[ChangeInWords]]:
        """The changes of each record, in the words of its forms."""
        found = list(found)
        every = [one for changes in found for one in changes]
        words = ChangeWords(shape, every, forms=editor.words)
        return [words.changes(changes) for changes in found]


@dataclass(frozen=True)
class HandOver(SeveralVerb):
    """To an organisation or post, to a person, or to both. `organisation` is the field of the first."""

    key = "hand_over"
    name = "Hand over to an owner"
    done = "handed over"

    organisation: str = "owner"

    def fields(self, editor: Editor, request: HttpRequest) -> dict[str, forms.Field]:
        own = editor.form(plan=current_plan(request)).fields
        offered: dict[str, forms.Field] = {
            name: own[name] for name in (self.organisation, "owner_person")
        }
        for one in offered.values():
            _leave_as_it_is(one)
        offer_theirs(request.user, editor.model(), offered)
        return offered

    def check(self, form: SeveralForm) -> None:
        given = [form.cleaned_data.get(name) for name in (self.organisation, "owner_person")]
        if not any(given) and not form.errors:
            form.add_error(None, "Choose an organisation or post, or a person, or both")

    def change(self, model: Any, asked: dict[str, Any]) -> Alike:
        names = (self.organisation, "owner_person")
        values = {name: asked[name].pk for name in names if asked[name]}
        return ValuesAlike(Shape.of(model, values, {}), values)


@dataclass(frozen=True)
class SetStatus(SeveralVerb):
    """One of `statuses`. `days` has the field of the day that a status asks for, `because` the field that keeps its reason.

    Another status empties these fields.
    """

    key = "status"
    name = "Set a status"
    done = "given the status"
    needs_a_reason = True

    statuses: tuple[Any, ...]
    days: Mapping[str, str] = field(default_factory=dict)
    because: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""

    def fields(self, editor: Editor, request: HttpRequest) -> dict[str, forms.Field]:
        own = editor.form(plan=current_plan(request)).fields
        status: Any = own["status"]
        status.choices = [(one.value, one.label) for one in self.statuses]
        status.initial = None
        status.help_text = self.hint
        asked = [self.days[one.value] for one in self.statuses if one.value in self.days]
        for name in asked:
            own[name].required = False
        return {"status": status, **{name: own[name] for name in asked}}

    def check(self, form: SeveralForm) -> None:
        day = self.days.get(form.cleaned_data.get("status", ""))
        if day and day not in form.errors and not form.cleaned_data.get(day):
            form.add_error(day, f"{form.fields[day].label}: enter the day")

    def change(self, model: Any, asked: dict[str, Any]) -> Alike:
        values = self.values(asked)
        return ValuesAlike(Shape.of(model, values, {}), values, "status")

    def values(self, asked: dict[str, Any]) -> Values:
        status = asked["status"]
        days = {name: asked[name] if of == status else None for of, name in self.days.items()}
        why = {name: asked["reason"] if of == status else "" for of, name in self.because.items()}
        return {"status": status, **days, **why}


@dataclass(frozen=True)
class AddToTheme(SeveralVerb):
    """Adds a part of that theme, such as its wording. `says` gives the part's other values, and `said` names them."""

    key = "add_to_theme"
    name = "Add to a theme"
    done = "added to the theme"

    relation: str
    says: Callable[[Any], Values]
    said: tuple[str, ...] = ("text",)

    def fields(self, editor: Editor, request: HttpRequest) -> dict[str, forms.Field]:
        form = next(kind.form for kind in editor.parts if kind.relation == self.relation)
        themes: Any = form(plan=current_plan(request)).fields["theme"]
        themes.queryset = _known(themes.queryset, request)
        return {"theme": themes}

    def change(self, model: Any, asked: dict[str, Any]) -> Alike:
        shape = Shape.of(model, (), {self.relation: ("theme", *self.said)})
        return PartAlike(shape, self.relation, asked["theme"].pk, self.says)


@dataclass(frozen=True)
class LinkToTheme(SeveralVerb):
    """Adds the theme to the record's `themes`."""

    key = "add_to_theme"
    name = "Add to a theme"
    done = "added to the theme"

    def fields(self, editor: Editor, request: HttpRequest) -> dict[str, forms.Field]:
        themes: Any = editor.form(plan=current_plan(request)).fields["themes"]
        only_one = forms.ModelChoiceField(
            _known(themes.queryset, request),
            label="Theme",
            empty_label="Choose one",
            error_messages={"required": "Choose the theme"},
        )
        return {"theme": only_one}

    def change(self, model: Any, asked: dict[str, Any]) -> Alike:
        return LinkAlike(Shape.of(model, ("themes",), {}), "themes", asked["theme"].pk)


@dataclass(frozen=True)
class ArchiveSeveral(SeveralVerb):
    key = "archive"
    name = "Archive"
    done = "archived"

    def change(self, model: Any, asked: dict[str, Any]) -> Alike:
        return ArchivedAlike(Shape.of(model, ("archived_at",), {}))

    def words(
        self, editor: Editor, shape: Shape, found: Iterable[list[Difference]]
    ) -> list[list[ChangeInWords]]:
        return [[ChangeInWords("Archived", "No", "Yes")] for _ in found]


def _leave_as_it_is(one: Any) -> None:
    """A choice left empty changes nothing."""
    one.required = False
    one.help_text = ""
    one.empty_label = "Leave as it is"


def _known(themes: QuerySet, request: HttpRequest) -> QuerySet:
    """Those of plans that this person may know of."""
    return themes.filter(plan__in=readable_plans(request.user))
