"""Flags and standings are worked out once, kept, and never shown when something changed since."""

from dataclasses import fields
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.changes.watching import WATCHED
from core.periods import Period
from performance.models import Figure, Indicator, KeptStanding, Target
from performance.rules.direction import Travel
from performance.rules.status import Judgement
from performance.standings.keeping import RecalledStanding, standings_now
from performance.standings.standing import current_standing, with_figures
from priorities.clocks import Clocks, clocks_of
from priorities.models import DeliveryGap, Evidence, Plan, Threat
from safercornwall.flags import keeping
from safercornwall.flags.catalogue import RULES, raise_flags
from safercornwall.flags.checking import wrongly_kept
from safercornwall.flags.keeping import flags_of
from safercornwall.flags.models import FlagsOfPlan, RaisedFlag
from safercornwall.flags.snapshot import Snapshot
from tests.world import AS_AT, QUARTER

PARTS = ("period", "figure", "target", "judgement", "travel", "last_year", "comparators")
MORE_PARTS = ("commentary", "printed", "status", "label", "word", "sentence", "is_set_aside")


def told(flags):
    return [
        (
            flag.key,
            flag.reason,
            flag.severity,
            flag.subject,
            flag.url,
            [str(row) for row in flag.touches],
        )
        for flag in flags
    ]


def read(plan):
    return Snapshot(plan, clocks_of(plan))


@pytest.fixture
def seeded(seeded_db, db):
    return Plan.objects.get(slug="2012-13")


def test_the_kept_flags_are_those_worked_out(seeded):
    fresh = told(raise_flags(read(seeded)))
    flags_of(read(seeded))
    assert told(flags_of(read(seeded))) == fresh
    assert RaisedFlag.objects.count() == len(fresh) > 100


def test_a_recalled_standing_says_all_that_the_one_worked_out_says(seeded):
    indicators = Indicator.objects.counting().order_by("order")
    as_at = clocks_of(seeded).as_at
    standings_now(indicators, as_at)
    recalled = standings_now(indicators, as_at)
    worked_out = [current_standing(row, as_at) for row in with_figures(indicators, as_at)]
    assert len(recalled) == len(worked_out) == 24
    for ours, theirs in zip(recalled, worked_out, strict=True):
        assert isinstance(ours, RecalledStanding)
        for part in (*PARTS, *MORE_PARTS):
            assert getattr(ours, part) == getattr(theirs, part), (ours.indicator, part)
        assert [row.value for row in ours.earlier] == [row.value for row in theirs.earlier][:12]


def test_a_recalled_standing_says_which_period_is_missing(world):
    indicator = world.indicator(world.theme(), number_kind="counted", target=80)
    world.figure(indicator, Period.quarter(2011, 2), 20)
    of_it = Indicator.objects.filter(pk=indicator.pk)
    [worked_out], [recalled] = standings_now(of_it, AS_AT), standings_now(of_it, AS_AT)
    assert recalled.judgement == worked_out.judgement
    assert recalled.judgement.missing


def test_every_ground_of_a_judgement_is_kept(world):
    world.indicator(world.theme(), 77, target=80)
    standings_now(Indicator.objects.all(), AS_AT)
    facts = KeptStanding.objects.get().facts
    assert set(facts["judgement"]) == {field.name for field in fields(Judgement)}
    assert {*facts["travel"], "direction"} == {field.name for field in fields(Travel)}


def test_reading_the_kept_costs_few_queries(seeded):
    flags_of(read(seeded))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        flags_of(read(seeded))
    assert len(queries) <= 3


def test_whatever_flags_are_worked_out_from_is_watched(seeded):
    """A table that is read and not watched would leave a stale flag on the board."""
    KeptStanding.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        told(raise_flags(read(seeded)))
        indicators = Indicator.objects.counting()
        [current_standing(row, AS_AT) for row in with_figures(indicators, AS_AT)]
    # Of an owner no flag says anything, and a person's row is written with each sign-in.
    own = {"performance_keptstanding", "changes_writecount", "accounts_user"}
    tables = {
        name
        for query in queries
        for name in connection.introspection.table_names()
        if f'"{name}"' in query["sql"]
    }
    assert tables - own <= set(WATCHED)
    assert len(tables) > 15


