"""Officers create, edit, archive and look back on projects, with everything that is recorded of them."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation
from performance.models import Indicator, Upload
from priorities.models import Plan
from projects.models import Dependency, Project, ProjectListing
from safercornwall.pages.projects.forms import ProjectForm
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import queries_of, words_of

NEW = reverse("projects:new")


@pytest.fixture
def burglary(world):
    return world.theme("Burglary")


@pytest.fixture
def project(world, burglary):
    return world.project(burglary, name="Locks and bolts", summary="Fits locks.")


@pytest.fixture
def address(project):
    def of(page, **more):
        return reverse(f"projects:{page}", kwargs={"slug": project.slug, **more})

    return of


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def now(project):
    return Project.with_archived.get(pk=project.pk)


@pytest.fixture
def draft(world):
    return Plan.objects.create(
        partnership=world.partnership, title="Partnership Plan 2013/14", slug="2013-14",
        financial_year=2013, assessment_title="Next assessment", stage=Plan.Stage.DRAFT,
    )  # fmt: skip


@pytest.fixture
def secret(draft):
    return draft.themes.create(
        slug="secret", code="S1", order=1, kind="other_risk_factor", name="Secret theme"
    )


# A new project


def test_a_new_project_is_listed_under_the_theme_it_was_begun_from(client, burglary):
    page = client.get(NEW, {"theme": burglary.slug})
    answer = send(
        client,
        page,
        name="Night patrols",
        status="planned",
        **{"listings-new-1-status": "planned", "listings-new-1-text": "Patrols by night."},
    )
    made = Project.objects.get(name="Night patrols")
    assert answer.url == made.get_absolute_url() == "/projects/night-patrols/"
    (listing,) = made.listings.all()
    assert (listing.theme, listing.status, listing.text, listing.heading_printed) == (
        burglary, "planned", "Patrols by night.", "Planned",
    )  # fmt: skip
    assert made.procurement_lead_months == 6


def test_a_project_under_no_theme_is_told_of_and_led_to_where_one_is_added(client, project):
    project.listings.all().delete()
    answer = fill_in(client, reverse("projects:edit", args=[project.slug]), name="Locks")
    page = client.get(answer.url)
    assert "stands under no theme yet, so the board does not count it." in words_of(page)
    assert f'href="/projects/{project.slug}/edit/#listings"' in page.content.decode()
    told = client.get("/setting-up/")
    assert "1 project stands under no theme yet" in words_of(told)
    assert "Add a theme to “Locks”" in words_of(told)


def test_a_project_under_a_theme_is_told_of_nothing_missing(client, project):
    answer = fill_in(client, reverse("projects:edit", args=[project.slug]), name="Locks")
    assert "stands under no theme" not in words_of(client.get(answer.url))


def test_a_number_shows_no_noughts_after_its_point(client, project):
    project.posts.create(role="Officer", full_time_equivalents=Decimal("2.500"))
    page = controls_of(client.get(reverse("projects:edit", args=[project.slug])))
    (numbers,) = [page[name] for name in page if name.endswith("-full_time_equivalents")][:1]
    assert numbers == ["2.5"]


def test_a_status_must_be_chosen(client, world):
    page = fill_in(client, NEW, name="Night patrols")
    assert errors_on(page) == ["Choose the status"]
    assert not Project.objects.exists()


@pytest.mark.parametrize("name", ["New", "Archived", "Lessons"])
def test_no_name_takes_an_address_that_pages_need(client, world, name):
    fill_in(client, NEW, name=name, status="planned")
    made = Project.objects.get(name=name)
    assert client.get(made.get_absolute_url()).resolver_match.view_name == "projects:page"


def test_links_to_begin_one_stand_on_the_list_and_on_each_theme(client, burglary, secret):
    assert f'href="{NEW}"' in client.get(reverse("projects:list")).content.decode()
    theme = client.get(burglary.get_absolute_url()).content.decode()
    assert f'href="{NEW}?theme={burglary.slug}&amp;plan=2012-13"' in theme
    page = client.get(NEW, {"theme": "secret", "plan": "2013-14"})
    assert controls_of(page)["listings-new-1-theme"] == [str(secret.pk)]


# What is changed


def test_every_field_of_the_project_is_saved(client, world, burglary, project, address):
    lead = Organisation.objects.create(name="Police", slug="police", kind="police")
    partner = Organisation.objects.create(name="Trust", slug="trust", kind="voluntary")
    town = world.area("Bodmin", within=world.county)
    gap, threat = world.gap(burglary), world.threat(burglary)
    fill_in(
        client,
        address("edit"),
        name="Locks",
        summary="Fits more locks.",
        status="on_hold",
        reason="It waits for money.",
        status_note="Waits for money.",
        planned_year="2012/13",
        starts_on="1 April 2011",
        ends_on="31/3/13",
        procurement_lead_months="9",
        lead_organisation=str(lead.pk),
        organisations=[str(partner.pk)],
        areas=[str(town.pk)],
        gaps=[str(gap.pk)],
        threats=[str(threat.pk)],
    )
    found = now(project)
    assert (found.name, found.summary, found.status, found.status_note) == (
        "Locks", "Fits more locks.", "on_hold", "Waits for money.",
    )  # fmt: skip
    assert (found.planned_year, found.starts_on, found.ends_on) == (
        2012, date(2011, 4, 1), date(2013, 3, 31),
    )  # fmt: skip
    assert (found.procurement_lead_months, found.lead_organisation) == (9, lead)
    assert [*found.organisations.all(), *found.areas.all()] == [partner, town]
    assert [*found.gaps.all(), *found.threats.all()] == [gap, threat]
    assert (found.slug, found.version) == (project.slug, 2)


def test_every_kind_of_part_is_added(client, world, burglary, project, address):
    item, indicator = world.scope_item(burglary), world.indicator(burglary)
    other, decision = world.project(burglary, name="Other"), world.decision()
    fill_in(
        client,
        address("edit"),
        **{
            "scope_links-new-1-scope_item": str(item.pk),
            "scope_links-new-1-reason": "It fits locks.",
            "indicator_links-new-1-indicator": str(indicator.pk),
            "indicator_links-new-1-contribution": "Fewer burglaries.",
            "funding_lines-new-1-source": "Home Office",
            "funding_lines-new-1-financial_year": "2012/13",
            "funding_lines-new-1-amount": "£12.5k",
            "funding_lines-new-1-state": "sought",
            "funding_lines-new-1-bid_on": "1 Nov 2011",
            "funding_lines-new-1-decision_due_on": "1 Feb 2012",
            "funding_lines-new-1-is_match": "on",
            "spending-new-1-financial_year": "2011/12",
            "spending-new-1-amount": "4,000",
            "spending-new-1-up_to": "30/9/11",
            "milestones-new-1-name": "Launch",
            "milestones-new-1-due_on": "1 May 2012",
            "dependencies-new-1-text": "The other one",
            "dependencies-new-1-on_project": str(other.pk),
            "dependencies-new-1-on_decision": str(decision.pk),
            "posts-new-1-role": "Fitter",
            "posts-new-1-full_time_equivalents": "1.5",
        },
    )
    (scope,), (moved,) = project.scope_links.all(), project.indicator_links.all()
    assert (scope.scope_item, scope.is_judgement, scope.reason) == (item, True, "It fits locks.")
    assert (moved.indicator, moved.contribution) == (indicator, "Fewer burglaries.")
    (line,), (milestone,) = project.funding_lines.all(), project.milestones.all()
    assert (line.financial_year, line.amount, line.state, line.decision_due_on) == (
        2012, Decimal(12500), "sought", date(2012, 2, 1),
    )  # fmt: skip
    assert (line.bid_on, line.is_match) == (date(2011, 11, 1), True)
    (spend,) = project.spending.all()
    assert (spend.financial_year, spend.amount, spend.up_to) == (
        2011, Decimal(4000), date(2011, 9, 30),
    )  # fmt: skip
    assert (milestone.name, milestone.order, milestone.due_on) == ("Launch", 1, date(2012, 5, 1))
    (waits,), (post,) = project.dependencies.all(), project.posts.all()
    assert (waits.on_project, waits.on_decision, waits.order) == (other, decision, 1)
    assert (post.role, post.full_time_equivalents) == ("Fitter", Decimal("1.5"))
    assert now(project).version == 2


def test_its_history_says_which_line_which_year_and_which_milestone_changed(
    client, world, project, address
):
    lines = [
        world.funding(project, "secured", amount=1000, financial_year=year) for year in (2011, 2012)
    ]
    spend = project.spending.create(financial_year=2011, amount=400, up_to=date(2011, 9, 30))
    milestone = project.milestones.create(name="Launch", order=1)
    fill_in(
        client,
        address("edit"),
        **{
            f"funding_lines-{lines[1].pk}-amount": "2,000",
            f"spending-{spend.pk}-amount": "500",
            f"milestones-{milestone.pk}-due_on": "1 May 2012",
        },
    )
    told = words_of(client.get(address("history")))
    source = lines[1].source
    assert f"Funding line “{source}”, 2012/13: amount in pounds from 1,000 to 2,000" in told
    assert "Spend in 2011/12: amount spent in pounds from 400 to 500" in told
    assert "Milestone “Launch”: due on from Nothing to 1 May 2012" in told


def folds_of(page):
    """{the legend or heading of what can be folded: whether it is open}."""
    found = re.findall(
        r'<details class="govuk-details sc-folded"( open)?>\s*<summary[^>]*><\w+[^>]*>([^<]+)<',
        page.content.decode(),
    )
    return {legend: bool(is_open) for is_open, legend in found}


def test_a_new_project_asks_first_for_what_is_needed(client, world):
    folds = folds_of(client.get(reverse("projects:new")))
    assert not any(folds.values())
    assert {"Funding", "Milestones", "Posts", "When it is closed"} < folds.keys()
    assert "Themes that list it" not in folds


def test_each_field_of_a_project_stands_in_one_group():
    grouped = [name for group in ProjectForm.groups for name in group.fields]
    assert sorted(grouped) == sorted(ProjectForm.Meta.fields)


def test_what_holds_something_is_open(client, project, address):
    assert not any(folds_of(client.get(address("edit"))).values())
    project.milestones.create(name="Launch", order=1)
    Project.objects.update(status_note="Waits for money.")
    folds = folds_of(client.get(address("edit")))
    assert "Milestones" not in folds
    assert [legend for legend, is_open in folds.items() if is_open] == [
        "More about its status and its dates"
    ]


def test_what_is_wrong_or_asked_for_is_open(client, project, address):
    page = fill_in(
        client,
        address("edit"),
        **{"procurement_lead_months": "x", "posts-new-1-role": "Fitter", "funding_lines-new-1-source": "Trust"},
    )  # fmt: skip
    folds = folds_of(page)
    assert folds["More about its status and its dates"] is True
    assert not {"Posts", "Funding"} & folds.keys()
    assert "Milestones" in folds
    assert "Milestones" not in folds_of(fill_in(client, address("edit"), add="milestones"))


def test_milestones_change_places(client, project, address):
    first, second = (
        project.milestones.create(name=name, order=n) for n, name in enumerate(["Plan", "Do"], 1)
    )
    fill_in(client, address("edit"), **{f"milestones-{second.pk}-place": "1"})
    assert [row.name for row in project.milestones.all()] == ["Do", "Plan"]
    assert {row.pk for row in project.milestones.all()} == {first.pk, second.pk}


def test_a_printed_heading_stays_and_any_other_follows_the_status(
    client, world, burglary, project, address
):
    here = project.listings.get()
    there = world.theme("Alcohol")
    printed = ProjectListing.objects.create(
        project=project, theme=there, order=1, status="on_hold", text="x", source_lines=[7],
        heading_printed="Current planned [on hold]",
    )  # fmt: skip
    fill_in(
        client,
        address("edit"),
        reason="The funding ended.",
        **{f"listings-{here.pk}-status": "on_hold", f"listings-{printed.pk}-status": "current"},
    )
    here.refresh_from_db()
    printed.refresh_from_db()
    assert (here.status, here.heading_printed) == ("on_hold", "On hold")
    assert (printed.status, printed.heading_printed) == ("current", "Current planned [on hold]")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"starts_on": "1 May 2012", "ends_on": "1 May 2011"},
         "A project ends on or after the day it starts."),
        ({"name": ""}, "Enter the name"),
        ({"status": "nonsense"}, "Status: choose from the list"),
        ({"funding_lines-new-1-source": "Trust", "funding_lines-new-1-state": "sought",
          "funding_lines-new-1-amount": "lots"},
         "Funding line 1: Amount in pounds must be an amount in pounds, such as 12,500 or 12.5k"),
        ({"funding_lines-new-1-source": "Trust"},
         "Funding line 1: Choose how certain it is"),
        ({"funding_lines-new-1-source": "Trust", "funding_lines-new-1-state": "sought",
          "funding_lines-new-1-bid_on": "2 Feb 2012",
          "funding_lines-new-1-decision_due_on": "1 Feb 2012"},
         "Funding line 1: A bid is decided on or after the day it goes in."),
        ({"spending-new-1-financial_year": "2011/12", "spending-new-1-amount": "4k",
          "spending-new-1-up_to": "1 April 2012"},
         "Year's spend 1: Spent up to must be a day in 2011/12"),
        ({"spending-new-1-financial_year": "2011/12", "spending-new-1-up_to": "1 May 2011"},
         "Year's spend 1: Enter the amount spent in pounds"),
        ({"posts-new-1-role": "Fitter", "posts-new-1-full_time_equivalents": "-1"},
         "Post 1: Ensure this value is greater than or equal to 0."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_saved(client, project, address, changed, told):
    page = fill_in(client, address("edit"), **{"summary": "Kept", **changed})
    assert errors_on(page) == [told]
    assert controls_of(page)["summary"] == ["Kept"]
    assert now(project).version == 1


def test_a_project_does_not_wait_for_itself(client, project, address):
    page = fill_in(
        client,
        address("edit"),
        **{"dependencies-new-1-text": "x", "dependencies-new-1-on_project": str(project.pk)},
    )
    assert errors_on(page) == ["Dependency 1: A project cannot depend on itself."]
    assert not Dependency.objects.exists()


def test_two_listings_under_one_theme_are_refused(client, burglary, project, address):
    page = fill_in(
        client,
        address("edit"),
        **{
            "listings-new-1-theme": str(burglary.pk),
            "listings-new-1-status": "current",
            "listings-new-1-text": "Again",
        },
    )
    assert len(errors_on(page)) == 1
    assert project.listings.count() == 1


def test_of_two_officers_the_second_chooses_between_both(client, colleague, project, address):
    mine = client.get(address("edit"))
    fill_in(colleague, address("edit"), name="Theirs", summary="They say more.")
    page = send(client, mine, name="Mine")
    assert page.status_code == 409
    assert "Percy changed this since you opened it" in words_of(page)
    send(client, page, **{"choose-name": "mine"})
    assert (now(project).name, now(project).summary) == ("Mine", "They say more.")


def test_the_page_says_under_which_themes_else_it_appears(client, world, project, address):
    ProjectListing.objects.create(
        project=project, theme=world.theme("Alcohol"), order=1, status="current",
        heading_printed="Current", text="x",
    )  # fmt: skip
    told = words_of(client.get(address("edit")))
    assert "wherever it appears: Burglary Alcohol" in told


def test_indicators_that_wait_for_an_upload_are_not_offered(
    client, world, person, burglary, address
):
    world.indicator(burglary, name="Known measure")
    waiting = world.indicator(burglary, name="Waiting measure")
    upload = Upload.objects.create(
        file_name="x.csv", size=1, sha256="x", uploaded_by=person("uma", "analyst")
    )
    Indicator.objects.filter(pk=waiting.pk).update(is_waiting=True, made_for=upload)
    page = client.get(address("edit")).content.decode()
    assert "Known measure" in page
    assert "Waiting measure" not in page


# Looking back


def test_an_archived_project_leaves_its_pages_and_comes_back(client, project, address):
    client.post(address("archive"), {"reason": "Twice"})
    assert client.get(address("page")).status_code == 404
    assert client.get(address("edit")).status_code == 404
    assert "Locks and bolts" not in words_of(client.get(reverse("projects:list")))
    assert "Locks and bolts" in words_of(client.get(reverse("projects:archived")))
    client.post(address("bring_back"))
    assert client.get(address("page")).status_code == 200


def test_a_version_is_restored_with_its_parts(client, project, address):
    listing = project.listings.get()
    fill_in(client, address("edit"), name="Other", **{f"listings-{listing.pk}-remove": "on"})
    assert project.listings.count() == 0
    client.post(address("restore", number=1), {"version": "2"})
    (back,) = project.listings.all()
    assert (back.text, back.heading_printed) == (listing.text, listing.heading_printed)
    assert now(project).name == "Locks and bolts"


def test_a_draft_shows_in_the_history_to_those_who_write_it_alone(
    client, sign_in, board, draft, secret, project, address
):
    gap = draft.delivery_gaps.create(slug="hush", order=1, title="Hush gap", text="x")
    fill_in(
        client,
        address("edit"),
        summary="Open words.",
        gaps=[str(gap.pk)],
        **{
            "listings-new-1-theme": str(secret.pk),
            "listings-new-1-status": "current",
            "listings-new-1-text": "Secret words.",
        },
    )
    assert project.listings.count() == 2
    for page in (address("history"), address("version", number=2), address("version", number=1)):
        mine, theirs = words_of(client.get(page)), words_of(sign_in(board).get(page))
        assert "Secret words." in mine
        assert "Hush gap" in mine
        assert "Secret" not in theirs
        assert "Hush" not in theirs
    assert "Open words." in words_of(sign_in(board).get(address("history")))


# Who may


def addresses(address):
    return {
        "new": NEW,
        "edit": address("edit"),
        "archive": address("archive"),
        "bring_back": address("bring_back"),
        "restore": address("restore", number=1),
    }


CHANGING = ["new", "edit", "archive", "bring_back", "restore"]
POSTED = {"name": "Mine", "status": "closed", "version": "1"}


@pytest.mark.parametrize("who", ["board", "analyst", "stranger"])
@pytest.mark.parametrize("verb", CHANGING)
def test_others_may_not(who, verb, request, sign_in, project, address):
    client = sign_in(request.getfixturevalue(who))
    assert client.post(addresses(address)[verb], POSTED).status_code == 403
    assert [row.name for row in Project.with_archived.all()] == ["Locks and bolts"]
    assert now(project).archived_at is None


@pytest.mark.parametrize("verb", CHANGING)
def test_who_is_signed_out_signs_in_first(verb, project, address):
    answer = Client().post(addresses(address)[verb], POSTED)
    assert (answer.status_code, answer.url.partition("?")[0]) == (
        302,
        reverse("signing_in:sign_in"),
    )
    assert [row.name for row in Project.with_archived.all()] == ["Locks and bolts"]


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_officers_and_administrators_may(who, request, sign_in, project, address):
    client = sign_in(request.getfixturevalue(who))
    assert fill_in(client, NEW, name="Second", status="planned").status_code == 302
    assert fill_in(client, address("edit"), name="Changed").status_code == 302
    assert client.post(address("restore", number=1), {"version": "2"}).status_code == 302
    assert client.post(address("archive")).status_code == 302
    assert client.post(address("bring_back")).status_code == 302
    assert sorted(row.name for row in Project.objects.all()) == ["Locks and bolts", "Second"]
    assert now(project).version == 5


@pytest.mark.parametrize("verb", ["archive", "bring_back", "restore"])
def test_reading_an_address_changes_nothing(client, verb, project, address):
    client.get(addresses(address)[verb])
    assert (now(project).version, now(project).archived_at) == (1, None)


@pytest.mark.parametrize("verb", ["page", "history", "edit"])
def test_a_project_of_a_draft_is_unknown_to_others(verb, request, sign_in, world, secret):
    hidden = world.project(secret, name="Hidden")
    url = reverse(f"projects:{verb}", kwargs={"slug": hidden.slug})
    for who in ("board", "analyst"):
        assert sign_in(request.getfixturevalue(who)).get(url).status_code in (404, 403)
    assert sign_in(request.getfixturevalue("board")).get(url).status_code == (
        403 if verb == "edit" else 404
    )
    assert sign_in(request.getfixturevalue("officer")).get(url).status_code == 200


def test_who_may_not_edit_sees_no_dead_control(sign_in, board, burglary, project, address):
    client = sign_in(board)
    page = client.get(address("page")).content.decode()
    assert address("edit") not in page
    assert address("history") in page
    for url in (reverse("projects:list"), burglary.get_absolute_url()):
        assert NEW not in client.get(url).content.decode()


# What it costs


def test_the_form_costs_as_many_queries_with_many_parts(client, world, burglary, project, address):
    def grow(number):
        theme = world.theme(f"Theme {number}")
        ProjectListing.objects.create(
            project=project, theme=theme, order=number, status="current",
            heading_printed="Current", text="x",
        )  # fmt: skip
        project.scope_links.create(scope_item=world.scope_item(theme), reason="x")
        project.indicator_links.create(indicator=world.indicator(theme), contribution="x")
        world.funding(project, "secured")
        project.spending.create(financial_year=2010 + number, amount=1, up_to=date(2011, 1, 1))
        project.milestones.create(order=number, name="x")
        project.dependencies.create(order=number, text="x", on_decision=world.decision())
        project.posts.create(role=f"Post {number}")
        project.gaps.add(world.gap(theme))
        project.areas.add(world.area(f"Town {number}", within=world.county))

    grow(1)
    few = queries_of(client, address("edit"))
    for number in range(2, 9):
        grow(number)
    assert queries_of(client, address("edit")) == few <= 45


def test_a_project_listed_later_joins_the_heading_of_its_status(client, world, burglary, project):
    world.project(burglary, name="Some day", status="planned")
    ProjectListing.objects.filter(project__name="Some day").update(heading_printed="Planned")
    page = client.get(NEW, {"theme": burglary.slug})
    send(
        client,
        page,
        name="Third",
        status="current",
        **{"listings-new-1-status": "current", "listings-new-1-text": "Third project"},
    )
    groups = client.get(burglary.get_absolute_url()).context["projects"]
    assert [(group.heading, len(group.listings)) for group in groups] == [
        ("Current", 2), ("Planned", 1),
    ]  # fmt: skip
