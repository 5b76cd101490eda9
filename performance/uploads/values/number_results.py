"""What reading a number gives: a number, none with good reason, or what is wrong and what would be right."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from performance.choices import FigureState
from performance.uploads.cells_in_words import quoted

MissingKind = Literal["blank", "none_given", "not_applicable", "suppressed"]
Fault = Literal["text", "error", "formula", "date", "percent", "currency", "separator", "bound", "too_large"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the unit it was read for, to six decimals. `read_as` says how, where that is not plain to see;
    `in_percent`, that it came with a percent sign.
    """

    value: Decimal
    read_as: str = ""
    in_percent: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """No number, and rightly so. `state` is what the figure then is; None leaves the figure alone."""

    kind: MissingKind

    @property
    def state(self) -> FigureState | None:
        states = {
            "not_applicable": FigureState.NOT_APPLICABLE,
            "suppressed": FigureState.SUPPRESSED,
        }
        return states.get(self.kind)


@dataclass(frozen=True, slots=True)
class NotANumber:
    """What is wrong, and what would be right, as a finding for the analyst."""

    fault: Fault
    message: str


_TIME = re.compile(r"(\d+ days?, )?\d{1,2}:\d{2}(:\d{2})?(\.\d+)?")
_NONE = ("nil", "zero", "none")
_BOUND = re.compile(
    r"([<>≤≥]|(over|above|more than|at least|at most|under|below|less than|fewer than|up to) ).*"
)
_COMMA_AS_POINT = re.compile(r"-?(0,[0-9]+|[0-9]+,[0-9]{1,2}|[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?)")
_ONE_NUMBER = re.compile(r"[^0-9]*?(-?[0-9]{1,15}(?:\.[0-9]+)?)[^0-9]*")
_OR_BLANK = "or leave the cell blank if it is not known"


def why_not_a_number(text: str) -> NotANumber:
    """What is wrong with a text that is no number, as far as it can be told."""
    plain = " ".join(text.split()).casefold()
    said = quoted(text)
    if plain.startswith("="):
        return NotANumber("formula", f"{said} is a formula written as text. Type the figure.")
    if plain in _NONE:
        return NotANumber("text", f"{said} is a word. Type 0, {_OR_BLANK}.")
    if plain.startswith(("$", "€")):
        return NotANumber("currency", f"{said} is not in pounds. Type the figure in its own unit.")
    if _BOUND.fullmatch(plain):
        return NotANumber(
            "bound",
            f"{said} says only what the figure is above or below. Type the figure, {_OR_BLANK}.",
        )
    if _COMMA_AS_POINT.fullmatch(plain):
        point = plain.replace(".", "").replace(",", ".")
        return NotANumber(
            "separator",
            f"{said} has a comma or a point where thousands do not end. Type {point}, if that is meant.",
        )
    if _TIME.fullmatch(plain):
        return NotANumber(
            "date",
            f"{said} is a time, not a number. Format the cell as a number and type the figure again.",
        )
    if found := _ONE_NUMBER.fullmatch(plain):
        return NotANumber(
            "text",
            f"{said} is more than a number. Type the number alone: {found[1]}, if that is meant.",
        )
    return NotANumber("text", f"{said} is text, not a number. Type the figure, {_OR_BLANK}.")
