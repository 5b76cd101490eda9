"""An administrator changes facts and roles, deactivates and reactivates; each leaves its trace on the person's page."""

import pytest

from accounts.actions import CHANGED_PASSWORD, change_password
from accounts.administration import change_role
from accounts.models import Organisation, RoleChange, User
from accounts.roles import ADMINISTRATOR, ANALYST, OFFICER
from tests.pages.people.conftest import kerra
from tests.pages.reading_pages import queries_of, words_of
from tests.site.canaries import LONG, alive_in, release


def page_of(person, name=""):
    return f"/accounts/people/{person.pk}/{name and name + '/'}"


def stored(person):
    return User.objects.get(pk=person.pk)


class TestFactsPage:
    @pytest.fixture
    def save(self, client, officer):
        def saved(**facts):
            form = {
                "first_name": "Olive", "last_name": "", "organisation": "", "job_title": "",
                "version": stored(officer).version, **facts,
            }  # fmt: skip
            return client.post(page_of(officer, "edit"), form, follow=True)

        return saved

    def test_name_organisation_and_post_are_changed_and_traced(self, save, officer, world):
        page = words_of(
            save(last_name="Tregear", organisation=world.partnership.pk, job_title="Beat manager")
        )
        assert "The facts about Olive Tregear are saved." in page
        assert "Last name None Tregear Ada" in page
        assert "Organisation None Safer Somewhere Ada" in page
        assert "Post None Beat manager Ada" in page

    def test_the_form_holds_what_is_stored(self, client, officer, world):
        User.objects.filter(pk=officer.pk).update(
            organisation=world.partnership, job_title="Beat manager"
        )
        html = client.get(page_of(officer, "edit")).content.decode()
        assert 'value="Beat manager"' in html
        assert f'<option value="{world.partnership.pk}" selected>' in html

    def test_nothing_else_can_be_sent_along(self, save, officer):
        save(is_superuser="on", email="other@example.org", username="root", is_active="")
        row = stored(officer)
        assert (row.is_superuser, row.email, row.username, row.is_active) == (
            False, "olive@example.org", "olive", True,
        )  # fmt: skip

    def test_the_same_again_is_no_change(self, save, officer):
        before = User.history.count()
        assert "nothing was changed" in words_of(save())
        assert User.history.count() == before

    @pytest.mark.parametrize(
        ("facts", "field", "said"),
        [
            ({"first_name": ""}, "first_name", "Enter the person’s first name"),
            ({"last_name": "x" * 151}, "last_name", "at most 150"),
            ({"organisation": "x"}, "organisation", "of the list"),
            ({"job_title": "a\0b"}, "job_title", "Null"),
            ({"version": ""}, "version", "out of date"),
            ({"version": "-1"}, "version", "out of date"),
        ],
    )
    def test_a_bad_form_is_told_at_its_field(self, save, officer, facts, field, said):
        response = save(**facts)
        assert said in " ".join(response.context["form"].errors[field])
        assert stored(officer).version == 1

    def test_whoever_saves_second_is_told_and_overwrites_nothing(self, save, officer):
        save(last_name="First", version=1)
        response = save(last_name="Second", version=1)
        assert response.status_code == 409
        page = words_of(response)
        assert "Somebody changed this person since you opened the page" in page
        assert "Last name First" in page
        assert 'value="Second"' in response.content.decode()
        assert stored(officer).last_name == "First"
        save(last_name="Second", version=2)
        assert stored(officer).last_name == "Second"


