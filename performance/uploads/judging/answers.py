"""What a person has answered about names that nothing has: which indicator, area or period is meant, or that their rows are left out."""

from __future__ import annotations

from datetime import date

from core.periods import Period
from performance.cells.area_codes import area_code_kind
from performance.cells.causes import (
    AREA,
    CODES,
    INDICATOR,
    OTHERS,
    PERIOD,
    REST,
    LeftOut,
    key_of_name,
)
from performance.cells.findings import FindingList
from performance.cells.lookups import KnownPlace, Lookups, plain
from performance.cells.subjects import Subject
from performance.uploads.layout.layouts import ASK, LEAVE_OUT, Answers


def answer_of_period(period: Period) -> str:
    """What is kept for "this is Q2 2011/12": its days."""
    return f"{period.start}_{period.end}"


def period_answered(answer: str) -> Period | None:
    """The period of `answer_of_period`; None for anything else."""
    try:
        start, end = map(date.fromisoformat, answer.split("_"))
        return Period(start, end)
    except ValueError:
        return None


class AnsweredNames:
    """The answers of one upload, each looked up once for a name. None where nothing is answered, or no longer holds."""

    def __init__(self, answers: Answers, lookups: Lookups, findings: FindingList) -> None:
        self._answers, self._lookups = answers, lookups
        self._note = findings.read_as

    def subject(self, name: str, *, is_known: bool = False) -> Subject | LeftOut | None:
        """A name that an indicator has (`is_known`) may be said to mean another: the rates beside its counts."""
        own = key_of_name(name)
        answer = self._of(INDICATOR, own, own if is_known else self._group_of_subject(name))
        if answer is None or isinstance(answer, LeftOut):
            return answer and answer._replace(name=name)
        found = self._lookups.subject(answer)
        if not isinstance(found, Subject):
            return None
        self._note(INDICATOR, name, found.slug, found.name)
        return found

    def area(self, name: str, code: str) -> KnownPlace | LeftOut | None:
        """`code` is that of what is wrong with the name."""
        answer = self._of(AREA, key_of_name(name), self._group(name, code))
        if answer is None or isinstance(answer, LeftOut):
            return answer and answer._replace(name=name)
        found = self._lookups.of_slug(answer)
        if found is not None:
            self._note(AREA, name, found.slug, found.named)
        return found

    def period(self, name: str) -> Period | LeftOut | None:
        answer = self._of(PERIOD, key_of_name(name), REST)
        if answer is None or isinstance(answer, LeftOut):
            return answer and answer._replace(name=name)
        period = period_answered(answer)
        if period is not None:
            self._note(PERIOD, name, answer, period.label)
        return period

    def _group(self, name: str, code: str) -> str:
        """Which names of areas are answered together with this one."""
        if code == "unknown_code" and (kind := area_code_kind(name)):
            return f"{CODES}{kind}"
        given = self._answers.get(AREA, {})
        if code == "unknown_area" and OTHERS in given and name.strip():
            return REST if self._lookups.likeness.is_like_area(name) else OTHERS
        return REST

    def _group_of_subject(self, name: str) -> str:
        """A name like one of ours is asked about by itself, whatever is said of the others."""
        is_like = self._lookups.likeness.is_like_subject(plain(name))
        return key_of_name(name) if is_like else REST

    def _of(self, role: str, *keys: str) -> str | LeftOut | None:
        """The answer of the first key that has one: a slug, or that it is left out."""
        given = self._answers.get(role, {})
        key = next((one for one in keys if one in given), None)
        if key is None or given[key] == ASK:
            return None
        return LeftOut(role, key) if given[key] == LEAVE_OUT else given[key]
