"""What an administrator changes about people, and the rule that there is always an administrator."""

import threading
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connections

from accounts.administration import (
    LastAdministrator,
    NotDeactivated,
    change_facts,
    change_role,
    deactivate,
    is_last_administrator,
    reactivate,
)
from accounts.models import PersonState, RoleChange, User
from accounts.people import give_role
from accounts.roles import ADMINISTRATOR, ANALYST, BOARD_MEMBER, OFFICER
from core.records.versions import EditedSince

PAGE = "/accounts/your-account/"
BY_LINE = "accounts.backends.RightsBackend"


def stored(person):
    return User.objects.get(pk=person.pk)


def changes_of(person):
    rows = RoleChange.objects.filter(person=person)
    return [(row.was, row.now, row.by and row.by.username) for row in rows]


class TestRoles:
    def test_a_person_has_one_role_or_none(self, officer, administrator):
        assert change_role(officer, by=administrator, was=OFFICER, role=ANALYST)
        assert [group.name for group in officer.groups.all()] == [ANALYST]
        assert change_role(officer, by=administrator, was=ANALYST, role="")
        assert stored(officer).role == ""

    def test_each_change_is_kept_with_who_made_it(self, officer, administrator):
        change_role(officer, by=administrator, was=OFFICER, role=ANALYST)
        change_role(officer, by=administrator, was=ANALYST, role="")
        assert changes_of(officer) == [
            ("", OFFICER, None),
            (OFFICER, ANALYST, "ada"),
            (ANALYST, "", "ada"),
        ]

    def test_the_same_role_again_is_no_change(self, officer, administrator):
        assert not change_role(officer, by=administrator, was=OFFICER, role=OFFICER)
        assert len(changes_of(officer)) == 1

    def test_whoever_acts_second_is_told_and_overwrites_nothing(self, officer, administrator):
        change_role(officer, by=administrator, was=OFFICER, role=ANALYST)
        with pytest.raises(EditedSince):
            change_role(officer, by=administrator, was=OFFICER, role=BOARD_MEMBER)
        assert stored(officer).role == ANALYST

    def test_a_group_that_is_no_role_is_left_alone(self, officer, administrator):
        officer.groups.add(Group.objects.create(name="First aiders"))
        change_role(officer, by=administrator, was=OFFICER, role=ANALYST)
        assert {group.name for group in officer.groups.all()} == {"First aiders", ANALYST}

    def test_it_counts_at_once(self, officer, administrator, sign_in):
        client = sign_in(officer)
        assert client.get("/accounts/organisations/").status_code == 200
        change_role(officer, by=administrator, was=OFFICER, role="")
        assert client.get("/accounts/organisations/").status_code == 302
        assert sign_in(stored(officer)).get("/accounts/organisations/").status_code == 403


class TestFacts:
    def test_what_differs_is_written_with_its_trace(self, officer, administrator, world):
        change_facts(
            officer, by=administrator, version=1, first_name="Olive", last_name="Tregear",
            organisation=world.partnership, job_title="Officer",
        )  # fmt: skip
        row = User.history.filter(id=officer.pk).latest()
        assert (row.last_name, row.organisation_id, row.job_title, row.history_user) == (
            "Tregear", world.partnership.pk, "Officer", administrator,
        )  # fmt: skip

    def test_whoever_saves_second_is_told(self, officer, administrator):
        facts = {"first_name": "Olive", "organisation": None, "job_title": ""}
        change_facts(officer, by=administrator, version=1, last_name="First", **facts)
        with pytest.raises(EditedSince):
            change_facts(officer, by=administrator, version=1, last_name="Second", **facts)
        assert stored(officer).last_name == "First"


