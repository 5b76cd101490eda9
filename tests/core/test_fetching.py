"""`fetch_with_children` brings the same children as `prefetch_related`, in the same order, in one query."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Prefetch

from accounts.models import Organisation
from core.records.fetching import fetch_with_children, index_by, know_parents, with_children
from performance.models import Figure, Indicator
from places.models import Area
from priorities.models import Decision, Evidence, EvidenceFigure, Plan, Theme
from projects.models import FundingLine, Project, ProjectListing, ProjectScopeItem

AMOUNTS = ("0.57", "0", "0.01", "0.1", "4.35", "1294", "9999999999.99", "0.29", "33.33")
VALUES = ("0.57", "0", "-0.000001", "0.1", "2.675", "1.005", "45900", "0.333333", "8.1")


def facts(records):
    """Every column of every record, with what type it came as."""
    return [
        [
            (field.attname, value, type(value))
            for field in record._meta.concrete_fields
            for value in [getattr(record, field.attname)]
        ]
        for record in records
    ]


def assert_same(queryset, *relations):
    """The children of each record are those that Django's own prefetching brings."""
    ours, theirs = fetch_with_children(queryset, *relations), queryset.prefetch_related(*relations)
    assert [record.pk for record in ours] == [record.pk for record in theirs]
    for mine, reference in zip(ours, theirs, strict=True):
        for relation in relations:
            assert facts(getattr(mine, relation).all()) == facts(getattr(reference, relation).all())
    return ours


@pytest.fixture
def project(db):
    return Project.objects.create(slug="idva", order=1, name="IDVA service", status="current")


@pytest.fixture
def theme(db):
    partnership = Organisation.objects.create(name="Safer", slug="safer", kind="partnership")
    plan = Plan.objects.create(
        partnership=partnership, title="Plan", slug="plan", financial_year=2012,
        assessment_title="Assessment",
    )  # fmt: skip
    return Theme.objects.create(
        plan=plan, slug="theme", code="T", order=1, kind="priority", name="Theme",
        plan_statement="To be addressed.",
    )  # fmt: skip


@pytest.fixture
def indicator(db):
    county = Area.objects.create(name="Cornwall", slug="c", kind="county", level=0, path="/c/")
    return Indicator.objects.create(
        slug="indicator", order=1, name="Indicator", unit="%", polarity="higher",
        frequency="quarter", number_kind="share", area=county,
    )  # fmt: skip


def figure(indicator, month, value, **more):
    return Figure.objects.create(
        **{
            "indicator": indicator,
            "area": indicator.area,
            "value": Decimal(value),
            "period_start": date(2011, month, 1),
            "period_end": date(2011, month, 28),
            "known_from": datetime(2011, 11, 30, tzinfo=UTC),
        }
        | more
    )


def test_pounds_and_pence_stay_what_they_were(project):
    for order, amount in enumerate(AMOUNTS):
        FundingLine.objects.create(
            project=project, order=order, source="Home Office", state="secured",
            amount=Decimal(amount),
        )  # fmt: skip
    [ours] = assert_same(Project.objects.all(), "funding_lines")
    assert [line.amount for line in ours.funding_lines.all()] == [Decimal(x) for x in AMOUNTS]


def test_a_value_of_057_stays_057(theme):
    evidence = Evidence.objects.create(theme=theme, ref="EV-1", order=1, text="It rose.")
    for order, value in enumerate(VALUES):
        EvidenceFigure.objects.create(
            evidence=evidence, order=order, label="Rise", value=Decimal(value), value_printed=value
        )
    [ours] = assert_same(Evidence.objects.all(), "figures")
    assert [row.value for row in ours.figures.all()] == [Decimal(value) for value in VALUES]


def test_no_digit_is_lost_of_the_longest_number(theme):
    """SQLite itself keeps fifteen digits of a number: there `together` loses none but those."""
    evidence = Evidence.objects.create(theme=theme, ref="EV-1", order=1, text="It rose.")
    longest = Decimal("123456789012.345678")
    EvidenceFigure.objects.create(
        evidence=evidence, order=1, label="Rise", value=longest, value_printed="much"
    )
    [ours] = assert_same(Evidence.objects.all(), "figures")
    lost = Decimal("0.001") if connection.vendor == "sqlite" else 0
    assert abs(ours.figures.all()[0].value - longest) <= lost


def test_what_is_empty_stays_empty_and_is_not_zero(project):
    FundingLine.objects.create(project=project, order=1, source="Unknown", state="no_source")
    [ours] = assert_same(Project.objects.all(), "funding_lines")
    [line] = ours.funding_lines.all()
    assert (line.amount, line.ends_on, line.financial_year) == (None, None, None)
    assert line.note == ""


def test_days_stay_days(project):
    FundingLine.objects.create(
        project=project, order=1, source="Home Office", state="secured", ends_on=date(2012, 3, 31)
    )
    [ours] = assert_same(Project.objects.all(), "funding_lines")
    assert ours.funding_lines.all()[0].ends_on == date(2012, 3, 31)


