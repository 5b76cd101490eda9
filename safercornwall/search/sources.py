"""What is searched: of each noun its title, its fields, and the parts that stand on its page."""

from __future__ import annotations

from typing import Any

from accounts.models import Comment, Organisation
from performance.models import Commentary, Indicator, SeriesBreak
from places.models import Area, AreaCode, IndexBand, IndexComponent, IndexRow, PlaceIndex
from priorities.models import (
    Acronym,
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Evidence,
    EvidenceFigure,
    ExternalInfluence,
    ExternalInfluencePoint,
    KeyDate,
    PerformanceStatement,
    Plan,
    PlanStatement,
    PriorityArea,
    PriorityAreaReason,
    ReadingNote,
    ReasonFigure,
    ScopeItem,
    Strategy,
    Theme,
    Threat,
    ThreatWording,
)
from projects.models import (
    Dependency,
    FundingLine,
    Milestone,
    Post,
    Project,
    ProjectIndicator,
    ProjectListing,
    ProjectScopeItem,
    ProjectUpdate,
)
from safercornwall.search.declarations import SearchPart, SearchSource

FIGURE = (
    *("label", "value_printed", "unit", "period_printed"),
    *("comparator", "qualifier", "geography"),
)


def comments_on(model: Any) -> SearchPart:
    """What people said of a record, but for what they withdrew."""
    kind = {
        "content_type__app_label": model._meta.app_label,
        "content_type__model": model._meta.model_name,
    }
    return SearchPart(Comment, "object_id", ("text",), among=kind, only={"withdrawn_at": None})


def _under_theme(record: Any) -> str:
    return f"{record.theme}, {record.ref}"


def _of_scope(item: ScopeItem) -> str:
    return f"{item.theme}, item {item.order}"


def _of_note(note: ReadingNote) -> str:
    return f"{note.ref}: {note.title}"


def _of_commentary(said: Commentary) -> str:
    return f"{said.indicator}, {said.period.label}"


SOURCES = (
    SearchSource(
        Plan, "Plan", "Plans", "title", ("title",),
        ("assessment_title", "assessment_dated", "note"), plan="pk",
    ),
    SearchSource(
        Theme, "Theme", "Themes", "name", ("name", "code"),
        (
            *("plan_statement", "intro_name", "heading_printed"),
            *("risk_level_printed", "risk_level_note"),
            *("area_criteria_printed", "area_criteria_note", "note"),
        ),
        (
            SearchPart(Theme.people_groups.through, "theme", ("peoplegroup__name",)),
            comments_on(Theme),
        ),
        context="get_kind_display", plan="plan", reach=("plan",),
    ),
    SearchSource(
        DeliveryGap, "Delivery gap", "Delivery gaps", "title", ("title",),
        ("text", "kind", "action_required", "owner_printed", "due_printed", "size_source", "note"),
        (
            SearchPart(
                DeliveryGapWording, "gap", ("ref", "heading_printed", "text", "note"), "theme__plan"
            ),
            comments_on(DeliveryGap),
        ),
        plan="plan", reach=("plan",),
    ),
    SearchSource(
        Threat, "Threat", "Threats", "title", ("title",),
        ("text", "risk_to", "mitigation", "ended_because", "note"),
        (
            SearchPart(
                ThreatWording, "threat", ("ref", "heading_printed", "text", "note"), "theme__plan"
            ),
            comments_on(Threat),
        ),
        plan="plan", reach=("plan",),
    ),
    SearchSource(
        Decision, "Decision", "Decisions", "title", ("title",),
        ("asked", "options", "outcome", "papers", "kind_printed", "due_printed", "note"),
        (comments_on(Decision),),
        context="get_kind_display", plan="plan", reach=("plan",),
    ),
    SearchSource(
        KeyDate, "Key date", "Key dates", "title", ("title",),
        ("kind", "date_printed", "derived", "note"), plan="plan", reach=("plan",),
    ),
    SearchSource(
        Project, "Project", "Projects", "name", ("name",),
        ("summary", "status_note", "lessons", "lead_printed", "note"),
        (
            SearchPart(ProjectListing, "project", ("text", "heading_printed", "note"), "theme__plan"),
            SearchPart(Post, "project", ("role", "note")),
            SearchPart(Milestone, "project", ("name", "due_printed", "note")),
            SearchPart(FundingLine, "project", ("source", "note")),
            SearchPart(ProjectUpdate, "project", ("text", "what_next")),
            SearchPart(Dependency, "project", ("text", "note")),
            SearchPart(ProjectScopeItem, "project", ("reason",), "scope_item__theme__plan"),
            SearchPart(ProjectIndicator, "project", ("contribution",), "indicator__themes__plan"),
            SearchPart(Project.people_groups.through, "project", ("peoplegroup__name",)),
            comments_on(Project),
        ),
        context="get_status_display", plan="themes__plan",
    ),
    SearchSource(
        Indicator, "Indicator", "Indicators", "name", ("name", "short_name"),
        ("definition", "source", "unit", "unit_printed", "note"),
        (SearchPart(SeriesBreak, "indicator", ("what_changed",)), comments_on(Indicator)),
        plan="themes__plan", only={"is_waiting": False},
    ),
    SearchSource(
        Commentary, "Commentary", "Commentary", _of_commentary, (),
        ("text", "management_actions", "override_reason", "note"),
        plan="indicator__themes__plan", reach=("indicator",), only={"indicator__is_waiting": False},
    ),
    SearchSource(
        Area, "Place", "Places", "name", ("name",), ("get_kind_display", "note"),
        (SearchPart(AreaCode, "area", ("code",), is_title=True),), context="get_kind_display",
    ),
    SearchSource(
        PriorityArea, "Priority area", "Priority areas", "name", ("name", "ref"),
        ("trend", "hotspots", "key_issues", "rank_note", "reasoning", "note"),
        (
            SearchPart(PriorityAreaReason, "priority_area", ("text", "note")),
            SearchPart(ReasonFigure, "reason__priority_area", FIGURE),
            SearchPart(PriorityArea.parts.through, "priorityarea", ("area__name",)),
        ),
        context="theme__name", plan="theme__plan", reach=("theme__plan",),
    ),
    SearchSource(
        PlaceIndex, "Index", "Indices", "name", ("name",),
        (
            *("description", "top_areas", "other_points", "interpretation", "chart_note"),
            *("source", "period_printed", "key_printed", "note"),
        ),
        (
            SearchPart(IndexComponent, "index", ("name", "short_name", "unit", "note")),
            SearchPart(IndexBand, "index", ("label", "note")),
            SearchPart(IndexRow, "index", ("area_printed", "narrative", "note")),
        ),
    ),
    SearchSource(
        Organisation, "Organisation", "Organisations", "name", ("name",), ("description", "note"),
        context="get_kind_display",
    ),
    SearchSource(
        ScopeItem, "Scope", "Scope", _of_scope, (), ("text", "note"),
        plan="theme__plan", reach=("theme__plan",),
    ),
    SearchSource(
        Evidence, "Evidence", "Evidence", _under_theme, (),
        ("text", "ref", "source", "period_printed", "note"),
        (
            SearchPart(EvidenceFigure, "evidence", FIGURE),
            SearchPart(Evidence.topics.through, "evidence", ("evidencetopic__name",)),
        ),
        plan="theme__plan", reach=("theme__plan",),
    ),
    SearchSource(
        PerformanceStatement, "Printed performance", "Printed performance", _under_theme, (),
        ("text", "ref", "group_printed", "period_printed", "note"),
        plan="theme__plan", reach=("theme__plan",),
    ),
    SearchSource(
        ExternalInfluence, "External influence", "External influences", "name", ("name",), ("note",),
        (SearchPart(ExternalInfluencePoint, "influence", ("text", "note")),),
        plan="plan", reach=("plan",),
    ),
    SearchSource(
        PlanStatement, "Plan statement", "Plan statements", "plan__title", (),
        ("text", "ref", "kind", "note"), plan="plan", reach=("plan",),
    ),
    SearchSource(Strategy, "Strategy", "Strategies", "name", ("name",), ("note",)),
    SearchSource(
        Acronym, "Acronym", "Acronyms", "acronym", ("acronym", "expansion"), ("note",),
    ),
    SearchSource(
        ReadingNote, "Reading note", "Reading notes", _of_note, (), ("text", "ref", "subject"),
        plan="plan", reach=("plan",),
    ),
)  # fmt: skip

