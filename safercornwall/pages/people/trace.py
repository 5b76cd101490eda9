"""What was changed about a person: who did it, when, from what and to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from accounts.actions import CHANGED_PASSWORD, RESET_PASSWORD
from accounts.models import OneTimeLink, Organisation, User
from accounts.second_factors import CHANGES
from core.records.fetching import index_by
from core.records.versions import Change, changes_between

# More than anybody reads; older ones stay in the database.
MOST_LINES = 200
ON_THE_SERVER = "Somebody on the server"
NONE = "None"

LABELS = {
    "first_name": "First name",
    "last_name": "Last name",
    "organisation": "Organisation",
    "job_title": "Post",
    "email": "E-mail address",
    "username": "Username",
    "is_active": "Can sign in",
}
PASSWORDS = {
    CHANGED_PASSWORD: "Password changed",
    RESET_PASSWORD: "New password chosen with a link sent by e-mail",
}
HOW_LINKS_END = {
    OneTimeLink.Outcome.USED: "Invitation accepted",
    OneTimeLink.Outcome.WITHDRAWN: "Invitation withdrawn",
}


@dataclass(frozen=True)
class TraceLine:
    """One thing that was done. `by` is the key of the person who did it. `was` and `now` are empty where no value changed."""

    at: datetime
    by: int | None
    what: str
    was: Any = ""
    now: Any = ""
    who: str = ON_THE_SERVER


def trace_of(person: User) -> list[TraceLine]:
    """The latest first, with names in place of numbers."""
    found = [*_edits(person), *_roles(person), *_limits(person), *_invitations(person)]
    newest = sorted(found, key=lambda line: line.at, reverse=True)[:MOST_LINES]
    people = index_by(User.objects.filter(pk__in={line.by for line in newest if line.by}))
    return [
        TraceLine(
            line.at,
            line.by,
            line.what,
            line.was,
            line.now,
            str(people.get(line.by, ON_THE_SERVER)),
        )
        for line in newest
    ]


def _edits(person: User) -> Iterator[TraceLine]:
    rows = list(person.history.order_by("-history_date", "-history_id")[:MOST_LINES])[::-1]
    changes = changes_between(rows, LABELS)
    organisations = _organisations(changes)
    for row in rows:
        if row.history_type == "+" and not row.history_change_reason:
            yield TraceLine(row.history_date, row.history_user_id, "Account made")
        if row.history_change_reason in PASSWORDS:
            what = PASSWORDS[row.history_change_reason]
            yield TraceLine(row.history_date, row.history_user_id, what)
        if row.history_change_reason in CHANGES:
            yield TraceLine(row.history_date, row.history_user_id, row.history_change_reason)
    for change in changes:
        was, now = (
            _words(change.field, value, organisations) for value in (change.was, change.now)
        )
        yield TraceLine(cast(datetime, change.at), change.by, LABELS[change.field], was, now)


def _roles(person: User) -> Iterator[TraceLine]:
    for row in person.role_changes.order_by("-at")[:MOST_LINES]:
        yield TraceLine(row.at, row.by_id, "Role", row.was or NONE, row.now or NONE)


def _limits(person: User) -> Iterator[TraceLine]:
    for row in person.limit_changes.order_by("-at")[:MOST_LINES]:
        yield TraceLine(row.at, row.by_id, "Limited to", row.was or NONE, row.now or NONE)


def _invitations(person: User) -> Iterator[TraceLine]:
    for row in person.invitations.all()[:MOST_LINES]:
        yield TraceLine(row.sent_at, row.sent_by_id, "Invitation sent", now=row.sent_to)
        if row.outcome in HOW_LINKS_END:
            yield TraceLine(row.closed_at, row.closed_by_id, HOW_LINKS_END[row.outcome])


def _organisations(changes: Iterable[Change]) -> dict[Any, Any]:
    numbers = {
        value for c in changes if c.field == "organisation" for value in (c.was, c.now) if value
    }
    return index_by(Organisation.objects.filter(pk__in=numbers)) if numbers else {}


def _words(field: str, value: Any, organisations: dict[Any, Any]) -> str:
    match field, value:
        case "is_active", _:
            return "Yes" if value else "No"
        case _, (None | ""):
            return NONE
        case "organisation", _:
            return str(organisations.get(value, "An organisation that is gone"))
    return str(value)
