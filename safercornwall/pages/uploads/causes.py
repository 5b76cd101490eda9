"""The form in which somebody answers, once for the file, what its unknown names stand for."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from core.periods import Period
from performance.cells.cause_words import counted_rows, what_is_wrong, who_is_left_out
from performance.cells.causes import AREA, BLANK, INDICATOR, PERIOD
from performance.cells.cell import Wrong
from performance.cells.lookups import KnownPlace, Lookups, not_over
from performance.cells.subjects import Subject
from performance.cells.values.periods import read_period
from performance.models import Indicator, Upload, UploadKind
from performance.models.upload_counts import Cause
from performance.uploads.judging.answers import answer_of_period, period_answered
from performance.uploads.layout.layouts import LEAVE_OUT, Answers
from performance.uploads.layout.remembering import remembered_answers
from places.models import Area

_OUT, _IS = "out", "is:"
_LONGEST = 250


@dataclass(frozen=True)
class CauseRow:
    """One cause: what is wrong, how many rows have it, a note under it, what was answered the last time, and the answers."""

    what: str
    rows: int
    note: str = ""
    last_time: str = ""
    answer: BoundField | None = None
    name: BoundField | None = None
    may_be_made: bool = False


@dataclass(frozen=True)
class GivenAnswer:
    """An answer that holds for this upload, and the box to take it back."""

    words: str
    field: BoundField


class CausesForm(forms.Form):
    """A question for each cause that can be answered. `answers` is what was said, `again` what is to be asked again."""

    def __init__(self, data: Any = None, *, upload: Upload, may_change: bool = True) -> None:
        super().__init__(data)
        self.upload = upload
        self.causes = {_id(one): one for one in upload.counted.causes if one.role and may_change}
        self._given = {
            _id(one): one
            for one in (*upload.counted.left_out, *upload.counted.read_as)
            if one.role and may_change
        }
        last = remembered_answers(upload) if self.causes else {}
        self._last = {
            field: last.get(cause.role, {}).get(cause.key) for field, cause in self.causes.items()
        }
        self._named = self._names_of(self._last.values())
        for field, cause in self.causes.items():
            self._ask(field, cause)
        for field, cause in self._given.items():
            self.fields[f"again-{field}"] = forms.BooleanField(
                required=False, label=f"Ask again: {_answered(cause)}"
            )

    def _ask(self, field: str, cause: Cause) -> None:
        rows = counted_rows(cause.rows)
        last = self._last[field]
        offered = dict(cause.near)
        initial = ""
        if cause.role == PERIOD and last in self._named:
            # “This quarter” may be another the next time.
            offered |= {last: self._named[last]}
        elif last == LEAVE_OUT and not cause.is_like:
            initial = _OUT
        elif last in self._named:
            offered |= {last: offered.get(last, self._named[last])}
            initial = f"{_IS}{last}"
        self.fields[f"answer-{field}"] = forms.ChoiceField(
            label=f"{what_is_wrong(cause)}, {rows}",
            required=False,
            initial=initial,
            choices=[
                ("", "Not answered yet"),
                *((f"{_IS}{slug}", f"This is {name}") for slug, name in offered.items()),
                (_OUT, "Leave these rows out"),
            ],
            error_messages={"invalid_choice": "Choose an answer from the list"},
        )
        if _may_be_another(cause):
            self.fields[f"name-{field}"] = forms.CharField(
                label=f"Or the {cause.role} that “{cause.name}” is",
                required=False,
                max_length=_LONGEST,
                error_messages={"max_length": f"Type a name of at most {_LONGEST} characters"},
            )

    def _names_of(self, answers: Any) -> dict[str, str]:
        """The names of what was said the last time, as far as it is still there."""
        slugs = {one for one in answers if one}
        if not slugs:
            return {}
        areas = Area.objects.filter(slug__in=slugs)
        named = {one.slug: one.named for one in areas.only("slug", "name", "kind")}
        named |= {one: period.label for one in slugs if (period := period_answered(one))}
        if self.upload.kind != UploadKind.INDEX_SCORES:
            found = Indicator.objects.known_under(waiting=True).filter(slug__in=slugs)
            named |= dict(found.values_list("slug", "name"))
        return named

    @property
    def rows(self) -> list[CauseRow]:
        """Of all causes, those that only the file can put right too."""
        return [self._row(cause) for cause in self.upload.counted.causes]

    def _row(self, cause: Cause) -> CauseRow:
        field = _id(cause)
        if field not in self.causes:
            return CauseRow(what_is_wrong(cause), cause.rows, _note(cause))
        name = f"name-{field}"
        return CauseRow(
            what_is_wrong(cause),
            cause.rows,
            _note(cause),
            self._last_time(field, cause),
            self[f"answer-{field}"],
            self[name] if name in self.fields else None,
            cause.role == INDICATOR and cause.key != BLANK,
        )

    def _last_time(self, field: str, cause: Cause) -> str:
        last = self._last[field]
        if last == LEAVE_OUT:
            again = ", and like a name here: look at it again" if cause.is_like else ""
            return f"Left out last time{again}."
        return f"Last time it was {self._named[last]}." if last in self._named else ""

    @property
    def given(self) -> list[GivenAnswer]:
        return [
            GivenAnswer(_answered(cause), self[f"again-{field}"])
            for field, cause in self._given.items()
        ]

    # What is said.

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._answers: dict[str, dict[str, str]] = {}
        lookups: Lookups | None = None
        for field, cause in self.causes.items():
            answer = cleaned.get(f"answer-{field}", "")
            name = " ".join((cleaned.get(f"name-{field}") or "").split())
            if name:
                # Choosing in the list is only an offer beside a name that is typed.
                if answer and answer != self.fields[f"answer-{field}"].initial:
                    self.add_error(f"name-{field}", "Choose an answer or type a name, not both")
                    continue
                lookups = lookups or Lookups(self.upload.kind)
                answer = self._slug_of(field, cause, name, lookups)
            if answer:
                to = LEAVE_OUT if answer == _OUT else answer.removeprefix(_IS)
                self._answers.setdefault(cause.role, {})[cause.key] = to
        if not self.errors and not self._answers and not self.again:
            self.add_error(None, "Answer at least one of them")
        return cleaned

    def _slug_of(self, field: str, cause: Cause, name: str, lookups: Lookups) -> str:
        if cause.role == PERIOD:
            return self._period_of(field, name)
        found = lookups.area(name) if cause.role == AREA else lookups.subject(name)
        if isinstance(found, KnownPlace | Subject):
            return f"{_IS}{found.slug}"
        self.add_error(f"name-{field}", f"{found.message} {found.remedy}".removesuffix("."))
        return ""

    def _period_of(self, field: str, name: str) -> str:
        read = read_period(name, None)
        if isinstance(read, Period):
            wrong = not_over(read, timezone.localdate())
            if wrong is None:
                return f"{_IS}{answer_of_period(read)}"
        else:
            wrong = Wrong(read.says, read.facts, role=PERIOD)
        self.add_error(f"name-{field}", wrong.in_form.removesuffix("."))
        return ""

    @property
    def answers(self) -> Answers:
        return self._answers

    @property
    def again(self) -> Answers:
        found: dict[str, dict[str, str]] = {}
        for field, cause in self._given.items():
            if self.cleaned_data.get(f"again-{field}"):
                found.setdefault(cause.role, {})[cause.key] = LEAVE_OUT
        return found


def _id(cause: Cause) -> str:
    """The same for the same cause, whatever else a check finds: what was typed is kept when the file was read again."""
    return f"{cause.role}-{sha256(cause.key.encode()).hexdigest()[:12]}"


def _may_be_another(cause: Cause) -> bool:
    return cause.names == 1 and cause.key.startswith("name:")


def _answered(cause: Cause) -> str:
    if cause.near:
        return f"“{cause.name}” is {cause.near[0][1]}"
    return f"{who_is_left_out(cause)} left out, {counted_rows(cause.rows)}"


def _note(cause: Cause) -> str:
    if not cause.role:
        return "To be put right in the file."
    if not cause.examples:
        return ""
    more = ", …" if cause.names > len(cause.examples) else ""
    return f"{', '.join(cause.examples)}{more}"
