"""Second factors without a browser: an app for codes, recovery codes, and who must have one."""

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.roles import ADMINISTRATOR, ANALYST
from accounts.second_factors import forget_second_factors
from tests.pages.reading_pages import words_of

PAGE = "/accounts/second-factor/"
SIGN_IN = "/accounts/sign-in/"
CODE = "/accounts/sign-in/code/"
NO_PASSKEYS = (
    "",
    "x",
    "{}",
    "[]",
    '{"id": "x", "response": {}}',
    "null",
    '{"id": "x", "rawId": "x"}',
)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime.fromisoformat("2026-03-02T09:00Z"), tick=False) as moved:
        yield moved


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="203.0.113.9")


@pytest.fixture
def app(analyst):
    """The analyst has an app for codes, and recovery codes."""
    TOTP.activate(analyst, SECRET)
    RecoveryCodes.activate(analyst)
    return analyst


def code_now(clock, secret=SECRET):
    counter = int(datetime.now().timestamp()) // 30  # noqa: DTZ005
    return format_hotp_value(hotp_value(secret, counter))


def give_password(client, password, who="aled", then=""):
    return client.post(f"{SIGN_IN}{then}", {"username": who, "password": password})


def is_in(client):
    return client.get("/accounts/your-account/").status_code == 200


class TestComingIn:
    def test_without_a_second_factor_the_password_is_enough(self, client, analyst, password):
        assert give_password(client, password)["Location"] == "/my-work/"
        assert is_in(client)

    def test_with_one_a_code_is_asked_for(self, client, app, clock, password):
        asked = give_password(client, password, then="?next=/indicators/")
        assert asked["Location"] == CODE
        assert not is_in(client)
        assert "Your password is right" in words_of(client.get(CODE))
        assert client.post(CODE, {"code": code_now(clock)})["Location"] == "/indicators/"
        assert is_in(client)

    def test_a_code_works_once(self, client, app, clock, password):
        code = code_now(clock)
        for taken in (True, False):
            give_password(client, password)
            client.post(CODE, {"code": code})
            assert is_in(client) == taken
            client.post("/accounts/sign-out/")

    def test_a_recovery_code_works_once(self, client, app, password):
        wrapped = Authenticator.objects.get(type="recovery_codes").wrap()
        code = wrapped.get_unused_codes()[0]
        for taken in (True, False):
            give_password(client, password)
            client.post(CODE, {"code": code})
            assert is_in(client) == taken
            client.post("/accounts/sign-out/")

    def test_without_the_password_no_code_is_asked_for(self, client, app, clock):
        assert client.get(CODE).status_code == 302
        assert client.post(CODE, {"code": code_now(clock)}).status_code == 302
        assert not is_in(client)

    def test_the_wait_for_a_code_ends(self, client, app, clock, password):
        give_password(client, password)
        clock.shift(timedelta(minutes=16))
        client.post(CODE, {"code": code_now(clock)})
        assert not is_in(client)

    def test_wrong_codes_lock_as_wrong_passwords_do(self, client, app, clock, password):
        give_password(client, password)
        answers = [client.post(CODE, {"code": f"00000{n}"}) for n in range(5)]
        assert [answer.status_code for answer in answers] == [200] * 4 + [429]
        assert "Enter the code that your app shows now" in words_of(answers[0])
        assert client.post(CODE, {"code": code_now(clock)}).status_code == 429
        assert give_password(client, password).status_code == 429
        assert AccessAttempt.objects.get().failures_since_start >= 5

    def test_wrong_codes_from_many_places_are_too_many_too(self, app, clock, password):
        clients = [Client(REMOTE_ADDR=f"203.0.113.{n}") for n in range(7)]
        for client in clients:
            give_password(client, password)
            answer = client.post(CODE, {"code": "000000"})
        assert "Too many wrong codes" in words_of(answer)
        clients[-1].post(CODE, {"code": code_now(clock)})
        assert not is_in(clients[-1])

    def test_whoever_is_deactivated_meanwhile_stays_out(self, client, app, clock, password):
        give_password(client, password)
        User.objects.filter(pk=app.pk).update(is_active=False)
        client.post(CODE, {"code": code_now(clock)})
        assert not is_in(client)


