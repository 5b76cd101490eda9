"""What a reminder says. Plain text: names and days, never the value of a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from core.periods import written
from performance.reminders.rule import AskedPerson, Because, Letter, one_line
from performance.rounds.quarters import key_of, quarter_of

LONGEST_NAME_IN_A_SUBJECT = 100


@dataclass(frozen=True)
class LetterLine:
    """One figure as the e-mail lists it."""

    name: str
    period: str
    due: str
    why: str
    enter: str
    arrangements: str


def message_of(letter: Letter, *, today: date) -> EmailMessage:
    return EmailMessage(
        subject=subject_of(letter, today=today),
        body=body_of(letter, today=today),
        to=[letter.to.email],
        # So that an out-of-office reply does not answer it.
        headers={"Auto-Submitted": "auto-generated"},
    )


def subject_of(letter: Letter, *, today: date) -> str:
    """One line, whatever an indicator is called: a line break would let its name write headers."""
    late = late_in(letter, today)
    if len(letter.asked) == 1:
        figure = letter.asked[0].figure
        when = "was due" if late else "due"
        name = shortened(one_line(figure.name))
        return f"Figure {when} on {written(figure.due_on)}: {name}, {figure.period}"
    count = f"{len(letter.asked)} figures to send in"
    return f"{count}, {late} of them late" if late else count


def body_of(letter: Letter, *, today: date) -> str:
    context = {
        "name": one_line(letter.to.name),
        "opening": opening_of(letter, today=today),
        "lines": [line_of(asked, today=today) for asked in letter.asked],
        "rounds": rounds_of(letter),
        "template": absolute(reverse("uploads:template")),
        "upload": absolute(reverse("uploads:new")),
    }
    return render_to_string("emails/reminder.txt", context).strip() + "\n"


def opening_of(letter: Letter, *, today: date) -> str:
    count, late = len(letter.asked), late_in(letter, today)
    if count == 1:
        return "One figure is looked for, and it is late." if late else "One figure is looked for."
    those = f"{count} figures are looked for"
    match late:
        case 0:
            return f"{those}."
        case 1:
            return f"{those}. One of them is late."
    return f"{those}. {'All' if late == count else late} of them are late."


def line_of(asked: AskedPerson, *, today: date) -> LetterLine:
    figure = asked.figure
    return LetterLine(
        name=one_line(figure.name),
        period=str(figure.period),
        due=due_words(figure.due_on, today),
        why=why_words(asked),
        enter=absolute(
            reverse(
                "figures:enter",
                args=[figure.slug],
                query={"period": figure.period.label},
            )
        ),
        arrangements=absolute(reverse("indicators:reporting", args=[figure.slug])),
    )


def rounds_of(letter: Letter) -> list[tuple[str, str]]:
    """The quarters whose rounds look for these figures, with the addresses of their pages."""
    quarters = sorted({quarter_of(asked.figure.period.end) for asked in letter.asked})
    return [
        (quarter.label, absolute(reverse("rounds:page", args=[key_of(quarter)])))
        for quarter in quarters
    ]


def due_words(due_on: date, today: date) -> str:
    """The day, and how far it is: "due on 30 July 2011, in 14 days"."""
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


def why_words(asked: AskedPerson) -> str:
    owner = asked.figure.owner
    match asked.because:
        case Because.OWNER:
            return "You are its owner."
        case Because.STANDS_IN if owner:
            return f"You stand in for {one_line(owner.name)}, who is asked too."
    if owner:
        return f"You stand in for {one_line(owner.name)}, who cannot be asked."
    return "You stand in, and it has no owner."


def late_in(letter: Letter, today: date) -> int:
    return sum(asked.figure.due_on < today for asked in letter.asked)


def absolute(path: str) -> str:
    """An address that works outside the planner. A command has no request to take the host from."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def shortened(text: str) -> str:
    most = LONGEST_NAME_IN_A_SUBJECT
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