def test_moments_keep_their_zone_and_their_microseconds(indicator):
    moment = datetime(2011, 11, 30, 12, 34, 56, 789012, tzinfo=UTC)
    figure(indicator, 4, "1", known_from=moment, known_to=moment + timedelta(microseconds=1))
    figure(indicator, 5, "1", known_from=datetime(2011, 6, 30, 23, 30, tzinfo=UTC))
    [ours] = assert_same(Indicator.objects.all(), "figures")
    by_month = {row.period_start.month: row for row in ours.figures.all()}
    assert by_month[4].known_from == moment
    assert by_month[4].known_to == moment + timedelta(microseconds=1)
    assert by_month[5].known_from.utcoffset() == timedelta(0)


def test_yes_and_no_stay_yes_and_no(project, theme):
    for order, is_judgement in enumerate((True, False)):
        item = theme.scope_items.create(order=order, text="Victims")
        ProjectScopeItem.objects.create(
            project=project, scope_item=item, is_judgement=is_judgement, reason="x"
        )
    [ours] = assert_same(Project.objects.all(), "scope_links")
    assert [link.is_judgement for link in ours.scope_links.all()] == [True, False]


def test_lists_stay_lists_and_words_stay_word_for_word(theme):
    words = "“Café” said:\n\t50% of <b> & \\ \"all\" \u2013 'it' 🙂"
    for order, lines in enumerate(([], [65, 1021], [{"a": None, "b": [1.5, True]}])):
        Evidence.objects.create(
            theme=theme, ref=f"EV-{order}", order=order, text=words, source_lines=lines
        )
    [ours] = assert_same(Theme.objects.all(), "evidence")
    evidence = ours.evidence.all()
    assert [row.source_lines for row in evidence] == [
        [],
        [65, 1021],
        [{"a": None, "b": [1.5, True]}],
    ]
    assert evidence[0].text == words


def test_many_to_many_relations_come_from_either_side(project):
    towns = [
        Area.objects.create(name=name, slug=name, kind="town", level=0, path=f"/{name}/")
        for name in ("truro", "bodmin", "hayle")
    ]
    project.areas.add(*towns)
    other = Project.objects.create(slug="other", order=2, name="Other", status="current")
    other.areas.add(towns[0])
    [ours, _] = assert_same(Project.objects.all(), "areas")
    assert [area.slug for area in ours.areas.all()] == ["bodmin", "hayle", "truro"]
    back = assert_same(Area.objects.all(), "projects")
    assert [len(area.projects.all()) for area in back] == [1, 1, 2]


def test_a_relation_through_a_model_of_its_own_comes_too(project, theme):
    ProjectListing.objects.create(
        project=project, theme=theme, order=1, status="current", heading_printed="Current", text="x"
    )
    [ours] = assert_same(Project.objects.all(), "themes", "listings")
    assert [row.name for row in ours.themes.all()] == ["Theme"]


def test_nobody_s_children_are_none_and_ask_nothing(project, django_assert_num_queries):
    with django_assert_num_queries(1):
        [ours] = fetch_with_children(Project.objects.all(), "areas", "funding_lines", "milestones")
        assert not ours.areas.all()
        assert list(ours.funding_lines.all()) == []
        assert ours.milestones.all().count() == 0
    assert fetch_with_children(Project.objects.none(), "areas") == []


def test_copies_with_given_children_share_nothing_and_ask_nothing(
    project, django_assert_num_queries
):
    other = Project.objects.create(slug="other", order=2, name="Other", status="current")
    FundingLine.objects.create(project=other, order=1, source="A", state="sought")
    line, area = FundingLine(source="B"), Area(name="Town")
    with django_assert_num_queries(0):
        one = with_children(with_children(project, "funding_lines", [line]), "areas", [area])
        two = with_children(other, "funding_lines", [])
        assert list(one.funding_lines.all()) == [line]
        assert list(one.areas.all()) == [area]
        assert list(two.funding_lines.all()) == []
        assert not two.funding_lines.filter(source="A").exists()
    assert other.funding_lines.get().source == "A"


def test_any_number_of_records_and_relations_is_one_query(project, django_assert_num_queries):
    for n in range(2, 12):
        other = Project.objects.create(slug=f"p{n}", order=n, name="Other", status="current")
        FundingLine.objects.create(project=other, order=1, source="Home Office", state="secured")
    # Once in each process Django asks SQLite whether it knows JSON.
    fetch_with_children(Project.objects.all(), "areas")
    with django_assert_num_queries(1):
        projects = fetch_with_children(Project.objects.all(), "funding_lines", "areas", "updates")
        assert sum(len(row.funding_lines.all()) for row in projects) == 10
        assert all(line.project is row for row in projects for line in row.funding_lines.all())


def test_children_come_in_their_own_order(project):
    for order in (3, 1, 2):
        FundingLine.objects.create(project=project, order=order, source=str(order), state="sought")
    [ours] = assert_same(Project.objects.all(), "funding_lines")
    assert [line.order for line in ours.funding_lines.all()] == [1, 2, 3]


