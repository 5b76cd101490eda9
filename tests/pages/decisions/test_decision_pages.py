"""Decisions and what they hold up; key dates and what follows from them."""

from datetime import date

import pytest
from django.urls import reverse

from tests.pages.reading_pages import queries_of, words_of


def listing(world, **filters):
    return reverse("decisions:list", args=[world.plan.slug], query=filters)


def decisions(response):
    return [entry.decision.title for entry in response.context["page"]]


def dates(response):
    return [entry.key_date.title for entry in response.context["dates"].page]


def test_outstanding_decisions_come_first_the_nearest_date_first(client, world):
    world.decision("Taken long ago", status="decided", decided_on=date(2011, 1, 1))
    world.decision("Taken lately", status="decided", decided_on=date(2011, 7, 31))
    world.decision("Some day")
    world.decision("In spring", due_on=date(2012, 4, 1))
    world.decision("Next month", due_on=date(2011, 12, 31))
    assert decisions(client.get(listing(world))) == [
        "Next month",
        "In spring",
        "Some day",
        "Taken lately",
        "Taken long ago",
    ]


def test_key_dates_come_in_the_order_of_their_days_the_unknown_last(client, world):
    world.key_date("Some day")
    world.key_date("Spring", starts_on=date(2012, 4, 1), ends_on=date(2012, 4, 30))
    world.key_date("March", starts_on=date(2012, 3, 31), ends_on=date(2012, 3, 31))
    assert dates(client.get(listing(world))) == ["March", "Spring", "Some day"]


def test_a_key_date_has_its_printed_words_and_what_follows_marked_as_worked_out(client, world):
    key_date = world.key_date(
        "Funding ends",
        world.theme("Domestic abuse"),
        starts_on=date(2012, 4, 1),
        ends_on=date(2012, 4, 30),
        date_printed="by April",
        source_lines=[12],
        derived="A tender had to start by October.",
    )
    response = client.get(listing(world))
    words = words_of(response)
    assert "Date April 2012 Printed: “by April”" in words
    assert (
        "What follows, worked out A tender had to start by October. JOur judgement, not stated in the assessment"
        in words
    )
    assert f'id="{key_date.slug}"' in response.content.decode()
    assert key_date.get_absolute_url() == f"{listing(world)}#{key_date.slug}"


def test_a_day_that_is_not_known_is_said_so_not_left_blank(client, world):
    world.key_date("Launch", date_printed="TBC")
    world.decision("Fund it", due_printed="outstanding")
    words = words_of(client.get(listing(world)))
    assert "Date No date known TBC" in words
    assert "Due No due date outstanding" in words, "nobody printed it"


def test_a_decision_shows_what_it_holds_up_until_that_is_met(client, world):
    theme = world.theme()
    decision = world.decision("Fund it", theme)
    waiting, released = world.project("Waiting project", theme), world.project("Released", theme)
    world.dependency(waiting, decision)
    world.dependency(released, decision, met_on=date(2011, 10, 1))
    assert "Holds up Waiting project Themes" in words_of(client.get(listing(world)))
    words = words_of(client.get(decision.get_absolute_url()))
    assert "Waiting project Current Awaits funding. Not met" in words
    assert "Released Current Awaits funding. On 1 October 2011" in words


def test_a_decision_does_not_say_twice_that_a_project_waits_for_it(client, world):
    theme = world.theme()
    decision = world.decision("Fund it", theme, due_on=date(2011, 11, 29))
    world.dependency(world.project("Waiting project", theme), decision)
    words = words_of(client.get(decision.get_absolute_url()))
    assert "This decision was due on 29 November 2011." in words
    assert "Waits for a decision" not in words


def test_a_decision_says_by_when_the_money_that_it_holds_up_needs_it(client, world):
    theme = world.theme()
    decision = world.decision("Fund it", theme)
    project = world.project("Refuge", theme, procurement_lead_months=6)
    world.dependency(project, decision)
    project.funding_lines.create(order=1, state="secured", ends_on=date(2012, 3, 31))
    words = words_of(client.get(decision.get_absolute_url()))
    assert (
        "By 1 October 2011, worked out: the tender for Refuge must start then Past its date "
        "Holds up funding that ends on 31 March 2012; the last date to start a tender was "
        "1 October 2011. Worked out from the projects that wait for it."
    ) in words


