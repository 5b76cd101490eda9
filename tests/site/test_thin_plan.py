"""Plans with next to nothing in them, or far too much, still have every page."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Organisation
from performance.models import (
    Commentary,
    Comparator,
    Figure,
    Indicator,
    Measurement,
    SeriesBreak,
    Target,
)
from places.models import (
    Area,
    AreaCode,
    IndexBand,
    IndexComponent,
    IndexRow,
    IndexScore,
    PlaceIndex,
)
from priorities.models import (
    Acronym,
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Evidence,
    EvidenceFigure,
    EvidenceTopic,
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
from tests.pages.reading_pages import words_of

WITHOUT_A_PLAN = (
    *("/", "/indicators/", "/places/", "/indices/", "/projects/", "/strategies/", "/acronyms/"),
    "/accounts/organisations/",
)
IN_A_PLAN = (
    *("", "themes/", "gaps/", "threats/", "decisions/"),
    *("external-influences/", "reading-notes/"),
)
HUGE = Decimal(10**11)
LONG = "Nancledra "
YEARS = (date(1998, 4, 1), date(2011, 4, 1), date(2099, 4, 1))


def every_page():
    kinds = (Theme, Indicator, Project, DeliveryGap, Threat, Decision)
    pages = [*WITHOUT_A_PLAN, "/flags/"]
    for plan in Plan.objects.all():
        pages += [f"/plans/{plan.slug}/{name}" for name in IN_A_PLAN]
    for kind in (*kinds, Organisation, Area, PlaceIndex):
        pages += [record.get_absolute_url() for record in kind.objects.all()]
    return pages


def broken(client, pages, wanted=200):
    answers = {address: client.get(address).status_code for address in pages}
    return {address: status for address, status in answers.items() if status != wanted}


def a_plan(**facts):
    partnership, _ = Organisation.objects.get_or_create(
        slug="partnership", defaults={"name": "The partnership", "kind": "partnership"}
    )
    year = facts.pop("financial_year", 2012)
    return Plan.objects.create(
        partnership=facts.pop("partnership", partnership),
        title=facts.pop("title", f"Plan {year}"),
        slug=facts.pop("slug", f"plan-{year}"),
        financial_year=year,
        assessment_title="Assessment",
        stage=facts.pop("stage", "current"),
        **facts,
    )


def an_area(slug="bodmin", kind="town", parent=None, **facts):
    path = f"{parent.path if parent else '/'}{slug}/"
    level = parent.level + 1 if parent else 0
    facts = {"name": slug.title(), **facts}
    return Area.objects.create(slug=slug, kind=kind, parent=parent, level=level, path=path, **facts)


def an_indicator(slug="thefts", theme=None, **facts):
    facts = {
        "order": 1,
        "name": slug.title(),
        "unit": "thefts",
        "polarity": "lower",
        "frequency": "quarter",
        "number_kind": "counted",
        **facts,
    }
    facts.setdefault("area", Area.objects.first() or an_area())
    indicator = Indicator.objects.create(slug=slug, **facts)
    if theme:
        indicator.themes.add(theme)
    return indicator


def a_theme(plan, slug="theft", order=1, **facts):
    facts = {"kind": "priority", "name": slug.title(), "plan_statement": "", **facts}
    return Theme.objects.create(plan=plan, slug=slug, code=slug[:10], order=order, **facts)


def test_with_no_plan_at_all_the_lists_are_empty(board, sign_in):
    client = sign_in(board)
    assert broken(client, WITHOUT_A_PLAN) == {}
    assert broken(client, ["/plans/none/", "/plans/none/gaps/"], wanted=404) == {}
    assert "There is no plan yet" in words_of(client.get("/flags/"))


def test_records_without_any_plan_break_no_page(board, sign_in):
    """They may be known before the plan that they are for."""
    an_indicator()
    Project.objects.create(slug="watch", order=1, name="Watch", status="current")
    Acronym.objects.create(acronym="ASB", expansion="Antisocial behaviour", is_in_text=True)
    Strategy.objects.create(name="Strategy", slug="strategy")
    PlaceIndex.objects.create(name="Index", slug="index", source="")
    client = sign_in(board)
    assert broken(client, WITHOUT_A_PLAN) == {}
    assert broken(client, [row.get_absolute_url() for row in PlaceIndex.objects.all()]) == {}
    assert broken(client, [row.get_absolute_url() for row in Organisation.objects.all()]) == {}
    records = [*Indicator.objects.all(), *Project.objects.all(), *Area.objects.all()]
    for record in records:
        assert "There is no plan yet" in words_of(client.get(record.get_absolute_url())), record


def test_a_plan_with_nothing_in_it_and_no_reporting_date(board, sign_in):
    a_plan()
    assert broken(sign_in(board), every_page()) == {}


def test_two_current_plans_in_one_year_and_one_of_another(board, sign_in):
    other = Organisation.objects.create(name="Other", slug="other", kind="council")
    for facts in ({}, {"partnership": other, "slug": "other-plan"}, {"financial_year": 2013}):
        plan = a_plan(**facts)
        theme = a_theme(plan)
        PriorityArea.objects.create(
            theme=theme,
            ref="PA-1",
            order=1,
            name="Bodmin",
            area=Area.objects.first() or an_area(),
            rating="high",
            rank=1,
            rank_printed="1",
        )
    assert broken(sign_in(board), every_page()) == {}


def test_records_with_nothing_but_what_they_must_have(board, sign_in):
    plan = a_plan()
    theme = a_theme(plan)
    area = an_area()
    kept = {"plan": plan, "order": 1}
    under = {"theme": theme, "order": 1}
    item = ScopeItem.objects.create(text="", **under)
    evidence = Evidence.objects.create(ref="EV-1", text="", **under)
    evidence.topics.add(EvidenceTopic.objects.create(plan=plan, name="", slug="topic"))
    EvidenceFigure.objects.create(evidence=evidence, order=1, label="", value_printed="")
    statement = PerformanceStatement.objects.create(
        ref="PS-1", kind="running", group_printed="", text="", **under
    )
    row = PriorityArea.objects.create(
        ref="PA-1", name="", area=area, rating="low", rank=0, rank_printed="", **under
    )
    reason = PriorityAreaReason.objects.create(priority_area=row, order=1, text="")
    ReasonFigure.objects.create(reason=reason, order=1, label="", value_printed="")
    gap = DeliveryGap.objects.create(slug="gap", title="", text="", **kept)
    DeliveryGapWording.objects.create(gap=gap, ref="DG-1", text="", **under)
    threat = Threat.objects.create(slug="threat", title="", text="", origin="external", **kept)
    ThreatWording.objects.create(threat=threat, ref="TH-1", text="", **under)
    decision = Decision.objects.create(slug="decision", title="", kind="board", **kept)
    KeyDate.objects.create(slug="date", title="", kind="", date_printed="", **kept)
    influence = ExternalInfluence.objects.create(slug="cuts", name="", **kept)
    ExternalInfluencePoint.objects.create(influence=influence, order=1, text="")
    PlanStatement.objects.create(ref="ST-1", kind="", text="", **kept)
    ReadingNote.objects.create(ref="RN-1", kind="reading", text="", source_lines=[1], **kept)
    project = Project.objects.create(slug="watch", order=1, name="", status="current")
    ProjectListing.objects.create(
        project=project, status="planned", heading_printed="", text="", **under
    )
    Dependency.objects.create(project=project, order=1, text="", on_decision=decision)
    Dependency.objects.create(project=project, order=2, text="")
    FundingLine.objects.create(project=project, order=1, source="", state="no_source")
    FundingLine.objects.create(project=project, order=2, source="", state="sought")
    Milestone.objects.create(project=project, order=1, name="")
    Post.objects.create(project=project, role="")
    ProjectUpdate.objects.create(project=project, on=date(2011, 1, 1), status="current", text="")
    ProjectScopeItem.objects.create(project=project, scope_item=item, reason="")
    indicator = an_indicator(theme=theme, name="", unit="")
    ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="")
    Measurement.objects.create(indicator=indicator, statement=statement, order=1, period_printed="")
    quarter = {"period_start": date(2011, 4, 1), "period_end": date(2011, 6, 30)}
    Commentary.objects.create(
        indicator=indicator, written_at=datetime(2011, 7, 1, tzinfo=UTC), **quarter
    )
    Target.objects.create(
        indicator=indicator, area=area, form="change", is_confirmed=False, **quarter
    )
    SeriesBreak.objects.create(indicator=indicator, starts_on=date(2011, 4, 1), what_changed="")
    index = PlaceIndex.objects.create(name="", slug="index", source="")
    IndexComponent.objects.create(index=index, key="one", order=1, name="", short_name="")
    IndexBand.objects.create(index=index, order=1, label="", shade="high", top_share=1)
    IndexRow.objects.create(index=index, area=area, order=1, area_printed="", row_printed="")
    Project.objects.create(slug="unlisted", order=2, name="Unlisted", status="closed")

    assert broken(sign_in(board), every_page()) == {}


@pytest.mark.parametrize(
    ("polarity", "number_kind"),
    [("lower", "counted"), ("higher", "share"), ("neither", "level"), ("lower", "alone")],
)
def test_figures_of_any_size_in_any_century(board, sign_in, polarity, number_kind):
    plan = a_plan(reporting_date=date(2011, 11, 30))
    area = an_area()
    theme = a_theme(plan)
    values = (Decimal(0), -HUGE, HUGE, Decimal("0.000001"), None)
    for n, frequency in enumerate(("month", "quarter", "year", "rolling_year")):
        indicator = an_indicator(
            f"measure-{frequency}",
            theme,
            frequency=frequency,
            polarity=polarity,
            number_kind=number_kind,
            unit=("%", "£", "per 100,000 population", "x" * 100)[n],
            decimal_places=(None, 0, 6, 20)[n],
            tolerance_percent=(None, 0, Decimal("999.99"), 5)[n],
            reporting_lag_days=(None, 0, 32767, 30)[n],
        )
        fill(indicator, area, values)
    assert broken(sign_in(board), every_page()) == {}


def fill(indicator, area, values):
    days = {"month": 30, "quarter": 90, "year": 364, "rolling_year": 364}[indicator.frequency]
    known = {"known_from": datetime(2011, 11, 30, tzinfo=UTC)}
    forms = ("at_most", "at_least", "range", "change", "at_most")
    for year in YEARS:
        for n, value in enumerate(values):
            start = year + timedelta(days=n * (days + 1))
            period = {"period_start": start, "period_end": start + timedelta(days=days)}
            facts = {"indicator": indicator, "area": area, **period}
            state = "suppressed" if value is None else ("reported", "provisional")[n % 2]
            Figure.objects.create(value=value, state=state, **facts, **known)
            end = value + 1 if value is not None and forms[n] == "range" else None
            change = Decimal("-9999.999") if forms[n] == "change" else None
            Target.objects.create(
                form=forms[n],
                value=None if change is not None else value,
                upper_value=end,
                change_percent=change,
                baseline_value=0 if change is not None else None,
                is_confirmed=value is not None,
                printed="9" * 300,
                **facts,
            )
            Comparator.objects.create(
                indicator=indicator, kind="national", label="L" * 150, value=value,
                value_printed="" if value is not None else "about the same", **period,
            )  # fmt: skip


def test_long_names_and_the_same_names(board, sign_in):
    plan = a_plan(reporting_date=date(2011, 11, 30), title=LONG * 20)
    area = an_area(name=LONG * 15)
    twin = an_area("bodmin-2", name=LONG * 15)
    theme = a_theme(plan, name=LONG * 15)
    a_theme(plan, "theft-2", 1, name=LONG * 15)
    for n, place in enumerate((area, twin)):
        indicator = an_indicator(f"thefts-{n}", theme, name=LONG * 25, area=place)
        project = Project.objects.create(
            slug=f"watch-{n}", order=1, name=LONG * 25, status="current"
        )
        ProjectListing.objects.create(
            project=project, theme=theme, order=n, status="current", text="x" * 5000, heading_printed=LONG * 10
        )  # fmt: skip
        ProjectIndicator.objects.create(project=project, indicator=indicator, contribution=LONG)
        gap = DeliveryGap.objects.create(
            plan=plan, slug=f"gap-{n}", order=1, title=LONG * 20, text="y" * 5000
        )
        DeliveryGapWording.objects.create(
            gap=gap, theme=theme, ref=f"DG-{n}", order=1, text="z" * 5000
        )
    assert broken(sign_in(board), every_page()) == {}


def test_areas_that_nest_oddly(board, sign_in):
    """A town on top, a county in a town, an LSOA straight under the county, and codes of every kind."""
    plan = a_plan()
    town = an_area("town")
    inner = an_area("county-in-town", "county", town)
    an_area("lone-lsoa", "lsoa")
    lsoa = an_area(
        "lsoa", "lsoa", inner, population=0, deprivation_decile=1, latitude=0, longitude=0
    )
    for system in AreaCode.System:
        AreaCode.objects.create(area=lsoa, system=system, code="E01")
    theme = a_theme(plan)
    for n, area in enumerate((town, inner, lsoa)):
        row = PriorityArea.objects.create(
            theme=theme, ref=f"PA-{n}", order=1, name="Here", area=area, rating="very_high", rank=9, rank_printed="=9"
        )  # fmt: skip
        row.parts.add(*Area.objects.all())
    indicator = an_indicator(theme=theme, area=lsoa)
    Figure.objects.create(
        indicator=indicator, area=town, value=0, period_start=date(2011, 4, 1), period_end=date(2011, 4, 1),
        known_from=datetime(2011, 4, 2, tzinfo=UTC),
    )  # fmt: skip
    assert broken(sign_in(board), every_page()) == {}


def test_an_index_of_nothing_of_zeros_and_of_huge_scores(board, sign_in):
    a_plan()
    areas = [an_area(f"area-{n}") for n in range(4)]
    index = PlaceIndex.objects.create(name="Harm", slug="harm", source="", total_is_stated=False)
    PlaceIndex.objects.create(name="Empty", slug="empty", source="")
    values = (Decimal(0), Decimal("-99999999.999"), Decimal("99999999.999"))
    for n in range(3):
        component = IndexComponent.objects.create(
            index=index, key=f"c{n}", order=1, name="Same", short_name="Same", weight=n and Decimal("999.999")
        )  # fmt: skip
        IndexBand.objects.create(
            index=index, order=n, label="Same", shade="high", at_least=values[n]
        )
        for m, area in enumerate(areas[:3]):
            IndexScore.objects.create(
                component=component, area=area, value=values[(n + m) % 3],
                period_start=YEARS[m], period_end=YEARS[m], known_from=datetime(2011, 4, 2, tzinfo=UTC),
            )  # fmt: skip
    for area in areas:
        IndexRow.objects.create(index=index, area=area, order=1, area_printed="", row_printed="")
    client = sign_in(board)
    orders = ("total", "area", "printed", "c0", "c2", "c9", "__class__", "-pk")
    assert broken(client, every_page()) == {}
    assert broken(client, [f"/indices/harm/?order={order}" for order in orders]) == {}


def test_records_of_two_plans_that_were_linked_to_each_other(board, sign_in):
    """Nothing in the database keeps a decision, a gap or a threat to the themes of its own plan."""
    plan, other = a_plan(), a_plan(financial_year=2013)
    here, there = a_theme(plan), a_theme(other, "elsewhere")
    kept = {"plan": plan, "order": 1}
    gap = DeliveryGap.objects.create(slug="gap", title="Gap", text="Gap", **kept)
    threat = Threat.objects.create(slug="threat", title="T", text="T", origin="external", **kept)
    for n, theme in enumerate((here, there)):
        DeliveryGapWording.objects.create(gap=gap, theme=theme, ref=f"DG-{n}", order=1, text="Gap")
        ThreatWording.objects.create(threat=threat, theme=theme, ref=f"TH-{n}", order=1, text="T")
    decision = Decision.objects.create(
        slug="decision", title="Decide", kind="board", due_on=date(2011, 1, 1), **kept
    )
    decision.themes.add(here, there)
    date_row = KeyDate.objects.create(slug="date", title="Date", kind="x", date_printed="x", **kept)
    date_row.themes.add(there)
    evidence = Evidence.objects.create(theme=here, ref="EV-1", order=1, text="Said")
    evidence.topics.add(EvidenceTopic.objects.create(plan=other, name="Topic", slug="topic"))
    assert broken(sign_in(board), every_page()) == {}