def test_a_narrowed_relation_holds_what_its_queryset_holds_in_its_order(project):
    for order in range(4):
        FundingLine.objects.create(
            project=project, order=order, source=str(order),
            state="secured" if order else "sought",
        )  # fmt: skip
    narrowed = FundingLine.objects.filter(state="secured").order_by("-order")
    [ours] = fetch_with_children(Project.objects.all(), funding_lines=narrowed)
    [theirs] = Project.objects.prefetch_related(Prefetch("funding_lines", queryset=narrowed))
    assert facts(ours.funding_lines.all()) == facts(theirs.funding_lines.all())
    assert [line.order for line in ours.funding_lines.all()] == [3, 2, 1]


def test_the_records_themselves_are_as_ever(project):
    [ours] = fetch_with_children(Project.objects.select_related("lead_organisation"), "areas")
    assert facts([ours]) == facts([project])
    ours.name = "Renamed"
    ours.save()
    project.refresh_from_db()
    assert project.name == "Renamed"


def test_a_child_can_be_changed_and_saved(project):
    FundingLine.objects.create(project=project, order=1, source="A", state="sought")
    [ours] = fetch_with_children(Project.objects.all(), "funding_lines")
    [line] = ours.funding_lines.all()
    line.state = "secured"
    line.save()
    assert FundingLine.objects.get().state == "secured"


@pytest.mark.usefixtures("db", "seeded_db")
@pytest.mark.parametrize(
    ("model", "relations"),
    [
        (Project, ("listings", "areas", "funding_lines", "milestones", "dependencies", "posts", "scope_links")),
        (Theme, ("evidence", "performance_statements", "scope_items", "priority_areas", "projects", "strategies")),
        (Indicator, ("figures", "targets", "comparators", "measurements", "themes")),
        (Evidence, ("figures", "topics")),
        (Area, ("children", "codes", "priority_areas", "delivery_gaps", "themes")),
    ],
)  # fmt: skip
def test_on_the_seeded_plan_nothing_differs(model, relations):
    assert assert_same(model.objects.all(), *relations)


def test_records_are_found_by_their_number(project):
    assert index_by([project]) == {project.pk: project}


def test_what_comes_from_a_relation_knows_its_parent(project, theme, django_assert_num_queries):
    theme.projects.through.objects.create(
        project=project, theme=theme, order=1, status="current", heading_printed="", text="IDVA"
    )
    plan = theme.plan
    with django_assert_num_queries(1):
        (found,) = fetch_with_children(Project.objects.all(), themes=plan.themes.all())
        assert [row.plan for row in found.themes.all()] == [plan]


def test_a_record_at_hand_is_known_to_all_that_point_at_it(
    project, theme, django_assert_num_queries
):
    ProjectListing.objects.create(
        project=project, theme=theme, order=1, status="current", heading_printed="", text="IDVA"
    )
    with django_assert_num_queries(1):
        (found,) = fetch_with_children(Project.objects.all(), "listings", at_hand=[theme])
        (listing,) = found.listings.all()
        assert listing.theme is theme
        assert listing.project is found


def test_a_parent_that_is_not_at_hand_is_fetched_as_ever(project, theme):
    ProjectListing.objects.create(
        project=project, theme=theme, order=1, status="current", heading_printed="", text="IDVA"
    )
    (found,) = fetch_with_children(Project.objects.all(), "listings", at_hand=[])
    assert found.listings.get().theme == theme


def test_records_that_come_from_a_relation_know_their_parent(theme, django_assert_num_queries):
    plan = theme.plan
    with django_assert_num_queries(1):
        (found,) = fetch_with_children(plan.themes.all(), "scope_items")
        assert found.plan is plan


def test_records_and_children_alike_know_what_is_at_hand(theme, django_assert_num_queries):
    theme.plan.decisions.create(slug="d", order=1, title="Fund it", kind="board").themes.add(theme)
    plan = theme.plan
    with django_assert_num_queries(1):
        (found,) = fetch_with_children(Decision.objects.all(), "themes", at_hand=[plan])
        assert found.plan is plan
        assert [row.plan for row in found.themes.all()] == [plan]


def test_a_parent_of_the_same_number_but_another_kind_is_not_taken(project, theme):
    ProjectListing.objects.create(
        project=project, theme=theme, order=1, status="current", heading_printed="", text="IDVA"
    )
    at_hand = [Theme(pk=theme.pk + 1), Plan(pk=theme.pk)]
    (found,) = fetch_with_children(Project.objects.all(), "listings", at_hand=at_hand)
    assert found.listings.get().theme == theme


def test_nothing_is_asked_to_let_rows_know_a_parent(theme, django_assert_num_queries):
    rows = list(Theme.objects.all())
    with django_assert_num_queries(0):
        know_parents(rows, [theme.plan])
        assert rows[0].plan is theme.plan
        know_parents(rows, [])
        assert rows[0].plan is theme.plan
