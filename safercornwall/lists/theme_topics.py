"""How one theme stands, topic by topic: what is said in brief, how grave it is, and where that leads. For pages and packs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from performance.choices import WORST_FIRST, Direction, Status
from performance.standings.standing import Standing
from priorities.models import Decision, DeliveryGap, EvidenceFigure, Theme
from safercornwall.flags.registry import Flag, FlagGroup, Severity
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.flags import flags_address
from safercornwall.lists.plan_filters import NO_OWNER
from safercornwall.lists.stated_changes import change_of, words_of_change


@dataclass(frozen=True)
class Said:
    """What a rule flags, said after how many: one, several, and either in brief under the name of the topic."""

    one: str
    several: str
    brief: str


@dataclass(frozen=True)
class TopicMark:
    """`kind` and `value` are those of a look ("status", "off_track"). `brief` says the words where room is short."""

    kind: str
    value: str
    words: str
    brief: str = ""


@dataclass(frozen=True)
class TopicSaid:
    """The marks of a theme in a topic, the gravest first, and the address that they lead to; without marks, `nothing`."""

    subject: str
    marks: tuple[TopicMark, ...]
    href: str = ""
    nothing: str = "Nothing known"
    nothing_brief: str = ""


SAID = {
    "funding_ends": Said("project runs out", "projects run out", "run out"),
    "year_without_money": Said(
        "project has an unfunded year", "projects have an unfunded year", "unfunded year"
    ),
    "funding_shortfall": Said("project short", "projects short", "short"),
    "bid_undecided": Said("bid undecided", "bids undecided", "waiting"),
    "never_costed": Said("project never costed", "projects never costed", "never costed"),
    "on_hold": Said("project on hold", "projects on hold", "on hold"),
    "awaiting_decision": Said("awaits decision", "await decision", "waiting"),
    "unmet_dependency": Said("project blocked", "projects blocked", "blocked"),
    "milestone_overdue": Said("milestone late", "milestones late", "late"),
    "failing_without_project": Said("failing, no project", "failing, no project", "no project"),
    "scope_not_addressed": Said("scope item undelivered", "scope items undelivered", "undelivered"),
    "priority_area_not_covered": Said("area uncovered", "areas uncovered", "uncovered"),
    "no_update": Said("project without update", "projects without update", "no update"),
}
BRIEFLY = {Direction.WORSENING: "worse", Direction.IMPROVING: "better", Direction.STEADY: "steady"}
TOPICS = ("Performance", "Direction", "Money", "Delivery", "Gaps", "Decisions")


def flags_by_theme(flags: Iterable[Flag]) -> dict[Theme, list[Flag]]:
    """The flags about each theme or touching it. What is true of every record is no theme's own."""
    found: dict[Theme, list[Flag]] = defaultdict(list)
    for flag in flags:
        if not flag.is_of_all:
            records = (flag.record, *flag.touches)
            for theme in dict.fromkeys(one for one in records if isinstance(one, Theme)):
                found[theme].append(flag)
    return found


def topics_of(
    snapshot: Snapshot, theme: Theme, flags: list[Flag], stated: EvidenceFigure | None
) -> list[TopicSaid]:
    """What is said of each of TOPICS. `flags` are those about the theme or touching it.

    `stated` is the change that its evidence states, shown where no indicator has a direction.
    """
    standings = snapshot.standings_by_theme.get(theme.pk, [])
    return [
        _performance(theme, standings),
        _direction(theme, standings, stated),
        _flagged(theme, flags, (FlagGroup.FUNDING,), "money"),
        _flagged(theme, flags, (FlagGroup.DELIVERY, FlagGroup.COVERAGE), "delivery"),
        _gaps(snapshot, theme),
        _decisions(snapshot, theme),
    ]


def _performance(theme: Theme, standings: Sequence[Standing]) -> TopicSaid:
    """The worst status that an indicator has, and how many have it."""
    subject = f"{theme}, performance"
    counted = Counter(row.status for row in standings)
    worst = next((status for status in WORST_FIRST if counted[status]), None)
    if worst is None:
        nothing = TopicMark("severity", Severity.HIGH, words="Not measured", brief="Unmeasured")
        return TopicSaid(subject, (nothing,), theme.get_absolute_url())
    label = Status(worst).label.lower()
    words = f"{counted[worst]} of {len(standings)} {label}"
    mark = TopicMark("status", worst, words=words, brief=f"{counted[worst]} {label}")
    address = _list("indicators:list", theme=theme.slug, status=worst.value)
    return TopicSaid(subject, (mark,), address)


