"""A theme as the assessment's spread: what was printed, what follows from it, and what is missing."""

import re
from datetime import date
from html import unescape
from itertools import pairwise

import pytest

from priorities.models import (
    DeliveryGapWording,
    Evidence,
    EvidenceFigure,
    EvidenceTopic,
    PerformanceStatement,
    PriorityAreaReason,
    ReadingNote,
    Theme,
    ThreatWording,
)
from projects.models import ProjectListing, ProjectScopeItem
from tests.pages.reading_pages import queries_of, words_of


@pytest.fixture
def page(client, seeded_db):
    """The page of a theme of the seeded plan."""

    def get(slug):
        response = client.get(
            Theme.objects.select_related("plan").get(slug=slug).get_absolute_url()
        )
        assert response.status_code == 200
        return response

    return get


def plain(text):
    return " ".join(text.split())


def spoken(response):
    return unescape(words_of(response))


SLUGS = (
    *("domestic-abuse", "anti-social-behaviour", "problem-alcohol-use", "problem-drug-use"),
    *("young-people", "deprived-areas", "adult-offenders", "burglary-acquisitive-crime"),
    *("sexual-violence", "hate-crime"),
)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_statement_of_a_theme_stands_on_its_page_word_for_word(page, slug):
    response = page(slug)
    words = spoken(response)
    theme = Theme.objects.get(slug=slug)
    statements = [
        theme.plan_statement,
        theme.area_criteria_printed,
        *theme.scope_items.values_list("text", flat=True),
        *theme.evidence.values_list("text", flat=True),
        *theme.performance_statements.values_list("text", flat=True),
        *theme.project_listings.values_list("text", flat=True),
        *theme.gap_wordings.values_list("text", flat=True),
        *theme.threat_wordings.values_list("text", flat=True),
        *PriorityAreaReason.objects.filter(priority_area__theme=theme).values_list(
            "text", flat=True
        ),
    ]
    missing = [text for text in statements if plain(text) not in words]
    assert missing == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_address_that_leads_into_the_page_finds_its_place_once(page, slug):
    html = page(slug).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    theme = Theme.objects.get(slug=slug)
    records = [
        *theme.scope_items.all(),
        *theme.evidence.all(),
        *theme.performance_statements.all(),
        *theme.priority_areas.all(),
    ]
    anchors = {record.get_absolute_url().partition("#")[2] for record in records}
    assert anchors <= set(ids)
    within = set(re.findall(r'href="#([^"]+)"', html))
    assert within <= set(ids)


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_never_skip_a_level(page, slug):
    levels = [int(n) for n in re.findall(r"<h([1-6])\b", page(slug).content.decode())]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_projects_stand_under_the_headings_of_the_assessment_in_its_order(page):
    groups = page("domestic-abuse").context["projects"]
    assert [(group.heading, len(group.listings)) for group in groups] == [
        ("Current", 3),
        ("Current planned [on hold pending decision on delivery plan]", 7),
        ("Planned 2012/13", 7),
    ]


def test_a_project_is_named_and_its_words_under_the_theme_stand_after_it(client, world):
    theme = world.theme("Burglary")
    project = world.project(theme, name="Locks")
    project.listings.update(text="Locks for those at risk")
    page = client.get(theme.get_absolute_url()).content.decode()
    assert f'href="{project.get_absolute_url()}">Locks</a>' in page
    assert page.index(">Locks</a>") < page.index("Locks for those at risk")


def test_a_project_says_under_which_other_themes_it_stands_with_another_status(page):
    assert "Also under Young people (there current)" in spoken(page("domestic-abuse"))


def test_a_project_hints_at_its_funding_and_flags(page):
    groups = page("domestic-abuse").context["projects"]
    first = groups[0].listings[0]
    assert [flag.title for flag in first.serious_flags][:1] == ["Funding ends"]
    assert "Never costed" not in first.minor_titles


def test_what_is_true_of_every_project_of_the_plan_is_said_once(page):
    response = page("domestic-abuse")
    assert response.context["said_of_all"] == ["58 of 58 projects were never costed"]


def test_what_is_true_of_every_project_of_a_theme_is_said_once(client, world):
    theme = world.theme("Burglary")
    costed = world.project(world.theme("Alcohol"))
    world.funding(costed, "secured", amount=5000, ends_on=date(2015, 3, 31))
    world.project(theme, name="Locks")
    assert "Never costed" in words_of(client.get(theme.get_absolute_url()))
    world.project(theme, name="Lights")
    page = client.get(theme.get_absolute_url())
    assert page.context["said_of_all"] == ["2 of 2 projects: never costed"]
    rows = [row for group in page.context["projects"] for row in group.listings]
    assert [(row.minor_titles, row.own_minor_titles) for row in rows] == [
        (["Never costed"], [])
    ] * 2
    said = words_of(page)
    projects = said[said.index("2 of 2 projects: never costed") : said.index("Delivery gaps /")]
    assert "Never costed" not in projects