def test_money_is_no_longer_held_up_once_the_decision_is_taken_or_the_project_released(
    client, world
):
    theme = world.theme()
    taken = world.decision("Taken", theme, status="decided", decided_on=date(2011, 7, 31))
    waiting = world.decision("Waiting", theme)
    project = world.project("Refuge", theme)
    project.funding_lines.create(order=1, state="secured", ends_on=date(2012, 3, 31))
    world.dependency(project, taken)
    world.dependency(project, waiting, met_on=date(2011, 10, 1))
    for decision in (taken, waiting):
        assert "Holds up funding" not in words_of(client.get(decision.get_absolute_url()))


def test_a_decision_page_shows_what_was_decided(client, world):
    decision = world.decision(
        "Adopt it",
        status="decided",
        decided_on=date(2011, 7, 31),
        outcome="The strategy was adopted.",
        owner=world.partnership,
    )
    words = words_of(client.get(decision.get_absolute_url()))
    assert "Status Decided: taken on 31 July 2011" in words
    assert "What was decided The strategy was adopted. When 31 July 2011" in words
    assert "Who decides Safer Somewhere" in words
    assert "No due date" not in words


def test_a_decision_page_leads_to_its_gaps_themes_and_notes(client, world):
    theme = world.theme("Alcohol")
    decision = world.decision(
        "Fund it", theme, due_on=date(2011, 11, 29), source_lines=[12], note="No day is stated."
    )
    gap = world.gap("No money", theme)
    decision.gaps.add(gap)
    world.note("Printed as two.", 12)
    response = client.get(decision.get_absolute_url())
    for record in (theme, gap):
        assert f'href="{record.get_absolute_url()}"' in response.content.decode()
    words = words_of(response)
    for said in ("Printed as two.", "No day is stated.", "29 November 2011 Past its date"):
        assert said in words
    assert "This decision was due on 29 November 2011." in words


def test_a_decision_page_says_what_is_asked_then_what_was_decided(client, world):
    decision = world.decision(
        "Adopt it", asked="Shall we adopt it?", asked_of=world.partnership, options="Yes, or no.",
        due_on=date(2011, 7, 31), status="decided", decided_on=date(2011, 7, 30),
        outcome="Yes.", papers="The draft strategy.",
    )  # fmt: skip
    words = words_of(client.get(decision.get_absolute_url()))
    said = [
        "What is asked Shall we adopt it? Who is asked Safer Somewhere Options Yes, or no.",
        "By when 31 July 2011",
        "No project is recorded as waiting for this decision.",
        "What was decided Yes. When 30 July 2011",
        "What the board had in front of it The draft strategy.",
    ]
    assert all(one in words for one in said)
    assert [words.index(one) for one in said] == sorted(words.index(one) for one in said)
    assert "Past its date" not in words


def test_the_list_shows_who_is_asked_and_by_when(client, world):
    theme = world.theme()
    world.decision("Stated", theme, asked_of=world.partnership, due_on=date(2012, 4, 1))
    worked_out = world.decision("Worked out", theme)
    world.decision("Open", theme)
    gap = world.gap("No beds", theme, due_on=date(2012, 2, 1))
    worked_out.gaps.add(gap)
    for filters in ({}, {"order": "due"}):
        assert decisions(client.get(listing(world, **filters))) == ["Worked out", "Stated", "Open"]
    assert decisions(client.get(listing(world, due="none"))) == ["Open"]
    table = words_of(client.get(listing(world, view="table")))
    assert "Outstanding Safer Somewhere 1 April 2012 No" in table
    assert "1 February 2012 The delivery gap “No beds” is due then" in table


def test_decisions_and_dates_are_narrowed_together(client, world):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    world.decision("Fund it", alcohol, due_on=date(2011, 11, 29))
    world.decision("Bid", drugs, kind="external")
    world.decision("Adopted", drugs, status="decided", decided_on=date(2011, 7, 31))
    world.key_date("Launch", alcohol, kind="milestone")
    world.key_date("Reform", drugs, kind="external", date_printed="in spring")

    def shown(**filters):
        response = client.get(listing(world, **filters))
        assert response.context["total"] == len(decisions(response)) + len(dates(response))
        return decisions(response), dates(response)

    assert shown() == (["Fund it", "Bid", "Adopted"], ["Launch", "Reform"])
    assert shown(theme=alcohol.slug) == (["Fund it"], ["Launch"])
    assert shown(kind="external") == (["Bid"], [])
    assert shown(kind="date:external") == ([], ["Reform"])
    assert shown(status="decided") == (["Adopted"], [])
    assert shown(due="past") == (["Fund it"], [])
    assert shown(due="none") == (["Bid"], [])
    assert shown(q="spring") == ([], ["Reform"])
    assert shown(kind="date:nonsense", status="?") == shown()


