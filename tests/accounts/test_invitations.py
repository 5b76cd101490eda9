"""Inviting people: who is made, which links work, and what a person is called."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.invitations import (
    KnownAddress,
    NotInvited,
    accept,
    free_username,
    invite,
    invite_again,
    withdraw,
)
from accounts.links import LinkDead, link_of, token_of
from accounts.models import Invitation, PersonState, User
from accounts.roles import OFFICER
from tests.accounts.test_administration import at_once

PASSWORD = "granite and gorse 7"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def let_in(administrator):
    def invited(email="kerra@example.org", **facts):
        facts = {
            "by": administrator, "first_name": "Kerra", "last_name": "Penrose", "organisation": None,
            "role": OFFICER, "send": lambda invitation: True, **facts,
        }  # fmt: skip
        return invite(email=email, **facts).invitation

    return invited


def stored(person):
    return User.objects.get(pk=person.pk)


def test_whoever_is_invited_cannot_sign_in_yet(let_in, client):
    person = let_in().person
    assert not person.is_active
    assert not person.has_usable_password()
    assert (stored(person).state, stored(person).role) == (PersonState.INVITED, OFFICER)


def test_who_invited_is_kept(let_in, administrator):
    person = let_in().person
    row = User.history.filter(id=person.pk).get()
    assert (row.history_user, row.email) == (administrator, "kerra@example.org")
    assert person.role_changes.get().by == administrator


def test_with_a_password_of_their_own_they_can(let_in):
    person = accept(let_in(), password=PASSWORD)
    assert person.is_active
    assert person.check_password(PASSWORD)
    assert stored(person).state == PersonState.ACTIVE
    assert User.history.filter(id=person.pk).latest().history_user == person


class TestALink:
    def test_works_once(self, let_in):
        invitation = let_in()
        accept(invitation, password=PASSWORD)
        with pytest.raises(LinkDead):
            accept(invitation, password="another one of 7")
        assert stored(invitation.person).check_password(PASSWORD)

    def test_works_for_seven_days(self, let_in):
        with time_machine.travel(NOON, tick=False):
            invitation = let_in()
        with time_machine.travel(NOON + timedelta(days=7), tick=False), pytest.raises(LinkDead):
            accept(invitation, password=PASSWORD)
        with time_machine.travel(NOON + timedelta(days=7, seconds=-1), tick=False):
            accept(invitation, password=PASSWORD)

    def test_stops_when_it_is_withdrawn(self, let_in, administrator):
        invitation = let_in()
        withdraw(invitation.person, by=administrator)
        with pytest.raises(LinkDead):
            accept(invitation, password=PASSWORD)
        assert stored(invitation.person).state == PersonState.WITHDRAWN

    def test_stops_when_a_newer_one_is_sent(self, let_in, administrator):
        older = let_in()
        newer = invite_again(
            older.person, by=administrator, email="k.penrose@example.org", send=lambda i: True
        ).invitation
        with pytest.raises(LinkDead):
            accept(older, password=PASSWORD)
        assert accept(newer, password=PASSWORD).email == "k.penrose@example.org"

    def test_can_be_sent_again_after_it_was_withdrawn(self, let_in, administrator):
        person = let_in().person
        withdraw(person, by=administrator)
        again = invite_again(
            person, by=administrator, email=person.email, send=lambda i: True
        ).invitation
        assert stored(person).state == PersonState.INVITED
        assert accept(again, password=PASSWORD).is_active

    def test_says_who_did_what_with_it(self, let_in, administrator):
        first = let_in()
        second = invite_again(
            first.person, by=administrator, email=first.sent_to, send=lambda i: True
        ).invitation
        accept(second, password=PASSWORD)
        rows = Invitation.objects.order_by("pk")
        assert [(row.outcome, row.closed_by) for row in rows] == [
            ("replaced", administrator),
            ("used", first.person),
        ]

    @pytest.mark.django_db(transaction=True)
    def test_followed_twice_at_once_counts_once(self, let_in):
        invitation = let_in()
        raised = at_once(
            lambda: accept(invitation, password=PASSWORD),
            lambda: accept(invitation, password="another one of 7"),
        )
        assert raised == [LinkDead]


class TestATokenIsSigned:
    def test_it_names_one_row(self, let_in):
        first, second = let_in(), let_in("other@example.org")
        assert link_of(Invitation, token_of(first)) == first
        assert link_of(Invitation, token_of(second)) == second

    @pytest.mark.parametrize("field", ["sent_to", "sent_at", "person"])
    def test_over_all_that_the_row_says(self, let_in, officer, field):
        """After a backup is restored, another row can have its number."""
        invitation = let_in()
        token = token_of(invitation)
        other = {"sent_to": "other@example.org", "sent_at": NOON, "person": officer}[field]
        Invitation.objects.filter(pk=invitation.pk).update(**{field: other})
        assert link_of(Invitation, token) is None

    def test_with_the_planners_own_secret(self, let_in, settings):
        invitation = let_in()
        token = token_of(invitation)
        settings.SECRET_KEY = "another that somebody made up"
        assert link_of(Invitation, token) is None


class TestRefusals:
    @pytest.mark.parametrize(
        "email", ["olive@example.org", "OLIVE@EXAMPLE.ORG", "Olive@Example.org"]
    )
    def test_an_address_that_somebody_has(self, let_in, officer, email):
        with pytest.raises(KnownAddress) as told:
            let_in(email)
        assert told.value.person == officer
        assert not User.objects.filter(username="kerra.penrose").exists()

    def test_also_when_it_is_sent_again(self, let_in, officer, administrator):
        person = let_in().person
        with pytest.raises(KnownAddress):
            invite_again(person, by=administrator, email=officer.email, send=lambda i: True)
        assert stored(person).email == "kerra@example.org"
        assert Invitation.objects.get().outcome == "open"

    def test_nobody_who_came_in_is_invited_again(self, let_in, administrator):
        person = accept(let_in(), password=PASSWORD)
        with pytest.raises(NotInvited):
            invite_again(person, by=administrator, email=person.email, send=lambda i: True)
        with pytest.raises(NotInvited):
            withdraw(person, by=administrator)

    @pytest.mark.django_db(transaction=True)
    def test_two_administrators_who_invite_one_person_at_once_invite_once(self, let_in):
        assert at_once(let_in, let_in) == [KnownAddress]
        assert User.objects.filter(email="kerra@example.org").count() == 1


@pytest.mark.parametrize(
    ("first", "last", "email", "username"),
    [
        ("Kerra", "Penrose", "k@example.org", "kerra.penrose"),
        ("Zoë Anne", "O'Brien-Smith", "k@example.org", "zoe-anne.obrien-smith"),
        ("Kerra", "", "k@example.org", "kerra"),
        ("Κέρρα", "", "k.penrose@example.org", "k-penrose"),
        ("Κέρρα", "", "+@example.org", "person"),
        ("<script>", "../..", "k@example.org", "script"),
        ("x" * 150, "y" * 150, "k@example.org", "x" * 60),
    ],
)
def test_a_username_can_be_typed_on_every_keyboard(db, first, last, email, username):
    assert free_username(first, last, email) == username


def test_a_username_that_somebody_has_gets_a_number(person):
    person("Kerra.Penrose")
    person("kerra.penrose2")
    assert free_username("Kerra", "Penrose", "k@example.org") == "kerra.penrose3"
