"""Whom a figure that is due makes the planner write to, and on which day."""

from datetime import date, timedelta

import pytest

from core.periods import Period
from performance.reminders.rule import (
    STEPS,
    Because,
    MissingFigure,
    Person,
    may_be_written_to,
    people_to_remind,
    post_of,
    step_on,
)

Q1 = Period.quarter(2011, 1)
DUE = date(2011, 7, 30)
OWEN, STELLA = Person(1, "Owen", "owen@example.org"), Person(2, "Stella", "stella@example.org")
GONE = Person(3, "Gawen", "gawen@example.org", can_be_reminded=False)


def after(days):
    return DUE + timedelta(days)


def wanted(number=1, due_on=DUE, owner=OWEN, stand_in=STELLA, name="Burglary"):
    return MissingFigure(number, name, f"indicator-{number}", Q1, due_on, owner, stand_in)


def post(*figures, days=0, sent=(), last=None):
    return post_of(figures, today=after(days), sent=set(sent), last_sent=last or {})


def to_whom(post):
    return {
        letter.to.name: [
            (reminder.missing.indicator, reminder.days) for reminder in letter.reminders
        ]
        for letter in post.letters
    }


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-400, None), (-15, None),
        (-14, -14), (-13, -14), (-4, -14),
        (-3, -3), (0, -3),
        (1, 1), (6, 1),
        (7, 7), (29, 7),
        (30, 30), (44, 30),
        (45, None), (4000, None),
    ],
)  # fmt: skip
def test_a_step_comes_on_its_day_and_counts_until_the_next(days, step):
    assert step_on(after(days), DUE) == step


def test_a_scheduler_that_runs_every_day_sends_each_step_once_and_never_twice_in_five_days():
    days_written, sent, last = [], set(), {}
    for days in range(-30, 100):
        for letter in post(wanted(), days=days, sent=sent, last=last).letters:
            if letter.to == OWEN:
                days_written.append((days, [reminder.days for reminder in letter.reminders]))
            sent |= {reminder.key_for(letter.to) for reminder in letter.reminders}
            last[letter.to.pk] = after(days)
    # The first after the due day waits a day: three days before it there was one.
    assert days_written == [(-14, [-14]), (-3, [-3]), (2, [1]), (7, [7]), (30, [30])]
    assert {key[2] for key in sent if key[3] == STELLA.pk} == {7, 30}


def test_a_scheduler_that_stood_still_sends_only_the_last_step_that_it_missed():
    assert to_whom(post(wanted(), days=3)) == {"Owen": [(1, 1)]}
    assert to_whom(post(wanted(), days=20)) == {"Owen": [(1, 7)], "Stella": [(1, 7)]}


def test_an_old_plan_asks_for_nothing():
    nothing = post(wanted(owner=None, stand_in=None), wanted(2), days=45)
    assert (nothing.letters, nothing.waiting, nothing.nobody) == ((), (), ())


@pytest.mark.parametrize(
    ("owner", "stand_in", "early", "late"),
    [
        (OWEN, STELLA, ["Owen"], ["Owen", "Stella"]),
        (OWEN, None, ["Owen"], ["Owen"]),
        (OWEN, GONE, ["Owen"], ["Owen"]),
        (OWEN, OWEN, ["Owen"], ["Owen"]),
        (GONE, STELLA, ["Stella"], ["Stella"]),
        (None, STELLA, ["Stella"], ["Stella"]),
        (GONE, GONE, [], []),
        (GONE, None, [], []),
        (None, GONE, [], []),
        (None, None, [], []),
    ],
)
def test_the_owner_is_reminded_and_then_the_stand_in_too(owner, stand_in, early, late):
    for days in STEPS:
        names = [person.name for person, _ in people_to_remind(days, owner, stand_in)]
        assert names == (early if days <= 1 else late), days


def test_everybody_is_told_why_they_are_reminded():
    assert people_to_remind(7, OWEN, STELLA) == [(OWEN, Because.OWNER), (STELLA, Because.STANDS_IN)]
    assert people_to_remind(-14, GONE, STELLA) == [(STELLA, Because.NO_OWNER)]
    assert people_to_remind(30, None, STELLA) == [(STELLA, Because.NO_OWNER)]


def test_who_cannot_be_reminded_of_anything_is_said():
    found = post(wanted(owner=GONE, stand_in=None), wanted(2), days=-14)
    assert [figure.indicator for figure in found.nobody] == [1]
    assert to_whom(found) == {"Owen": [(2, -14)]}


@pytest.mark.parametrize(
    ("since", "may"), [(None, True), (-1, False), (0, False), (4, False), (5, True), (6, True)]
)
def test_five_days_lie_between_two_letters(since, may):
    last = None if since is None else after(-since)
    assert may_be_written_to(after(0), last) is may


def test_one_letter_gathers_all_of_a_person_and_what_is_due_first_leads():
    found = post(
        wanted(1, due_on=after(14)), wanted(2, due_on=after(-1)), wanted(3, due_on=after(3)),
        wanted(4, due_on=after(9), owner=STELLA, stand_in=OWEN),
    )  # fmt: skip
    assert to_whom(found) == {"Owen": [(2, 1), (3, -3), (1, -14)], "Stella": [(4, -14)]}


def test_a_person_written_to_lately_waits_and_others_do_not():
    found = post(wanted(), days=7, last={OWEN.pk: after(3)})
    assert to_whom(found) == {"Stella": [(1, 7)]}
    assert [letter.to for letter in found.waiting] == [OWEN]
    assert to_whom(post(wanted(), days=8, last={OWEN.pk: after(3)}))["Owen"] == [(1, 7)]


def test_what_was_sent_is_not_sent_again_but_to_somebody_else():
    sent = {(1, Q1, 7, OWEN.pk)}
    assert to_whom(post(wanted(), days=9, sent=sent)) == {"Stella": [(1, 7)]}
    assert to_whom(post(wanted(owner=STELLA), days=9, sent=sent)) == {"Stella": [(1, 7)]}
    assert to_whom(post(wanted(2), days=9, sent=sent))["Owen"] == [(2, 7)]