class TestDeactivating:
    def test_every_session_ends_at_once_and_stays_ended(self, officer, administrator, sign_in):
        desk, phone = sign_in(officer), sign_in(officer)
        assert {client.get(PAGE).status_code for client in (desk, phone)} == {200}
        assert deactivate(officer, by=administrator)
        assert {client.get(PAGE).status_code for client in (desk, phone)} == {302}
        reactivate(officer, by=administrator)
        assert {client.get(PAGE).status_code for client in (desk, phone)} == {302}

    def test_others_go_on(self, officer, analyst, administrator, sign_in):
        colleague = sign_in(analyst)
        deactivate(officer, by=administrator)
        assert colleague.get(PAGE).status_code == 200

    def test_the_person_cannot_sign_in_until_reactivated(
        self, client, officer, administrator, password
    ):
        form = {"username": "olive", "password": password}
        deactivate(officer, by=administrator)
        assert client.post("/accounts/sign-in/", form).status_code == 200
        reactivate(officer, by=administrator)
        assert client.post("/accounts/sign-in/", form).status_code == 302

    def test_who_did_it_is_kept(self, officer, administrator):
        deactivate(officer, by=administrator)
        reactivate(officer, by=administrator)
        rows = User.history.filter(id=officer.pk).order_by("history_id")
        assert [(row.is_active, row.history_user) for row in rows][-2:] == [
            (False, administrator),
            (True, administrator),
        ]

    def test_again_changes_nothing(self, officer, administrator):
        deactivate(officer, by=administrator)
        assert not deactivate(officer, by=administrator)
        assert reactivate(officer, by=administrator)
        assert not reactivate(officer, by=administrator)
        assert stored(officer).version == 3

    def test_the_role_stays(self, officer, administrator):
        deactivate(officer, by=administrator)
        assert stored(officer).role == OFFICER
        assert stored(officer).state == PersonState.DEACTIVATED

    def test_somebody_who_never_came_in_is_invited_instead(self, officer, administrator):
        User.objects.filter(pk=officer.pk).update(is_active=False)
        officer.invitations.create(sent_to=officer.email, sent_by=administrator)
        with pytest.raises(NotDeactivated):
            reactivate(officer, by=administrator)
        assert not stored(officer).is_active

    def test_a_session_of_an_older_version_goes_on(self, officer):
        """It was begun before anybody could end it."""
        assert officer.get_session_auth_hash() == super(User, officer)._get_session_auth_hash()


class TestTheLastAdministrator:
    def test_can_neither_be_deactivated_nor_lose_the_role(self, administrator, officer):
        with pytest.raises(LastAdministrator):
            deactivate(administrator, by=administrator)
        for role in ("", OFFICER):
            with pytest.raises(LastAdministrator):
                change_role(administrator, by=administrator, was=ADMINISTRATOR, role=role)
        assert stored(administrator).is_active
        assert stored(administrator).role == ADMINISTRATOR
        assert len(changes_of(administrator)) == 1

    def test_one_who_is_deactivated_does_not_count(self, administrator, person):
        other = person("bea", "admin")
        assert not is_last_administrator(administrator)
        deactivate(other, by=administrator)
        assert is_last_administrator(administrator)

    def test_of_two_one_can_go(self, administrator, person):
        other = person("bea", "admin")
        assert deactivate(administrator, by=other)
        with pytest.raises(LastAdministrator):
            change_role(other, by=other, was=ADMINISTRATOR, role="")

    def test_the_last_gets_their_own_role_again_without_a_fuss(self, administrator):
        same = {"was": ADMINISTRATOR, "role": ADMINISTRATOR}
        assert not change_role(administrator, by=administrator, **same)


def at_once(*deeds):
    """Each on a connection of its own; the exceptions that came of them."""
    start, raised = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            start.wait(10)
            deed()
        except Exception as why:
            raised.append(type(why))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_two_administrators_who_act_on_each_other_at_once_leave_one(person, turn):
    ada, bea = person("ada", "admin"), person("bea", "admin")
    raised = at_once(
        lambda: deactivate(ada, by=bea),
        lambda: change_role(bea, by=ada, was=ADMINISTRATOR, role=""),
    )
    assert raised == [LastAdministrator]
    left = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR)
    assert left.count() == 1


def test_the_migration_keeps_everybody_and_their_history(officer):
    """It adds tables, and one column with a default."""
    migration = import_module("accounts.migrations.0007_people_by_invitation").Migration
    kinds = {type(operation).__name__ for operation in migration.operations}
    assert kinds <= {"CreateModel", "AddField", "AddConstraint"}
    assert apps.get_model(settings.AUTH_USER_MODEL)._meta.get_field("sessions_ended").default == 0


def test_a_role_given_by_a_command_says_that_nobody_gave_it(stranger):
    give_role(stranger, "board")
    assert changes_of(stranger) == [("", BOARD_MEMBER, None)]
