"""Threats: what they put at risk, where they come from and what is being done about them."""

from datetime import date

from django.urls import reverse

from safercornwall.lists.plan_filters import OWNED
from tests.pages.reading_pages import queries_of, words_of


def listing(world, **filters):
    return reverse("threats:list", args=[world.plan.slug], query=filters)


def titles(response):
    return [entry.statement.title for entry in response.context["page"]]


def test_a_threat_without_mitigation_says_that_none_is_recorded(client, world):
    threat = world.threat("Recession", world.theme())
    for url in (listing(world), threat.get_absolute_url()):
        words = words_of(client.get(url))
        assert "Mitigation None recorded" in words
        assert "Risk to Not stated" in words


def test_an_origin_that_is_ours_is_marked_as_a_judgement(client, world):
    ours = world.threat("Recession", world.theme())
    stated = world.threat("Review", world.theme(), origin_is_judgement=False)
    assert "Our judgement" in words_of(client.get(ours.get_absolute_url()))
    assert "Our judgement" not in words_of(client.get(stated.get_absolute_url()))
    assert words_of(client.get(listing(world))).count("Our judgement") == 1


def test_threats_are_narrowed_by_each_filter(client, world):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    world.threat("Recession", alcohol, origin="external", risk_to="Everyone")
    world.threat("Review", drugs, origin="partner", mitigation="Training.")
    world.threat("Over", drugs, origin="internal", status="closed", ended_because="Over.")

    def shown(**filters):
        return titles(client.get(listing(world, **filters)))

    assert shown() == ["Recession", "Review", "Over"]
    assert shown(theme=drugs.slug) == ["Review", "Over"]
    assert shown(origin="external") == ["Recession"]
    assert shown(mitigation="yes") == ["Review"]
    assert shown(mitigation="no") == ["Recession", "Over"]
    assert shown(status="closed") == ["Over"]
    assert shown(q="everyone") == ["Recession"]
    assert shown(q="training") == ["Review"]
    assert shown(origin="mars", q="training") == ["Review"]


def test_threats_are_narrowed_by_owner_and_review_and_sorted_by_their_score(client, world):
    theme, owner = world.theme(), world.partnership
    world.threat("Slight", theme, likelihood=2, impact=2, review_on=date(2011, 11, 29))
    world.threat("Unknown", theme, likelihood=5, review_on=date(2011, 11, 30), owner=owner)
    world.threat("Grave", theme, likelihood=3, impact=4)
    over = {"status": "closed", "ended_because": "Over.", "review_on": date(2011, 11, 1)}
    world.threat("Over", theme, **over)

    def shown(**filters):
        return titles(client.get(listing(world, **filters)))

    assert shown(owner=OWNED) == shown(owner=owner.slug) == ["Unknown"]
    assert shown(review="past") == ["Slight"]
    assert shown(review="ahead") == ["Unknown"]
    assert shown(review="none") == ["Grave"]
    assert shown(order="score") == ["Slight", "Grave", "Unknown", "Over"]
    assert shown(order="-score") == ["Grave", "Slight", "Unknown", "Over"]
    table = words_of(client.get(listing(world, view="table")))
    assert "12 of 25" in table
    assert "Not scored" in table


def test_a_threat_page_says_where_the_threat_stands_in_its_life(client, world, officer):
    open_one = world.threat(
        "Recession", world.theme(), likelihood=3, impact=4, owner=world.partnership,
        owner_person=officer, review_on=date(2011, 11, 29), status="assessed",
    )  # fmt: skip
    words = words_of(client.get(open_one.get_absolute_url()))
    assert "Status Being assessed Score" in words
    assert words.count("Owner Safer Somewhere Person Olive") == 1
    assert "Score 12 of 25 Likelihood 3: possible; impact 4: major" in words
    assert "Look at it again on 29 November 2011 Past its review date" in words
    closed = world.threat(
        "Review", world.theme(), status="closed", ended_on=date(2011, 11, 1), ended_because="Over."
    )
    words = words_of(client.get(closed.get_absolute_url()))
    assert "Status Closed, on 1 November 2011 Why it ended Over." in words
    assert "Score Not scored Look at it again on No day set" in words


def test_counts_lead_to_what_they_count(client, world):
    world.threat("Recession", world.theme(), origin="external")
    world.threat("Review", world.theme(), origin="partner", mitigation="Training.")
    world.threat("Over", world.theme(), origin="partner", status="closed", ended_because="Over.")
    tiles = client.get(listing(world)).context["tiles"]
    assert [tile.count for tile in tiles] == [1, 0, 1, 1]
    for tile in tiles:
        assert len(client.get(listing(world) + tile.url).context["page"]) == tile.count, tile


def test_a_threat_page_leads_to_all_that_it_touches(client, world):
    burglary, alcohol = world.theme("Burglary"), world.theme("Alcohol")
    threat = world.threat(
        "Police restructure",
        burglary,
        text="The impact is unknown.",
        otherwise={alcohol: "Any impact is unknown."},
    )
    project = world.project("Neighbourhood teams", burglary)
    project.threats.add(threat)
    for url in (listing(world), threat.get_absolute_url()):
        response = client.get(url)
        for record in (burglary, alcohol, project):
            assert f'href="{record.get_absolute_url()}"' in response.content.decode()
        assert "The impact is unknown." in words_of(response)
        assert "Any impact is unknown." in words_of(response)
    words = words_of(client.get(threat.get_absolute_url()))
    assert "Nothing is recorded as being done about this threat." in words
    assert "Says “Any” in place of “The”." in words


def test_a_threat_that_there_is_not_is_not_found(client, world):
    address = reverse("threats:page", args=[world.plan.slug, "no-such-threat"])
    assert client.get(address).status_code == 404


def test_every_role_may_read_threats_and_a_stranger_may_not(
    sign_in, officer, analyst, board, administrator, stranger, world
):
    threat = world.threat("Recession", world.theme())
    for url in (listing(world), threat.get_absolute_url()):
        for person in (officer, analyst, board, administrator):
            assert sign_in(person).get(url).status_code == 200
            assert sign_in(person).post(url).status_code == 405
        assert sign_in(stranger).get(url).status_code == 403


def test_threat_pages_ask_as_few_questions_of_many_threats_as_of_one(client, world):
    def grow(number):
        for n in range(number):
            theme = world.theme(f"Theme {n}")
            threat = world.threat("Recession", theme, source_lines=[n])
            world.project(f"Project {n}", theme).threats.add(threat)
            world.note("A note.", n)
        return threat

    threat = grow(1)
    client.get(listing(world))
    few = queries_of(client, listing(world)), queries_of(client, threat.get_absolute_url())
    threat = grow(9)
    assert few == (
        queries_of(client, listing(world)),
        queries_of(client, threat.get_absolute_url()),
    )
    assert max(few) <= 18