def test_a_flag_of_each_project_of_a_group_is_said_once(page):
    on_hold = page("domestic-abuse").context["projects"][1]
    assert [flag.title for flag in on_hold.shared_flags] == ["Shortfall", "On hold", "Awaiting a decision"]  # fmt: skip
    assert all(flags == [] for _, flags in on_hold.entries)


def test_a_flag_of_some_projects_of_a_group_stays_with_them(client, world):
    theme = world.theme()
    world.funding(world.project(theme, name="Locks"), "secured", ends_on=date(2012, 3, 31))
    world.project(theme, name="Lights")
    (group,) = client.get(theme.get_absolute_url()).context["projects"]
    assert group.shared_flags == []
    shown = {
        row.listing.project.name: [flag.title for flag in flags] for row, flags in group.entries
    }
    assert shown == {"Locks": ["Funding ends"], "Lights": []}


def test_what_flags_say_of_areas_is_said_once_with_their_names(page):
    (said,) = page("domestic-abuse").context["area_reasons"]
    assert len(said.names) == 6
    words = spoken(page("domestic-abuse"))
    section = words[words.rindex("Priority areas 6") : words.rindex("What the plan says")]
    assert section.count(said.flag.reason) == 1
    assert f"All 6: {said.flag.reason}" in section


@pytest.mark.parametrize("number", [2, 3])
def test_a_long_list_is_folded_behind_its_first_entries(client, world, number):
    theme = world.theme()
    for n in range(number):
        Evidence.objects.create(theme=theme, ref=f"EV-{n}", order=n, text=f"Statement {n}.")
    html = client.get(theme.get_absolute_url()).content.decode()
    folds = html.count("Show 1 more statement")
    assert folds == number - 2
    assert f"Statement {number - 1}." in html


def test_printed_performance_stands_beside_the_status_worked_out(page):
    response = page("domestic-abuse")
    assert [group.heading for group in response.context["printed"]] == [
        "Achieved in 2010/11:",
        "Failed:",
        "Risks:",
    ]
    words = spoken(response)
    assert "Missed: 4.8% in 2010/11 against a target of at most 3.8%; lower is better." in words
    assert "Measured by Repeat victimisation for MARAC cases" in words


def test_what_is_worked_out_stands_open_and_what_was_printed_is_folded(page):
    html = page("domestic-abuse").content.decode()
    part = html[html.index('id="performance"') : html.index('id="projects"')]
    open_words, folded = part.split('<details class="govuk-details sc-sources"')
    assert "Missed: 4.8% in 2010/11" in open_words
    assert "Achieved in 2010/11:" in folded


def test_what_an_officer_states_of_performance_is_no_print_and_stands_open(client, world):
    theme = world.theme()
    PerformanceStatement.objects.create(
        theme=theme, ref="PS-1", order=1, kind="risk", group_printed="Risks", text="It may rise."
    )
    html = client.get(theme.get_absolute_url()).content.decode()
    part = html[html.index('id="performance"') : html.index('id="projects"')]
    assert "As stated" in part
    assert "<details" not in part


def test_a_shared_threat_is_shown_in_this_themes_words_and_in_those_of_the_others(page):
    threats = page("domestic-abuse").context["threats"]
    shared = next(row for row in threats if row.statement.slug == "recession-families")
    assert shared.wording.theme.slug == "domestic-abuse"
    assert {row.theme.slug for row in shared.other_wordings} >= {"problem-alcohol-use"}
    assert "Our judgement, not stated in the assessment" in spoken(page("domestic-abuse"))


def test_a_priority_area_says_how_sure_each_cell_is(page):
    response = page("anti-social-behaviour")
    boscawen = next(row for row in response.context["areas"] if row.row.name == "Boscawen")
    assert "by elimination" in boscawen.doubt["trend"]
    assert "label" not in boscawen.doubt
    words = spoken(response)
    assert "Reading unclear (best guess): highest reported street drinking" in words
    assert boscawen.row.reasoning in words


def test_what_the_assessment_says_of_its_choice_of_areas_is_quoted_and_is_no_note_of_ours(page):
    words = spoken(page("burglary-acquisitive-crime"))
    said = "Priority geographical areas shown on next page. Calculations are based on"
    assert f"A note on this reading {said}" not in words
    assert "to identify persistent hotspots. Criteria: extent" in words