CHANGES = {
    "a gap gets a due date": lambda world, gap: DeliveryGap.objects.update(due_on=date(2012, 6, 1)),
    "a gap is closed": lambda world, gap: DeliveryGap.objects.update(
        status="closed", closed_on=date(2011, 11, 1)
    ),
    "a threat comes": lambda world, gap: world.threat(gap.wordings.get().theme),
    "a theme is renamed": lambda world, gap: type(gap.wordings.get().theme).objects.update(
        name="Other"
    ),
    "a project goes on hold": lambda world, gap: world.project(
        gap.wordings.get().theme, status="on_hold"
    ),
    "a figure comes": lambda world, gap: world.figure(Indicator.objects.get(), QUARTER, 99),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_once(world, change):
    theme = world.theme()
    indicator, gap = world.indicator(theme), world.gap(theme)
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_most", value=8,
        period_start=QUARTER.start, period_end=QUARTER.end,
    )  # fmt: skip
    before = told(flags_of(read(world.plan)))
    CHANGES[change](world, gap)
    world.plan.refresh_from_db()
    now = told(flags_of(read(world.plan)))
    assert now != before
    assert now == told(raise_flags(read(world.plan)))


def test_a_rule_reads_no_more_than_it_says(seeded):
    """What a rule reads and does not say would leave its flags stale when only that changes."""
    seeded.decisions.update(due_on=date(2011, 12, 1))
    kinds = {table: watched.kind for table, watched in WATCHED.items()}
    for rule in RULES:
        KeptStanding.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            told(raise_flags(read(seeded), [rule]))
        asked = " ".join(query["sql"] for query in queries)
        found = {kind for table, kind in kinds.items() if f'"{table}"' in asked}
        assert found <= rule.kinds, rule.key


def test_a_rule_is_not_asked_again_where_nothing_that_it_reads_changed(seeded, monkeypatch):
    flags_of(read(seeded))
    asked = []
    raised = keeping.raise_flags
    monkeypatch.setattr(
        keeping,
        "raise_flags",
        lambda snapshot, rules: asked.extend(rule.key for rule in rules) or raised(snapshot, rules),
    )
    Evidence.objects.update(text="Other words")
    flags_of(read(seeded))
    assert asked == []
    Threat.objects.update(mitigation="Being looked at")
    flags_of(read(seeded))
    assert "threat_not_mitigated" in asked
    assert not {"funding_ends", "off_track", "scope_not_addressed"} & set(asked)


A_FIGURE = {
    "a figure that is on track": lambda world, indicator: world.figure(indicator, QUARTER, 5),
    "one that is off track": lambda world, indicator: world.figure(indicator, QUARTER, 90),
    "one that is further off": lambda world, indicator: world.figure(indicator, QUARTER, 900),
    "none": lambda world, indicator: indicator.figures.all().delete(),
    "no indicator": lambda world, indicator: indicator.delete(),
    "no theme": lambda world, indicator: indicator.themes.clear(),
    "another theme": lambda world, indicator: indicator.themes.add(world.theme()),
}


A_TARGET = {
    "of the first": lambda world, several: targeted(several[0]),
    "of none": lambda world, several: Target.objects.all().delete(),
    "the first is retired": lambda world, several: Indicator.objects.filter(
        pk=several[0].pk
    ).update(retired_on=date(2011, 1, 1)),
    "the first measures nothing": lambda world, several: several[0].themes.clear(),
    "a figure of the third": lambda world, several: world.figure(several[2], QUARTER, 5),
}


def targeted(indicator):
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_most", value=8,
        period_start=QUARTER.start, period_end=QUARTER.end,
    )  # fmt: skip


@pytest.mark.parametrize("first", A_TARGET)
@pytest.mark.parametrize("then", A_TARGET)
def test_what_becomes_true_of_all_or_no_longer_is_counted_again(world, first, then):
    several = [world.indicator(world.theme(), 5) for _ in range(2)]
    several.append(world.indicator(world.theme()))
    flags_of(read(world.plan))
    for change in dict.fromkeys((first, then)):
        A_TARGET[change](world, several)
        assert told(flags_of(read(world.plan))) == told(raise_flags(read(world.plan)))


@pytest.mark.parametrize("first", A_FIGURE)
@pytest.mark.parametrize("then", A_FIGURE)
def test_only_the_flags_of_changed_indicators_are_raised_again(world, first, then):
    theme, other = world.theme(), world.theme()
    several = [world.indicator(theme, target=8) for _ in range(3)]
    several[0].themes.add(other)
    world.figure(several[2], QUARTER, 50)
    flags_of(read(world.plan))
    A_FIGURE[first](world, several[0])
    flags_of(read(world.plan))
    A_FIGURE[then](world, several[1])
    assert told(flags_of(read(world.plan))) == told(raise_flags(read(world.plan)))


