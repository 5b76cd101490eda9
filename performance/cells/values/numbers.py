"""Reads what people write for a number. The rules, in order:

- A blank is no figure, and leaves what is there alone. So do "-", "–", "..", ":", "x", "tbc" and "not available".
- "n/a", "not applicable" and "z" say that the figure is not applicable.
- "*", "c", "suppressed", "<5" and "fewer than 5" say that it is suppressed, being small.
- "1,234" and "1 234" are 1234: commas and spaces part thousands, in threes. A comma is never a decimal mark.
- "−5", "–5" and "(5)" are below zero, as in accounts.
- "12%" is 12 where figures are in per cent, "£3.5k" is 3500 where they are in pounds, and neither is read elsewhere.
- "3.5k", "1.2m" and "2bn" are thousands, millions and thousand millions; "1.5e3" is 1500.
- Nothing else is a number, and dates, true and false are not.
"""

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from core.periods import written
from performance.cells import messages
from performance.cells.cell import ERROR_TEXT, CellProblem, Value, quoted
from performance.cells.messages import Message, Worded, cell_problem
from performance.choices import Aggregation, FigureState

MissingKind = Literal["blank", "none_given", "not_applicable", "suppressed"]


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number in the unit it was read for, to six decimals. `read_as` says how, where that is not plain to see;
    `in_percent`, that it came with a percent sign.
    """

    value: Decimal
    read_as: str = ""
    in_percent: bool = False


@dataclass(frozen=True, slots=True)
class MissingNumber:
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
class NotANumber(Worded):
    """What is wrong, and what would be right, as a finding for the analyst."""

    @property
    def fault(self) -> str:
        """The code without its subject: "text", "error", "formula", "percent"…"""
        return self.code.removeprefix("number_")


_TIME = re.compile(r"(\d+ days?, )?\d{1,2}:\d{2}(:\d{2})?(\.\d+)?")
_NONE = ("nil", "zero", "none")
_BOUND = re.compile(
    r"([<>≤≥]|(over|above|more than|at least|at most|under|below|less than|fewer than|up to) ).*"
)
_COMMA_AS_POINT = re.compile(r"-?(0,[0-9]+|[0-9]+,[0-9]{1,2}|[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?)")
_ONE_NUMBER = re.compile(r"[^0-9]*?(-?[0-9]{1,15}(?:\.[0-9]+)?)[^0-9]*")


def why_not_a_number(text: str) -> NotANumber:
    """What is wrong with a text that is no number, as far as it can be told."""
    plain = " ".join(text.split()).casefold()
    said = {"text": quoted(text)}
    if plain.startswith("="):
        return NotANumber(messages.FORMULA_AS_TEXT, said)
    if plain in _NONE:
        return NotANumber(messages.WORD_FOR_ZERO, said)
    if plain.startswith(("$", "€")):
        return NotANumber(messages.NOT_IN_POUNDS, said)
    if _BOUND.fullmatch(plain):
        return NotANumber(messages.ONLY_A_BOUND, said)
    if _COMMA_AS_POINT.fullmatch(plain):
        point = plain.replace(".", "").replace(",", ".")
        return NotANumber(messages.WRONG_SEPARATOR, said | {"meant": point})
    if _TIME.fullmatch(plain):
        return NotANumber(messages.TIME_FOR_NUMBER, said)
    if found := _ONE_NUMBER.fullmatch(plain):
        return NotANumber(messages.MORE_THAN_A_NUMBER, said | {"meant": found[1]})
    return NotANumber(messages.TEXT_FOR_NUMBER, said)


# What the columns of figures have room for.
PLACES = 6
LARGEST = 10**12
# SQLite keeps fifteen digits: more of these would come back as a number that it has no room for.
_LARGEST_KEPT = Decimal("999999999999.999")
_SMALLEST = Decimal(1).scaleb(-PLACES)
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)
_LONGEST = 40
# As Excel shows them: 0.1 + 0.2 is 0.3.
_FLOAT_DIGITS = 15


_NONE_GIVEN = (
    *("-", "–", "—", "−", "--", "..", "…", "...", ":", "?", "x", "tbc", "tba", "pending", "awaited"),
    *("not available", "not yet available", "no data", "unknown", "null", "missing"),
)  # fmt: skip
_NOT_APPLICABLE = ("n/a", "n.a.", "na", "not applicable", "z", ".")
_SUPPRESSED = (
    "*", "**", "***", "c", "s", "suppressed", "confidential", "disclosive", "small number",
)  # fmt: skip
_MISSING: dict[str, MissingKind] = {
    **dict.fromkeys(_NONE_GIVEN, "none_given"),
    **dict.fromkeys(_NOT_APPLICABLE, "not_applicable"),
    **dict.fromkeys(_SUPPRESSED, "suppressed"),
}
_SMALL = re.compile(r"(<|≤|<=|under|below|less than|fewer than|up to) ?\d{1,2}")

_TOO_LARGE = NotANumber(messages.NUMBER_TOO_LARGE)


_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUSES = str.maketrans("−–—‒", "----")
_TIMES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_SIMPLE = re.compile(rf"-?(?:[0-9]{{1,11}}(?:\.[0-9]{{1,{PLACES}}})?|[0-9]{{12}})")
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)|[0-9]+)?(?:\.[0-9]*)?"
_NUMBER = re.compile(
    rf"(?P<minus>[-+]?) ?(?P<pound>£?) ?(?P<inner>[-+]?)(?P<digits>{_DIGITS})(?P<power>e[-+]?[0-9]{{1,3}})?"
    r" ?(?P<times>k|m|bn|thousand|million|billion)? ?(?P<percent>%|per ?cent|pct)?"
)  # fmt: skip


def read_number(value: Value, unit: str) -> ReadNumber | MissingNumber | NotANumber:
    """The number in a cell of a column whose figures are in `unit`, by the rules above. Never raises."""
    if value is None:
        return MissingNumber("blank")
    if isinstance(value, str):
        return _read_simple(value) or _read_text(value, unit)
    if isinstance(value, CellProblem):
        return _cell_problem(value)
    if isinstance(value, bool):
        return NotANumber(messages.TRUTH_FOR_NUMBER, {"shows": str(value).upper()})
    if isinstance(value, date):
        return NotANumber(messages.DATE_FOR_NUMBER, {"day": written(value)})
    if isinstance(value, int):
        return ReadNumber(Decimal(value)) if abs(value) < LARGEST else _TOO_LARGE
    if not math.isfinite(value):
        return _TOO_LARGE
    text = f"{value:.{_FLOAT_DIGITS}g}"
    return _read_simple(text) or kept(Decimal(text))


def in_digits(value: Value) -> str | None:
    """The number that `read_number` would read from a cell that holds one, as text, where there is no more to say."""
    if value.__class__ is int:
        return str(value) if -LARGEST < value < LARGEST else None
    if value.__class__ is float:
        text = f"{value or 0:.{_FLOAT_DIGITS}g}"
        return text if _SIMPLE.fullmatch(text) else None
    return None


def _read_simple(text: str) -> ReadNumber | None:
    """A number in digits alone, as nearly all are, in a tenth of the time that the other rules take."""
    if not _SIMPLE.fullmatch(text):
        return None
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ReadNumber(Decimal(text) or Decimal(0))


def _read_text(text: str, unit: str) -> ReadNumber | MissingNumber | NotANumber:
    plain = _SPACES.sub(" ", text).strip().casefold()
    if not plain:
        return MissingNumber("blank")
    if len(plain) > _LONGEST:
        return why_not_a_number(text)
    bare = plain[1:-1].strip() if plain[0] + plain[-1] in ("[]", "()") else plain
    if kind := _MISSING.get(bare):
        return MissingNumber(kind)
    if _SMALL.fullmatch(bare):
        return MissingNumber("suppressed")
    if ERROR_TEXT.fullmatch(plain):
        return _cell_problem(CellProblem("error", text.strip()))
    in_brackets = plain.startswith("(")
    found = _NUMBER.fullmatch((bare if in_brackets else plain).translate(_MINUSES))
    if not found or found["digits"] in ("", "."):
        return why_not_a_number(text)
    signs = found["minus"] + found["inner"] + ("-" if in_brackets else "")
    if len(signs) > 1 or (found["times"] and found["percent"]):
        return why_not_a_number(text)
    return _read_parts(found, text, unit, below=signs == "-")


def _read_parts(
    found: re.Match[str], text: str, unit: str, *, below: bool
) -> ReadNumber | NotANumber:
    if found["percent"] and not unit.startswith("%"):
        return _of_other_unit(
            messages.PERCENT_OF_OTHER_UNIT if unit else messages.PERCENT_OF_NO_UNIT, text, unit
        )
    if found["pound"] and not unit.startswith("£"):
        return _of_other_unit(
            messages.POUNDS_OF_OTHER_UNIT if unit else messages.POUNDS_OF_NO_UNIT, text, unit
        )
    digits = found["digits"].replace(",", "").replace(" ", "")
    value = Decimal(digits + (found["power"] or ""))
    value = value.scaleb(_TIMES.get(found["times"] or "", 0), context=_WIDE)
    if below:
        value = -value
    number = kept(value)
    if not isinstance(number, ReadNumber):
        return number
    read_as = ""
    if number.value != value or found["power"] or found["times"] or text.lstrip()[0] == "(":
        read_as = f"{quoted(text)} is read as {f'{number.value:,f}'.replace('-', '−')}."
    return ReadNumber(number.value, read_as, in_percent=bool(found["percent"]))


def _of_other_unit(says: Message, text: str, unit: str) -> NotANumber:
    return NotANumber(says, {"text": quoted(text), "unit": unit})


def _cell_problem(problem: CellProblem) -> NotANumber:
    fault = "formula" if problem.kind == "formula_without_value" else "error"
    found = cell_problem(problem, "the figure")
    return NotANumber(found.says.under(f"number_{fault}"), found.facts)


def kept(value: Decimal) -> ReadNumber | NotANumber:
    """The number as a figure keeps it: to six decimals, without noughts at its end."""
    if abs(value) >= LARGEST:
        return _TOO_LARGE
    kept = value.quantize(_SMALLEST, context=_WIDE).normalize(_WIDE)
    if abs(kept) > _LARGEST_KEPT:
        return _TOO_LARGE
    if kept == kept.to_integral_value():
        # As 1200, and neither 1.2E+3 nor −0.
        kept = Decimal(int(kept))
    return ReadNumber(kept)


# What these units measure comes in parts too, though it is added up as counts are.
_MEASURED = re.compile(
    r"%|£|\bper\b|\b(average|mean|median|score|index|ratio|rate|fte|full[- ]time equivalents?|hours?|days?|weeks?"
    r"|months?|years?|minutes?|miles?|km|kilometres?|metres?|hectares?|tonnes?|kg|litres?|pounds|millions?|thousands?)\b",
    re.IGNORECASE,
)


def are_whole(unit: str, aggregation: str, decimal_places: int | None) -> bool:
    """What is added up is a count, unless its unit or its decimals say otherwise. Of the rest, what is shown whole."""
    if decimal_places or _MEASURED.search(unit):
        return False
    if aggregation == Aggregation.RATIO:
        return False
    return aggregation == Aggregation.SUM or decimal_places == 0
