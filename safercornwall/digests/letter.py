"""The digest of a closed period as an e-mail: what changed since the one before, in words and links.

Names, statuses and the sentences that explain them, as everybody who reads the plan sees them; nothing that is withheld from anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.partnership import planner_name
from core.periods import written
from performance.digests.actions import Digest, closing_before
from performance.digests.subscriptions import token_of
from performance.models import ClosedPeriod
from performance.rounds.quarters import key_of, quarter_of
from priorities.clocks import clocks_of, find_plan
from priorities.models import Plan
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.board.since.figures import FiguresSince, figures_since
from safercornwall.pages.board.since.interval import TimeBetween, usual_interval
from safercornwall.pages.board.since.records import RecordsSince, records_since
from safercornwall.pages.board.since.statuses import StatusMove, status_changes
from safercornwall.pages.components.letters import absolute, one_line

# The page that the e-mail leads to has all of them.
MOST_LISTED = 12


@dataclass(frozen=True)
class DigestLine:
    """One record, with what is said of it and where it is."""

    name: str
    said: str
    url: str


@dataclass(frozen=True)
class DigestPart:
    """Lines under a heading, at most so many; `more` are left to the page."""

    heading: str
    lines: list[DigestLine]
    more: int = 0


class DigestContents:
    """What changed in a plan up to a closing. The same for everybody who reads the plan, and worked out once."""

    def __init__(self, plan: Plan, closing: ClosedPeriod):
        self.plan = plan
        self.closing = closing
        before = closing_before(closing)
        self.interval = (
            TimeBetween(timezone.localdate(before.closed_at)) if before else usual_interval(plan)
        )
        self.snapshot = Snapshot(plan, clocks_of(plan))

    @cached_property
    def statuses(self) -> list[StatusMove]:
        return status_changes(self.snapshot, self.interval)

    @cached_property
    def figures(self) -> FiguresSince:
        return figures_since(self.snapshot, self.interval)

    @cached_property
    def records(self) -> RecordsSince:
        return records_since(self.snapshot, self.interval)

    @property
    def parts(self) -> list[DigestPart]:
        """Those that have something to say, the worst first."""
        worse = [one for one in self.statuses if one.is_worse]
        better = [one for one in self.statuses if one.is_better]
        other = [one for one in self.statuses if not one.is_worse and not one.is_better]
        records = self.records
        found = [
            part("Worse than before", map(_status_line, worse)),
            part("Better than before", map(_status_line, better)),
            part("Another status", map(_status_line, other)),
            part("Past their day", map(_day_line, records.overdue)),
            part("New", map(_record_line, records.new)),
            part("Ended", map(_record_line, records.ended)),
        ]
        return [one for one in found if one.lines]

    @property
    def figure_words(self) -> str:
        """ "14 figures came in, and 2 were corrected."."""
        new = sum(number for _, number in self.figures.new)
        corrected = len(self.figures.corrected) + self.figures.more
        came = f"{new} figure{'' if new == 1 else 's'} came in" if new else "No figure came in"
        return f"{came}, and {corrected or 'none'} {'was' if corrected == 1 else 'were'} corrected."

    @property
    def subject(self) -> str:
        number = len(self.statuses)
        changed = {0: "no indicator changed status", 1: "1 indicator changed status"}
        said = changed.get(number, f"{number} indicators changed status")
        return one_line(f"{self.closing.period} is closed: {said}")


def part(heading: str, lines: Iterable[DigestLine]) -> DigestPart:
    found = list(lines)
    return DigestPart(heading, found[:MOST_LISTED], max(0, len(found) - MOST_LISTED))


def _status_line(change: StatusMove) -> DigestLine:
    before = change.before.label if change.before else "Not there"
    said = f"{before}, now {change.after.label}. {change.after.sentence}"
    return DigestLine(one_line(change.indicator), one_line(said), _url_of(change.indicator))


def _day_line(passed: Any) -> DigestLine:
    owner = f" Owner: {passed.owner}." if passed.owner else " Nobody owns it."
    said = f"{passed.kind}, due on {written(passed.due_on)}.{owner}"
    return DigestLine(one_line(passed.name), one_line(said), _url_of(passed.record))


def _record_line(change: Any) -> DigestLine:
    return DigestLine(one_line(change.name), one_line(change.kind), _url_of(change.record))


def _url_of(record: Any) -> str:
    """Where it, or what it is a part of, has its page."""
    for one in (record, getattr(record, "project", None), getattr(record, "indicator", None)):
        if hasattr(one, "get_absolute_url"):
            return absolute(one.get_absolute_url())
    return ""


class DigestWriter:
    """Writes digests, each closing's contents worked out once for all who are told of it."""

    def __init__(self) -> None:
        self._contents: dict[tuple[int, int], DigestContents] = {}

    def __call__(self, digest: Digest) -> EmailMultiAlternatives | None:
        """None where the person may read no plan."""
        plan = find_plan(digest.person)
        if plan is None:
            return None
        key = (plan.pk, digest.closing.pk)
        if key not in self._contents:
            self._contents[key] = DigestContents(plan, digest.closing)
        return message_of(self._contents[key], digest)


def message_of(contents: DigestContents, digest: Digest) -> EmailMultiAlternatives:
    stop = absolute(reverse("your_account:stop_digest", args=[token_of(digest.person)]))
    closing = digest.closing
    context = {
        "name": one_line(digest.person),
        "plan": one_line(contents.plan),
        "period": closing.period.label,
        "met_on": written(timezone.localdate(closing.closed_at)),
        "since": written(contents.interval.start),
        "figures": contents.figure_words,
        "parts": contents.parts,
        "round": absolute(reverse("rounds:page", args=[key_of(quarter_of(closing.period.end))])),
        "changes": absolute(reverse("board:since", query={"since": _day(contents.interval.start)})),
        "board": absolute(reverse("board:page")),
        "stop": stop,
        "planner": planner_name(),
    }
    message = EmailMultiAlternatives(
        subject=contents.subject,
        body=render_to_string("emails/digest.txt", context).strip() + "\n",
        to=[digest.person.email.strip()],
        headers={
            # So that an out-of-office reply does not answer it.
            "Auto-Submitted": "auto-generated",
            # A mail program's own button stops it (RFC 8058).
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(render_to_string("emails/digest.html", context), "text/html")
    return message


def _day(day: date) -> str:
    return day.isoformat()
