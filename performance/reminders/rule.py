"""Who is asked for which figure, on which day. Plain values in, letters out; the day is passed in.

A figure that is in is never asked for: reported, suppressed, not applicable, or provisional, since no day is set
for the final one that follows it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.periods import Period

# Days from the day a figure is due; before it they are negative.
STEPS = (-14, -3, 1, 7, 30)


# From this step on, whoever stands in is asked beside the owner.
BOTH_FROM = 7


# How late the last step may still be sent: loading an old plan asks nobody for figures of years ago.
LAST_STEP_KEEPS = timedelta(days=14)


# From one e-mail to the next to the same person.
DAYS_BETWEEN = timedelta(days=5)


class Because(StrEnum):
    """Why somebody is asked for a figure."""

    OWNER = "owner"
    STANDS_IN = "stands_in"
    NO_OWNER = "no_owner"


@dataclass(frozen=True)
class Person:
    """`can_be_asked`: may sign in and record figures, and has an e-mail address."""

    pk: int
    name: str
    email: str = ""
    can_be_asked: bool = True


@dataclass(frozen=True)
class Wanted:
    """A figure that is not in, with the day it is due and the people who are to send it."""

    indicator: int
    name: str
    slug: str
    period: Period
    due_on: date
    owner: Person | None = None
    stand_in: Person | None = None


@dataclass(frozen=True)
class AskedPerson:
    """A figure that somebody is asked for: at which step, and why that person."""

    figure: Wanted
    days: int
    because: Because

    def key_for(self, person: Person) -> tuple[int, Period, int, int]:
        return self.figure.indicator, self.figure.period, self.days, person.pk


@dataclass(frozen=True)
class Letter:
    """All that one person is asked for today, what is due first at the top."""

    to: Person
    asked: tuple[AskedPerson, ...]


@dataclass(frozen=True)
class ReminderPost:
    """A day's letters; those that wait, since the person had one within five days; and what nobody can be asked for."""

    letters: tuple[Letter, ...]
    waiting: tuple[Letter, ...]
    nobody: tuple[Wanted, ...]


def step_on(today: date, due_on: date) -> int | None:
    """The last step whose day has come; none before the first, nor long after the last.

    A step that was missed is so taken while no later one has come.
    """
    come = [days for days in STEPS if due_on + timedelta(days) <= today]
    if not come:
        return None
    last = come[-1]
    too_late = last == STEPS[-1] and today > due_on + timedelta(last) + LAST_STEP_KEEPS
    return None if too_late else last


def who_is_asked(
    days: int, owner: Person | None, stand_in: Person | None
) -> list[tuple[Person, Because]]:
    """The owner; from seven days after, whoever stands in too; and they alone where the owner cannot be asked."""
    asked = []
    if owner and owner.can_be_asked:
        asked.append((owner, Because.OWNER))
    if stand_in and stand_in.can_be_asked and stand_in.pk not in [person.pk for person, _ in asked]:
        if not asked:
            asked.append((stand_in, Because.NO_OWNER))
        elif days >= BOTH_FROM:
            asked.append((stand_in, Because.STANDS_IN))
    return asked


def may_be_written_to(today: date, last_sent: date | None) -> bool:
    """Never twice in five days: a letter on the 1st is followed by the next on the 6th at the earliest."""
    return last_sent is None or today - last_sent >= DAYS_BETWEEN


def post_of(
    wanted: Iterable[Wanted],
    *,
    today: date,
    sent: Collection[tuple[int, Period, int, int]],
    last_sent: Mapping[int, date],
) -> ReminderPost:
    """The letters of `today`, in the order of what is due first.

    `sent` holds indicator, period, step and person of those that went; `last_sent` the day of each person's last one.
    """
    asked: dict[Person, list[AskedPerson]] = {}
    nobody = []
    for figure in sorted(wanted, key=lambda row: (row.due_on, row.name)):
        days = step_on(today, figure.due_on)
        if days is None:
            continue
        people = who_is_asked(days, figure.owner, figure.stand_in)
        for person, because in people:
            one = AskedPerson(figure, days, because)
            if one.key_for(person) not in sent:
                asked.setdefault(person, []).append(one)
        if not people:
            nobody.append(figure)
    letters, waiting = _parted(
        [Letter(to, tuple(rows)) for to, rows in asked.items()], today, last_sent
    )
    return ReminderPost(letters, waiting, tuple(nobody))


def _parted(
    letters: Iterable[Letter], today: date, last_sent: Mapping[int, date]
) -> tuple[tuple[Letter, ...], tuple[Letter, ...]]:
    """Those that may go today, and those that wait."""
    go: list[Letter] = []
    wait: list[Letter] = []
    for letter in letters:
        may = may_be_written_to(today, last_sent.get(letter.to.pk))
        (go if may else wait).append(letter)
    return tuple(go), tuple(wait)


def one_line(text: str) -> str:
    """`text` without line breaks and without characters that nobody sees."""
    visible = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(visible.split())