def test_ranks_are_shown_as_printed(page):
    assert "Very high Rank =1" in spoken(page("domestic-abuse"))


def test_a_theme_that_nothing_measures_and_nobody_delivers_says_so(page):
    words = spoken(page("hate-crime"))
    assert "Nothing measures this theme." in words
    assert "No project is listed under this theme." in words
    assert "No evidence is recorded under this theme." in words
    assert "No active project addresses this." in words


def test_each_reading_note_is_in_full_once_and_named_where_it_applies_again(client, world):
    theme = world.theme()
    for number in (1, 2):
        Evidence.objects.create(
            theme=theme, ref=f"EV-{number}", order=number, text="It rose.", source_lines=[7]
        )
    ReadingNote.objects.create(
        plan=world.plan, ref="INC-1", order=1, kind="inconsistency", text="It also fell.",
        source_lines=[7],
    )  # fmt: skip
    words = words_of(client.get(theme.get_absolute_url()))
    assert words.count("It also fell.") == 1
    assert words.count("See also the note above: INC-1") == 1


def test_a_date_of_several_themes_brings_no_notes_on_what_others_state(client, world):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    for theme, line in ((alcohol, 7), (drugs, 8)):
        Evidence.objects.create(
            theme=theme, ref=f"EV-{line}", order=line, text="It rose.", source_lines=[line]
        )
        ReadingNote.objects.create(
            plan=world.plan, ref=f"INC-{line}", order=line, kind="inconsistency",
            text=f"Doubt about {theme}.", source_lines=[line],
        )  # fmt: skip
    date_of_both = world.plan.key_dates.create(
        title="Funding ends", slug="funding-ends", order=1, kind="funding_end", date_printed="April",
        source_lines=[7, 8],
    )  # fmt: skip
    date_of_both.themes.add(alcohol, drugs)
    words = words_of(client.get(alcohol.get_absolute_url()))
    assert "Doubt about Alcohol." in words
    assert "Doubt about Drugs." not in words


def test_the_heading_as_printed_is_a_fact_and_not_the_title_said_twice(page):
    html = page("domestic-abuse").content.decode()
    assert '<span class="govuk-caption-xl">Priority 1</span> Domestic abuse</h1>' in html
    assert "Heading as printed “PRIORITY 1 : DOMESTIC ABUSE”" in spoken(page("domestic-abuse"))


def test_a_figure_is_shown_with_its_unit_period_and_comparison(client, world):
    theme = world.theme()
    evidence = Evidence.objects.create(theme=theme, ref="EV-1", order=1, text="It rose by 9%.")
    facts = {"evidence": evidence, "order": 1, "label": "Incidents", "value_printed": "7300"}
    EvidenceFigure.objects.create(
        **facts, value=7300, unit="incidents", period_printed="12 months to August 2011",
        comparator="the year before",
    )  # fmt: skip
    EvidenceFigure.objects.create(
        **{**facts, "order": 2, "label": "Rise", "value_printed": "9"}, value=9, unit="% increase"
    )
    words = words_of(client.get(theme.get_absolute_url()))
    assert (
        "7,300 incidents: Incidents (12 months to August 2011; compared with the year before)"
    ) in words
    assert "9% increase: Rise (period not stated)" in words
    assert "Source not stated" in words


def test_evidence_leads_to_what_other_themes_say_of_the_same(client, world):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    topic = EvidenceTopic.objects.create(plan=world.plan, name="Recession", slug="recession")
    for theme in (alcohol, drugs):
        Evidence.objects.create(theme=theme, ref=f"EV-{theme.name}", order=1, text="x").topics.add(
            topic
        )
    html = client.get(alcohol.get_absolute_url()).content.decode()
    assert f'href="{drugs.get_absolute_url()}#ev-drugs"' in html
    assert "Alcohol (EV-Alcohol)" not in html


def test_a_scope_item_names_the_projects_that_address_it_and_whose_judgement_that_is(client, world):
    theme = world.theme()
    stated, judged, hole = (world.scope_item(theme, text) for text in ("One", "Two", "Three"))
    active, planned = world.project(theme), world.project(theme, status="planned")
    ProjectScopeItem.objects.create(
        project=active, scope_item=stated, is_judgement=False, reason="The plan says so."
    )
    ProjectScopeItem.objects.create(project=planned, scope_item=judged, reason="It works there.")
    response = client.get(theme.get_absolute_url())
    unaddressed = {entry.item.text: entry.is_unaddressed for entry in response.context["scope"]}
    assert unaddressed == {"One": False, "Two": True, "Three": True}
    words = words_of(response)
    assert "Our judgement, not stated in the assessment: It works there." in words
    assert "(not being delivered now)" in words
    assert f'id="scope-{hole.order}"' in response.content.decode()


