"""Delivery gaps that nobody typed in: what the coverage rules propose, until an officer answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from places.models import Area
from priorities.models import DeliveryGap, PriorityArea, ProposalAnswer, ScopeItem, Theme
from safercornwall.flags.catalogue import RULES
from safercornwall.flags.keeping import flags_of
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot

# By rule, what the gap that it proposes is called.
TITLES = {
    "unmeasured_theme": "Nothing measures {theme}",
    "failing_without_project": "{theme} fails, and no project is being delivered",
    "scope_not_addressed": "{theme}: nobody delivers “{record}”",
    "priority_area_not_covered": "{theme}: no project for {area}",
}
LONGEST_TITLE = DeliveryGap._meta.get_field("title").max_length or 0


@dataclass(frozen=True)
class Proposal:
    """A gap that a rule proposes, under one theme."""

    flag: Flag
    theme: Theme

    @property
    def rule(self) -> str:
        return self.flag.rule.key if self.flag.rule else ""

    @property
    def about(self) -> Theme | ScopeItem | PriorityArea:
        return self.flag.record  # type: ignore[return-value]

    @property
    def key(self) -> str:
        """Names it in an address."""
        return f"{self.rule}-{self.about.pk}".replace("_", "-")

    @property
    def facts(self) -> str:
        """The sentence by which the rule proposes it. When it says something else, it is another proposal."""
        return self.flag.reason

    @property
    def title(self) -> str:
        area = self.about.name if isinstance(self.about, PriorityArea) else ""
        words = TITLES[self.rule].format(theme=self.theme, record=self.about, area=area)
        return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"

    @property
    def areas(self) -> list[Area]:
        return [self.about.area] if isinstance(self.about, PriorityArea) else []


def all_proposals(snapshot: Snapshot) -> list[Proposal]:
    """The proposals for the whole plan, answered or not, the worst first."""
    rules = [rule for rule in RULES if rule.key in TITLES]
    records = _records(snapshot)
    flags = [
        replace(flag, record=records[flag.record])
        for found in flags_of(snapshot, rules=rules)
        for flag in _each(found, snapshot)
        if flag.record in records
    ]
    return [Proposal(flag, _theme_of(flag, snapshot)) for flag in flags]


def _each(flag: Flag, snapshot: Snapshot) -> Iterable[Flag]:
    """The flags of the records that one flag counts; else that flag."""
    if flag.rule is None or not flag.is_of_all:
        return [flag]
    return [replace(one, rule=flag.rule) for one in flag.rule.find(snapshot)]


def _records(snapshot: Snapshot) -> dict[Model, Model]:
    """What rules propose gaps about, whole: of a flag that was kept only its key is known."""
    items = (item for theme in snapshot.themes for item in theme.scope_items.all())
    return {record: record for record in (*snapshot.themes, *items, *snapshot.priority_areas)}


def open_proposals(found: Iterable[Proposal], answers: Iterable[ProposalAnswer]) -> list[Proposal]:
    """Those that still wait for an answer."""
    settled = {_names(answer) for answer in answers if answer.holds}
    confirmed = {name[:3] for name in settled if name[3] is None}
    return [
        one
        for one in found
        if _name(one) not in confirmed and (*_name(one), one.facts) not in settled
    ]


def _names(answer: ProposalAnswer) -> tuple[str, int, int, str | None]:
    facts = None if answer.gap_id else answer.facts
    return answer.rule, answer.content_type_id, answer.object_id, facts


def _name(proposal: Proposal) -> tuple[str, int, int]:
    kind = ContentType.objects.get_for_model(proposal.about)
    return proposal.rule, kind.pk, proposal.about.pk


def _theme_of(flag: Flag, snapshot: Snapshot) -> Theme:
    record = flag.record
    return record if isinstance(record, Theme) else snapshot.theme_by_id[record.theme_id]  # type: ignore[attr-defined]
