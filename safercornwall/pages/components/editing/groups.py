"""Fields of a form under a legend. What most records do without is folded until something is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string

NOTHING = (None, "", [], ())


@dataclass(frozen=True)
class FieldGroup:
    """`is_folded`: its legend alone is shown while none of its fields holds anything."""

    legend: str
    fields: tuple[str, ...]
    is_folded: bool = False


def layout_of(groups: tuple[FieldGroup, ...]) -> Layout:
    return Layout(
        *(
            (FoldedFields if group.is_folded else Fieldset)(group.legend, *group.fields)
            for group in groups
        )
    )


class FoldedFields(LayoutObject):
    """A disclosure with fields in it, open where one of them says something or is wrong."""

    def __init__(self, legend: str, *fields: str) -> None:
        self.legend, self.fields = legend, list(fields)

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        names = list(self.fields)
        return render_to_string(
            "govuk/layout/folded.html",
            {
                "legend": self.legend,
                "fields": self.get_rendered_fields(form, context, template_pack, **kwargs),
                "opened": any(_says_something(form, name) for name in names),
            },
        )


def _says_something(form: Any, name: str) -> bool:
    if name in form.errors:
        return True
    value = form[name].value()
    default = form._meta.model._meta.get_field(name).get_default()
    return value not in NOTHING and str(value) != str(default)
