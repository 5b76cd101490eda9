"""Letting people in from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import SecurityEvent, User

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


class TestDemoAccounts:
    def test_there_is_one_for_each_role(self):
        run("demo_accounts")
        roles = {u.username: [g.name for g in u.groups.all()] for u in User.objects.all()}
        assert roles == {
            "officer": ["Officer"],
            "analyst": ["Analyst"],
            "board": ["Board member"],
            "admin": ["Administrator"],
        }
        assert all(u.check_password("safer-cornwall-demo") for u in User.objects.all())
        assert not User.objects.filter(is_superuser=True).exists()

    def test_the_password_can_be_another(self, monkeypatch):
        run("demo_accounts")
        monkeypatch.setenv("DEMO_PASSWORD", "pasties at noon")
        run("demo_accounts")
        assert [u.check_password("pasties at noon") for u in User.objects.all()] == [True] * 4

    def test_again_changes_nothing(self):
        run("demo_accounts")
        before = list(User.objects.values())
        assert run("demo_accounts") == ""
        assert list(User.objects.values()) == before

    def test_a_role_that_was_changed_since_stays_changed(self):
        run("demo_accounts")
        User.objects.get(username="board").groups.clear()
        run("demo_accounts")
        assert not User.objects.get(username="board").groups.exists()

    def test_they_are_refused_outside_the_demo(self, settings):
        settings.DEMO = False
        with pytest.raises(CommandError, match="for the demo only"):
            run("demo_accounts")
        assert not User.objects.exists()

    def test_they_are_refused_where_people_work_already(self, officer):
        with pytest.raises(CommandError, match="people of its own"):
            run("demo_accounts")
        assert [u.username for u in User.objects.all()] == ["olive"]


class TestCreateUser:
    @pytest.fixture(autouse=True)
    def chosen_password(self, monkeypatch):
        monkeypatch.setenv("NEW_USER_PASSWORD", "granite and gorse 7")

    def test_someone_is_let_in_with_a_role(self):
        said = run("create_user", "kerra", role="officer", email="kerra@example.org")
        assert said == "kerra can now sign in as officer.\n"
        user = User.objects.get(username="kerra")
        assert user.check_password("granite and gorse 7")
        assert [g.name for g in user.groups.all()] == ["Officer"]
        assert user.email == "kerra@example.org"

    def test_a_weak_password_is_refused(self, monkeypatch):
        monkeypatch.setenv("NEW_USER_PASSWORD", "password")
        with pytest.raises(CommandError, match="too common"):
            run("create_user", "kerra", role="officer", email="kerra@example.org")
        assert not User.objects.exists()

    def test_a_name_is_given_once(self, officer):
        with pytest.raises(CommandError, match="already exists"):
            run("create_user", "olive", role="board", email="other@example.org")

    def test_an_address_must_be_one(self):
        with pytest.raises(CommandError, match="email"):
            run("create_user", "kerra", role="officer", email="nowhere")

    def test_without_a_person_to_ask_it_says_so(self, monkeypatch):
        monkeypatch.delenv("NEW_USER_PASSWORD")
        monkeypatch.setattr("sys.stdin", StringIO())
        with pytest.raises(CommandError, match="NEW_USER_PASSWORD"):
            run("create_user", "kerra", role="officer", email="kerra@example.org")


class TestEndingSessions:
    @pytest.fixture
    def desks(self, officer, analyst, password):
        """An officer's two and an analyst's one."""
        return [self.come_in(name, password) for name in ("olive", "olive", analyst.username)]

    @staticmethod
    def come_in(name, password):
        client = Client()
        client.post("/accounts/sign-in/", {"username": name, "password": password})
        return client

    @staticmethod
    def who_is_in(desks):
        return [desk.get("/accounts/your-account/").status_code == 200 for desk in desks]

    def test_one_persons_end_everywhere(self, desks):
        assert self.who_is_in(desks) == [True, True, True]
        assert run("end_sessions", "olive") == "Sessions ended: 2.\n"
        assert self.who_is_in(desks) == [False, False, True]

    def test_everybodys_end(self, desks):
        assert run("end_sessions", everybody=True) == "Sessions ended: 3.\n"
        assert self.who_is_in(desks) == [False, False, False]

    def test_it_stands_in_the_security_log(self, desks):
        run("end_sessions", "olive")
        assert SecurityEvent.objects.get(kind="sessions-ended").about.endswith("of olive: 2")

    @pytest.mark.parametrize("said", [{}, {"username": "olive", "everybody": True}])
    def test_it_wants_to_know_whose(self, said):
        with pytest.raises(CommandError, match="Say whom"):
            run(
                "end_sessions",
                *[said["username"]] if "username" in said else [],
                everybody="everybody" in said,
            )

    def test_of_nobody_there_are_none(self):
        with pytest.raises(CommandError, match="Nobody is called kerra"):
            run("end_sessions", "kerra")
