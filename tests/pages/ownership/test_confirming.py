"""Somebody confirms with a click that a record is still right, and its page says who did and when."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.documents.history import versions_of
from performance.models import Indicator
from priorities.models import Plan
from tests.pages.editing.filling_in import fill_in, send
from tests.pages.reading_pages import queries_of, words_of

KINDS = ("theme", "indicator", "project", "gap", "threat", "decision")
BUTTON = "Confirm that this is still right"


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def record(records, kind):
    return records[kind]


@pytest.fixture
def url(record, kind):
    return f"/ownership/{kind}/{record.pk}/confirm/"


@pytest.fixture
def may(kind, officer, analyst):
    """Somebody who may change such a record."""
    return analyst if kind == "indicator" else officer


def now(record):
    return type(record)._base_manager.get(pk=record.pk)


def test_a_click_confirms_it_and_its_page_says_so(sign_in, may, record, url):
    client = sign_in(may)
    page = client.get(record.get_absolute_url())
    assert "Not confirmed yet" in words_of(page)
    assert BUTTON in words_of(page)
    answer = client.post(url, {"version": str(record.version)})
    assert answer.url == record.get_absolute_url()
    found = now(record)
    today = timezone.localdate()
    assert (found.confirmed_on, found.confirmed_by, found.version) == (today, may, 2)
    told = words_of(client.get(answer.url))
    assert f"Confirmed on {today:%-d %B %Y} by {may}" in told
    assert f"“{record}” is still right" in told


def test_a_version_is_kept_that_says_why(sign_in, may, record, kind, url):
    sign_in(may).post(url, {"version": "1"})
    if kind == "indicator":
        newest = Indicator.history.filter(id=record.pk).latest()
        assert (newest.version, newest.history_user, newest.confirmed_by) == (2, may, may)
    else:
        newest, oldest = versions_of(now(record))
        assert (newest.number, newest.by) == (2, may)
        assert newest.reason == "Confirmed that it is still right"
        assert newest.contents == oldest.contents


def test_twice_on_a_day_is_once(sign_in, may, record, url):
    client = sign_in(may)
    client.post(url, {"version": "1"})
    client.post(url, {"version": "1"})
    assert now(record).version == 2


def test_what_was_changed_since_is_looked_at_first(sign_in, may, record, url):
    type(record)._base_manager.filter(pk=record.pk).update(version=5)
    client = sign_in(may)
    answer = client.post(url, {"version": "4"})
    assert "It was changed since you opened this page" in words_of(client.get(answer.url))
    assert now(record).confirmed_on is None


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_forged_version_confirms_nothing(sign_in, may, record, url, version):
    assert sign_in(may).post(url, {"version": version}).status_code == 302
    assert now(record).confirmed_on is None


@pytest.mark.parametrize("role", ["board", "officer", "analyst", "stranger"])
def test_who_may_not_change_it_may_not_confirm_it(request, sign_in, may, record, kind, url, role):
    person = request.getfixturevalue(role)
    if person == may:
        return
    client = sign_in(person)
    assert client.post(url, {"version": "1"}).status_code == 403
    assert now(record).confirmed_on is None
    if role != "stranger":
        assert BUTTON not in words_of(client.get(record.get_absolute_url()))


def test_an_administrator_may_and_nobody_without_signing_in(
    sign_in, administrator, record, url, client
):
    assert Client().post(url, {"version": "1"}).url.startswith("/accounts/")
    assert now(record).confirmed_on is None
    sign_in(administrator).post(url, {"version": "1"})
    assert now(record).confirmed_by == administrator


def test_only_a_form_of_ours_confirms(sign_in, may, record, url):
    signed_in = sign_in(may)
    assert signed_in.get(url).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    assert strict.post(url, {"version": "1"}).status_code == 403
    assert now(record).confirmed_on is None


def test_what_is_not_there_cannot_be_confirmed(sign_in, officer, records):
    client = sign_in(officer)
    gap = records["gap"]
    assert client.post("/ownership/gap/999999/confirm/").status_code == 404
    assert client.post(f"/ownership/user/{officer.pk}/confirm/").status_code == 404
    client.post(f"/plans/2012-13/gaps/{gap.slug}/archive/")
    assert client.post(f"/ownership/gap/{gap.pk}/confirm/", {"version": "2"}).status_code == 404


def test_an_analyst_does_not_learn_of_a_draft(sign_in, analyst, world, records):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    for kind in ("theme", "gap", "threat", "decision", "project", "indicator"):
        url = f"/ownership/{kind}/{records[kind].pk}/confirm/"
        assert sign_in(analyst).post(url, {"version": "1"}).status_code == 404


def test_restoring_an_earlier_version_leaves_the_confirmation(sign_in, officer, records):
    client, gap = sign_in(officer), records["gap"]
    at = f"/plans/2012-13/gaps/{gap.slug}/"
    fill_in(client, f"{at}edit/", title="Outreach on Mondays")
    client.post(f"/ownership/gap/{gap.pk}/confirm/", {"version": "2"})
    client.post(f"{at}history/1/restore/", {"version": "3"})
    found = now(gap)
    assert (found.title, found.confirmed_by) == ("No outreach", officer)


def test_who_confirmed_while_somebody_edits_is_no_clash(sign_in, officer, administrator, records):
    client, gap = sign_in(officer), records["gap"]
    at = f"/plans/2012-13/gaps/{gap.slug}/edit/"
    mine = client.get(at)
    sign_in(administrator).post(f"/ownership/gap/{gap.pk}/confirm/", {"version": "1"})
    send(client, mine, title="Mine")
    found = now(gap)
    assert (found.title, found.confirmed_by, found.version) == ("Mine", administrator, 3)


def test_the_page_names_the_organisation_and_the_person(
    sign_in, board, officer, analyst, world, record, kind
):
    organisation = world.partnership
    facts = {
        "indicator": {"provider": organisation, "owner": analyst},
        "project": {"lead_organisation": organisation, "owner_person": officer},
    }.get(kind, {"owner": organisation, "owner_person": officer})
    for name, value in facts.items():
        setattr(record, name, value)
    record.save()
    words = words_of(sign_in(board).get(record.get_absolute_url()))
    assert "Safer Somewhere" in words
    assert str(analyst if kind == "indicator" else officer) in words
    assert "Has left" not in words
    User.objects.exclude(pk=board.pk).update(is_active=False)
    assert "Has left the planner" in words_of(sign_in(board).get(record.get_absolute_url()))


def test_an_owner_and_a_confirmation_cost_the_page_no_query_more(
    sign_in, board, officer, world, record, kind
):
    client, url = sign_in(board), record.get_absolute_url()
    client.get(url)
    bare = queries_of(client, url)
    person = "owner" if kind == "indicator" else "owner_person"
    setattr(record, person, officer)
    record.confirmed_on, record.confirmed_by = date(2011, 5, 3), officer
    record.save()
    assert queries_of(client, url) == bare
    assert "Confirmed on 3 May 2011 by Olive" in words_of(client.get(url))


def test_a_form_offers_active_people_who_may_change_such_records(
    sign_in, person, officer, analyst, board, administrator, records
):
    gone = person("percy", "officer")
    gone.is_active = False
    gone.save()
    client, url = sign_in(officer), f"/plans/2012-13/gaps/{records['gap'].slug}/edit/"

    def offered():
        field = client.get(url).context["form"].form.fields["owner_person"]
        return {user.username for user in field.queryset}

    assert offered() == {"olive", "ada"}
    records["gap"].owner_person = gone
    records["gap"].save()
    assert offered() == {"olive", "ada", "percy"}
