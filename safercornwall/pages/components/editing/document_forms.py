"""All forms on the page of a document: the record's, and those of each kind of part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict

from core.documents.contents import Contents, Part, PartShape, Shape, Values
from core.documents.history import SHAPES
from core.documents.writing import Refused
from safercornwall.pages.components.editing.drafts import leave_unchecked
from safercornwall.pages.components.editing.forms import (
    BLANK,
    LAST_PLACE,
    MOST_PARTS,
    DocumentForm,
    PartForm,
    reason_in,
)
from safercornwall.pages.components.templatetags.govuk import error_summary


@dataclass(frozen=True)
class PartsOf:
    """One kind of part on the page of its whole. `singular` is what one is called ("milestone").

    `waiting` is said of parts of parts while nothing is there that could hold them. Those that are `folded` show their
    heading alone while there are none.
    `named` is how its history names one, with fields in braces ("Listing under {theme}"); by default its first field does.
    """

    relation: str
    form: type[PartForm]
    heading: str
    singular: str
    hint: str = ""
    named: str = ""
    blank: int = 1
    waiting: str = ""
    folded: bool = False


def shape_of(form: type[DocumentForm], parts: Iterable[PartsOf]) -> Shape:
    """What the forms show of the document, saved as its model is saved."""
    meta: Any = form._meta  # type: ignore[attr-defined]
    shown = Shape.of(
        meta.model,
        meta.fields,
        {kind.relation: kind.form._meta.fields for kind in parts},  # type: ignore[attr-defined]
    )
    return replace(shown, save=SHAPES[meta.model].save)


class PartForms:
    """The forms of one kind of part: those stored, those that somebody is adding, and blank ones."""

    def __init__(
        self,
        kind: PartsOf,
        shape: PartShape,
        data: QueryDict | None,
        whole: Contents,
        *,
        plan: Any,
        blank: int,
    ) -> None:
        self.kind, self.shape, self.data, self.plan, self.whole = kind, shape, data, plan, whole
        shown = [(part.key, part.values) for part in whole.parts.get(kind.relation, ())]
        if data is not None:
            most = len(shown) + MOST_PARTS
            keys = [_key(text) for text in data.getlist(kind.relation)[:most]]
            # What is suggested for a new part counts as typed.
            stored = {key: values for key, values in shown if isinstance(key, int)}
            shown = [(key, stored.get(key, {})) for key in dict.fromkeys(keys)]
        if not self.is_waiting:
            shown += [(_blank_key(number, shown), {}) for number in range(blank)]
        self.forms = [
            self._form(key, values, place) for place, (key, values) in enumerate(shown, start=1)
        ]
        _share_choices(self.forms)
        self.is_asked_for = data is not None and bool(blank)
        if self.is_asked_for:
            _type_here_first(self.forms[-1])

    @property
    def is_waiting(self) -> bool:
        """Whether these are parts of parts of which none is there yet."""
        outer = self.whole.parts.get(self.kind.relation.rpartition("__")[0], ())
        return bool(self.shape.holder) and all(part.is_new for part in outer)

    @property
    def is_ordered(self) -> bool:
        return self.shape.is_ordered

    @property
    def is_folded(self) -> bool:
        """Whether their heading is enough: there are none, and nobody asked for one."""
        return self.kind.folded and not self.is_asked_for and all(map(_is_empty, self.forms))

    def is_valid(self) -> bool:
        results = [form.is_valid() for form in self.forms if not self.is_out(form)]
        return all(results)

    def contents(self, base: Iterable[Part]) -> tuple[Part, ...]:
        """In the order that the person gave. A part of `base` that the form does not name stays as it was."""
        kept = [form for form in self.forms if not self.is_out(form) and not form.is_left_blank]
        if self.is_ordered:
            kept.sort(key=_place_of)
        shown = {form.key for form in self.forms}
        rest = [part for part in base if part.key not in shown]
        return (*(Part(form.key, form.contents) for form in kept), *rest)

    def form_of(self, key: int | str) -> PartForm | None:
        return next((form for form in self.forms if form.key == key), None)

    def is_out(self, form: PartForm) -> bool:
        return bool(self.data and self.data.get(form.add_prefix("remove")))

    def _form(self, key: int | str, values: Values, place: int) -> PartForm:
        initial: dict[str, Any] = {**values}
        if self.is_ordered and not (isinstance(key, str) and not values):
            initial["place"] = place
        form = self.kind.form(
            self.data,
            prefix=f"{self.kind.relation}-{key}",
            initial=initial,
            empty_permitted=isinstance(key, str),
            plan=self.plan,
            whole=self.whole,
        )
        form.key = key
        form.is_begun = isinstance(key, int) or bool(values)
        if not self.is_ordered:
            del form.fields["place"]
        if isinstance(key, str) and not values and self.data is None:
            # A blank part is not saved, so there is nothing to take out.
            del form.fields["remove"]
        return form


class DocumentForms:
    """Everything on the page of a document: its form, and the forms of its parts.

    `contents` is what the page shows before anybody types: the stored record, or what two people's edits came to.
    """

    def __init__(
        self,
        form: type[DocumentForm],
        parts: Iterable[PartsOf],
        *,
        data: QueryDict | None = None,
        contents: Contents,
        plan: Any = None,
        record: Any = None,
        version: int | None = None,
        add: str = "",
        check: bool = True,
    ) -> None:
        self.shape = shape_of(form, parts)
        self.version, self.record = version, record
        self.reason = reason_in(data or {})
        self.reason_error = ""
        self.form = form(data, initial=contents.values, plan=plan, record=record)
        self.parts = [
            PartForms(
                kind,
                self.shape.parts[kind.relation],
                data,
                contents,
                plan=plan,
                blank=kind.blank if data is None else int(kind.relation == add),
            )
            for kind in parts
        ]
        if data is not None and not check:
            leave_unchecked(self.all_forms)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(forms.is_valid() for forms in self.parts)])

    def contents(self, base: Contents) -> Contents:
        """What the document should say, by somebody who began from `base`."""
        return Contents(
            self.form.contents,
            {
                forms.kind.relation: forms.contents(base.parts[forms.kind.relation])
                for forms in self.parts
            },
        )

    def names_only(self, *known: Contents) -> bool:
        """Whether each stored part in the form is in one of `known`: a forged form may name a part of another record."""
        return all(
            isinstance(form.key, str)
            or any(contents.part(forms.kind.relation, form.key) for contents in known)
            for forms in self.parts
            for form in forms.forms
        )

    def refuse(self, refused: Refused) -> None:
        """Show a rule that was broken at the field it is about."""
        form: Any = self.form
        if refused.part is not None:
            relation, key = refused.part
            form = next(f for f in self.parts if f.kind.relation == relation).form_of(key)
        form = form or self.form
        form.is_refused = True
        for name, messages in refused.errors.items():
            known = name if name in form.fields else None
            for message in messages:
                form.add_error(known, _as_a_sentence(message, form, name))

    @property
    def all_forms(self) -> list[DocumentForm]:
        return [self.form, *(form for forms in self.parts for form in forms.forms)]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The longer texts as they stand in the form, each with its label."""
        return [
            (field.label, str(field.value() or ""))
            for form in self.all_forms
            for field in form
            if isinstance(field.field.widget, forms.Textarea) and field.value()
        ]

    @property
    def errors(self) -> bool:
        return bool(self.reason_error) or any(
            form.is_bound and form.errors for form in self.all_forms
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every error, with the id of the control it is about."""
        found = error_summary(self.form)
        for parts in self.parts:
            for number, form in enumerate(parts.forms, start=1):
                if form.is_refused or not parts.is_out(form):
                    name = f"{parts.kind.singular.capitalize()} {number}"
                    found += [(f"{name}: {text}", target) for text, target in error_summary(form)]
        if self.reason_error:
            found.append((self.reason_error, "reason"))
        return found


def _is_empty(form: PartForm) -> bool:
    if form.is_begun or form.is_refused or form.errors:
        return False
    return not form.is_bound or form.is_left_blank


def _type_here_first(form: PartForm) -> None:
    """A row that somebody asked for is where they go on, though the page is loaded again."""
    field = next(iter(form.visible_fields()))
    field.field.widget.attrs["autofocus"] = True


def _place_of(form: PartForm) -> tuple[int, bool]:
    """Another place means "before the one that stands there now"."""
    place = form.cleaned_data.get("place") or LAST_PLACE + 1
    return place, place == form.initial.get("place", place)


def _share_choices(alike: Sequence[PartForm]) -> None:
    """Forms of one kind offer the same records: they are fetched once for all of them."""
    for name, field in alike[0].fields.items() if len(alike) > 1 else ():
        if isinstance(field, forms.ModelChoiceField):
            chosen = [key for form in alike for key in form.chosen(name)]
            field.queryset = alike[0].offered(field, chosen)
            choices = list(iter(field.choices))
            for form in alike:
                widget: Any = form.fields[name].widget
                widget.choices = choices


def _as_a_sentence(message: str, form: Any, name: str) -> str:
    if name not in form.fields and name != NON_FIELD_ERRORS:
        return f"{name.replace('_', ' ').capitalize()}: {message}"
    return message


def _key(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 19 else text[:40]


def _blank_key(number: int, shown: list[tuple[int | str, Mapping[str, Any]]]) -> str:
    taken = {key for key, _ in shown}
    names = (f"{BLANK}-{n}" for n in range(number + 1, number + 2 + MOST_PARTS))
    return next(name for name in names if name not in taken)
