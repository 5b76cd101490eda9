"""Who is reminded about what, on which day. Plain values in, letters out; the day is passed in.

Nobody is reminded about a figure that is in: reported, suppressed, not applicable or provisional. No day is set for
the final figure that follows a provisional one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from core.periods import Period

# Days from the day a figure is due; before it they are negative.
STEPS = (-14, -3, 1, 7, 30)


# From this step on, the stand-in is reminded as well as the owner.
BOTH_FROM = 7


# How late the last step may still be sent: loading an old plan reminds nobody about figures of years ago.
LAST_STEP_KEEPS = timedelta(days=14)


# From one e-mail to the next to the same person.
DAYS_BETWEEN = timedelta(days=5)


class Because(StrEnum):
    """Why a person is reminded."""

    OWNER = "owner"
    STANDS_IN = "stands_in"
    NO_OWNER = "no_owner"
    LEADS = "leads"


@dataclass(frozen=True)
class Person:
    """`can_be_reminded`: the person may sign in and send it in, and has an e-mail address."""

    pk: int
    name: str
    email: str = ""
    can_be_reminded: bool = True


class Missing(Protocol):
    """Something that is due and not in. Reminders about it are told apart by its `key` and period.

    `steps` are days from the day it is due; `stored` the fields of a reminder that say what it is about.
    """

    @property
    def name(self) -> str: ...

    @property
    def period(self) -> Period: ...

    @property
    def due_on(self) -> date: ...

    @property
    def steps(self) -> tuple[int, ...]: ...

    @property
    def key(self) -> int | str: ...

    @property
    def stored(self) -> dict[str, Any]: ...

    @property
    def in_words(self) -> str: ...

    def people_at(self, days: int) -> list[tuple[Person, Because]]: ...


@dataclass(frozen=True)
class MissingFigure:
    """A figure that is not in, the day it is due and the people who should send it."""

    indicator: int
    name: str
    slug: str
    period: Period
    due_on: date
    owner: Person | None = None
    stand_in: Person | None = None
    steps: tuple[int, ...] = STEPS

    @property
    def key(self) -> int:
        return self.indicator

    @property
    def stored(self) -> dict[str, Any]:
        return {"indicator_id": self.indicator}

    @property
    def in_words(self) -> str:
        return f"{self.name}, {self.period}"

    def people_at(self, days: int) -> list[tuple[Person, Because]]:
        return people_to_remind(days, self.owner, self.stand_in)


ReminderKey: TypeAlias = tuple[int | str, Period, int, int]


@dataclass(frozen=True)
class DueReminder:
    """What a person is reminded about, at which step, and why that person."""

    missing: Missing
    days: int
    because: Because

    def key_for(self, person: Person) -> ReminderKey:
        return self.missing.key, self.missing.period, self.days, person.pk


@dataclass(frozen=True)
class Letter:
    """All reminders to one person today, the earliest due first."""

    to: Person
    reminders: tuple[DueReminder, ...]


@dataclass(frozen=True)
class ReminderPost:
    """The letters of a day, in three groups.

    `letters` go out today. `waiting` ones do not: their person had a letter in the last five days. `nobody` is
    what has no person who can be reminded.
    """

    letters: tuple[Letter, ...]
    waiting: tuple[Letter, ...]
    nobody: tuple[Missing, ...]


def step_on(today: date, due_on: date, steps: tuple[int, ...] = STEPS) -> int | None:
    """The latest step whose day has come. None before the first step, and from 15 days after the last.

    A missed step is still taken until the day of the next one.
    """
    come = [days for days in steps if due_on + timedelta(days) <= today]
    if not come:
        return None
    last = come[-1]
    too_late = last == steps[-1] and today > due_on + timedelta(last) + LAST_STEP_KEEPS
    return None if too_late else last


def people_to_remind(
    days: int, owner: Person | None, stand_in: Person | None
) -> list[tuple[Person, Because]]:
    """The owner; from seven days after the due day, the stand-in too. The stand-in alone where the owner cannot be."""
    people = []
    if owner and owner.can_be_reminded:
        people.append((owner, Because.OWNER))
    if (
        stand_in
        and stand_in.can_be_reminded
        and stand_in.pk not in [person.pk for person, _ in people]
    ):
        if not people:
            people.append((stand_in, Because.NO_OWNER))
        elif days >= BOTH_FROM:
            people.append((stand_in, Because.STANDS_IN))
    return people


def may_be_written_to(today: date, last_sent: date | None) -> bool:
    """Never twice in five days: a letter on the 1st is followed by the next on the 6th at the earliest."""
    return last_sent is None or today - last_sent >= DAYS_BETWEEN


def post_of(
    missing: Iterable[Missing],
    *,
    today: date,
    sent: Collection[ReminderKey],
    last_sent: Mapping[int, date],
) -> ReminderPost:
    """The letters of `today`, the earliest due first.

    `sent` holds the key, period, step and person of each reminder sent so far; `last_sent` the day of each person's
    last letter.
    """
    reminders: dict[Person, list[DueReminder]] = {}
    nobody: list[Missing] = []
    for one in sorted(missing, key=lambda row: (row.due_on, row.name)):
        days = step_on(today, one.due_on, one.steps)
        if days is None:
            continue
        people = one.people_at(days)
        for person, because in people:
            reminder = DueReminder(one, days, because)
            if reminder.key_for(person) not in sent:
                reminders.setdefault(person, []).append(reminder)
        if not people:
            nobody.append(one)
    letters, waiting = _split(
        [Letter(to, tuple(rows)) for to, rows in reminders.items()], today, last_sent
    )
    return ReminderPost(letters, waiting, tuple(nobody))


def _split(
    letters: Iterable[Letter], today: date, last_sent: Mapping[int, date]
) -> tuple[tuple[Letter, ...], tuple[Letter, ...]]:
    """The letters that may go today, and those that must wait."""
    go: list[Letter] = []
    wait: list[Letter] = []
    for letter in letters:
        may = may_be_written_to(today, last_sent.get(letter.to.pk))
        (go if may else wait).append(letter)
    return tuple(go), tuple(wait)


def one_line(text: str) -> str:
    """`text` without line breaks and without invisible characters."""
    visible = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(visible.split())
