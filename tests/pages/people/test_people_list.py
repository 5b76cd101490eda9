"""The list of people: what it says of each, what it can be narrowed by, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.administration import deactivate
from accounts.models import Invitation, User
from tests.pages.people.conftest import kerra
from tests.pages.reading_pages import queries_of, words_of
from tests.site.canaries import alive_in, release

PAGE = "/accounts/people/"


def names_in(client, query=""):
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return [str(person) for person in response.context["page"].object_list]


@pytest.fixture
def cast(officer, analyst, board, stranger, administrator, invited, world):
    """Everybody, one of them in an organisation, one invited and one deactivated."""
    officer.organisation, officer.job_title = world.partnership, "Beat manager"
    officer.save()
    deactivate(analyst, by=administrator)


def test_each_state_is_said_in_words(client, cast):
    page = words_of(client.get(PAGE))
    assert "Olive olive@example.org Officer Safer Somewhere Beat manager Active Never" in page
    assert "Aled aled@example.org Analyst Not stated Deactivated Never" in page
    assert (
        "Kerra Penrose kerra@example.org Officer Not stated Community safety officer Invited"
        in page
    )
    assert "Silas silas@example.org No role Not stated Active" in page


def test_who_is_invited_can_be_invited_again_or_not_at_all(client, invited):
    html = client.get(PAGE).content.decode()
    assert f'href="/accounts/people/{invited.pk}/invite-again/"' in html
    assert f'href="/accounts/people/{invited.pk}/withdraw/"' in html


def test_until_when_a_link_works_is_said(client, administrator):
    noon = datetime(2026, 6, 1, 11, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        client.force_login(administrator, backend="accounts.backends.RightsBackend")
        client.post(f"{PAGE}invite/", kerra())
        assert "The link works until 8 June 2026, 12:00" in words_of(client.get(PAGE))
    with time_machine.travel(noon + timedelta(days=8), tick=False):
        client.force_login(administrator, backend="accounts.backends.RightsBackend")
        assert "The link stopped working on 8 June 2026, 12:00" in words_of(client.get(PAGE))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=kerra", ["Kerra Penrose"]),
        ("?q=PENROSE+kerra", ["Kerra Penrose"]),
        ("?q=beat", ["Olive"]),
        ("?q=aled@", ["Aled"]),
        ("?role=Officer", ["Kerra Penrose", "Olive"]),
        ("?role=none", ["Silas"]),
        ("?organisation=safer-somewhere", ["Olive"]),
        ("?state=invited", ["Kerra Penrose"]),
        ("?state=deactivated", ["Aled"]),
        ("?state=active&role=Officer", ["Olive"]),
        ("?role=Officer&q=nobody", []),
        ("?role=Emperor&state=x&organisation=x", ["Ada", "Aled", "Bryher", "Kerra Penrose", "Olive", "Silas"]),
    ],
)  # fmt: skip
def test_it_is_narrowed_by_word_role_organisation_and_state(client, cast, world, query, names):
    query = query.replace("safer-somewhere", world.partnership.slug)
    assert names_in(client, query) == names


def test_where_nobody_matches_there_is_a_way_back(client, cast):
    page = words_of(client.get(f"{PAGE}?q=nobody"))
    assert "Nobody matches these filters. Show everybody" in page


def test_more_people_cost_no_more_queries(client, person, administrator, world):
    def more(start, number):
        for n in range(start, start + number):
            somebody = person(f"person{n}", "officer")
            User.objects.filter(pk=somebody.pk).update(
                organisation=world.partnership, is_active=n % 2
            )
            Invitation.objects.create(
                person=somebody, sent_to=somebody.email, sent_by=administrator
            )

    more(0, 2)
    few = queries_of(client, PAGE)
    more(2, 20)
    assert queries_of(client, PAGE) == few
    assert few < 12


def test_a_long_list_has_pages(client, person):
    for n in range(60):
        person(f"person{n:02}")
    first, second = names_in(client), names_in(client, "?page=2")
    assert len(first) == 50
    assert len(first + second) == 61
    assert "page=2" in client.get(PAGE).content.decode()


def test_no_text_of_it_does_harm(client, cast):
    release()
    assert alive_in(client.get(PAGE).content.decode()) == []
    query = "%22%3E%3Cimg src=x onerror=alert(1)%3E"
    html = client.get(f"{PAGE}?q={query}&role={query}").content.decode()
    assert alive_in(html) == []
