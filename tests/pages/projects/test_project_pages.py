"""The list of projects and the page of each: what is delivered, for whom, with what money and until when."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils.text import slugify

from accounts.models import Organisation
from priorities.models import PeopleGroup, Plan, Strategy, Theme
from projects.models import (
    Dependency,
    Milestone,
    Post,
    ProjectIndicator,
    ProjectListing,
    ProjectScopeItem,
    ProjectUpdate,
)
from tests.pages.reading_pages import queries_of, words_of
from tests.world import AS_AT

LIST = reverse("projects:list")


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def names_of(response):
    return [row.project.name for row in response.context["page"]]


def page_of(client, project):
    response = client.get(project.get_absolute_url())
    assert response.status_code == 200
    return response


def organisation(name):
    return Organisation.objects.create(name=name, slug=slugify(name), kind="other")


# The list


@pytest.mark.parametrize("who", ["officer", "analyst", "board", "administrator"])
def test_everybody_with_a_role_reads_projects(who, request, sign_in, world):
    project = world.project(world.theme())
    client = sign_in(request.getfixturevalue(who))
    assert client.get(LIST).status_code == 200
    assert client.get(project.get_absolute_url()).status_code == 200


def test_a_stranger_may_not_and_nobody_may_post(sign_in, stranger, client, world):
    for address in (LIST, world.project(world.theme()).get_absolute_url()):
        assert sign_in(stranger).get(address).status_code == 403
        assert client.post(address).status_code == 405


def test_a_line_has_status_lead_place_funding_and_tender_date(client, world):
    theme = world.theme("Domestic abuse")
    newquay = world.area("Newquay", within=world.county)
    project = world.project(
        theme, name="Advocates", areas=[newquay], lead_organisation=organisation("Police")
    )
    world.funding(project, "secured", ends_on=date(2012, 3, 31))
    words = words_of(client.get(LIST))
    assert "Advocates Domestic abuse Current Police Newquay" in words
    assert "Secured until 31 March 2012 1 October 2011 Has passed" in words


def test_only_money_that_outlasts_a_tender_is_simply_secured(client, world):
    lasting = world.project(world.theme(), name="Lasting", procurement_lead_months=6)
    world.funding(lasting, "secured", ends_on=date(2012, 9, 1))
    response = client.get(LIST)
    assert "Secured Ends 1 September 2012 2 March 2012" in words_of(response)
    lasting.funding_lines.update(ends_on=date(2012, 5, 30))
    assert "Secured until 30 May 2012" in words_of(client.get(LIST))


def test_without_an_area_it_is_county_wide_and_without_money_nothing_is_made_up(client, world):
    world.project(world.theme(), name="Campaign")
    words = words_of(client.get(LIST))
    assert "Campaign Burglary Current Not stated County-wide Not stated Not known" in words
    assert "£" not in words


def test_a_project_listed_under_two_statuses_says_so(client, world):
    first, second = world.theme("Domestic abuse"), world.theme("Young people")
    project = world.project(first, second, status="on_hold")
    ProjectListing.objects.filter(project=project, theme=second).update(status="current")
    assert "On hold Current under Young people" in words_of(client.get(LIST))


def test_a_filter_that_there_is_not_is_an_error_in_the_title_too(client, world):
    assert "<title>Error: Projects" in client.get(LIST, {"status": "?"}).content.decode()
    assert "<title>Projects" in client.get(LIST, {"status": "current"}).content.decode()


def test_filters_narrow_the_list(client, world):
    abuse, drugs = world.theme("Abuse"), world.theme("Drugs")
    police, trust = organisation("Police"), organisation("Trust")
    newquay_area = world.area("Newquay area", kind="network_area", within=world.county)
    newquay = world.area("Newquay", within=newquay_area)
    world.area("Bodmin", within=world.county)
    local = world.project(abuse, name="Local", areas=[newquay], lead_organisation=police)
    wide = world.project(drugs, name="Wide", status="planned", summary="A needle exchange")
    wide.areas.add(world.county)
    world.funding(local, "secured")
    world.funding(wide, "sought", organisation=trust)
    bare = world.project(drugs, name="Bare")
    bare.organisations.add(trust)
    for query, found in (
        ({"theme": abuse.slug}, ["Local"]),
        ({"status": "planned"}, ["Wide"]),
        ({"area": "newquay"}, ["Local"]),
        ({"area": "newquay-area"}, ["Local"]),
        ({"area": "county:wide"}, ["Wide", "Bare"]),
        ({"organisation": "police"}, ["Local"]),
        ({"organisation": "trust"}, ["Wide", "Bare"]),
        ({"funding": "secured"}, ["Local"]),
        ({"funding": "sought"}, ["Wide"]),
        ({"funding": "not_stated"}, ["Bare"]),
        ({"q": "needle"}, ["Wide"]),
        ({"q": "exchange needle"}, ["Wide"]),
        ({"q": "LOCAL"}, ["Local"]),
        ({"theme": drugs.slug, "status": "current"}, ["Bare"]),
        ({}, ["Local", "Wide", "Bare"]),
    ):
        assert names_of(client.get(LIST, query)) == found, query


def test_a_project_in_the_network_area_covers_the_town_inside_it(client, world):
    around = world.area("Newquay area", kind="network_area", within=world.county)
    town = world.area("Newquay", within=around)
    world.project(world.theme(), name="Around", areas=[around])
    world.project(world.theme(), name="Inside", areas=[town])
    world.project(world.theme(), name="County", areas=[world.county])
    assert names_of(client.get(LIST, {"area": "newquay"})) == ["Around", "Inside"]


@pytest.mark.parametrize("value", ["nonsense", "\x00", "1' OR 1=1", "-pk", "😀", "x" * 300])
def test_a_value_that_is_not_offered_narrows_nothing(client, world, value):
    world.project(world.theme())
    names = ["theme", "status", "area", "organisation", "funding", "order", "page"]
    response = client.get(LIST, dict.fromkeys(names, value) | {"name__startswith": "z"})
    assert response.status_code == 200
    assert len(names_of(response)) == 1
    assert client.get(LIST, {"q": value}).status_code == 200


def test_projects_come_in_the_order_asked_for(client, world):
    theme = world.theme()
    late = world.project(theme, name="Zeal", status="planned")
    soon = world.project(theme, name="Moss")
    world.project(theme, name="Ash", status="on_hold")
    world.funding(late, "secured", financial_year=2013)
    world.funding(soon, "secured", financial_year=2011)
    assert names_of(client.get(LIST)) == ["Zeal", "Moss", "Ash"]
    assert names_of(client.get(LIST, {"order": "name"})) == ["Ash", "Moss", "Zeal"]
    assert names_of(client.get(LIST, {"order": "status"})) == ["Moss", "Ash", "Zeal"]
    assert names_of(client.get(LIST, {"order": "funding"})) == ["Moss", "Zeal", "Ash"]


def test_all_58_projects_are_listed_and_each_tile_counts_what_it_leads_to(client, seeded_db):
    response = client.get(LIST)
    assert len(names_of(response)) == 58
    assert sum(tile.count for tile in response.context["tiles"]) == 58
    for tile in response.context["tiles"]:
        assert len(names_of(client.get(LIST + tile.url))) == tile.count


def test_the_list_asks_as_little_of_many_projects_as_of_few(client, world):
    theme = world.theme()
    town = world.area("Newquay", within=world.county)
    world.funding(world.project(theme, areas=[town]), "secured")
    client.get(LIST)
    few = queries_of(client, LIST)
    for n in range(12):
        project = world.project(theme, world.theme(), areas=[town])
        world.funding(project, "sought", organisation=organisation(f"Body {n}"))
    assert queries_of(client, LIST) == few
    assert few <= 12


# The page


def test_no_such_project_is_not_found(client, world):
    assert client.get(reverse("projects:page", args=["nope"])).status_code == 404


@pytest.fixture
def draft(world):
    return Plan.objects.create(
        partnership=world.partnership, title="Next plan", slug="next", financial_year=2013,
        assessment_title="x", stage="draft",
    )  # fmt: skip


def test_a_project_that_only_a_draft_lists_is_unknown_to_the_board(
    client, world, draft, sign_in, officer
):
    secret = Theme.objects.create(
        plan=draft, slug="secret", code="S", order=1, kind="priority", name="Secret theme",
        plan_statement="x",
    )  # fmt: skip
    hidden = world.project(secret, name="Hidden project")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "Hidden project" not in client.get(LIST).content.decode()
    assert sign_in(officer).get(hidden.get_absolute_url()).status_code == 200
    ProjectListing.objects.create(
        project=hidden, theme=world.theme(), order=1, status="current", heading_printed="Current",
        text="Hidden project",
    )  # fmt: skip
    response = client.get(hidden.get_absolute_url())
    assert response.status_code == 200
    assert "Secret theme" not in response.content.decode()


def test_every_wording_stands_under_its_theme_with_its_heading_and_line(client, world):
    first, second = world.theme("Rowdy behaviour"), world.theme("Alcohol")
    project = world.project(first, second, name="Best Bar None")
    ProjectListing.objects.filter(project=project, theme=second).update(
        text="Best Bar None (and targeting of premises)",
        heading_printed="Current planned [on hold]",
        status="on_hold",
        source_lines=[742],
    )
    words = words_of(page_of(client, project))
    assert "The themes word it differently. All wordings are shown." in words
    assert "Alcohol On hold Printed under “Current planned [on hold]”" in words
    assert "Best Bar None (and targeting of premises) assessment line 742" in words
    assert "current under Rowdy behaviour; on hold under Alcohol" in words


def test_who_it_is_for_and_with(client, world):
    project = world.project(
        world.theme(),
        lead_organisation=organisation("Police"),
        lead_printed="Police (implied by name)",
        status_note="Two readings differ.",
        planned_year=2012,
    )
    project.organisations.add(organisation("Trust"))
    project.people_groups.add(PeopleGroup.objects.create(name="young people", slug="young-people"))
    project.strategies.add(Strategy.objects.create(name="The Right Response", slug="right"))
    words = words_of(page_of(client, project))
    assert "Lead Police Printed: “Police (implied by name)”" in words
    assert "Organisations Trust" in words
    assert "For whom Young people" in words
    assert "Strategies The Right Response" in words
    assert "Where County-wide" in words
    assert "Two readings differ." in words
    assert "for 2012/13" in words


def test_money_by_year_with_totals_by_state_and_the_last_day_to_start_a_tender(client, world):
    project = world.project(world.theme(), procurement_lead_months=6)
    payer = organisation("Trust")
    world.funding(
        project, "secured", financial_year=2011, amount=Decimal(1200), ends_on=date(2012, 3, 31)
    )
    world.funding(project, "sought", source="Lottery", organisation=payer)
    response = page_of(client, project)
    words = words_of(response)
    assert "Secured funding ends on 31 March 2012." in words
    assert (
        "A tender takes 6 months, so the last date on which one can still start is 1 October 2011, "
        "which has passed."
    ) in words
    assert "Home Office 2011/12 £1,200" in words
    assert "Lottery Year not stated Not stated" in words
    assert "All years £1,200 Amount not stated" in words
    assert payer.get_absolute_url() in response.content.decode()


def test_a_closed_project_is_not_put_out_to_tender(client, world):
    project = world.project(world.theme(), name="Refuge", status="closed")
    world.funding(project, "secured", ends_on=date(2012, 3, 31))
    words = words_of(client.get(project.get_absolute_url()))
    assert "ends on 31 March 2012" in words
    assert "tender" not in words


def test_a_table_adds_the_money_up_by_year(client, world):
    project = world.project(world.theme())
    facts = {"financial_year": 2011}
    world.funding(project, "secured", amount=Decimal(1200), **facts)
    world.funding(project, "secured", amount=Decimal(300), is_match=True, **facts)
    world.funding(project, "sought", source="Lottery", bid_on=date(2011, 11, 1), **facts)
    world.funding(project, "no_source", financial_year=2013, amount=Decimal(50))
    project.spending.create(financial_year=2011, amount=Decimal(700), up_to=date(2011, 9, 30))
    words = words_of(page_of(client, project))
    assert "Year Secured Sought No source Of which match Spent" in words
    assert (
        "2011/12 £1,500 Amount not stated None recorded £300 £700 up to 30 September 2011"
    ) in words
    assert "2012/13" + 5 * " None recorded" in words
    assert "2013/14 None recorded None recorded £50 None recorded None recorded" in words
    assert "All years £1,500 Amount not stated £50 £300 £700 up to 30 September 2011" in words
    assert "Lottery: the bid went in on 1 November 2011." in words
    assert "Match funding" in words


def test_no_funding_stated_is_said_and_not_nought(client, world):
    words = words_of(page_of(client, world.project(world.theme())))
    assert "No funding is stated" in words
    assert "£" not in words


def test_posts_add_up_and_say_what_is_left_out(client, world):
    project = world.project(world.theme())
    Post.objects.create(project=project, role="Adviser", full_time_equivalents=Decimal(6))
    Post.objects.create(project=project, role="Male adviser", full_time_equivalents=Decimal("0.5"))
    assert "Total 6.5" in words_of(page_of(client, project))
    Post.objects.create(project=project, role="Manager")
    words = words_of(page_of(client, project))
    assert "Manager Not stated" in words
    assert "Total 6.5, 1 not stated" in words


def test_milestones_are_overdue_from_the_day_after_they_were_due(client, world):
    project = world.project(world.theme())
    for n, (name, facts) in enumerate(
        [
            ("Late", {"due_on": date(2011, 11, 29)}),
            ("Today", {"due_on": AS_AT}),
            ("Done", {"due_on": date(2011, 5, 1), "reached_on": date(2011, 6, 1)}),
            ("Some day", {"due_printed": "in due course", "source_lines": [7]}),
        ]
    ):
        Milestone.objects.create(project=project, order=n, name=name, **facts)
    words = words_of(page_of(client, project))
    assert "Late 29 November 2011 Overdue" in words
    assert "Today 30 November 2011 Not yet" in words
    assert "Done 1 May 2011 1 June 2011" in words
    assert "Some day Not stated As the assessment says: “in due course” Not yet" in words


def test_a_dependency_leads_to_the_decision_or_project_and_says_whether_it_is_met(client, world):
    theme = world.theme()
    decision = world.decision(title="Fund the post")
    other = world.project(theme, name="The other one")
    project = world.project(theme)
    for n, facts in enumerate(
        [
            {"on_decision": decision},
            {"on_project": other, "met_on": date(2011, 10, 1)},
            {},
            {"on_decision": decision, "met_on": date(2011, 12, 1)},
        ]
    ):
        Dependency.objects.create(project=project, order=n, text=f"Condition {n}", **facts)
    response = page_of(client, project)
    words, html = words_of(response), response.content.decode()
    assert "Condition 0 Fund the post Not met" in words
    assert "Condition 1 The other one On 1 October 2011" in words
    assert "Condition 2 No record of its own Not met" in words
    assert "Condition 3 Fund the post Not met Met later, on 1 December 2011" in words
    assert decision.get_absolute_url() in html
    assert other.get_absolute_url() in html


def test_what_it_addresses_and_should_move_is_marked_as_judgement_with_its_reason(client, world):
    theme = world.theme("Burglary")
    project = world.project(theme)
    item = world.scope_item(theme, "Victims and prevention")
    indicator = world.indicator(theme, value=77, target=70, name="Locks fitted")
    ProjectScopeItem.objects.create(project=project, scope_item=item, reason="It fits locks.")
    ProjectIndicator.objects.create(
        project=project, indicator=indicator, contribution="More locks.", is_judgement=False
    )
    response = page_of(client, project)
    words, html = words_of(response), response.content.decode()
    assert "Victims and prevention (Burglary) It fits locks." in words
    assert words.count("Our judgement") == 1
    assert "Locks fitted On track" in words
    assert "More locks." in words
    assert item.get_absolute_url() in html


def test_gaps_threats_and_decisions_lead_to_their_pages(client, world):
    theme = world.theme()
    project = world.project(theme)
    gap, threat = world.gap(theme, title="No adviser"), world.threat(theme, title="Recession")
    project.gaps.add(gap)
    project.threats.add(threat)
    html = page_of(client, project).content.decode()
    assert gap.get_absolute_url() in html
    assert threat.get_absolute_url() in html


def test_updates_are_newest_first(client, world):
    project = world.project(world.theme())
    for day, text in ((1, "Earlier words"), (20, "Later words")):
        ProjectUpdate.objects.create(
            project=project, on=date(2011, 11, day), status="current", text=text
        )
    words = words_of(page_of(client, project))
    assert words.index("Later words") < words.index("Earlier words")


def test_what_is_not_recorded_is_named_and_has_no_empty_section(client, world):
    response = page_of(client, world.project(world.theme()))
    assert "Milestones" in response.context["page"].not_recorded
    html = response.content.decode()
    assert 'id="milestones"' not in html
    assert 'href="#milestones"' not in html
    assert 'id="funding"' in html


def test_its_flags_are_on_the_page(client, world):
    project = world.project(world.theme(), status="on_hold")
    titles = [flag.title for flag in page_of(client, project).context["page"].flags]
    assert "On hold" in titles
    assert "Never costed" in titles


def test_the_seeded_service_shows_the_last_day_to_start_a_tender(client, seeded_db):
    words = words_of(client.get("/projects/idva-high/"))
    assert "Secured funding ends on 31 March 2012." in words
    assert "can still start is 1 October 2011, which has passed." in words
    assert "Total 9.5" in words


def test_a_project_that_themes_word_differently_shows_the_words_of_each(client, seeded_db):
    rows = client.get(LIST).context["page"]
    differing = [row for row in rows if len({listing.text for listing in row.listings}) > 1]
    assert differing
    for row in differing:
        words = unescape(words_of(client.get(row.project.get_absolute_url())))
        for listing in row.listings:
            assert " ".join(listing.text.split()) in words


def test_the_page_asks_as_little_of_a_full_project_as_of_a_simple_one(client, world):
    theme = world.theme()
    project = world.project(theme)
    world.funding(project, "secured", organisation=organisation("Trust"))
    # By when a decision must be taken is worked out from all projects that wait for it: a query of its own.
    Dependency.objects.create(project=project, order=9, text="x", on_decision=world.decision())
    client.get(project.get_absolute_url())
    few = queries_of(client, project.get_absolute_url())
    for n in range(6):
        other = world.theme()
        ProjectListing.objects.create(
            project=project, theme=other, order=n, status="current", heading_printed="Current",
            text="x",
        )  # fmt: skip
        world.funding(project, "sought", organisation=organisation(f"Body {n}"))
        project.spending.create(financial_year=2011 + n, amount=n, up_to=AS_AT)
        Post.objects.create(project=project, role=f"Post {n}")
        decision = world.decision()
        Dependency.objects.create(project=project, order=n, text="x", on_decision=decision)
        item, indicator = world.scope_item(other), world.indicator(other, value=70, target=80)
        ProjectScopeItem.objects.create(project=project, scope_item=item, reason="x")
        ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="x")
        project.gaps.add(world.gap(other))
        project.areas.add(world.area(f"Town {n}", within=world.county))
        project.organisations.add(organisation(f"Partner {n}"))
    assert queries_of(client, project.get_absolute_url()) == few
    assert few <= 18
