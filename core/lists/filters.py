"""What a list can be narrowed by. The values live in the address; one that is not offered narrows nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

NOT_OFFERED = {"invalid_choice": "This choice is not in the list, so it was left out"}


class Choice(forms.ChoiceField):
    """One of a few, or all of them."""

    def __init__(self, every: str, choices=(), **options):
        self.every = every
        super().__init__(
            choices=[("", every), *choices], required=False, error_messages=NOT_OFFERED, **options
        )


class Words(forms.CharField):
    """Words that a record must all contain, in any order."""

    def __init__(self, label: str = "Contains the words", **options):
        super().__init__(
            label=label,
            required=False,
            max_length=100,
            widget=forms.SearchInput,
            error_messages={"max_length": "Search for 100 characters or fewer"},
            **options,
        )


class Filters(forms.Form):
    """Bound to the address of a list."""

    @property
    def chosen(self) -> dict[str, str]:
        """The values that narrow the list: those given, and offered."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """What a field offers beside all of them, where that is known only when the page is read."""
        field = cast(Choice, self.fields[name])
        field.choices = [("", field.every), *choices]


def named(records: Iterable[Any]) -> list[tuple[str, str]]:
    """Records as choices, by slug."""
    return [(record.slug, record.name) for record in records]


def contains_all(words: str, *texts: str) -> bool:
    """Whether each of the words stands in one of the texts, whatever the capitals."""
    known = [text.casefold() for text in texts]
    return all(any(word in text for text in known) for word in words.casefold().split())
