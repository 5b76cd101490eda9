"""How a document and its parts are called in its history: by the labels of its forms, and by what each part says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from django.db import models

from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.forms import DocumentForm

Words = Mapping[str, str]


class FormWords:
    """The words of a document's forms. Without forms, those of its models stand in for them."""

    def __init__(
        self, form: type[DocumentForm] | None = None, parts: Iterable[PartsOf] = ()
    ) -> None:
        self.kinds = {kind.relation: kind for kind in parts}
        shown: list[Any] = [form] if form else []
        shown += [kind.form for kind in self.kinds.values()]
        self.labels: dict[Any, dict[str, str]] = {
            one._meta.model: {
                name: str(field.label) for name, field in one.base_fields.items() if field.label
            }
            for one in shown
        }

    def label(self, model: Any, name: str) -> str:
        label = self.labels.get(model, {}).get(name)
        return label or str(model._meta.get_field(name).verbose_name)

    def singular(self, relation: str, model: Any) -> str:
        kind = self.kinds.get(relation)
        return kind.singular if kind else str(model._meta.verbose_name)

    def plural(self, relation: str, model: Any) -> str:
        kind = self.kinds.get(relation)
        return kind.heading.lower() if kind else str(model._meta.verbose_name_plural)

    def shown_fields(self, relation: str, names: Iterable[str]) -> list[str]:
        """The fields that people fill in, in the order of the form: no references and no places in a list."""
        kind = self.kinds.get(relation)
        fields: Any = kind.form._meta.fields if kind else names  # type: ignore[attr-defined]
        known = set(names)
        return [name for name in fields if name in known]

    def naming(self, relation: str, words: Words) -> tuple[str, set[str]]:
        """The name of a part that says `words`, and the fields that it is made of; empty where it says nothing."""
        kind = self.kinds.get(relation)
        if kind and kind.named:
            fields = {name for _, name, _, _ in Formatter().parse(kind.named) if name}
            if not fields & words.keys():
                return "", set()
            return _tidy(kind.named.format_map(_Blanks(words))), fields
        first = next(iter(words), "")
        return words.get(first, ""), {first}


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _tidy(text: str) -> str:
    """Without the marks that stood around what is not said."""
    text = re.sub(r"\s+(?=[,:])", "", re.sub(r"\s+", " ", text))
    return re.sub(r":,", ":", text).strip(" ,:")


def related_keys(model: type[models.Model], name: str, value: Any) -> Iterable[tuple[Any, Any]]:
    """The records that a value leads to, each with its model."""
    field: Any = model._meta.get_field(name)
    if field.is_relation and value is not None:
        yield from (
            (field.related_model, key) for key in (value if isinstance(value, tuple) else (value,))
        )