def test_a_gap_without_action_owner_or_date_says_so(client, world):
    theme = world.theme()
    world.gap(theme)
    words = words_of(client.get(theme.get_absolute_url()))
    assert "Action required: not stated" in words
    assert "Owner: not stated · Due: not stated · Status: open" in words


def test_the_same_words_under_another_theme_are_not_repeated(client, world):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    gap = world.gap(alcohol)
    DeliveryGapWording.objects.create(gap=gap, theme=drugs, ref="G", order=1, text="x")
    threat = world.threat(alcohol)
    ThreatWording.objects.create(threat=threat, theme=drugs, ref="T", order=1, text="Quite other.")
    response = client.get(alcohol.get_absolute_url())
    words = words_of(response)
    assert "In the same words under Drugs" in words
    assert "Also worded differently under 1 other theme" in words
    assert "Quite other." in words


def test_only_flags_about_the_theme_or_touching_it_are_shown(client, world):
    ours, theirs = world.theme("Alcohol"), world.theme("Drugs")
    world.indicator(ours, 10, 80, name="Ours")
    world.indicator(theirs, 10, 80, name="Theirs")
    response = client.get(ours.get_absolute_url())
    assert {str(flag.record) for flag in response.context["flags"]} == {"Ours", "Alcohol"}


def test_decisions_and_dates_of_the_theme_and_no_others(client, world):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    world.decision(title="Fund the lead", due_on=date(2011, 10, 1)).themes.add(alcohol)
    world.decision(title="Close the unit").themes.add(drugs)
    words = words_of(client.get(alcohol.get_absolute_url()))
    assert "Fund the lead" in words
    assert "overdue" in words
    assert "Close the unit" not in words


def test_a_theme_of_no_plan_or_another_is_not_found(client, world):
    theme = world.theme()
    assert client.get(theme.get_absolute_url().replace(theme.slug, "piracy")).status_code == 404
    assert client.get(theme.get_absolute_url().replace("2012-13", "1066")).status_code == 404


@pytest.mark.parametrize("role", ["officer", "analyst", "board", "administrator"])
def test_every_role_may_read_a_theme(role, request, sign_in, world):
    url = world.theme().get_absolute_url()
    assert sign_in(request.getfixturevalue(role)).get(url).status_code == 200


def test_a_stranger_may_not_and_nobody_writes_by_reading(sign_in, stranger, client, world):
    url = world.theme().get_absolute_url()
    assert sign_in(stranger).get(url).status_code == 403
    assert client.post(url).status_code == 405


def test_a_theme_asks_the_database_as_often_for_much_as_for_little(client, world):
    theme = world.theme()
    url = theme.get_absolute_url()
    world.decision().themes.add(theme)
    little = queries_of(client, url)
    topic = EvidenceTopic.objects.create(plan=world.plan, name="Recession", slug="recession")
    for number in range(3):
        other = world.theme(f"Theme {number}")
        indicator = world.indicator(theme, 77, 80)
        indicator.themes.add(other)
        project = world.project(theme, other)
        world.funding(project, "secured", ends_on=date(2012, 3, 31))
        for row in (theme, other):
            found = Evidence.objects.create(theme=row, ref=f"EV-{number}", order=number, text="x")
            found.topics.add(topic)
        EvidenceFigure.objects.create(evidence=found, order=1, label="x", value_printed="1")
        PerformanceStatement.objects.create(
            theme=theme, ref=f"PS-{number}", order=number, kind="risk", group_printed="Risks", text="x"
        )  # fmt: skip
        area = world.area(f"Town {number}", within=world.county)
        row = world.priority_area(theme, area, parts=[area])
        PriorityAreaReason.objects.create(priority_area=row, order=1, text="x")
        gap = world.gap(theme)
        gap.areas.add(area)
        DeliveryGapWording.objects.create(gap=gap, theme=other, ref="G", order=1, text="y")
        world.threat(theme)
        world.decision().themes.add(theme, other)
        theme.areas.add(area)
        item = world.scope_item(theme)
        ProjectScopeItem.objects.create(project=project, scope_item=item, reason="x")
    assert ProjectListing.objects.filter(theme=theme).count() == 3
    assert queries_of(client, url) == little <= 15
