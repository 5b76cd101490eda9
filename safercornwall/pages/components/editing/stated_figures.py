"""The fields of a figure that stands inside a statement, as forms of evidence and of reasons ask for them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from safercornwall.pages.components.editing.fields import NUMBER

FIELDS = (
    *("label", "value_printed", "value", "unit", "period_printed"),
    *("comparator", "qualifier", "geography"),
)
LABELS = {
    "label": "What it counts",
    "value_printed": "Figure, as the statement has it",
    "value": "The number alone",
    "period_printed": "Period",
    "comparator": "Compared with",
    "qualifier": "What to know of it",
    "geography": "Where",
}
HINTS = {
    "value_printed": "For example, 7,300, or higher than average.",
    "value": "For example, 7300. Empty if the figure is words.",
    "unit": "For example, incidents, or %.",
}
WIDGETS = {"value": NUMBER}
# How a history names one.
NAMED = "{label}: {value_printed} {unit}, {period_printed}"
NUMBER_ALONE = re.compile(r"£?(-?\d[\d,]{0,15}(?:\.\d{1,6})?)%?")


def without_contradiction(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    """The cleaned `data`. Where the statement's figure is a number, and the number alone another, the form says so."""
    printed, alone = number_in(data.get("value_printed", "")), data.get("value")
    if printed is not None and alone is not None and printed != alone:
        form.add_error("value", "The number alone and the figure as the statement has it differ")
    return data


def number_in(text: str) -> Decimal | None:
    """The number that a text is; None where it says more, as "about 950" does."""
    found = NUMBER_ALONE.fullmatch("".join(text.split()))
    return Decimal(found[1].replace(",", "")) if found else None
