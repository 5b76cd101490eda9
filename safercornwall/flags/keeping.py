"""The flags of a plan are worked out once and kept, until something changes that they are worked out from.

Pages read those that they show. An earlier day, or what was known then, is worked out afresh.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import Model, QuerySet

from accounts.models import Organisation
from core.changes.counting import add_up, changed_since, changes_in_all, counts
from core.changes.turns import in_turn
from core.changes.watching import ANYTHING, NEVER, kind_of, watch
from core.digests import digest_of_code
from core.records.fetching import fetch_with_children, revive
from core.replicas.reading import ask_the_primary
from performance.models import Indicator, KeptStanding
from places.models import Area
from priorities.clocks import Clocks
from priorities.models import Plan, Theme
from safercornwall.flags.catalogue import RULES, TURN_OF, WORST_FIRST, raise_flags
from safercornwall.flags.models import FlaggedRecord, FlagsOfPlan, RaisedFlag, Severity
from safercornwall.flags.reach import reach_of_standings
from safercornwall.flags.registry import Flag, Rule
from safercornwall.flags.snapshot import Snapshot
from safercornwall.flags.true_of_all import may_be_all

# The code whose change makes all flags be worked out again.
CODE = (
    *("core/periods.py", "core/records", "places/models", "priorities", "performance", "projects"),
    *("safercornwall/flags", "safercornwall/pages/addresses.py"),
)
RULE_OF = {rule.key: rule for rule in RULES}
INDICATORS = kind_of(Indicator)

FACTS = ("severity", "weight", "subject", "address", "reason", "about")
Facts: TypeAlias = dict[str, Any]


def watch_plans() -> None:
    """Count what changes a plan's flags, besides the standings of its indicators."""
    for app in ("priorities", "projects"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            watch(model)
    for model in (Area, Organisation):
        watch(model)


def flags_of(
    snapshot: Snapshot, *, on: type[Model] | None = None, rules: Iterable[Rule] = RULES
) -> list[Flag]:
    """All flags of a plan, worst first, then in the order of the rules. `on` leaves rules for other kinds out."""
    wanted = [rule for rule in rules if on is None or on in rule.shows_on]
    kept = _kept(snapshot, RaisedFlag.objects.filter(rule__in=[rule.key for rule in wanted]))
    return raise_flags(snapshot, wanted) if kept is None else _recalled(kept, snapshot)


def flags_about(snapshot: Snapshot, record: Model) -> list[Flag]:
    """The flags about `record` or that touch it, in the order of all flags. `snapshot.about(record)` is enough."""
    about = FlaggedRecord.objects.filter(kind=_kind(record), record=record.pk).values("flag")
    kept = _kept(snapshot, RaisedFlag.objects.filter(pk__in=about))
    if kept is None:
        rules = [rule for rule in RULES if type(record) in rule.shows_on]
        return [flag for flag in raise_flags(snapshot, rules) if flag.is_about(record)]
    return _recalled(kept, snapshot)


def _kept(snapshot: Snapshot, wanted: QuerySet[RaisedFlag]) -> list[RaisedFlag] | None:
    """Those of the plan's own day, all worked out again where anything changed since they were.

    None for another day or state of knowledge, and where somebody else is writing: then they are worked out afresh.
    """
    if not snapshot.keeps:
        return None
    found = _found(snapshot, wanted, changes=changes_in_all())
    if found is not None:
        return found
    ask_the_primary()
    # What the page has read may be older than the count at which flags are kept.
    unread = snapshot if snapshot.is_whole and snapshot.is_unread else None
    try:
        return in_turn(
            ("flags", snapshot.plan.pk),
            lambda: list(
                wanted.filter(flags=work_out_flags(snapshot.plan, snapshot.clocks, unread))
            ),
            lambda asked: _found(snapshot, wanted, changes__gte=asked),
        )
    except DatabaseError:
        return None


def _found(snapshot: Snapshot, wanted: QuerySet[RaisedFlag], **at: Any) -> list[RaisedFlag] | None:
    """Those that were worked out `at` a count of changes. None where none were."""
    kept = FlagsOfPlan.objects.filter(
        plan=snapshot.plan, as_at=snapshot.as_at, rules=digest_of_code(CODE), **at
    )
    for flags in fetch_with_children(kept, raised=wanted):
        return list(flags.raised.all())
    return None


@dataclass(frozen=True)
class RaisedPart:
    """Some flags of a plan, worked out now: all those of `rules`, or with `only` those about these records."""

    rules: tuple[Rule, ...]
    flags: list[Flag]
    only: tuple[type[Model], frozenset[int]] | None = None

    def kept_in(self, kept: FlagsOfPlan) -> QuerySet[RaisedFlag]:
        """The flags in whose place these come."""
        rows = kept.raised.filter(rule__in=[rule.key for rule in self.rules])
        if self.only is None:
            return rows
        model, keys = self.only
        about = FlaggedRecord.objects.filter(kind=model._meta.label_lower, record__in=keys)
        return rows.filter(pk__in=about.values("flag"))


def work_out_flags(plan: Plan, clocks: Clocks, unread: Snapshot | None = None) -> FlagsOfPlan:
    """Work out again whichever flags of a plan may have changed, and keep them.

    `unread` is a snapshot of the whole plan that has read nothing yet: what it reads here, a page need not read again.
    Raises DatabaseError where somebody else is writing.
    """
    ask_the_primary()
    # Counted first: whatever is written from now on makes what is worked out here out of date.
    now, rules = counts(), digest_of_code(CODE)
    number = sum(now.values())
    before = FlagsOfPlan.objects.filter(plan=plan, as_at=clocks.as_at, rules=rules).first()
    changed = None if before is None else changed_since(before.counts, now)
    parts = list(_worked_out(unread or Snapshot(plan, clocks), changed, before))
    with transaction.atomic():
        if before is None:
            # Of another day or other rules, or none.
            FlagsOfPlan.objects.filter(plan=plan).exclude(as_at=clocks.as_at).delete()
            FlagsOfPlan.objects.get_or_create(
                plan=plan, as_at=clocks.as_at, defaults={"changes": NEVER, "rules": ""}
            )
        # Of two who work them out at once, the second waits here.
        kept = FlagsOfPlan.objects.select_for_update().get(plan=plan, as_at=clocks.as_at)
        if before and (kept.rules, kept.changes) != (before.rules, before.changes):
            # The parts go with what was kept before. What there is now is shown if it is newer.
            if kept.rules != rules or kept.changes < number:
                parts = list(_worked_out(Snapshot(plan, clocks), None, None))
            else:
                return kept
        for part in parts:
            _write(kept, part)
        kept.changes, kept.counts, kept.rules = number, now, rules
        kept.save()
        if before is None:
            days = FlagsOfPlan.objects.values("as_at")
            KeptStanding.objects.exclude(as_at__in=days).delete()
    add_up()
    return kept


def _worked_out(
    snapshot: Snapshot,
    changed: AbstractSet[tuple[str, int]] | None,
    before: FlagsOfPlan | None,
) -> Iterator[RaisedPart]:
    """The flags that may be others than `before`, since these records of these kinds `changed`. None: all of them."""
    if changed is None or any(kind == ANYTHING for kind, _ in changed):
        yield RaisedPart(RULES, raise_flags(snapshot))
        return
    of_each, whole = [], []
    for rule in RULES:
        of_rule = [one for one in changed if one[0] in rule.kinds]
        if rule.of_each and all(kind == INDICATORS and record for kind, record in of_rule):
            of_each.append(rule)
        elif of_rule:
            whole.append(rule)
    if whole:
        yield RaisedPart(tuple(whole), raise_flags(snapshot, whole))
    indicators = frozenset(record for kind, record in changed if kind == INDICATORS)
    if of_each and indicators:
        near = Snapshot(snapshot.plan, snapshot.clocks, reach_of_standings(indicators))
        counting = _counting(of_each, near, before)
        if counting:
            yield RaisedPart(counting, raise_flags(snapshot, counting))
        yield from _of_each([rule for rule in of_each if rule not in counting], indicators, near)


def _counting(
    rules: Iterable[Rule], near: Snapshot, before: FlagsOfPlan | None
) -> tuple[Rule, ...]:
    """The rules that counted every record of the plan in one flag, or may do so now."""
    counted = FlaggedRecord.objects.filter(flag__flags=before, kind=_kind(near.plan))
    keys = set(counted.values_list("flag__rule", flat=True))
    return tuple(
        rule for rule in rules if rule.true_of_all and (rule.key in keys or may_be_all(rule, near))
    )


def _of_each(
    rules: Iterable[Rule], indicators: frozenset[int], near: Snapshot
) -> Iterator[RaisedPart]:
    """The flags of these indicators and of their themes, in the part of the plan that is `near` them."""
    records = {Indicator: indicators, Theme: frozenset(near.theme_by_id)}
    for model, keys in records.items():
        own = tuple(rule for rule in rules if rule.of_each is model)
        flags = [flag for flag in raise_flags(near, own) if flag.record.pk in keys]
        yield RaisedPart(own, flags, (model, keys))


def _write(kept: FlagsOfPlan, part: RaisedPart) -> None:
    """Only the flags of rules that raise others than before are written anew."""
    found: dict[str, list[Facts]] = defaultdict(list)
    for flag in part.flags:
        if flag.rule:
            of_rule = found[flag.rule.key]
            ordered = flag.rule.of_each and not flag.is_of_all
            place = flag.record.order if ordered else len(of_rule)  # type: ignore[attr-defined]
            of_rule.append({**facts_of(flag), "place": place})
    there: dict[str, list[Facts]] = defaultdict(list)
    before = list(part.kept_in(kept))
    for row in sorted(before, key=_turn):
        there[row.rule].append({**facts_kept(row), "place": row.place})
    changed = [rule for rule in {*found, *there} if found[rule] != there[rule]]
    if not changed:
        return
    RaisedFlag.objects.filter(pk__in=[row.pk for row in before if row.rule in changed]).delete()
    rows = [RaisedFlag(flags=kept, rule=rule, **facts) for rule in changed for facts in found[rule]]
    RaisedFlag.objects.bulk_create(rows)
    FlaggedRecord.objects.bulk_create(
        FlaggedRecord(flag=flag, kind=kind, record=pk)
        for flag in rows
        for kind, pk in dict.fromkeys((kind, pk) for kind, pk in flag.about)
    )


def facts_of(flag: Flag) -> Facts:
    """What is kept of a flag."""
    return {
        "severity": flag.severity.value,
        "weight": flag.weight,
        "subject": flag.subject,
        "address": flag.url,
        "reason": flag.reason,
        "about": [[_kind(record), record.pk] for record in (flag.record, *flag.touches)],
    }


def facts_kept(row: RaisedFlag) -> Facts:
    """The same of one that is kept."""
    return {name: getattr(row, name) for name in FACTS}


def _recalled(rows: list[RaisedFlag], snapshot: Snapshot) -> list[Flag]:
    known: dict[tuple[str, int], Any] = {
        (_kind(record), record.pk): record for record in (snapshot.plan, *snapshot.themes)
    }
    rows.sort(key=_turn)
    return [_flag(row, known) for row in rows]


def _turn(row: RaisedFlag) -> tuple[int, int, float, int, int]:
    """Where a kept flag comes among all: as those do that were just raised."""
    worst = WORST_FIRST[Severity(row.severity)]
    return worst, TURN_OF[row.rule], -row.weight, row.place, row.about[0][1]


def _flag(row: RaisedFlag, known: dict[tuple[str, int], Any]) -> Flag:
    own, *touched = [
        known.get((kind, pk)) or revive(_model(kind), {"id": pk}) for kind, pk in row.about
    ]
    return Flag(
        record=own,
        reason=row.reason,
        severity=Severity(row.severity),
        weight=row.weight,
        touches=tuple(touched),
        rule=RULE_OF[row.rule],
        named=row.subject,
        address=row.address,
    )


def _kind(record: Model) -> str:
    return record._meta.label_lower


@cache
def _model(kind: str) -> type[Model]:
    return apps.get_model(kind)
