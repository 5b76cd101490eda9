"""Officers create, edit, archive and look back on a record with parts: here a delivery gap with its wordings."""

import re
from datetime import date

import pytest
from django.urls import reverse

from priorities.models import DeliveryGap
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import queries_of, words_of


@pytest.fixture
def burglary(world):
    return world.theme("Burglary")


@pytest.fixture
def gap(world, burglary):
    return world.gap(burglary, title="No outreach", text="Nobody visits.")


@pytest.fixture
def address(gap):
    def of(page, **more):
        return reverse(f"gaps:{page}", kwargs={"plan": "2012-13", "slug": gap.slug, **more})

    return of


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


NEW = {"kwargs": {"plan": "2012-13"}}


def now(gap):
    return DeliveryGap.with_archived.get(pk=gap.pk)


def test_a_new_gap_stands_under_the_theme_it_was_begun_from(client, burglary):
    page = client.get(reverse("gaps:new", **NEW), {"theme": burglary.slug})
    answer = send(
        client,
        page,
        title="No night bus",
        text="Nobody runs it.",
        **{"wordings-new-1-text": "No bus after ten."},
    )
    made = DeliveryGap.objects.get(title="No night bus")
    assert answer.url == made.get_absolute_url() == "/plans/2012-13/gaps/no-night-bus/"
    assert [(w.theme, w.ref, w.text) for w in made.wordings.all()] == [
        (burglary, "GAP-T1-01", "No bus after ten.")
    ]


def test_what_is_changed_is_saved_and_the_rest_stays(client, gap, address):
    fill_in(client, address("edit"), title="No outreach at night", due_on="31 Mar 2012")
    found = now(gap)
    assert (found.title, found.text, found.due_on) == (
        "No outreach at night", "Nobody visits.", date(2012, 3, 31),
    )  # fmt: skip
    assert (found.slug, found.version) == (gap.slug, 2)


def test_saving_without_a_change_makes_no_version(client, gap, address):
    fill_in(client, address("edit"))
    assert now(gap).version == 1
    assert "Nobody has edited it yet" in words_of(client.get(address("history")))


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, gap, address):
    page = fill_in(client, address("edit"), title="", text="Kept", due_on="the 40th")
    assert errors_on(page) == [
        "Enter the title", "The day it is due must be a day such as 31 March 2012 or 31/3/2012",
    ]  # fmt: skip
    assert controls_of(page)["text"] == ["Kept"]
    assert controls_of(page)["due_on"] == ["the 40th"]
    assert now(gap).version == 1


def test_a_rule_of_the_record_is_said_in_its_own_words(client, gap, address):
    page = fill_in(client, address("edit"), status="closed", reason="It is done.")
    assert errors_on(page) == ["A closed delivery gap says on which day it was closed."]
    assert now(gap).status == "open"


def test_a_part_is_added_changed_and_taken_out_at_once(client, world, gap, address):
    alcohol, drugs = world.theme("Alcohol"), world.theme("Drugs")
    page = client.get(address("edit"))
    one = gap.wordings.get()
    send(
        client,
        page,
        **{
            f"wordings-{one.pk}-remove": "on",
            "wordings-new-1-theme": str(alcohol.pk),
            "wordings-new-1-text": "No beds.",
        },
    )
    assert [(w.theme.name, w.text) for w in gap.wordings.all()] == [("Alcohol", "No beds.")]
    page = client.post(
        address("edit"), controls_of(client.get(address("edit"))) | {"add": "wordings"}
    )
    assert f'value="{drugs.pk}"' in page.content.decode()
    assert errors_on(page) == []


def test_a_row_that_is_asked_for_is_where_one_types_next(client, gap, address):
    page = client.post(
        address("edit"), controls_of(client.get(address("edit"))) | {"add": "wordings"}
    )
    focused = re.findall(r'<[^>]*name="([^"]*)"[^>]* autofocus', page.content.decode())
    assert len(focused) == 1
    assert re.fullmatch(r"wordings-new-\d-theme", focused[0])
    assert "autofocus" not in client.get(address("edit")).content.decode()


def test_two_wordings_of_one_theme_are_refused_at_the_second(client, burglary, gap, address):
    page = fill_in(
        client,
        address("edit"),
        **{"wordings-new-1-theme": str(burglary.pk), "wordings-new-1-text": "Again."},
    )
    assert len(errors_on(page)) == 1
    assert errors_on(page)[0].startswith("Theme's wording 2: ")
    assert gap.wordings.count() == 1


