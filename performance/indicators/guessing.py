"""What a new indicator probably is, by its name, its unit and its numbers: offered, and confirmed by a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from performance.choices import Frequency, NumberKind, Polarity

_PERCENT = re.compile(r"%|\bper ?cent\b|\bpercentage\b|\bproportion\b", re.IGNORECASE)
_PER = re.compile(
    r"\bper\s+(?:[\d,]+\b|100k\b|1k\b|head\b)(?:\s+(?:population|people|households))?",
    re.IGNORECASE,
)
# "% reduction in …", not "… with a change in circumstances".
_CHANGE = re.compile(
    r"(?:^|%|\bper ?cent\b|\bpercentage\b) *(?:reduction|increase|decrease|change|fall|rise)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(average|mean|median|time taken|score|waiting|length of|index|caseload)\b", re.IGNORECASE
)
_UNITS = (
    (re.compile(r"\bworking days\b", re.IGNORECASE), "working days"),
    (re.compile(r"\b(in |number of )?days\b|\btime taken\b", re.IGNORECASE), "days"),
    (re.compile(r"\bhours\b", re.IGNORECASE), "hours"),
    (re.compile(r"\bminutes\b", re.IGNORECASE), "minutes"),
    (re.compile(r"£|\b(cost|spend|budget)\b", re.IGNORECASE), "£"),
)
_COUNTED = re.compile(
    r"\bnumber of ([a-z][a-z /-]*?)(?=$| \(| - | – |,| where| that| who| in | of )", re.IGNORECASE
)
_GOOD = re.compile(
    r"\b(reduction|prevent\w*|satisf\w*|answered|paid|complet\w*|collected|deliver\w*|correct\w*|accura\w*|resolved|fixed"
    r"|uptime|on time|in time|within|implemented|decided|determined|spent|detect\w*|sanction\w*|recover\w*|score|quality"
    r"|processing of|carried out|engaged|retained|success\w*)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(crimes?|offences?|burglar\w*|thefts?|robber\w*|violen\w*|assaults?|incidents?|anti-?social|antisocial|arson|fires?"
    r"|abuse|drugs?|missed|sickness|absence|lost|time taken|average time|complaints?|accidents?|casualt\w*|deaths?|injur\w*"
    r"|reoffend\w*|re-offend\w*|homeless\w*|victims?|damage|admissions?|overdue|vacan\w*|days behind)\b",
    re.IGNORECASE,
)
_LONGEST_UNIT = 40


_LOWER = re.compile(
    r"\b(low(er|est)?|decreas\w*|reduc\w*|minimi[sz]e\w*|smaller|down|less|fewer|fall\w*)\b",
    re.IGNORECASE,
)
_HIGHER = re.compile(
    r"\b(high(er|est)?|increas\w*|maximi[sz]e\w*|bigger|larger|up|more|greater|rise|rising)\b",
    re.IGNORECASE,
)
_NEITHER = re.compile(r"\b(neither|neutral|none|n/?a|not applicable|information)\b", re.IGNORECASE)
_FREQUENCIES = (
    (Frequency.ROLLING_YEAR, re.compile(r"\b(rolling|12 months|twelve months)\b", re.IGNORECASE)),
    (Frequency.MONTH, re.compile(r"\b(month|months|monthly)\b", re.IGNORECASE)),
    (Frequency.QUARTER, re.compile(r"\b(quarter|quarters|quarterly)\b", re.IGNORECASE)),
    (Frequency.YEAR, re.compile(r"\b(year|years|yearly|annual|annually)\b", re.IGNORECASE)),
)


def polarity_said(words: str) -> str:
    """Which way is good, as a cell says: "Low", "Higher is better"; "" where it says nothing, or both."""
    said = {
        polarity
        for polarity, form in ((Polarity.LOWER, _LOWER), (Polarity.HIGHER, _HIGHER))
        if form.search(words)
    }
    if not said and _NEITHER.search(words):
        return Polarity.NEITHER.value
    return str(said.pop()) if len(said) == 1 else ""


def frequency_said(words: str) -> str:
    """How often figures come, as a cell says: "Monthly", "Annual"; "" where it says nothing, or several."""
    found = [one for one, form in _FREQUENCIES if form.search(words)]
    if Frequency.ROLLING_YEAR in found:
        return Frequency.ROLLING_YEAR.value
    return str(found[0]) if len(found) == 1 else ""


@dataclass(frozen=True)
class GuessedIndicator:
    unit: str
    polarity: str
    number_kind: str


def guess_indicator(
    name: str, *, unit: str = "", measure: str = "", numbers: Sequence[Decimal] = ()
) -> GuessedIndicator:
    """`unit` and `measure` are what columns of the file say beside it; `numbers` are some of its figures."""
    unit = " ".join(unit.split()) or _unit_in(name, numbers)
    kind = _kind_of(name, unit, measure, numbers)
    if kind == NumberKind.RATE and not (_PER.search(unit) or "rate" in unit.lower()):
        unit = f"{unit[:1].lower()}{unit[1:]}, rate"
    return GuessedIndicator(unit, _polarity_of(name, unit), kind)


def _unit_in(name: str, numbers: Sequence[Decimal]) -> str:
    if _PERCENT.search(name):
        return "%"
    if per := _PER.search(name):
        return per[0].lower()
    for pattern, unit in _UNITS:
        if pattern.search(name):
            return unit
    if counted := _COUNTED.search(name):
        words = counted[1].strip().lower()
        if len(words) <= _LONGEST_UNIT:
            return words
    last = name.split()[-1].lower().strip(".,") if name.split() else ""
    return last if last.isalpha() and last.endswith("s") else "number"


def _kind_of(name: str, unit: str, measure: str, numbers: Sequence[Decimal]) -> str:
    is_share = unit.startswith("%") or bool(_PERCENT.fullmatch(unit))
    if _CHANGE.search(name) and is_share:
        return NumberKind.ALONE
    if is_share or "percent" in measure.lower():
        return NumberKind.SHARE
    if _PER.search(unit) or measure.lower().strip() in ("rate", "rates"):
        return NumberKind.RATE
    if _LEVEL.search(name) or any(pattern.search(unit) for pattern, _ in _UNITS[:4]):
        return NumberKind.LEVEL
    if any(number != int(number) for number in numbers):
        return NumberKind.LEVEL
    return NumberKind.ALONE if any(number < 0 for number in numbers) else NumberKind.COUNTED


def _polarity_of(name: str, unit: str) -> str:
    if _GOOD.search(name):
        return Polarity.HIGHER
    if _BAD.search(name):
        return Polarity.LOWER
    return Polarity.HIGHER if unit.startswith("%") else Polarity.NEITHER
