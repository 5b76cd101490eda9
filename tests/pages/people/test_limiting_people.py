"""An administrator limits a person to organisations: on their page and in an invitation, with its trace, at once."""

import pytest

from accounts.administration import change_limits, change_role
from accounts.backends import limits_of
from accounts.models import LimitChange, Organisation, SecurityEvent, User
from accounts.roles import ADMINISTRATOR, OFFICER
from core.records.versions import EditedSince
from tests.pages.people.conftest import kerra
from tests.pages.reading_pages import words_of


@pytest.fixture
def police(world):
    return Organisation.objects.create(name="The police", slug="police", kind="police")


@pytest.fixture
def fire(world):
    return Organisation.objects.create(name="The fire service", slug="fire", kind="fire")


@pytest.fixture
def limit(client, officer):
    def sent(*organisations, was=(), person=officer):
        form = {
            "organisations": [one.pk for one in organisations],
            "was": " ".join(str(one.pk) for one in was),
        }
        return client.post(f"/accounts/people/{person.pk}/limits/", form, follow=True)

    return sent


def limits(person):
    return limits_of(User.objects.get(pk=person.pk))


def test_it_counts_at_once_and_leaves_its_trace(
    limit, officer, sign_in, police, fire, world, administrator
):
    theirs = sign_in(officer)
    gap = world.gap(world.theme(), owner=fire)
    assert theirs.get(f"{gap.get_absolute_url()}edit/").status_code == 200
    page = words_of(limit(police))
    assert "What Olive may change is saved." in page
    assert "Changes only what these own or lead The police" in page
    assert "Limited to None The police Ada" in page
    assert limits(officer) == {police.pk}
    # In the same session.
    assert theirs.get(f"{gap.get_absolute_url()}edit/").status_code == 403
    assert "You change only what these own or lead The police" in words_of(
        theirs.get("/accounts/your-account/")
    )
    limit(fire, was=[police])
    assert theirs.get(f"{gap.get_absolute_url()}edit/").status_code == 200
    assert [(row.was, row.now, row.by) for row in LimitChange.objects.all()] == [
        ("", "The police", administrator),
        ("The police", "The fire service", administrator),
    ]
    said = SecurityEvent.objects.filter(kind="person-changed").values_list("about", flat=True)
    assert "olive: limited to The police, was nothing" in said
    limit(was=[fire])
    assert limits(officer) == set()


def test_the_same_again_leaves_no_trace(limit, officer, police):
    limit(police)
    assert "nothing was changed" in words_of(limit(police, was=[police]))
    assert LimitChange.objects.count() == 1


def test_whoever_saves_second_is_told(limit, officer, police, fire):
    limit(police)
    assert "Somebody changed this since you opened the page" in words_of(limit(fire))
    assert limits(officer) == {police.pk}


@pytest.mark.parametrize(
    ("field", "value"),
    [("organisations", ["0"]), ("organisations", ["x" * 30]), ("was", ["x"]), ("was", ["1" * 3000])],
)  # fmt: skip
def test_a_bad_form_changes_nothing(client, officer, police, field, value):
    form = {"organisations": [police.pk], "was": ""} | {field: value}
    answer = client.post(f"/accounts/people/{officer.pk}/limits/", form)
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert limits(officer) == set()


def test_an_archived_organisation_still_limits(limit, client, officer, police):
    """Or whoever archives one would set people free."""
    limit(police)
    Organisation.objects.filter(pk=police.pk).update(archived_at="2026-01-01T00:00Z")
    assert limits(officer) == {police.pk}
    page = client.get(f"/accounts/people/{officer.pk}/limits/").content.decode()
    assert f'<option value="{police.pk}" selected>The police</option>' in page
    limit(was=[police])
    assert limits(officer) == set()


def test_an_administrator_is_never_limited(limit, officer, administrator, police):
    assert "An administrator is not limited" in words_of(limit(police, person=administrator))
    assert limits(administrator) == set()
    limit(police)
    change_role(officer, by=administrator, was=OFFICER, role=ADMINISTRATOR)
    assert limits(officer) == set()
    assert LimitChange.objects.filter(person=officer).last().now == ""


def test_a_person_is_invited_with_limits(client, police):
    client.post("/accounts/people/invite/", kerra(limited_to=[police.pk]))
    invited = User.objects.get(username="kerra.penrose")
    assert limits(invited) == {police.pk}
    assert LimitChange.objects.get().person == invited
    refused = client.post(
        "/accounts/people/invite/",
        kerra(limited_to=[police.pk], role="Administrator", email="other@example.org"),
    )
    assert "An administrator is not limited" in str(refused.context["form"].errors["limited_to"])


def test_nobody_else_limits_people(officer, analyst, board, sign_in, police, administrator):
    for person in (officer, analyst, board):
        at = f"/accounts/people/{person.pk}/limits/"
        assert sign_in(person).post(at, {"organisations": [], "was": ""}).status_code == 403
    with pytest.raises(EditedSince):
        change_limits(officer, by=administrator, was={police.pk}, organisations=[])