def test_fields_that_do_not_clash_are_merged_and_said_so(client, colleague, gap, address):
    mine = client.get(address("edit"))
    fill_in(colleague, address("edit"), title="Theirs")
    answer = send(client, mine, action_required="Mine")
    assert (now(gap).title, now(gap).action_required) == ("Theirs", "Mine")
    told = words_of(client.get(answer.url))
    assert "Percy changed it too since you opened it. Both are kept: Title." in told


def test_the_second_to_change_a_field_chooses_between_both(client, colleague, gap, address):
    mine = client.get(address("edit"))
    fill_in(colleague, address("edit"), title="Theirs", text="They say more.")
    page = send(client, mine, title="Mine")
    assert page.status_code == 409
    told = words_of(page)
    assert "Percy changed this since you opened it" in told
    assert "It said: No outreach" in told
    assert "Theirs: Theirs" in told
    assert now(gap).title == "Theirs"
    # The rest of what they changed is in the form already.
    assert controls_of(page)["text"] == ["They say more."]
    assert errors_on(send(client, page)) == [
        "Choose whose change to keep where both of you changed the same field"
    ]
    send(client, page, **{"choose-title": "mine"})
    assert (now(gap).title, now(gap).text) == ("Mine", "They say more.")


def test_who_chooses_theirs_keeps_theirs(client, colleague, gap, address):
    mine = client.get(address("edit"))
    fill_in(colleague, address("edit"), title="Theirs")
    page = send(client, mine, title="Mine", action_required="Mine too")
    send(client, page, **{"choose-title": "theirs"})
    assert (now(gap).title, now(gap).action_required) == ("Theirs", "Mine too")


def test_a_part_that_one_changed_and_the_other_took_out_is_asked_about(
    client, colleague, gap, address
):
    one = gap.wordings.get()
    mine = client.get(address("edit"))
    fill_in(colleague, address("edit"), **{f"wordings-{one.pk}-remove": "on"})
    page = send(client, mine, **{f"wordings-{one.pk}-text": "Mine, rewritten."})
    assert page.status_code == 409
    assert "took it out while you changed it" in words_of(page)
    assert gap.wordings.count() == 0
    send(client, page)
    assert [w.text for w in gap.wordings.all()] == ["Mine, rewritten."]


def test_the_history_says_who_changed_what_and_marks_the_words(client, gap, address):
    long = "Nobody visits the people who live by themselves on the edge of the moor in winter."
    fill_in(client, address("edit"), text=long, reason="As agreed in March")
    fill_in(client, address("edit"), text=long.replace("moor", "cliff"))
    page = client.get(address("history"))
    told = words_of(page)
    assert "Version 3 Olive" in told
    assert "As agreed in March" in told
    assert "<del>moor</del><ins>cliff</ins>" in page.content.decode()


def test_a_restore_keeps_its_reason_and_the_history_leads_to_it(client, sign_in, board, address):
    fill_in(client, address("edit"), title="Other")
    restore = f'href="{address("version", number=1)}#restore"'
    history = client.get(address("history")).content.decode()
    assert restore in history
    assert f'href="{address("version", number=2)}#restore"' not in history
    assert restore not in sign_in(board).get(address("history")).content.decode()
    client.post(address("restore", number=1), {"version": "2", "reason": "It was right"})
    assert "It was right" in words_of(client.get(address("history")))


def test_an_earlier_version_is_looked_at_and_restored_with_its_parts(client, world, gap, address):
    one = gap.wordings.get()
    fill_in(client, address("edit"), title="Other", **{f"wordings-{one.pk}-remove": "on"})
    page = client.get(address("version", number=1))
    assert "No outreach" in words_of(page)
    client.post(address("restore", number=1), {"version": "2"})
    found = now(gap)
    assert (found.title, found.version) == ("No outreach", 3)
    assert [w.text for w in found.wordings.all()] == [one.text]


def test_a_restore_of_what_somebody_changed_just_now_is_refused(client, colleague, gap, address):
    fill_in(client, address("edit"), title="Second")
    fill_in(colleague, address("edit"), title="Third")
    client.post(address("restore", number=1), {"version": "2"})
    assert now(gap).title == "Third"


def test_an_archived_gap_leaves_its_pages_and_comes_back(client, gap, address):
    listed = reverse("gaps:list", **NEW)
    assert client.post(address("archive"), {"reason": "Twice"}).url.endswith("/archived/")
    assert client.get(address("page")).status_code == 404
    assert client.get(address("edit")).status_code == 404
    assert "No outreach" not in words_of(client.get(listed))
    assert "No outreach" in words_of(client.get(reverse("gaps:archived", **NEW)))
    assert "Bring it back" in words_of(client.get(address("history")))
    client.post(address("bring_back"))
    assert "No outreach" in words_of(client.get(listed))


