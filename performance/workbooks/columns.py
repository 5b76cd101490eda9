"""The columns of a template, by what it is for. Headings in KEYS and INPUTS are those that the check knows."""

from __future__ import annotations

from dataclasses import dataclass

from performance.models import UploadKind

SHEETS = {
    UploadKind.FIGURES: "Figures",
    UploadKind.INDEX_SCORES: "Scores",
    UploadKind.COMPARATORS: "Comparators",
}
KEYS = {
    UploadKind.FIGURES: ("Indicator", "Area", "Period"),
    UploadKind.INDEX_SCORES: ("Index", "Component", "Area", "Period"),
    UploadKind.COMPARATORS: ("Indicator", "Comparator", "Period"),
}
# None of these may be a heading that the check takes for a column of figures.
GIVEN = ("Unit", "Now", "Last value", "Last value is for", "Last year's value")
TARGET = "Target"
INPUTS = {
    UploadKind.FIGURES: ("Value", "Numerator", "Denominator", "State", "Comment"),
    UploadKind.INDEX_SCORES: ("Value",),
    UploadKind.COMPARATORS: ("Value",),
}
WIDTHS = {
    "Indicator": 42,
    "Index": 24,
    "Component": 32,
    "Area": 18,
    "Comparator": 26,
    "Period": 13,
    "Unit": 15,
    "Now": 14,
    "Last value": 11,
    "Last value is for": 13,
    "Last year's value": 11,
    TARGET: 24,
    "Value": 13,
    "Numerator": 13,
    "Denominator": 13,
    "State": 16,
    "Comment": 34,
}


@dataclass(frozen=True)
class Columns:
    """The headings of one template from left to right: what a row is of, what is known of it, what is to be typed."""

    keys: tuple[str, ...]
    given: tuple[str, ...]
    inputs: tuple[str, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return (*self.keys, *self.given, *self.inputs)

    def place(self, heading: str) -> int:
        """Counted from 1."""
        return self.headings.index(heading) + 1


def columns_of(kind: str) -> Columns:
    """The columns of a template of a kind of upload, from left to right."""
    key = UploadKind(kind)
    given = (*GIVEN, TARGET) if key == UploadKind.FIGURES else GIVEN
    return Columns(KEYS[key], given, INPUTS[key])
