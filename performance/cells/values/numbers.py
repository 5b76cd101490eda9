"""Reads what people write for a number. The rules, in order:

- A blank is no figure, and leaves what is there alone. So do "-", "–", "..", ":", "x", "tbc" and "not available".
- "n/a", "not applicable" and "z" say that the figure is not applicable.
- "*", "c", "suppressed", "<5" and "fewer than 5" say that it is suppressed, being small.
- "1,234" and "1 234" are 1234: commas and spaces part thousands, in threes. A comma is never a decimal mark.
- "−5", "–5" and "(5)" are below zero, as in accounts.
- "12%" is 12 where figures are in per cent, "£3.5k" is 3500 where they are in pounds, and neither is read elsewhere.
- "12.5-" is below zero, as some systems write it. Small raised figures mark notes: "412¹" is 412.
- "412 [p]" is 412, and provisional: the symbols of the Government Statistical Service, in brackets. [e] is an estimate, and
  provisional too; [r] and [note 2] say nothing more; [u] (of low reliability) and [b] (a break) are doubted; [c], [x], [z]
  and [w] stand for no number, and [low] for one that is not told. "412p", "412r" and "412e" say the same, but not of money.
- "#", "[r]" and "[p]" alone stand for several things, and are asked about.
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
from performance.cells.cell import (
    ERROR_TEXT,
    CellProblem,
    Message,
    Value,
    Worded,
    cell_problem,
    quoted,
)
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
    state: FigureState | None = None
    """What a symbol beside the number says of it."""
    doubt: Message | None = None


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
_ONE_NUMBER = re.compile(r"[^0-9]*?(-?[0-9]{1,11}(?:\.[0-9]{1,6})?)[^0-9]*")


_DOWN = re.compile(
    r"[↓▼▾↘⬇🔻]|\b(down|fell|fall|drop(ped)?|decreased?|reduced|reduction|minus|less)\b"
)
_SYMBOL_WORDS = {
    "p": "provisional", "r": "revised", "e": "estimated", "f": "a forecast", "b": "after a break in the series",
    "u": "of low reliability",
}  # fmt: skip
_SYMBOL_ALONE = re.compile(r"\[([prefbu])\]")
_IN_BRACKETS = re.compile(r"\( ?£? ?[0-9][0-9.]*%? ?\)")


def why_not_a_number(text: str, unit: str = "") -> NotANumber:
    """What is wrong with a text that is no number, as far as it can be told. What it says to type can be read in `unit`."""
    plain = " ".join(text.split()).casefold()
    facts = {"text": quoted(text)}
    if plain.startswith("="):
        return NotANumber(messages.FORMULA_AS_TEXT, facts)
    if plain in _NONE:
        return NotANumber(messages.WORD_FOR_ZERO, facts)
    if plain.startswith(("$", "€")):
        return NotANumber(messages.NOT_IN_POUNDS, facts)
    if _BOUND.fullmatch(plain):
        return NotANumber(messages.ONLY_A_BOUND, facts)
    if _COMMA_AS_POINT.fullmatch(plain):
        point = plain.replace(".", "").replace(",", ".")
        return NotANumber(messages.WRONG_SEPARATOR, facts | {"meant": point})
    if _TIME.fullmatch(plain):
        return NotANumber(messages.TIME_FOR_NUMBER, facts)
    if plain in ("[low]", "low"):
        return NotANumber(messages.LOW_NUMBER, facts)
    if plain in ("#", "†", "‡", "[#]"):
        return NotANumber(messages.SYMBOL_OF_MANY, facts)
    if found := _SYMBOL_ALONE.fullmatch(plain):
        return NotANumber(messages.SYMBOL_ALONE, facts | {"symbol": _SYMBOL_WORDS[found[1]]})
    if found := _ONE_NUMBER.fullmatch(plain.translate(_MINUSES)):
        sign = "%" if "%" in plain and is_percentage(unit) else ""
        number = found[1]
        if _DOWN.search(plain) and not number.startswith("-"):
            both = {"meant": f"-{number}{sign}", "other": f"{number}{sign}"}
            return NotANumber(messages.MAY_BE_BELOW_ZERO, facts | both)
        if _IN_BRACKETS.search(plain) and not number.startswith("-"):
            number = f"-{number}"
        return NotANumber(messages.MORE_THAN_A_NUMBER, facts | {"meant": number + sign})
    return NotANumber(messages.TEXT_FOR_NUMBER, facts)


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

_IN_PERCENT = re.compile(r"%|\bper ?cent|\bpercent|\bpct\b|\bpp(t|ts)?\b", re.IGNORECASE)


def is_percentage(unit: str) -> bool:
    """Whether figures in `unit` are per cent, or points of a percentage."""
    return unit.startswith("%") or _IN_PERCENT.search(unit) is not None


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
        return why_not_a_number(text, unit)
    bare = plain[1:-1].strip() if plain[0] + plain[-1] in ("[]", "()") else plain
    if kind := _MISSING.get(bare):
        return MissingNumber(kind)
    if plain == "[w]":
        return MissingNumber("none_given")
    if beside := _BESIDE.fullmatch(plain) or (
        not _IN_PENCE.search(unit) and _BESIDE_BARE.fullmatch(plain)
    ):
        return _with_symbol(text, beside, unit)
    if _SMALL.fullmatch(bare):
        return MissingNumber("suppressed")
    if ERROR_TEXT.fullmatch(plain):
        return _cell_problem(CellProblem("error", text.strip()))
    in_brackets = plain.startswith("(")
    figures = (bare if in_brackets else plain).translate(_MINUSES).rstrip("¹²³⁴⁵⁶⁷⁸⁹⁰")
    if _MINUS_AFTER.fullmatch(figures):
        figures = f"-{figures[:-1]}"
    found = _NUMBER.fullmatch(figures)
    if not found or found["digits"] in ("", "."):
        return why_not_a_number(text, unit)
    signs = found["minus"] + found["inner"] + ("-" if in_brackets else "")
    if len(signs) > 1 or (found["times"] and found["percent"]):
        return why_not_a_number(text, unit)
    return _read_parts(found, text, unit, below=signs == "-")


_MINUS_AFTER = re.compile(r"[0-9][0-9,. ]*-")
_BESIDE = re.compile(
    r"(?P<number>[^\[(]*[0-9%])[¹²³⁴⁵⁶⁷⁸⁹⁰]* ?[\[(](?P<symbol>p|r|e|u|b|note ?[0-9]+)[\])]"
)
# "412p"; where figures are in money, it is pence.
_BESIDE_BARE = re.compile(r"(?P<number>[-−–]?[0-9][0-9,. ]*%?) ?(?P<symbol>p|r|e)")
_IN_PENCE = re.compile(r"£|\bpence\b|\bpounds?\b", re.IGNORECASE)
_STATES_OF_SYMBOLS = {"p": FigureState.PROVISIONAL, "e": FigureState.PROVISIONAL}
_DOUBTS_OF_SYMBOLS = {"u": messages.LOW_RELIABILITY, "b": messages.BREAK_IN_SERIES}


def _with_symbol(text: str, beside: re.Match[str], unit: str) -> ReadNumber | NotANumber:
    """A number with a symbol of the Government Statistical Service beside it."""
    read = read_number(beside["number"], unit)
    if not isinstance(read, ReadNumber):
        return read if isinstance(read, NotANumber) else why_not_a_number(text, unit)
    symbol = beside["symbol"]
    state, doubt = _STATES_OF_SYMBOLS.get(symbol), _DOUBTS_OF_SYMBOLS.get(symbol)
    return ReadNumber(read.value, read.read_as, read.in_percent, state, doubt)


def _read_parts(
    found: re.Match[str], text: str, unit: str, *, below: bool
) -> ReadNumber | NotANumber:
    if found["percent"] and not is_percentage(unit):
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