def test_a_status_says_why_it_leaves_the_dates_out(client, world):
    world.key_date("Launch")
    assert "leave the key dates out" in words_of(client.get(listing(world, status="decided")))
    assert "leave the key dates out" not in words_of(client.get(listing(world)))


def test_counts_lead_to_what_they_count(client, world):
    world.decision("Fund it", due_on=date(2011, 11, 29))
    world.decision("Bid", kind="external")
    world.decision("Adopted", status="decided", decided_on=date(2011, 7, 31))
    tiles = client.get(listing(world)).context["tiles"]
    assert [tile.count for tile in tiles] == [2, 1, 1, 1]
    for tile in tiles:
        assert client.get(listing(world) + tile.url).context["total"] == tile.count, tile


def test_every_role_may_read_decisions_and_a_stranger_may_not(
    sign_in, officer, analyst, board, administrator, stranger, world
):
    decision = world.decision("Fund it")
    for url in (listing(world), decision.get_absolute_url()):
        for person in (officer, analyst, board, administrator):
            assert sign_in(person).get(url).status_code == 200
            assert sign_in(person).post(url).status_code == 405
        assert sign_in(stranger).get(url).status_code == 403
    address = reverse("decisions:page", args=[world.plan.slug, "no-such-decision"])
    assert sign_in(board).get(address).status_code == 404


def test_decision_pages_ask_as_few_questions_of_many_as_of_one(client, world):
    def grow(number):
        for n in range(number):
            theme = world.theme(f"Theme {n}")
            decision = world.decision("Fund it", theme, owner=world.partnership)
            decision.gaps.add(world.gap("No money", theme))
            world.dependency(world.project(f"Project {n}", theme), decision)
            world.key_date("Launch", theme, kind=f"kind {n}")
        return decision

    decision = grow(1)
    client.get(listing(world))
    few = queries_of(client, listing(world)), queries_of(client, decision.get_absolute_url())
    decision = grow(9)
    many = queries_of(client, listing(world)), queries_of(client, decision.get_absolute_url())
    assert few == many
    assert max(few) <= 18


@pytest.mark.usefixtures("seeded_db")
def test_the_seeded_plan_has_thirty_two_decisions_and_dates(sign_in, board):
    response = sign_in(board).get("/plans/2012-13/decisions/")
    assert response.context["total"] == 32
    html = response.content.decode()
    shown = [entry.decision for entry in response.context["page"]]
    shown += [entry.key_date for entry in response.context["dates"].page]
    for record in shown:
        assert f'id="{record.slug}"' in html


def test_page_list_board_and_flag_agree_by_when_a_decision_must_be_taken(client, world):
    theme = world.theme()
    decision = world.decision("Fund it", theme)
    gap = world.gap("No beds", theme, due_on=date(2011, 12, 20))
    decision.gaps.add(gap)
    project = world.project("Refuge", theme, procurement_lead_months=3)
    project.funding_lines.create(order=1, state="secured", ends_on=date(2012, 3, 14))
    world.dependency(project, decision)
    elsewhere = world.project("Of no theme", starts_on=date(2011, 12, 1), status="planned")
    world.dependency(elsewhere, decision)

    def told():
        pages = {
            "page": decision.get_absolute_url(),
            "list": listing(world),
            "board": reverse("board:page"),
            "theme": theme.get_absolute_url(),
            "gap": gap.get_absolute_url(),
            "project": project.get_absolute_url(),
            "flags": reverse("flags:list"),
        }
        return {name: words_of(client.get(url)) for name, url in pages.items()}

    because = "worked out: the tender for Refuge must start then"
    for name, words in told().items():
        if name in ("page", "list", "board", "gap"):
            assert f"By 15 December 2011, {because}" in words, name
        if name in ("page", "flags", "theme", "project"):
            assert f"due on 15 December 2011 ({because})" in words.replace("Due", "due on"), name

    project.dependencies.update(met_on=date(2011, 11, 1))
    because = "worked out: the delivery gap “No beds” is due then"
    for name, words in told().items():
        if name in ("page", "list", "board", "gap"):
            assert f"By 20 December 2011, {because}" in words, name
