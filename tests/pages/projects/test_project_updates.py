"""Officers write how a project is doing, and close it; everybody finds what was learned."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.periods import written
from priorities.models import Plan
from projects.models import Project, ProjectUpdate
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import queries_of, words_of

LESSONS = reverse("projects:lessons")


@pytest.fixture
def project(world):
    return world.project(world.theme("Burglary"), name="Locks and bolts", slug="locks")


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def colleague(sign_in, person):
    return sign_in(person("percy", "officer"))


UPDATE, CLOSE, PAGE = "/projects/locks/update/", "/projects/locks/close/", "/projects/locks/"


def now():
    return Project.objects.get(slug="locks")


# Writing an update


def test_the_form_starts_from_how_the_project_stands_beside_its_last_update(client, project):
    Project.objects.update(forecast_end_on=date(2012, 6, 30))
    assert "There has been no update yet." in words_of(client.get(UPDATE))
    ProjectUpdate.objects.create(
        project=project,
        on=date(2011, 8, 1),
        status="planned",
        text="Not begun.",
        what_next="Begin.",
    )
    page = client.get(UPDATE)
    shown = controls_of(page)
    assert (shown["on"], shown["status"], shown["forecast_end_on"]) == (
        ["30 November 2011"], ["current"], ["30 June 2012"],
    )  # fmt: skip
    assert "The last update 1 August 2011 Planned Not begun. Next: Begin." in words_of(page)


def test_an_update_is_saved_and_the_page_has_the_history_of_statuses(client, project):
    ProjectUpdate.objects.create(
        project=project, on=date(2011, 8, 1), status="current", text="Begun."
    )
    answer = fill_in(
        client, UPDATE, status="on_hold", text="No money.", what_next="Bid.",
        forecast_end_on="30/9/12",
    )  # fmt: skip
    assert answer.url == PAGE
    page = client.get(PAGE)
    told = words_of(page)
    assert "The update of “Locks and bolts” is saved." in page.content.decode()
    assert (
        "30 November 2011 On hold Was current No money. Next: Bid. "
        "Forecast to end on 30 September 2012 Written by Olive Edit the update of 30 November 2011 "
        "1 August 2011 Current Begun."
    ) in told
    assert (now().status, now().forecast_end_on) == ("on_hold", date(2012, 9, 30))


def test_a_status_changed_elsewhere_after_the_last_update_is_said(client, project):
    fill_in(client, UPDATE, text="Going well.")
    assert "changed after the last update" not in words_of(client.get(PAGE))
    fill_in(client, reverse("projects:edit", args=["locks"]), status="on_hold", reason="No money")
    assert "Its status was changed after the last update, to on hold" in words_of(client.get(PAGE))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": ""}, "Enter what happened"),
        ({"on": ""}, "Enter the day that this describes"),
        ({"on": "soon"}, "Day that this describes must be a day such as 31 March 2012 or 31/3/2012"),
        ({"on": written(timezone.localdate() + timedelta(2))},
         "Choose a day that has come: no later than today"),
        ({"status": ""}, "Choose the status"),
        ({"status": "closed"}, "Status: choose from the list"),
        ({"version": "x"}, "This page is out of date. Open it again, and make the change there"),
        ({"version": "99"}, "This page is out of date. Open it again, and make the change there"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_with_an_update_is_said(client, project, changed, told):
    page = fill_in(client, UPDATE, **{"text": "Kept.", "what_next": "Kept too.", **changed})
    assert errors_on(page) == [told]
    assert controls_of(page)["what_next"] == ["Kept too."]
    assert (now().version, ProjectUpdate.objects.count()) == (1, 0)


def test_of_two_who_write_at_once_the_second_is_told_and_keeps_their_words(
    client, colleague, project
):
    mine = client.get(UPDATE)
    fill_in(colleague, UPDATE, status="on_hold", text="Theirs.")
    page = send(client, mine, status="current", text="Mine.")
    assert page.status_code == 409
    told = words_of(page)
    assert "Percy changed this since you opened it" in told
    assert "Status: On hold" in told
    assert "Theirs." in told
    assert controls_of(page)["text"] == ["Mine."]
    assert ProjectUpdate.objects.count() == 1
    assert send(client, page).status_code == 302
    assert [row.text for row in ProjectUpdate.objects.all()] == ["Mine.", "Theirs."]
    assert now().status == "current"


def test_the_same_update_sent_twice_is_kept_once(client, project):
    page = client.get(UPDATE)
    assert send(client, page, text="Once.").status_code == 302
    assert send(client, page, text="Once.").status_code == 409
    assert ProjectUpdate.objects.count() == 1


# Correcting one


@pytest.fixture
def update(project, officer):
    return project.updates.create(
        on=date(2011, 8, 1), status="current", text="Begun.", written_by=officer
    )


def correct(update):
    return f"{PAGE}updates/{update.pk}/correct/"


def test_an_update_is_corrected_and_the_page_says_since_when(client, project, update):
    assert f'href="{correct(update)}"' in client.get(PAGE).content.decode()
    page = client.get(correct(update))
    assert "Correct the update of 1 August 2011" in words_of(page)
    assert send(client, page, text="Nearly begun.").url == PAGE
    told = words_of(client.get(PAGE))
    today = written(timezone.localdate())
    assert f"Nearly begun. Written by Olive Corrected on {today} by Olive" in told
    history = words_of(client.get(reverse("projects:history", args=["locks"])))
    assert "Update corrected" in history
    assert "Update of 1 August 2011: what happened from Begun. to Nearly begun." in history


def test_a_corrected_status_wants_a_reason_which_the_history_has(client, project, update):
    page = fill_in(client, correct(update), status="on_hold", text="No money.")
    assert errors_on(page) == ["Say why the status changes"]
    assert controls_of(page)["text"] == ["No money."]
    send(client, page, reason="It had stopped")
    assert (now().status, now().updates.get().status) == ("on_hold", "on_hold")
    history = words_of(client.get(reverse("projects:history", args=["locks"])))
    assert "It had stopped" in history


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": ""}, "Enter what happened"),
        ({"status": "closed"}, "Status: choose from the list"),
        ({"forecast_end_on": "soon"},
         "The day it is forecast to end must be a day such as 31 March 2012 or 31/3/2012"),
        ({"reason": "x" * 501}, "Why you changed it must be 500 characters or fewer"),
        ({"version": "99"}, "This page is out of date. Open it again, and make the change there"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_with_a_correction_is_said(client, update, changed, told):
    page = fill_in(client, correct(update), **{"text": "Kept.", **changed})
    assert told in errors_on(page)
    assert ProjectUpdate.objects.get().text == "Begun."


def test_the_update_that_closed_a_project_is_corrected_but_for_its_status(client, project):
    fill_in(client, CLOSE, achieved="200 locks.", lessons="Ask landlords first.")
    last = now().updates.get()
    page = client.get(correct(last))
    assert "status" not in controls_of(page)
    send(client, page, text="210 locks.")
    assert (now().status, now().updates.get().text) == ("closed", "210 locks.")


def test_of_two_who_correct_at_once_the_second_is_told(client, colleague, update):
    mine = client.get(correct(update))
    fill_in(colleague, correct(update), text="Theirs.")
    page = send(client, mine, text="Mine.")
    assert page.status_code == 409
    assert "Percy changed this since you opened it" in words_of(page)
    assert controls_of(page)["text"] == ["Mine."]
    assert ProjectUpdate.objects.get().text == "Theirs."
    send(client, page)
    assert ProjectUpdate.objects.get().text == "Mine."


def test_an_update_is_found_only_under_its_own_project(client, world, update):
    world.project(world.theme(), name="Lights", slug="lights")
    address = correct(update).replace("locks", "lights")
    assert client.get(address).status_code == 404
    assert client.post(address, SAID).status_code == 404


@pytest.mark.parametrize("who", ["board", "analyst", "stranger"])
def test_others_may_not_correct_an_update(who, request, sign_in, update):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(correct(update)).status_code == 403
    assert client.post(correct(update), SAID | {"reason": "x"}).status_code == 403
    assert correct(update) not in client.get(PAGE).content.decode()
    assert ProjectUpdate.objects.get().text == "Begun."


# Closing


def test_a_project_is_closed_with_what_was_learned(client, project):
    answer = fill_in(client, CLOSE, achieved="200 locks.", lessons="Ask landlords first.")
    assert answer.url == PAGE
    told = words_of(client.get(PAGE))
    assert "Closed On 30 November 2011" in told
    assert "What was learned Ask landlords first." in told
    assert "200 locks." in told
    assert UPDATE not in client.get(PAGE).content.decode()
    assert client.get(UPDATE).url == PAGE
    assert client.get(CLOSE).url == PAGE
    assert (now().status, now().closed_on) == ("closed", date(2011, 11, 30))


def test_it_is_not_closed_without_saying_what_was_learned(client, project):
    assert errors_on(fill_in(client, CLOSE, closed_on="")) == [
        "Enter the day it was closed", "Enter what it achieved", "Enter what was learned",
    ]  # fmt: skip
    assert now().status == "current"


def test_who_closes_what_another_just_updated_is_told(client, colleague, project):
    mine = client.get(CLOSE)
    fill_in(colleague, UPDATE, status="on_hold", text="Theirs.")
    page = send(client, mine, achieved="Mine.", lessons="Mine.")
    assert page.status_code == 409
    assert now().status == "on_hold"


def test_a_project_opened_again_was_not_closed_on_a_day(client, project):
    fill_in(client, CLOSE, achieved="200 locks.", lessons="Ask first.")
    edit = reverse("projects:edit", args=["locks"])
    page = fill_in(client, edit, status="current", reason="New money")
    assert errors_on(page) == ["Only a closed project says on which day it was closed."]
    fill_in(client, edit, status="current", closed_on="", reason="New money")
    assert (now().status, now().lessons) == ("current", "Ask first.")


# Lessons


def closed(world, name, lessons, **facts):
    facts = {"status": "closed", "lessons": lessons} | facts
    return world.project(world.theme(), name=name, **facts)


def test_lessons_are_found_by_their_words_the_last_closed_first(sign_in, board, world):
    closed(world, "Locks", "Ask landlords first.", closed_on=date(2011, 3, 31))
    closed(world, "Lights", "Landlords pay late.", closed_on=date(2011, 9, 30))
    closed(world, "Silent", "")
    world.project(world.theme(), name="Running", lessons="Landlords again")
    client = sign_in(board)
    told = words_of(client.get(LESSONS))
    assert told.index("Lights") < told.index("Locks")
    assert "Silent" not in told
    assert "Running" not in told
    assert "Closed on 30 September 2011" in told
    found = words_of(client.get(LESSONS, {"q": "landlords FIRST"}))
    assert "Ask landlords first." in found
    assert "pay late" not in found
    assert "No lesson matches." in words_of(client.get(LESSONS, {"q": "dragons"}))


def test_a_list_without_any_lesson_offers_none_to_widen(sign_in, board, world):
    world.project(world.theme(), name="Running")
    told = words_of(sign_in(board).get(LESSONS))
    assert "No lessons are recorded yet." in told
    assert "Show all lessons" not in told


def test_lessons_of_a_draft_are_for_those_who_write_it(sign_in, board, officer, world):
    closed(world, "Locks", "Secret lesson.")
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert "Secret" not in words_of(sign_in(board).get(LESSONS))
    assert "Secret" in words_of(sign_in(officer).get(LESSONS))


def test_the_list_of_projects_leads_to_the_lessons(client, project):
    assert LESSONS in client.get(reverse("projects:list")).content.decode()


# Who may


SAID = {"on": "1 Nov 2011", "status": "on_hold", "text": "x", "version": "1"} | {
    "closed_on": "1 Nov 2011", "achieved": "x", "lessons": "x",
}  # fmt: skip


@pytest.mark.parametrize("url", [UPDATE, CLOSE])
@pytest.mark.parametrize("who", ["board", "analyst", "stranger"])
def test_others_may_not(who, url, request, sign_in, project):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(url).status_code == 403
    assert client.post(url, SAID).status_code == 403
    assert (now().status, now().version, ProjectUpdate.objects.count()) == ("current", 1, 0)


@pytest.mark.parametrize("url", [UPDATE, CLOSE])
def test_who_is_signed_out_signs_in_first(url, project):
    answer = Client().post(url, SAID)
    assert answer.url.partition("?")[0] == reverse("signing_in:sign_in")
    assert ProjectUpdate.objects.count() == 0


@pytest.mark.parametrize("url", [UPDATE, CLOSE])
@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_officers_and_administrators_may(who, url, request, sign_in, project):
    user = request.getfixturevalue(who)
    assert sign_in(user).post(url, SAID).status_code == 302
    assert ProjectUpdate.objects.get().written_by == user


@pytest.mark.parametrize("url", [UPDATE, CLOSE])
def test_only_a_form_that_is_sent_changes_anything(url, client, project):
    client.get(url, SAID)
    assert client.put(url).status_code == 405
    assert ProjectUpdate.objects.count() == 0


def test_links_stand_for_those_who_may(client, sign_in, board, project):
    for url in (UPDATE, CLOSE):
        assert f'href="{url}"' in client.get(PAGE).content.decode()
        assert url not in sign_in(board).get(PAGE).content.decode()


def test_an_archived_or_unknown_project_takes_no_update(client, project):
    assert client.get("/projects/nothing/update/").status_code == 404
    client.post(reverse("projects:archive", args=["locks"]))
    assert client.post(UPDATE, SAID).status_code == 404


# What it costs


@pytest.mark.parametrize("url", [UPDATE, PAGE, LESSONS])
def test_much_history_costs_as_many_queries_as_little(client, world, person, project, url):
    def grow(number):
        writer = person(f"writer-{number}", "officer")
        project.updates.create(
            on=date(2011, 1, number), status="current", text="x", written_by=writer
        )
        closed(world, f"Closed {number}", "Words.")

    grow(1)
    queries_of(client, url)
    few = queries_of(client, url)
    for number in range(2, 9):
        grow(number)
    assert queries_of(client, url) == few <= 20