def test_of_two_who_work_flags_out_at_once_both_end_with_what_is_so(seeded, monkeypatch):
    flags_of(read(seeded))
    Threat.objects.update(mitigation="Being looked at")
    raised, calls = keeping.raise_flags, []

    def interrupted(snapshot, rules):
        """Somebody else changes the plan, and keeps its flags, between the raising and the keeping."""
        found = raised(snapshot, rules)
        calls.append(rules)
        if len(calls) == 1:
            DeliveryGap.objects.update(owner=None, due_on=None)
            flags_of(read(seeded))
        return found

    monkeypatch.setattr(keeping, "raise_flags", interrupted)
    flags_of(read(seeded))
    assert len(calls) > 1
    assert told(flags_of(read(seeded))) == told(raise_flags(read(seeded)))


def test_only_the_indicator_that_a_write_touched_is_judged_again(world, monkeypatch):
    theme = world.theme()
    first, second = world.indicator(theme), world.indicator(theme)
    world.figure(first, QUARTER, 5)
    world.figure(second, QUARTER, 5)
    standings_now(Indicator.objects.order_by("order"), AS_AT)
    Figure.objects.filter(indicator=second).update(value=6)
    judged = []
    monkeypatch.setattr(
        "performance.standings.keeping.current_standing",
        lambda indicator, as_at: judged.append(indicator) or current_standing(indicator, as_at),
    )
    found = standings_now(Indicator.objects.order_by("order"), AS_AT)
    assert judged == [second]
    assert [row.figure.value for row in found] == [5, 6]


def test_an_earlier_day_is_worked_out_afresh(seeded):
    earlier = Snapshot(seeded, Clocks(date(2011, 6, 30)))
    assert told(flags_of(earlier)) == told(raise_flags(earlier))
    assert not FlagsOfPlan.objects.exists()


def test_newer_code_works_all_out_again(seeded, monkeypatch):
    flags_of(read(seeded))
    RaisedFlag.objects.update(reason="What an older rule said")
    monkeypatch.setattr(keeping, "digest_of_code", lambda paths: "other")
    assert "What an older rule said" not in {flag.reason for flag in flags_of(read(seeded))}


def test_a_database_that_cannot_be_written_still_shows_what_is_so(seeded, monkeypatch):
    from django.db import OperationalError

    def locked(*facts):
        raise OperationalError("database is locked")

    monkeypatch.setattr(keeping, "_write", locked)
    assert told(flags_of(read(seeded))) == told(raise_flags(read(seeded)))
    assert not FlagsOfPlan.objects.exists()


def test_the_flags_of_the_day_before_go(world):
    flags_of(read(world.plan))
    Plan.objects.update(reporting_date=date(2011, 12, 1))
    world.plan.refresh_from_db()
    Threat.objects.all().delete()
    flags_of(read(world.plan))
    assert [row.as_at for row in FlagsOfPlan.objects.all()] == [date(2011, 12, 1)]


def test_the_check_finds_nothing_wrong_with_what_is_right(seeded):
    flags_of(read(seeded))
    assert list(wrongly_kept(seeded, clocks_of(seeded))) == []


def test_the_check_finds_a_standing_and_a_flag_that_are_wrong(seeded):
    flags_of(read(seeded))
    KeptStanding.objects.filter(status="off_track").update(status="achieved")
    RaisedFlag.objects.filter(rule="on_hold").update(reason="Nobody knows.")
    wrong = list(wrongly_kept(seeded, clocks_of(seeded)))
    assert any(words.endswith("Nobody knows.") for words in wrong)
    assert any("is kept as Achieved: Off track" in words for words in wrong)
    with pytest.raises(CommandError, match="Nobody knows"):
        call_command("check_flags")


def test_a_page_need_not_read_again_what_its_flags_were_worked_out_from(seeded):
    flags_of(read(seeded))
    DeliveryGap.objects.update(status="closed", closed_on=date(2011, 11, 1))
    snapshot = read(seeded)
    flags_of(snapshot)
    with CaptureQueriesContext(connection) as queries:
        assert {gap.status for gap in snapshot.gaps} == {"closed"}
    assert not queries


def test_what_a_page_read_before_a_change_makes_no_flags(seeded):
    snapshot = read(seeded)
    assert snapshot.gaps
    DeliveryGap.objects.update(status="closed", closed_on=date(2011, 11, 1))
    assert told(flags_of(snapshot)) == told(raise_flags(read(seeded)))
