"""The ranking of an index, and how its areas would move with other weights. They stand in the address alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from places.index_tables import IndexLine, IndexTable
from places.models import IndexComponent
from places.reweighting import reweigh
from safercornwall.pages.components.pictures.measure_bar import MeasureBar

MOST = Decimal(100)


def name_of(component: IndexComponent) -> str:
    return f"w-{component.key}"


class WeightsForm(forms.Form):
    """A weight for each measure, at first the index's own."""

    def __init__(self, table: IndexTable, query: Any):
        self.components = table.components
        given = {name: query[name] for name in map(name_of, self.components) if name in query}
        own = {name_of(component): plain(component.weight) for component in self.components}
        super().__init__(own | given if given else None, use_required_attribute=False)
        for component in self.components:
            self.fields[name_of(component)] = forms.DecimalField(
                label=component.short_name,
                min_value=0,
                max_value=MOST,
                max_digits=6,
                decimal_places=3,
                required=False,
                initial=plain(component.weight),
                localize=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
                error_messages={
                    "invalid": "Enter a weight as a number, such as 2 or 0.5",
                    "min_value": "A weight is zero or more",
                    "max_value": "A weight is at most 100",
                    "max_decimal_places": "A weight has at most three decimal places",
                    "max_whole_digits": "A weight is at most 100",
                    "max_digits": "A weight is at most 100",
                },
            )  # fmt: skip

    @cached_property
    def weights(self) -> dict[str, Decimal]:
        """By the key of the measure; its own where none is given, or none that can be read."""
        self.is_valid()
        cleaned = self.cleaned_data if self.is_bound else {}
        given = {one.key: cleaned.get(name_of(one)) for one in self.components}
        own = {one.key: one.weight for one in self.components}
        return own | {key: weight for key, weight in given.items() if weight is not None}

    @property
    def is_tried(self) -> bool:
        """Whether some weight is another than the index's own."""
        return any(self.weights[one.key] != one.weight for one in self.components)

    @property
    def changed(self) -> list[str]:
        """The measures whose weight is another, in words: "Violence 2 (own weight 1)"."""
        return [
            f"{one.short_name} {plain(self.weights[one.key])} (its own is {plain(one.weight)})"
            for one in self.components
            if self.weights[one.key] != one.weight
        ]


@dataclass(frozen=True)
class RankedLine:
    """A line of the ranking, with the bar of its total. `moved` is None where nothing is tried, or nothing is known."""

    line: IndexLine
    rank: str
    total: Decimal | None
    bar: MeasureBar
    moved: int | None = None

    @property
    def steps(self) -> int:
        return abs(self.moved or 0)


def ranking(table: IndexTable, lines: Sequence[IndexLine], form: WeightsForm) -> list[RankedLine]:
    """By the weights that are tried, else by the totals of the index: the highest first."""
    if form.is_tried:
        found = reweigh(lines, form.weights)
        return _with_bars([(one.line, one.rank, one.total, one.moved) for one in found])
    own = sorted(lines, key=lambda line: (line.total is None, -(line.total or 0), line.row.order))
    return _with_bars([(line, line.rank, line.total, None) for line in own])


def _with_bars(
    rows: Sequence[tuple[IndexLine, str, Decimal | None, int | None]],
) -> list[RankedLine]:
    top = max((total for _, _, total, _ in rows if total is not None), default=Decimal(0))
    return [
        RankedLine(line, rank, total, MeasureBar(total, top), moved)
        for line, rank, total, moved in rows
    ]


def plain(weight: Decimal) -> str:
    """As a person writes it: 1 and not 1.000."""
    return f"{weight.normalize():f}"