class TestAdding:
    def test_an_app_and_its_recovery_codes(
        self, sign_in, analyst, clock, django_capture_on_commit_callbacks
    ):
        client = sign_in(analyst)
        page = client.get(f"{PAGE}app/").content.decode()
        secret = re.search(r'sc-typed">([A-Z2-7]{32})<', page)[1]
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"{PAGE}app/", {"code": code_now(clock, secret)}, follow=True)
        assert answer.redirect_chain[-1][0] == f"{PAGE}recovery-codes/"
        assert len(re.findall(r'sc-typed">\d{8}<', answer.content.decode())) == 10
        (notice,) = mail.outbox
        assert notice.subject.startswith("Your second factor in the")
        assert secret not in notice.body
        assert analyst.history.latest().history_change_reason == "App for codes added"

    def test_no_secret_can_be_read_in_the_database(self, app):
        held = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert SECRET not in held
        codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
        assert not any(code in held for code in codes)

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("", "Enter the code"),
            ("000000", "Enter the code that your app shows now"),
            ("9" * 30, "at most 20 characters"),
        ],
    )
    def test_a_bad_code_is_told_at_the_field(self, sign_in, analyst, code, said):
        client = sign_in(analyst)
        client.get(f"{PAGE}app/")
        answer = client.post(f"{PAGE}app/", {"code": code})
        assert said in " ".join(answer.context["form"].errors["code"])
        assert not Authenticator.objects.exists()

    @pytest.mark.parametrize("credential", NO_PASSKEYS)
    def test_a_passkey_that_is_none_is_refused(self, sign_in, analyst, credential):
        client = sign_in(analyst)
        client.get(f"{PAGE}passkeys/new/")
        answer = client.post(f"{PAGE}passkeys/new/", {"name": "x", "credential": credential})
        assert answer.status_code == 200
        assert not Authenticator.objects.exists()

    @pytest.mark.parametrize("credential", NO_PASSKEYS)
    def test_nobody_comes_in_with_a_passkey_that_is_none(self, client, analyst, credential):
        client.post("/accounts/sign-in/passkey/", {"credential": credential})
        assert not is_in(client)

    @pytest.mark.parametrize(
        "page",
        [
            "app/",
            "app/remove/",
            "recovery-codes/",
            "recovery-codes/new/",
            "recovery-codes/download/",
            "passkeys/new/",
        ],
    )
    def test_an_old_sign_in_is_asked_for_the_password(self, sign_in, app, clock, page):
        client = sign_in(app)
        clock.shift(timedelta(minutes=6))
        asked = client.get(f"{PAGE}{page}")
        if asked["Location"] == f"{PAGE}app/remove/":
            asked = client.get(asked["Location"])
        assert asked["Location"].startswith(
            "/accounts/sign-in/again/?next=/accounts/second-factor/"
        )

    def test_no_passkey_that_is_none_takes_the_place_of_a_code(self, client, app, password):
        give_password(client, password)
        client.get(CODE)
        for credential in (*NO_PASSKEYS, "[" * 100_000):
            answer = client.post(CODE, {"credential": credential})
            assert answer.status_code == 200
            assert not is_in(client)

    def test_a_colleagues_passkey_is_not_found(self, sign_in, officer, analyst):
        theirs = Authenticator.objects.create(
            user=analyst, type="webauthn", data={"name": "Theirs"}
        )
        client = sign_in(officer)
        assert client.get(f"{PAGE}passkeys/{theirs.pk}/remove/").status_code == 404
        assert client.post(f"{PAGE}passkeys/{theirs.pk}/remove/").status_code == 404


class TestMust:
    @pytest.fixture(autouse=True)
    def roles(self, settings):
        settings.SECOND_FACTOR_FOR = (ANALYST, ADMINISTRATOR)

    @pytest.mark.parametrize("page", ["/", "/indicators/", "/accounts/your-account/", "/my-work/"])
    def test_whoever_must_have_one_is_led_to_add_it(self, client, analyst, password, page):
        give_password(client, password)
        answer = client.get(page, follow=True)
        assert answer.redirect_chain[-1][0] == PAGE
        assert "Your role needs a second factor" in words_of(answer)
        assert client.post("/drafts/keep/", {})["Location"] == PAGE

    def test_once_it_is_added_they_go_on(self, client, analyst, password):
        give_password(client, password)
        assert client.get("/indicators/").status_code == 302
        TOTP.activate(analyst, SECRET)
        assert client.get("/indicators/").status_code == 200

    def test_another_role_is_offered_it_only(self, client, officer, password):
        give_password(client, password, "olive")
        assert client.get("/indicators/").status_code == 200

    def test_they_can_still_leave(self, client, analyst, password):
        give_password(client, password)
        client.post("/accounts/sign-out/")
        assert client.get("/indicators/")["Location"].startswith(SIGN_IN)

    def test_the_only_one_is_not_removed(self, sign_in, app):
        client = sign_in(app)
        page = words_of(client.post(f"{PAGE}app/remove/"))
        assert "Your role needs a second factor. Add a passkey first." in page
        passkey = Authenticator.objects.create(user=app, type="webauthn", data={"name": "P"})
        client.post(f"{PAGE}app/remove/")
        assert not Authenticator.objects.filter(type="totp").exists()
        answer = client.post(f"{PAGE}passkeys/{passkey.pk}/remove/", follow=True)
        assert "this is your only one" in words_of(answer)
        assert Authenticator.objects.filter(pk=passkey.pk).exists()

    def test_without_the_duty_it_is_removed(self, sign_in, app, settings):
        settings.SECOND_FACTOR_FOR = ()
        client = sign_in(app)
        client.post(f"{PAGE}app/remove/")
        assert not Authenticator.objects.exists()


class TestLost:
    def test_an_administrator_takes_them_away(self, sign_in, app, administrator, password, client):
        theirs = sign_in(app)
        ada = sign_in(administrator)
        page = f"/accounts/people/{app.pk}/second-factor/"
        assert "Take away the second factor" in words_of(ada.get(page))
        answer = words_of(ada.post(page, follow=True))
        assert "Aled has no second factor any more." in answer
        assert "Second factors taken away" in answer
        assert not Authenticator.objects.exists()
        assert not is_in(theirs)
        assert mail.outbox[0].to == ["aled@example.org"]
        give_password(client, password)
        assert is_in(client)

    def test_the_last_administrator_is_helped_on_the_server(self, app):
        said = StringIO()
        call_command("forget_second_factors", "aled", stdout=said)
        assert said.getvalue() == "aled has no second factor any more.\n"
        assert not Authenticator.objects.exists()
        with pytest.raises(CommandError, match="Nobody is called x"):
            call_command("forget_second_factors", "x")

    def test_of_somebody_without_one_nothing_is_taken(self, sign_in, analyst, administrator):
        page = f"/accounts/people/{analyst.pk}/second-factor/"
        answer = sign_in(administrator).post(page, follow=True)
        assert "Aled has no second factor." in words_of(answer)
        assert not forget_second_factors(analyst, by=administrator)

    def test_the_demo_says_that_its_accounts_need_none(self, client, db, settings):
        assert "need no second factor" in words_of(client.get(SIGN_IN))
        settings.DEMO = False
        assert "need no second factor" not in words_of(client.get(SIGN_IN))
