"""Your account: who I am, which figures I send in, and what keeps reminders from me."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.people import give_role
from performance.models import Reminder
from priorities.models import Plan
from tests.pages.reading_pages import queries_of, words_of
from tests.site.canaries import alive_in, release

PAGE = "/accounts/your-account/"


@pytest.fixture
def indicator(world, analyst):
    return world.indicator(
        world.theme(), name="Burglary rate", reporting_lag_days=30, owner=analyst
    )


def read(client):
    response = client.get(PAGE)
    assert response.status_code == 200
    return words_of(response)


def test_it_says_who_i_am(world, officer, sign_in):
    officer.organisation, officer.job_title = world.partnership, "Community safety officer"
    officer.save()
    page = read(sign_in(officer))
    for words in ("Username olive", "Role Officer", "Job title Community safety officer"):
        assert words in page
    assert "Organisation Safer Somewhere" in page
    assert "E-mail address olive@example.org" in page


def test_every_page_leads_to_it(officer, sign_in):
    assert f'href="{PAGE}"' in sign_in(officer).get("/accounts/organisations/").content.decode()


def test_somebody_without_a_role_reads_it_and_nothing_of_the_plan(indicator, stranger, sign_in):
    stranger.organisation = indicator.themes.get().plan.partnership
    stranger.save()
    response = sign_in(stranger).get(PAGE)
    assert response.status_code == 200
    assert "Role None yet" in words_of(response)
    html = response.content.decode()
    assert indicator.themes.get().plan.partnership.get_absolute_url() not in html


def test_nobody_reads_it_without_signing_in(client, db):
    assert client.get(PAGE)["Location"] == f"/accounts/sign-in/?next={PAGE}"


def test_nobody_writes_to_it(officer, sign_in):
    assert sign_in(officer).post(PAGE).status_code == 405


class TestFigures:
    def test_the_owner_is_led_to_the_indicator_and_to_entering_it(
        self, indicator, analyst, sign_in
    ):
        response = sign_in(analyst).get(PAGE)
        page = words_of(response)
        assert "Burglary rate You send it in Quarterly 30 days after its period None yet" in page
        assert "at aled@example.org" in page
        html = response.content.decode()
        for address in ("", "figures/enter/", "reporting/"):
            assert f'href="/indicators/{indicator.slug}/{address}"' in html

    def test_whoever_stands_in_is_told_for_whom(self, indicator, person, sign_in):
        indicator.stand_in = person("sten", "analyst")
        indicator.save()
        assert "You stand in for Aled" in read(sign_in(indicator.stand_in))
        indicator.owner = None
        indicator.save()
        assert "You stand in; nobody else does" in read(sign_in(indicator.stand_in))

    def test_without_a_day_nothing_is_promised(self, indicator, analyst, sign_in):
        indicator.reporting_lag_days = None
        indicator.save()
        assert "No day set, so no reminders" in read(sign_in(analyst))

    def test_the_last_reminder_is_named(self, indicator, analyst, sign_in):
        for day in (3, 9):
            Reminder.objects.create(
                indicator=indicator, days=-14 if day == 3 else -3, sent_to=analyst,
                period_start="2011-07-01", period_end="2011-09-30",
                sent_at=datetime(2011, 10, day, 12, tzinfo=UTC),
            )  # fmt: skip
        assert "9 October 2011" in read(sign_in(analyst))

    def test_a_colleagues_are_not_mine(self, indicator, person, sign_in):
        page = read(sign_in(person("sten", "analyst")))
        assert "Burglary rate" not in page
        assert "No indicator says that you send its figures in" in page

    def test_a_role_that_sends_none_in_is_told_so(self, board, sign_in):
        assert "Your role does not send figures in" in read(sign_in(board))

    def test_of_a_draft_nobody_learns(self, indicator, analyst, sign_in):
        Plan.objects.update(stage=Plan.Stage.DRAFT)
        assert "Burglary rate" not in read(sign_in(analyst))

    def test_of_what_is_retired_nothing_is_due(self, indicator, analyst, sign_in):
        indicator.retired_on = timezone.localdate()
        indicator.save()
        assert "Burglary rate" not in read(sign_in(analyst))

    def test_more_of_them_cost_no_more_queries(self, indicator, world, analyst, person, sign_in):
        client = sign_in(analyst)
        few = queries_of(client, PAGE)
        for n in range(5):
            other = person(f"other{n}", "analyst")
            world.indicator(world.theme(), reporting_lag_days=30, owner=other, stand_in=analyst)
        assert queries_of(client, PAGE) == few
        assert few < 20


class TestNoReminders:
    @pytest.mark.parametrize("email", ["", " "])
    def test_without_an_address(self, indicator, analyst, sign_in, email):
        User.objects.filter(pk=analyst.pk).update(email=email)
        page = read(sign_in(analyst))
        assert "You have no e-mail address here, so no reminder reaches you." in page
        assert "you are reminded by e-mail" not in page

    def test_without_the_right_to_record(self, indicator, analyst, sign_in):
        give_role(analyst, "board")
        response = sign_in(analyst).get(PAGE)
        assert "whoever stands in is reminded in your place" in words_of(response)
        assert "figures/enter" not in response.content.decode()

    def test_without_a_mail_server(self, indicator, analyst, sign_in, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        assert "The planner has no mail server" in read(sign_in(analyst))


def test_no_text_of_it_does_harm(indicator, analyst, sign_in):
    client = sign_in(analyst)
    release()
    for address in (PAGE, f"{PAGE}email/", f"{PAGE}password/"):
        assert alive_in(client.get(address).content.decode()) == []
