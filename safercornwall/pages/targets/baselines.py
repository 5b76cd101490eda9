"""What a change is against, as the form asks for it: one answer, with the fields that go with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from core.periods import Period
from performance.choices import TargetForm


class Baseline(TextChoices):
    LAST_YEAR = "last_year", "The figure of the same period a year before"
    PERIOD = "period", "The figure of another period"
    VALUE = "value", "A value that is stated here"
    COMPARATOR = "comparator", "A comparator"


NO_BASELINE = ("", "None: it is no change")
NAMES = {
    "baseline_period": "baseline period",
    "baseline_value": "baseline value",
    "baseline_label": "comparator",
}


@dataclass(frozen=True)
class AskedBaseline:
    """The field that an answer needs, what is said where it is missing, and the fields that it may have besides."""

    needed: str = ""
    missing: str = ""
    optional: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.needed, *self.optional)


ASKED = {
    Baseline.LAST_YEAR: AskedBaseline(),
    Baseline.PERIOD: AskedBaseline("baseline_period", "Enter the baseline period, such as 2010/11"),
    Baseline.VALUE: AskedBaseline(
        "baseline_value", "Enter the baseline value", optional=("baseline_period",)
    ),
    Baseline.COMPARATOR: AskedBaseline(
        "baseline_label", "Choose the comparator", optional=("baseline_period",)
    ),
}


def baseline_problems(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is missing or too much, by field of the form. `said` is what its fields were cleaned to."""
    answer = said.get("baseline")
    if said["form"] != TargetForm.CHANGE:
        if answer:
            yield "baseline", "Choose no baseline: only a change is against one"
        yield from _too_many(said, (), "only a change is against a baseline")
    elif answer:
        asked = ASKED[Baseline(answer)]
        if asked.needed and said["is_confirmed"] and said.get(asked.needed) in (None, ""):
            yield asked.needed, asked.missing
        yield from _too_many(said, asked.fields, "the answer above does not ask for it")
    elif said["is_confirmed"]:
        yield "baseline", "Choose what the change is against"
    else:
        yield from _too_many(said, (), "nothing above says that the change is against it")


def _too_many(
    said: Mapping[str, Any], asked: tuple[str, ...], why: str
) -> Iterator[tuple[str, str]]:
    for name, words in NAMES.items():
        if name not in asked and said.get(name) not in (None, ""):
            yield name, f"Leave the {words} empty: {why}"


def baseline_days(said: Mapping[str, Any], period: Period | None) -> dict[str, Any]:
    """The first and the last day of what the change is against, for a target of that `period`."""
    against: Period | None = said.get("baseline_period")
    if said.get("baseline") == Baseline.LAST_YEAR:
        against = period.same_last_year() if period else None
    return {
        "baseline_start": against.start if against else None,
        "baseline_end": against.end if against else None,
    }


def baseline_asked(stored: Mapping[str, Any], period: Period | None) -> dict[str, Any]:
    """The answer and the period that stored fields of a target come to."""
    start, end = stored.get("baseline_start"), stored.get("baseline_end")
    against = Period(start, end) if start and end and start <= end else None
    if stored.get("baseline_value") is not None:
        answer: str = Baseline.VALUE
    elif stored.get("baseline_label"):
        answer = Baseline.COMPARATOR
    elif against and period and against == period.same_last_year():
        return {"baseline": Baseline.LAST_YEAR, "baseline_period": None}
    else:
        answer = Baseline.PERIOD if against else ""
    return {"baseline": answer, "baseline_period": against}