def _direction(
    theme: Theme, standings: Sequence[Standing], stated: EvidenceFigure | None
) -> TopicSaid:
    subject = f"{theme}, direction"
    counted = Counter(row.travel.direction for row in standings)
    told = (Direction.WORSENING, Direction.IMPROVING, Direction.STEADY)
    marks = tuple(
        TopicMark(
            "direction",
            one,
            words=f"{counted[one]} {one.label.lower()}",
            brief=f"{counted[one]} {BRIEFLY[one]}",
        )
        for one in told
        if counted[one]
    )
    if not marks and stated:
        # Whether that is good or bad the assessment's words say, to which it leads.
        address = f"{theme.get_absolute_url()}#evidence"
        brief = change_of(stated).capitalize()
        return TopicSaid(subject, (), address, words_of_change(stated), brief)
    facts = {"direction": marks[0].value} if len(marks) == 1 else {"order": "travel"}
    address = _list("indicators:list", theme=theme.slug, **facts) if marks else ""
    return TopicSaid(subject, marks, address, "Unknown")


def _flagged(
    theme: Theme, flags: list[Flag], groups: tuple[FlagGroup, ...], topic: str
) -> TopicSaid:
    """The most serious of its flags by rule, and how many there are. What is true of every record is not its own."""
    subject = f"{theme}, {topic}"
    own = [flag for flag in flags if flag.rule and flag.rule.group in groups]
    # Of gaps, threats and decisions other cells tell.
    own = [flag for flag in own if flag.rule and flag.rule.key in SAID and not flag.is_of_all]
    if not own:
        return TopicSaid(subject, (), nothing="No flag")
    first = own[0]
    same = [flag for flag in own if flag.rule == first.rule and flag.severity == first.severity]
    rule = first.rule.key if first.rule else ""
    said, number = SAID[rule], len(same)
    mark = TopicMark(
        "severity",
        first.severity,
        words=f"{number} {said.several if number > 1 else said.one}",
        brief=f"{number} {said.brief}",
    )
    address = flags_address(theme=theme.slug, rule=rule, severity=first.severity.value)
    return TopicSaid(subject, (mark,), address)


def _gaps(snapshot: Snapshot, theme: Theme) -> TopicSaid:
    subject = f"{theme}, gaps"
    gaps = [row for row in snapshot.open_gaps if theme in snapshot.themes_of_statement(row)]
    if not gaps:
        return TopicSaid(subject, (), nothing="None")
    found = {"theme": theme.slug, "status": DeliveryGap.Status.OPEN.value}
    severity, words, brief = Severity.LOW, f"{len(gaps)} open", ""
    if ownerless := sum(row.owner_id is None for row in gaps):
        found["owner"] = NO_OWNER
        severity, words = Severity.MEDIUM, f"{ownerless} without owner"
        brief = f"{ownerless} unowned"
    address = _list("gaps:list", snapshot.plan.slug, **found)
    mark = TopicMark("severity", severity, words=words, brief=brief)
    return TopicSaid(subject, (mark,), address)


def _decisions(snapshot: Snapshot, theme: Theme) -> TopicSaid:
    subject = f"{theme}, decisions"
    asked = [row for row in snapshot.outstanding if theme in row.themes.all()]
    if not asked:
        return TopicSaid(subject, (), nothing="None")
    found = {"theme": theme.slug, "status": Decision.Status.OUTSTANDING.value}
    severity, words = Severity.LOW, f"{len(asked)} open"
    days = [snapshot.days_to_decide[row.pk] for row in asked]
    if late := sum(day is not None and day.is_past for day in days):
        found["due"] = "past"
        severity, words = Severity.HIGH, f"{late} late"
    address = _list("decisions:list", snapshot.plan.slug, **found)
    return TopicSaid(subject, (TopicMark("severity", severity, words=words),), address)


def _list(name: str, *names: str, **filters: str) -> str:
    return f"{reverse(name, args=names)}?{urlencode(filters)}"