def test_a_new_slug_avoids_those_that_are_archived(client, gap, address):
    client.post(address("archive"))
    page = client.get(reverse("gaps:new", **NEW))
    send(client, page, title=gap.title, text="Again.")
    assert DeliveryGap.objects.get(text="Again.").slug not in (gap.slug, "new")


@pytest.mark.parametrize("title", ["New", "Archived", "History", "###", "éèê 漢字"])
def test_no_title_takes_an_address_that_pages_need(client, world, title):
    send(client, client.get(reverse("gaps:new", **NEW)), title=title, text="x")
    made = DeliveryGap.objects.get(title=title)
    assert client.get(made.get_absolute_url()).resolver_match.view_name == "gaps:page"


def test_a_part_of_another_record_is_not_taken(client, world, burglary, gap, address):
    other = world.gap(burglary, title="Other").wordings.get()
    page = fill_in(
        client,
        address("edit"),
        wordings=[str(other.pk)],
        **{f"wordings-{other.pk}-theme": str(burglary.pk), f"wordings-{other.pk}-text": "Stolen"},
    )
    assert errors_on(page) == ["This page is out of date. Open it again, and make the change there"]
    other.refresh_from_db()
    assert other.text != "Stolen"


def test_parts_that_a_form_leaves_out_stay(client, gap, address):
    data = controls_of(client.get(address("edit"))) | {"title": ["Short form"], "wordings": []}
    client.post(address("edit"), {"save": "save", **data})
    assert now(gap).title == "Short form"
    assert gap.wordings.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"version": "0"}, {"version": "99"}, {"version": "-1"}, {"version": "x" * 5000},
        {"owner": "999999"}, {"owner": "x"}, {"areas": ["999"]}, {"status": "nonsense"},
        {"text": "x" * 100_000}, {"title": "x" * 100_000}, {"title": "a\0b"}, {"due_on": "31/31/31"},
        {"wordings": ["9999999999999999999999"]}, {"wordings": ["new-1"] * 300},
        {"wordings-new-1-theme": "999999", "wordings-new-1-text": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_hostile_input_ends_in_a_message_and_changes_nothing(client, gap, address, changed):
    page = fill_in(client, address("edit"), **changed)
    assert page.status_code in (200, 302)
    found = now(gap)
    assert (found.title, found.text, found.owner, found.status) == (
        "No outreach", "Nobody visits.", None, "open",
    )  # fmt: skip
    assert gap.wordings.count() == 1


def test_a_script_is_shown_as_text(client, gap, address):
    fill_in(client, address("edit"), title="<script>alert(1)</script>", text="<b>bold</b>")
    for page in ("page", "edit", "history"):
        shown = client.get(address(page)).content.decode()
        assert "&lt;script&gt;alert" in shown
        assert "<script>alert" not in shown
        assert "<b>bold" not in shown


CHANGING = ["new", "edit", "archive", "bring_back", "restore"]


@pytest.mark.parametrize("who", ["board", "analyst", "stranger"])
@pytest.mark.parametrize("page", CHANGING)
def test_others_may_not(who, page, request, sign_in, gap, address):
    client = sign_in(request.getfixturevalue(who))
    url = (
        reverse("gaps:new", **NEW)
        if page == "new"
        else address(page, **({"number": 1} if page == "restore" else {}))
    )
    assert client.post(url, {"title": "Mine", "text": "x", "version": "1"}).status_code == 403
    assert now(gap).title == "No outreach"
    assert now(gap).archived_at is None


def test_the_form_costs_as_many_queries_with_many_parts(client, world, gap, address):
    few = queries_of(client, address("edit"))
    for n in range(8):
        theme = world.theme(f"Theme {n}")
        gap.wordings.create(theme=theme, ref=f"X{n}", order=1, text="More")
    assert queries_of(client, address("edit")) == few


def test_links_to_edit_stand_where_they_are_wanted(client, gap, address):
    assert f'href="{address("edit")}"' in client.get(address("page")).content.decode()
    assert reverse("gaps:new", **NEW) in client.get(reverse("gaps:list", **NEW)).content.decode()


def test_who_may_not_edit_sees_no_dead_control(sign_in, board, gap, address):
    page = sign_in(board).get(address("page")).content.decode()
    assert address("edit") not in page
    assert address("history") in page
    assert "/new/" not in sign_in(board).get(reverse("gaps:list", **NEW)).content.decode()


def test_a_long_text_says_how_long_it_may_be(client, gap, address):
    page = client.get(address("edit")).content.decode()
    assert 'data-module="govuk-character-count" data-maxlength="20000"' in page
    assert 'id="id_text-info"' in page
