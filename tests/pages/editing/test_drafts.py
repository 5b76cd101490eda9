"""What a form holds is kept as a draft of its author, offered again, and dropped once it is saved."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import FormDraft
from priorities.models import DeliveryGap
from tests.pages.editing.filling_in import controls_of, errors_on, fill_in, send
from tests.pages.reading_pages import words_of

KEEP, DISCARD = reverse("drafts:keep"), reverse("drafts:discard")


@pytest.fixture
def gap(world):
    return world.gap(world.theme(), title="No outreach", text="Nobody visits.")


@pytest.fixture
def edit(gap):
    return reverse("gaps:edit", args=["2012-13", gap.slug])


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def keep(client, address, **changed):
    """As the browser does every few seconds."""
    held = controls_of(client.get(address)) | {name: [text] for name, text in changed.items()}
    return client.post(KEEP, {**held, "draft_of": address})


def test_what_was_typed_is_offered_again_and_carried_on(client, gap, edit):
    assert keep(client, edit, title="Half a ti").status_code == 200
    assert "without saving it" in words_of(client.get(edit))
    page = client.get(edit, {"draft": "1"})
    assert controls_of(page)["title"] == ["Half a ti"]
    send(client, page, title="Half a title, finished")
    gap.refresh_from_db()
    assert gap.title == "Half a title, finished"
    assert not FormDraft.objects.exists()


def test_a_draft_of_a_new_record_keeps_its_parts(client, gap, world):
    new = reverse("gaps:new", args=["2012-13"])
    keep(client, new, title="Begun", **{"wordings-new-1-text": "As they say"})
    page = client.get(new, {"draft": "1"})
    assert controls_of(page)["wordings-new-1-text"] == ["As they say"]


def test_a_draft_is_merged_with_what_others_saved_since(client, sign_in, person, gap, edit):
    keep(client, edit, title="Mine")
    fill_in(sign_in(person("percy", "officer")), edit, title="Theirs")
    page = send(client, client.get(edit, {"draft": "1"}))
    assert page.status_code == 409
    assert "Theirs: Theirs" in words_of(page)


def test_a_discarded_draft_is_gone(client, edit):
    keep(client, edit, title="Half")
    assert client.post(DISCARD, {"draft_of": edit}).url == edit
    assert "without saving" not in words_of(client.get(edit))


def test_nobody_else_sees_it(client, sign_in, person, edit):
    keep(client, edit, title="Secret")
    other = sign_in(person("percy", "officer"))
    assert "without saving" not in words_of(other.get(edit))
    assert controls_of(other.get(edit, {"draft": "1"}))["title"] == ["No outreach"]
    other.post(DISCARD, {"draft_of": edit})
    assert FormDraft.objects.count() == 1


# Forms with a page of their own


def of_a_project(verb):
    def address(world):
        return f"/projects/{world.project(world.theme(), slug='locks').slug}/{verb}/"

    return address


def of_an_update(world):
    project = world.project(world.theme(), slug="locks")
    update = project.updates.create(on=date(2011, 8, 1), status="current", text="Begun.")
    return f"/projects/locks/updates/{update.pk}/correct/"


def of_a_decision(world):
    return reverse("decisions:decide", args=["2012-13", world.decision().slug])


def of_a_proposal(verb):
    def address(world):
        burglary = world.theme("Burglary")
        world.project(burglary)
        row = world.priority_area(burglary, world.area("Camborne"))
        return reverse(f"gaps:{verb}", args=["2012-13", f"priority-area-not-covered-{row.pk}"])

    return address


def of_a_threat(world):
    return reverse("threats:promote", args=["2012-13", world.threat(world.theme()).slug])


FORMS = {
    "write an update": (of_a_project("update"), {"text": "Going well."}, {}),
    "correct one": (of_an_update, {"text": "Nearly begun."}, {}),
    "close a project": (
        of_a_project("close"),
        {"achieved": "200 locks."},
        {"lessons": "Ask landlords first."},
    ),
    "take a decision": (of_a_decision, {"outcome": "Yes."}, {}),
    "confirm a gap": (
        of_a_proposal("confirm"),
        {"action_required": "Fit locks"},
        {"due_on": "31 March 2012", "owner": "1"},
    ),
    "dismiss a gap": (of_a_proposal("dismiss"), {"reason": "It is covered."}, {}),
    "promote a threat": (
        of_a_threat,
        {"because": "It grew.", "action_required": "Find money"},
        {"due_on": "31 March 2012", "owner": "1"},
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_open_form_is_kept_offered_again_and_dropped_once_it_is_saved(client, world, form):
    builder, typed, rest = FORMS[form]
    address = builder(world)
    at = {"to": "gap"} if form == "promote a threat" else {}
    page = client.get(address, at)
    held = controls_of(page) | {name: [text] for name, text in typed.items()}
    assert client.post(KEEP, {**held, "draft_of": address}).status_code == 200
    assert "data-drafts" in page.content.decode()
    assert "without saving it" in words_of(client.get(address, at))
    page = client.get(address, {"draft": "1"})
    assert {name: controls_of(page)[name] for name in typed} == {
        name: [text] for name, text in typed.items()
    }
    assert errors_on(page) == []
    rest = rest | ({"owner": str(world.partnership.pk)} if "owner" in rest else {})
    assert send(client, page, **rest).status_code == 302
    assert not FormDraft.objects.exists()


def test_a_draft_of_an_update_meets_what_others_wrote_since(client, sign_in, person, world):
    address = of_a_project("update")(world)
    keep(client, address, text="Mine.")
    fill_in(sign_in(person("percy", "officer")), address, status="on_hold", text="Theirs.")
    page = send(client, client.get(address, {"draft": "1"}))
    assert page.status_code == 409
    assert controls_of(page)["text"] == ["Mine."]
    assert FormDraft.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "/nonsense/",
        "https://elsewhere.example/gaps/new/",
        "//elsewhere.example",
        "/" * 400,
    ],
)
def test_only_the_planners_own_forms_are_kept(client, db, address):
    for url in (KEEP, DISCARD):
        assert client.post(url, {"draft_of": address, "title": "x"}).status_code == 400
    assert not FormDraft.objects.exists()


def test_more_than_a_form_holds_is_not_kept(client, edit):
    answer = client.post(KEEP, {"draft_of": edit, "title": "x" * 600_000})
    assert answer.status_code == 413
    assert not FormDraft.objects.exists()


def test_a_draft_is_kept_by_post_alone_and_by_who_is_signed_in(client, client_out, edit):
    assert client.get(KEEP).status_code == 405
    assert client_out.post(KEEP, {"draft_of": edit, "title": "x"}).status_code == 302
    assert not FormDraft.objects.exists()


@pytest.fixture
def client_out():
    from django.test import Client

    return Client()


def test_a_text_is_shown_as_it_will_look(client, gap, edit):
    page = client.post(
        edit, {**controls_of(client.get(edit)), "text": ["No <b>visits</b>"], "look": "look"}
    )
    assert "How it will look" in words_of(page)
    assert "No &lt;b&gt;visits" in page.content.decode()
    assert DeliveryGap.objects.get().text == "Nobody visits."
