"""The text of a reminder: names and days, never the value of a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.partnership import planner_name
from core.periods import written
from performance.reminders.rule import Because, DueReminder, Letter, MissingFigure, one_line
from performance.rounds.quarters import key_of, quarter_of
from projects.reminders import MissingUpdate

MAX_NAME_IN_SUBJECT = 100


@dataclass(frozen=True)
class LetterLine:
    """One figure as the e-mail lists it."""

    name: str
    period: str
    due: str
    why: str
    enter: str
    arrangements: str


@dataclass(frozen=True)
class UpdateLine:
    """One project as the e-mail lists it, with the address of the form for its update."""

    name: str
    last: str
    why: str
    write: str


def message_of(letter: Letter, *, today: date) -> EmailMessage:
    return EmailMessage(
        subject=subject_of(letter, today=today),
        body=body_of(letter, today=today),
        to=[letter.to.email],
        # So that an out-of-office reply does not answer it.
        headers={"Auto-Submitted": "auto-generated"},
    )


def subject_of(letter: Letter, *, today: date) -> str:
    """The subject in one line. A line break in a name would let it write headers."""
    figures, updates = figures_in(letter), updates_in(letter)
    if len(letter.reminders) == 1:
        (only,) = letter.reminders
        when = "was due" if late_in(letter.reminders, today) else "due"
        kind = "Figure" if figures else "Project update"
        name = shortened(one_line(only.missing.name))
        period = f", {only.missing.period}" if figures else ""
        return f"{kind} {when} on {written(only.missing.due_on)}: {name}{period}"
    parts = []
    if figures:
        late = late_in(figures, today)
        parts.append(
            f"{counted(figures, 'figure')} to send in" + f", {late} of them late" * bool(late)
        )
    if updates:
        parts.append(f"{counted(updates, 'project update')} to write")
    return ", and ".join(parts)


def body_of(letter: Letter, *, today: date) -> str:
    figures, updates = figures_in(letter), updates_in(letter)
    context = {
        "planner": planner_name(),
        "name": one_line(letter.to.name),
        "opening": opening_of(figures, today=today),
        "lines": [line_of(reminder, today=today) for reminder in figures],
        "rounds": rounds_of(figures),
        "template": absolute(reverse("uploads:template")),
        "upload": absolute(reverse("uploads:new")),
        "updates": [update_line_of(reminder) for reminder in updates],
    }
    return render_to_string("emails/reminder.txt", context).strip() + "\n"


def opening_of(figures: list[DueReminder], *, today: date) -> str:
    """Nothing where the letter is about no figure."""
    count, late = len(figures), late_in(figures, today)
    if not count:
        return ""
    if count == 1:
        return "One figure is looked for, and it is late." if late else "One figure is looked for."
    those = f"{count} figures are looked for"
    match late:
        case 0:
            return f"{those}."
        case 1:
            return f"{those}. One of them is late."
    return f"{those}. {'All' if late == count else late} of them are late."


def update_line_of(reminder: DueReminder) -> UpdateLine:
    missing: Any = reminder.missing
    last = (
        f"The last update was on {written(missing.updated_on)}."
        if missing.updated_on
        else "There has been no update yet."
    )
    why = (
        "You are its owner."
        if reminder.because == Because.OWNER
        else "Your organisation leads it, and it has no owner who can be reminded."
    )
    address = absolute(reverse("projects:update", args=[missing.slug]))
    return UpdateLine(one_line(missing.name), last, why, address)


def figures_in(letter: Letter) -> list[DueReminder]:
    return [one for one in letter.reminders if isinstance(one.missing, MissingFigure)]


def updates_in(letter: Letter) -> list[DueReminder]:
    return [one for one in letter.reminders if isinstance(one.missing, MissingUpdate)]


def counted(reminders: list[DueReminder], noun: str) -> str:
    return f"{len(reminders)} {noun}{'' if len(reminders) == 1 else 's'}"


def line_of(reminder: DueReminder, *, today: date) -> LetterLine:
    figure: Any = reminder.missing
    return LetterLine(
        name=one_line(figure.name),
        period=str(figure.period),
        due=due_words(figure.due_on, today),
        why=why_words(reminder),
        enter=absolute(
            reverse(
                "figures:enter",
                args=[figure.slug],
                query={"period": figure.period.label},
            )
        ),
        arrangements=absolute(reverse("indicators:reporting", args=[figure.slug])),
    )


def rounds_of(figures: list[DueReminder]) -> list[tuple[str, str]]:
    """The quarters that expect these figures, with the addresses of their rounds."""
    quarters = sorted({quarter_of(reminder.missing.period.end) for reminder in figures})
    return [
        (quarter.label, absolute(reverse("rounds:page", args=[key_of(quarter)])))
        for quarter in quarters
    ]


def due_words(due_on: date, today: date) -> str:
    """The due day, and the days until it: "due on 30 July 2011, in 14 days"."""
    days = (due_on - today).days
    match days:
        case 0:
            return f"due today, {written(due_on)}"
        case 1:
            return f"due tomorrow, {written(due_on)}"
        case -1:
            return f"was due yesterday, {written(due_on)}"
    if days < 0:
        return f"was due on {written(due_on)}, {-days} days ago"
    return f"due on {written(due_on)}, in {days} days"


def why_words(reminder: DueReminder) -> str:
    missing: Any = reminder.missing
    owner = missing.owner
    match reminder.because:
        case Because.OWNER:
            return "You are its owner."
        case Because.STANDS_IN if owner:
            return f"You stand in for {one_line(owner.name)}, who is asked too."
    if owner:
        return f"You stand in for {one_line(owner.name)}, who cannot be asked."
    return "You stand in, and it has no owner."


def late_in(reminders: Iterable[DueReminder], today: date) -> int:
    return sum(reminder.missing.due_on < today for reminder in reminders)


def absolute(path: str) -> str:
    """An address that works outside the planner. A command has no request to take the host from."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def shortened(text: str) -> str:
    most = MAX_NAME_IN_SUBJECT
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
