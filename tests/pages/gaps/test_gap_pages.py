"""Delivery gaps: what is missing, who shares it, who owns it and by when."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organisation
from places.models import Area
from safercornwall.lists.plan_filters import NO_OWNER, OWNED
from tests.pages.reading_pages import queries_of, words_of
from tests.small_plan import SmallPlan


def listing(world, **filters):
    return reverse("gaps:list", args=[world.plan.slug], query=filters)


def named_areas(*names):
    return [
        Area.objects.create(
            name=name, slug=name.lower(), kind="town", level=0, path=f"/{name.lower()}/"
        )
        for name in names
    ]


def titles(response):
    return [entry.statement.title for entry in response.context["page"]]


def test_a_gap_is_one_entry_that_names_every_theme_that_shares_it(client, world):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    world.gap("No housing", alcohol, drugs)
    response = client.get(listing(world))
    assert titles(response) == ["No housing"]
    assert "Shared by 2 themes Alcohol Drugs" in words_of(response)


def test_a_gap_without_owner_or_date_says_so(client, world):
    world.gap("No housing", world.theme())
    words = words_of(client.get(listing(world)))
    assert "Owner No owner" in words
    assert "Due No due date" in words
    assert "Projects that address it None linked" in words


def test_a_gap_shows_its_words_with_their_acronyms_explained(client, world):
    world.acronym("ASB", "anti-social behaviour")
    gap = world.gap("No team", world.theme(), text="ASB Manager recommends <a> team.")
    for url in (listing(world), gap.get_absolute_url()):
        html = client.get(url).content.decode()
        assert (
            '<abbr title="anti-social behaviour">ASB</abbr> Manager recommends &lt;a&gt; team.'
            in html
        )


def test_another_theme_s_wording_stands_beside_the_first(client, world):
    alcohol, areas = world.theme("Alcohol"), world.theme("Deprived areas")
    gap = world.gap(
        "Campaign", alcohol, text="It needs money.", otherwise={areas: "It needs time."}
    )
    assert "It needs time." in words_of(client.get(listing(world)))
    words = words_of(client.get(gap.get_absolute_url()))
    assert "It needs money. Stated under: Alcohol" in words
    assert "What differs from the first wording: Says “time.” in place of “money.”." in words
    assert "Stated under: Deprived areas" in words


def test_a_reading_note_stands_beside_the_gap_whose_line_it_names(client, world):
    gap = world.gap("No housing", world.theme(), source_lines=[77])
    world.note("Printed twice.", 77)
    world.note("Elsewhere.", 78)
    for url in (listing(world), gap.get_absolute_url()):
        words = words_of(client.get(url))
        assert "Printed twice." in words
        assert "Elsewhere." not in words


def test_gaps_are_narrowed_by_each_filter(client, world):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    world.gap("Owned", alcohol, owner=world.partnership, kind="funding", due_on=date(2011, 11, 29))
    world.gap("Loose", drugs, text="Wholly unmapped.", due_on=date(2011, 11, 30))
    world.gap("Closed", drugs, status="closed", closed_on=date(2011, 6, 1), due_on=date(2011, 5, 1))
    world.gap("Dateless", alcohol, drugs, action_required="Draw a chart")

    def shown(**filters):
        return titles(client.get(listing(world, **filters)))

    assert shown() == ["Owned", "Loose", "Closed", "Dateless"]
    assert shown(theme=alcohol.slug) == ["Owned", "Dateless"]
    assert shown(status="closed") == ["Closed"]
    assert shown(kind="funding") == ["Owned"]
    assert shown(owner=OWNED) == ["Owned"]
    assert shown(owner=NO_OWNER, status="open") == ["Loose", "Dateless"]
    assert shown(due="past") == ["Owned"]
    assert shown(due="ahead") == ["Loose"]
    assert shown(due="none") == ["Dateless"]
    assert shown(q="UNMAPPED wholly") == ["Loose"]
    assert shown(q="chart") == ["Dateless"]
    assert shown(theme=drugs.slug, owner=NO_OWNER, due="none") == ["Dateless"]


@pytest.mark.parametrize("name", ["Yes", "No"])
def test_an_owner_of_any_name_is_found_by_it(client, world, name):
    owner = Organisation.objects.create(name=name, slug=name.lower(), kind="other")
    theme = world.theme()
    world.gap("Theirs", theme, owner=owner)
    world.gap("Another's", theme, owner=world.partnership)
    world.gap("Nobody's", theme)
    assert titles(client.get(listing(world, owner=owner.slug))) == ["Theirs"]
    assert titles(client.get(listing(world, owner=OWNED))) == ["Theirs", "Another's"]
    assert titles(client.get(listing(world, owner=NO_OWNER))) == ["Nobody's"]


def test_words_are_found_in_the_wording_of_any_theme(client, world):
    areas = world.theme("Deprived areas")
    world.gap("Campaign", world.theme(), otherwise={areas: "Could be adapted."})
    world.gap("Other", areas)
    assert titles(client.get(listing(world, q="adapted"))) == ["Campaign"]


@pytest.mark.parametrize(
    "filters",
    [
        {"theme": "no-such-theme"},
        {"status": "asleep"},
        {"owner": "maybe"},
        {"due": "2011-13-45"},
        {"q": "a" * 101},
        {"q": "\x00"},
    ],
)
def test_a_filter_that_is_not_offered_narrows_nothing_and_says_so(client, world, filters):
    world.gap("No housing", world.theme())
    response = client.get(listing(world, **filters))
    assert response.status_code == 200
    assert titles(response) == ["No housing"]
    assert "Error:" in words_of(response)


def test_a_gap_past_its_date_is_marked_in_words(client, world):
    gap = world.gap(
        "Late", world.theme(), due_on=date(2011, 11, 29), due_printed="by end November",
        source_lines=[7],
    )  # fmt: skip
    for url in (listing(world), gap.get_absolute_url()):
        words = words_of(client.get(url))
        assert "29 November 2011 Past its date As the assessment says: “by end November”" in words


def test_a_gap_due_on_the_day_of_the_plan_is_not_past_it(client, world):
    world.gap("On time", world.theme(), due_on=date(2011, 11, 30))
    assert not client.get(listing(world)).context["page"][0].is_past


def test_counts_lead_to_what_they_count(client, world):
    world.gap("Owned", world.theme(), owner=world.partnership)
    world.gap("Loose", world.theme(), due_on=date(2011, 11, 29))
    world.gap("Fact", world.theme(), status="statement")
    tiles = client.get(listing(world)).context["tiles"]
    assert [(tile.label, tile.count) for tile in tiles] == [
        ("Open", 2),
        ("Open without an owner", 1),
        ("Open without a due date", 1),
        ("Past their date", 1),
    ]
    for tile in tiles:
        response = client.get(listing(world) + tile.url)
        assert len(response.context["page"]) == tile.count, tile


def test_a_gap_page_leads_to_all_that_it_touches(client, world):
    theme = world.theme("Alcohol")
    gap = world.gap("No housing", theme, owner_printed="The council (proposes)")
    project = world.project("Housing project", theme)
    project.gaps.add(gap)
    decision = world.decision("Fund it", theme)
    decision.gaps.add(gap)
    response = client.get(gap.get_absolute_url())
    html = response.content.decode()
    for record in (theme, project, decision):
        assert f'href="{record.get_absolute_url()}"' in html
    words = words_of(response)
    assert "No owner Printed: “The council (proposes)”" in words
    assert "This open delivery gap has no owner and no due date." in words
    assert f'href="{project.get_absolute_url()}"' in client.get(listing(world)).content.decode()


def test_a_gap_of_another_plan_or_of_none_is_not_found(client, world):
    gap = world.gap("No housing", world.theme())
    other = SmallPlan(year=2013)
    assert client.get(reverse("gaps:page", args=[other.plan.slug, gap.slug])).status_code == 404
    assert client.get(reverse("gaps:page", args=["nowhere", gap.slug])).status_code == 404
    assert client.get(reverse("gaps:list", args=["nowhere"])).status_code == 404


def test_a_draft_plan_s_gaps_do_not_exist_for_a_board_member(client, sign_in, officer, world):
    draft = SmallPlan(stage="draft", year=2013)
    gap = draft.gap("Secret", draft.theme())
    for url in (listing(draft), gap.get_absolute_url()):
        assert client.get(url).status_code == 404
        assert sign_in(officer).get(url).status_code == 200


def test_every_role_may_read_gaps_and_a_stranger_may_not(
    sign_in, officer, analyst, board, administrator, stranger, world
):
    gap = world.gap("No housing", world.theme())
    for url in (listing(world), gap.get_absolute_url()):
        for person in (officer, analyst, board, administrator):
            assert sign_in(person).get(url).status_code == 200
            assert sign_in(person).post(url).status_code == 405
        assert sign_in(stranger).get(url).status_code == 403


def test_gap_pages_ask_as_few_questions_of_many_gaps_as_of_one(client, world):
    def grow(number):
        for n in range(number):
            theme = world.theme(f"Theme {n}")
            gap = world.gap("No housing", theme, owner=world.partnership, kind=f"kind {n}")
            world.project(f"Project {n}", theme).gaps.add(gap)
            world.decision("Fund it", theme).gaps.add(gap)
            world.note("A note.", *gap.source_lines)
        return gap

    gap = grow(1)
    client.get(listing(world))
    few = queries_of(client, listing(world)), queries_of(client, gap.get_absolute_url())
    gap = grow(9)
    assert few == (queries_of(client, listing(world)), queries_of(client, gap.get_absolute_url()))
    assert max(few) <= 18


def test_a_gap_page_says_how_many_people_how_much_money_and_how_many_places(client, world):
    gap = world.gap(
        "No beds", world.theme(), people_affected=1200, money_affected=45000,
        size_source="Housing survey 2011",
    )  # fmt: skip
    gap.areas.add(*named_areas("Bude", "Truro"))
    words = words_of(client.get(gap.get_absolute_url()))
    assert "People affected 1,200 Money affected £45,000 Places affected 2" in words
    assert "Where these numbers come from Housing survey 2011" in words
    other = world.gap("No van", world.theme(), people_affected=0, size_source="Counted")
    words = words_of(client.get(other.get_absolute_url()))
    assert "People affected 0 Money affected Not stated Places affected County-wide" in words


def test_gaps_are_ranked_by_their_size_those_not_stated_last(client, world):
    theme = world.theme()
    small = {"people_affected": 5, "money_affected": 900, "size_source": "Counted"}
    large = {"people_affected": 40, "money_affected": 100, "size_source": "Counted"}
    few, many = world.gap("Few", theme, **small), world.gap("Many", theme, **large)
    world.gap("Unknown", theme)
    bude, truro = named_areas("Bude", "Truro")
    few.areas.add(bude, truro)
    many.areas.add(bude)

    def ranked(order, **filters):
        return titles(client.get(listing(world, order=order, **filters)))

    assert ranked("people") == ["Few", "Many", "Unknown"]
    assert ranked("-people") == ["Many", "Few", "Unknown"]
    assert ranked("money") == ["Many", "Few", "Unknown"]
    assert ranked("-money") == ["Few", "Many", "Unknown"]
    assert ranked("places") == ["Many", "Few", "Unknown"]
    # What names no place is county-wide: it affects all of them.
    assert ranked("-places", theme=theme.slug) == ["Unknown", "Few", "Many"]
    table = words_of(client.get(listing(world, view="table", order="-people")))
    assert "People affected" in table
    assert "40 100 1" in table
    assert "Not stated Not stated County-wide" in table