class TestRole:
    @pytest.fixture
    def give(self, client):
        def given(person, role, was, **more):
            form = {"role": role, "was": was, **more}
            return client.post(page_of(person, "role"), form, follow=True)

        return given

    def test_a_role_is_given_taken_and_traced(self, give, officer):
        assert "Olive is an analyst now." in words_of(give(officer, "Analyst", "Officer"))
        page = words_of(give(officer, "none", "Analyst"))
        assert "Olive is without a role now." in page
        assert "Role Analyst None Ada" in page
        assert "Role Officer Analyst Ada" in page
        assert "Role None Officer Somebody on the server" in page
        assert stored(officer).role == ""

    def test_it_counts_from_the_next_click(self, give, officer, sign_in):
        theirs = sign_in(officer)
        assert theirs.get("/accounts/people/").status_code == 403
        give(officer, "Administrator", "Officer")
        assert theirs.get("/accounts/people/").status_code == 302
        assert sign_in(stored(officer)).get("/accounts/people/").status_code == 200

    @pytest.mark.parametrize(
        ("role", "was", "field"),
        [("", "Officer", "role"), ("Emperor", "Officer", "role"), ("Analyst", "", "was")],
    )
    def test_a_bad_form_changes_nothing(self, give, officer, role, was, field):
        assert give(officer, role, was).context["form"].errors[field]
        assert stored(officer).role == OFFICER

    def test_whoever_acts_second_is_told(self, give, officer, person):
        change_role(officer, by=person("bea", "admin"), was=OFFICER, role=ANALYST)
        response = give(officer, "Board member", "Officer")
        assert response.status_code == 409
        assert "Somebody changed this role to Analyst" in words_of(response)
        assert stored(officer).role == ANALYST

    def test_the_last_administrator_keeps_the_role(self, give, administrator):
        response = give(administrator, "Officer", "Administrator", sure="yes")
        assert response.status_code == 409
        assert "Ada is the only administrator who can sign in" in words_of(response)
        assert stored(administrator).role == ADMINISTRATOR

    def test_my_own_role_goes_only_when_i_am_sure(self, give, administrator, person, client):
        person("bea", "admin")
        page = words_of(give(administrator, "Officer", "Administrator"))
        assert "Give up your own role?" in page
        assert "You will be officer" in page
        assert stored(administrator).role == ADMINISTRATOR
        give(administrator, "Officer", "Administrator", sure="yes")
        assert stored(administrator).role == OFFICER
        assert client.get("/accounts/people/").status_code == 302

    def test_a_colleagues_goes_at_once(self, give, person):
        other = person("bea", "admin")
        give(other, "Officer", "Administrator")
        assert stored(other).role == OFFICER


