"""What a list can be narrowed by. The values live in the address; one that is not offered narrows nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms

NOT_OFFERED = {"invalid_choice": "This choice is not in the list, so it was left out"}
# How a list is arranged, and not what it holds.
WORDS = "q"
ORDER, SIZE, VIEW = "order", "size", "view"
ARRANGEMENT = (ORDER, SIZE, VIEW)
SIZES = (25, 50, 100)


class Choice(forms.ChoiceField):
    """One of a few, or all of them.

    `says` words a chosen one in the title of the list. `proper` where the choices are names, whose capitals stay.
    """

    def __init__(
        self,
        every: str,
        choices=(),
        *,
        says: str = "{label} {choice}",
        proper: bool = False,
        **options,
    ):
        self.every = every
        self.says = says
        self.proper = proper
        super().__init__(
            choices=[("", every), *choices], required=False, error_messages=NOT_OFFERED, **options
        )

    def worded(self, label: str, value: str) -> str:
        choice = next((str(words) for key, words in self._offered() if str(key) == value), value)
        return self.says.format(
            label=uncapitalised(label), choice=choice if self.proper else uncapitalised(choice)
        )

    def _offered(self) -> Iterable[tuple[Any, Any]]:
        """Value and words of each choice, those in groups too."""
        for key, words in cast(Any, self.choices):
            if isinstance(words, list | tuple):
                yield from words
            else:
                yield key, words


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

    def worded(self, label: str, value: str) -> str:
        return f"words “{value}”"


@dataclass(frozen=True)
class ChosenFilter:
    """A filter that narrows a list, in words: "status on hold"."""

    name: str
    words: str


class Filters(forms.Form):
    """Bound to the address of a list."""

    @property
    def chosen(self) -> dict[str, str]:
        """The values that narrow or arrange the list: those given, and offered."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def chosen_filters(self) -> list[ChosenFilter]:
        """What narrows the list, in the order of the fields."""
        chosen = self.chosen
        return [
            ChosenFilter(name, cast(Any, field).worded(str(self[name].label), chosen[name]))
            for name, field in self.fields.items()
            if name in chosen and name not in ARRANGEMENT
        ]

    @property
    def chosen_beside_words(self) -> list[ChosenFilter]:
        """What narrows the list beside its words, then what else than usual arranges it: "status on hold", "25 on a page"."""
        chosen = self.chosen
        narrowing = [one for one in self.chosen_filters if one.name != WORDS]
        return narrowing + [
            ChosenFilter(name, cast(Any, field).worded(str(self[name].label), chosen[name]))
            for name, field in self.fields.items()
            if name in chosen and name in (ORDER, SIZE)
        ]

    def offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Set what a field offers besides "all", where only the page knows it."""
        field = cast(Choice, self.fields[name])
        field.choices = [("", field.every), *choices]

    def arrange(
        self, orders: Iterable[tuple[str, str]], *, first: str, size: int, own_look: str = ""
    ) -> None:
        """Add the fields that arrange the list. Each offers its default first: `first`, `size` and `own_look`."""
        self.fields[ORDER] = Choice(first, orders, label="In order of", proper=True)
        sizes = [(str(number), str(number)) for number in SIZES if number != size]
        self.fields[SIZE] = Choice(str(size), sizes, label="On a page", says="{choice} on a page")
        if own_look:
            # The links above the list change it; the form only keeps it.
            self.fields[VIEW] = Choice(own_look, [("table", "Table")], widget=forms.HiddenInput)


def named(records: Iterable[Any]) -> list[tuple[str, str]]:
    """Records as choices, by slug."""
    return [(record.slug, record.name) for record in records]


def contains_all(words: str, *texts: str) -> bool:
    """Whether each of the words stands in one of the texts, whatever the capitals."""
    known = [text.casefold() for text in texts]
    return all(any(word in text for text in known) for word in words.casefold().split())


def uncapitalised(words: str) -> str:
    """As in the middle of a sentence: "On hold" as "on hold", "LSOA" as it is."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