SOURCE_OF_KIND = {source.kind: source for source in SOURCES}

# Fields of words that are searched nowhere, each with the reason.
_PROVENANCE = "Says where a number comes from, not what is known."
_SAID_ELSEWHERE = "Repeats, in pieces, words that are searched in full."
_FIGURES = "Figures are withheld from some readers, and found by way of their indicator."
NOT_SEARCHED = {
    "places.area.location_source": _PROVENANCE,
    "places.area.population_source": _PROVENANCE,
    "places.area.deprivation_source": _PROVENANCE,
    "places.areaload": "A trace of what was loaded, not what is known.",
    "places.areaboundary": "An outline, with its edition.",
    "places.referenceboundary": "An outline, with its code.",
    "places.indexcomponent.certainty": _PROVENANCE,
    "places.indexcomponent.whole_area_printed": "A number alone.",
    "places.indexrow.row_printed": _SAID_ELSEWHERE,
    "places.indexscore": "Numbers alone.",
    "places.populationestimate": "Numbers, with where they come from.",
    "places.sentboundaries": "A file that is not loaded yet, for one person.",
    "priorities.theme.area_criteria": _SAID_ELSEWHERE,
    "priorities.theme.area_columns_printed": "Headings of a table.",
    "priorities.priorityarea.rank_printed": "A number alone.",
    "priorities.priorityarea.certainty": "Kinds of certainty, not words.",
    "priorities.proposalanswer": "What was answered to a rule, not what is known.",
    "performance.measurement": _SAID_ELSEWHERE,
    "performance.target": _FIGURES,
    "performance.comparator": _FIGURES,
    "performance.figure": _FIGURES,
    "performance.smallnumberthreshold": "A setting, with who decided it.",
    "performance.indicator.small_numbers_shown_because": "A setting, and its reason.",
    "performance.keptstanding": "Worked out from what is searched.",
    "performance.closedperiod": "Belongs to a round, and names people.",
}
# Rooms of uploads: files of one person's, and the machinery around them.
NOT_SEARCHED |= dict.fromkeys(
    (
        "performance.upload", "performance.uploadfile", "performance.columnmapping", "performance.markedcopy", "performance.markedcopyfile",
        "performance.finding", "performance.stagedrow", "performance.uploadedscore", "performance.job", "performance.erasure",
        "performance.reminder", "performance.historicalindicator",
    ),
    "An upload, its machinery, or a trace of what people did.",
)  # fmt: skip
# Kinds of link, numbers of lines: the same in many models.
NEVER_SEARCHED = {"source_lines", "narrative_lines"}