class TestDeactivatingPage:
    def test_what_they_own_is_said_first(self, client, analyst, person, world):
        stand_in = person("sten", "analyst")
        for name, facts in (
            ("Burglary rate", {"owner": analyst, "stand_in": stand_in}),
            ("Arson rate", {"owner": analyst}),
            ("Theft rate", {"owner": stand_in, "stand_in": analyst}),
            ("Not theirs", {"owner": stand_in}),
        ):
            world.indicator(world.theme(), name=name, reporting_lag_days=30, **facts)
        response = client.get(page_of(analyst, "deactivate"))
        page = words_of(response)
        assert "Burglary rate Sends it in; Sten stands in" in page
        assert "Arson rate Sends it in; nobody stands in" in page
        assert "Theft rate Stands in for Sten" in page
        assert "Not theirs" not in page
        assert "/reporting/" in response.content.decode()
        assert stored(analyst).is_active

    def test_two_browsers_of_theirs_are_signed_out_at_once(self, client, officer, sign_in):
        desk, phone = sign_in(officer), sign_in(officer)
        page = words_of(client.post(page_of(officer, "deactivate"), follow=True))
        assert "Olive is deactivated, and signed out everywhere." in page
        assert "State Deactivated" in page
        assert "Can sign in Yes No Ada" in page
        for browser in (desk, phone):
            assert browser.get("/accounts/your-account/").status_code == 302
        client.post(page_of(officer, "reactivate"))
        for browser in (desk, phone):
            assert browser.get("/accounts/your-account/").status_code == 302

    def test_reactivated_they_sign_in_as_before(self, client, officer, password, sign_in):
        client.post(page_of(officer, "deactivate"))
        assert "with the password that they had, as officer" in words_of(
            client.get(page_of(officer, "reactivate"))
        )
        page = words_of(client.post(page_of(officer, "reactivate"), follow=True))
        assert "Olive can sign in again." in page
        assert "Can sign in No Yes Ada" in page
        assert stored(officer).check_password(password)
        assert sign_in(stored(officer)).get("/accounts/organisations/").status_code == 200

    def test_the_last_administrator_stays(self, client, administrator):
        page = words_of(client.get(page_of(administrator, "deactivate")))
        assert "Ada is the only administrator who can sign in" in page
        assert client.post(page_of(administrator, "deactivate")).status_code == 409
        assert stored(administrator).is_active

    def test_i_am_told_that_it_is_my_own_account(self, client, administrator, person):
        person("bea", "admin")
        assert "This is your own account." in words_of(
            client.get(page_of(administrator, "deactivate"))
        )
        client.post(page_of(administrator, "deactivate"))
        assert client.get("/accounts/people/").status_code == 302

    def test_whoever_is_out_already_is_not_deactivated_again(self, client, officer, invited):
        client.post(page_of(officer, "deactivate"))
        for person in (officer, invited):
            response = client.post(page_of(person, "deactivate"), follow=True)
            assert "cannot sign in as it is" in words_of(response)

    def test_an_invitation_is_no_way_round(self, client, invited):
        response = client.post(page_of(invited, "reactivate"), follow=True)
        assert "Kerra Penrose is not deactivated." in words_of(response)
        assert not stored(invited).is_active


class TestTheTrace:
    def test_how_a_person_came_in(self, client, invited):
        page = words_of(client.get(page_of(invited)))
        for words in (
            "Account made Ada",
            "Role None Officer Ada",
            "Invitation sent kerra@example.org Ada",
            "State Invited; the link works until",
        ):
            assert words in page
        client.post(page_of(invited, "withdraw"))
        assert "Invitation withdrawn Ada" in words_of(client.get(page_of(invited)))

    def test_that_a_password_was_changed_but_not_to_what(self, client, officer):
        change_password(
            officer, by=officer, password="granite and gorse 7", tell=lambda *a, **b: True
        )
        response = client.get(page_of(officer))
        assert "Password changed Olive" in words_of(response)
        assert "granite" not in response.content.decode()
        assert CHANGED_PASSWORD not in words_of(response)

    def test_more_changes_cost_no_more_queries(self, client, officer, administrator, world):
        def changes(number):
            for n in range(number):
                row = stored(officer)
                there = Organisation.objects.create(
                    name=f"Body {row.version}.{n}", slug=f"body-{row.version}-{n}", kind="council"
                )
                form = {
                    "first_name": f"Olive {n}", "last_name": "", "organisation": there.pk,
                    "job_title": "", "version": row.version,
                }  # fmt: skip
                client.post(page_of(officer, "edit"), form)
                RoleChange.objects.create(person=officer, was="", now=f"{n}", by=administrator)
                indicator = world.indicator(world.theme(), reporting_lag_days=30, owner=officer)
                assert indicator.owner == officer

        changes(2)
        few = queries_of(client, page_of(officer))
        changes(8)
        assert queries_of(client, page_of(officer)) == few
        assert few < 18

    def test_no_text_of_it_does_harm(self, client, officer, invited, world):
        world.indicator(world.theme(), reporting_lag_days=30, owner=officer)
        form = kerra(first_name=LONG[:150], version=1)
        client.post(page_of(officer, "edit"), form)
        release()
        names = ("", "edit", "role", "deactivate", "reactivate", "invite-again", "withdraw")
        for person in (officer, invited):
            for name in names:
                html = client.get(page_of(person, name), follow=True).content.decode()
                assert alive_in(html) == []
