"""What is kept, compared with what comes of working it all out again."""

from __future__ import annotations

from collections.abc import Iterator

from core.changes.counting import changes_in_all
from core.health.checks import HealthFinding, fail, ok
from performance.models import Indicator
from performance.standings.keeping import kept_that_hold
from performance.standings.standing import current_standing, with_figures
from priorities.clocks import Clocks, clocks_of
from priorities.models import Plan
from safercornwall.flags.catalogue import raise_flags
from safercornwall.flags.keeping import facts_kept, facts_of
from safercornwall.flags.models import FlagsOfPlan
from safercornwall.flags.snapshot import Snapshot


def kept_flags() -> HealthFinding:
    """A check of `manage.py doctor`."""
    plans = list(Plan.objects.order_by("slug"))
    wrong = [f"{plan}: {what}" for plan in plans for what in wrongly_kept(plan, clocks_of(plan))]
    if wrong:
        return fail(
            f"{len(wrong)} kept standings or flags are not what the data say: {wrong[0]}",
            "Run: python manage.py check_flags. It lists them; tell whoever looks after the planner's code.",
        )
    return ok(f"The kept standings and flags of {len(plans)} plans are right.")


def wrongly_kept(plan: Plan, clocks: Clocks) -> Iterator[str]:
    """What is kept, would be shown, and is not so: in words. Changes nothing."""
    indicators = Indicator.objects.counting().filter(themes__plan=plan).distinct()
    kept = kept_that_hold(indicators, clocks.as_at)
    for indicator in with_figures(indicators.filter(pk__in=kept), clocks.as_at):
        standing, row = current_standing(indicator, clocks.as_at), kept[indicator.pk]
        says = (row.status, row.direction, row.facts["judgement"]["sentence"])
        if says != (standing.status, standing.travel.direction, standing.judgement.sentence):
            yield f"{indicator} is kept as {row.get_status_display()}: {says[2]}"
    for flags in FlagsOfPlan.objects.filter(plan=plan).annotate(now=changes_in_all()):
        if flags.changes == flags.now and flags.as_at == clocks.as_at:
            yield from _wrong_flags(flags, clocks)


def _wrong_flags(kept: FlagsOfPlan, clocks: Clocks) -> Iterator[str]:
    there = [facts_kept(row) for row in kept.raised.all()]
    found = [facts_of(flag) for flag in raise_flags(Snapshot(kept.plan, clocks, keeps=False))]
    for facts in there:
        if facts not in found:
            yield f"A flag is kept that is not raised: {facts['subject']}: {facts['reason']}"
    for facts in found:
        if facts not in there:
            yield f"A flag is raised that is not kept: {facts['subject']}: {facts['reason']}"
