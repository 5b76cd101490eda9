"""One flag in the place of those that say the same of every record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Model

from priorities.models import Theme
from safercornwall.flags.registry import Flag, Rule
from safercornwall.flags.snapshot import Snapshot

# Of one record alone nothing is counted.
FEWEST = 2


def said_once(rule: Rule, flags: Sequence[Flag], snapshot: Snapshot) -> Flag | None:
    """The flag that counts them; None where some record of the plan is not flagged, or not as severely."""
    if rule.true_of_all is None or not _are_all(flags, rule.true_of_all.among(snapshot)):
        return None
    if not snapshot.is_whole:
        snapshot = snapshot.whole()
        flags = list(rule.find(snapshot))
    everything = rule.true_of_all.among(snapshot)
    number = len(everything)
    if number < FEWEST or not _are_all(flags, everything):
        return None
    return Flag(
        snapshot.plan,
        rule.true_of_all.reason,
        flags[0].severity,
        tuple(_touched(flags)),
        named=f"{number} of {number} {rule.true_of_all.words}",
        address=rule.true_of_all.address(snapshot.plan, rule.key),
    )


def may_be_all(rule: Rule, snapshot: Snapshot) -> bool:
    """Whether all that a part of a plan has is flagged, so that the whole may be."""
    if rule.true_of_all is None:
        return False
    flagged = {flag.record for flag in rule.find(snapshot)}
    return flagged == set(rule.true_of_all.among(snapshot))


def _are_all(flags: Iterable[Flag], everything: Iterable[Model]) -> bool:
    flagged = {flag.record for flag in flags}
    return len({flag.severity for flag in flags}) == 1 and flagged == set(everything)


def _touched(flags: Iterable[Flag]) -> Iterable[Model]:
    """What each of them shows on: the themes first, each once."""
    found = dict.fromkeys(record for flag in flags for record in (*flag.touches, flag.record))
    return sorted(found, key=lambda record: not isinstance(record, Theme))
