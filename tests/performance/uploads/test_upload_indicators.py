"""Indicators made while the columns of a file are named: they count nowhere until a figure of them is applied."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from core.jobs import queue
from core.periods import Period
from core.records.versions import edit
from performance.indicators.actions import create_indicator
from performance.models import ClosedPeriod, Comparator, Figure, Indicator, Target, Upload
from performance.reminders.missing_figures import missing_figures_on
from performance.rounds.round import read_round
from performance.uploads.jobs import tasks
from performance.uploads.ledger.apply import MISSING_SINCE, has_missing_references
from performance.workbooks.due import TemplateChoice, what_is_due
from priorities.clocks import clocks_of
from priorities.models import Theme
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.involvement import records_of
from tests.pages.reading_pages import queries_of, words_of

WIDE = b"calendar_quarter,All crime,Burglary,bicycle_theft\n2011Q1,9,3,\n2011Q3,8,5,4\n"
Q2 = Period.quarter(2011, 2)


@pytest.fixture
def client(sign_in, analyst, world):
    world.theme("Burglary and theft")
    return sign_in(analyst)


@pytest.fixture
def send(client):
    def upload(content=WIDE):
        file = SimpleUploadedFile("figures.csv", content)
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file, "again": "on"})
        queue.work()
        return Upload.objects.latest("pk")

    return upload


@pytest.fixture
def named(client, send, analyst):
    """Sends a file in of which two columns become indicators, and gives its upload once it is checked."""

    def upload(content=WIDE):
        Organisation.objects.get_or_create(name="Police", slug="police", kind="police")
        found = send(content)
        answers = {
            "column_0": "period", "column_2": "new", "column_3": "new", "convention": "calendar",
            "new-unit": "crimes", "new-polarity": "lower", "new-frequency": "quarter",
            "new-number_kind": "counted", "new-area": "somewhere", "new-reporting_lag_days": "30",
            "new-provider": "police", "new-themes": [Theme.objects.get().slug],
        }  # fmt: skip
        assert client.post(step(found, "columns"), answers).status_code == 302
        queue.work()
        found.refresh_from_db()
        # Who sends figures in cannot be said in the form, and a reminder would go to them.
        Indicator.objects.update(owner=analyst)
        return found

    return upload


def step(upload, name=""):
    return reverse(f"uploads:{name or 'page'}", args=[upload.pk])


def do(client, upload, name, **data):
    response = client.post(step(upload, name), data, follow=True)
    queue.work()
    upload.refresh_from_db()
    return response


def burglary():
    return Indicator.objects.get(slug="burglary")


def waiting():
    return set(Indicator.objects.filter(is_waiting=True).values_list("slug", flat=True))


def counted_by(client, world):
    """How many indicators each thing that gathers them finds."""
    plan = world.plan
    listed = client.get(reverse("indicators:list"))
    police = Organisation.objects.get(slug="police")
    return {
        "the plan as it stands": len(Snapshot(plan, clocks_of(plan)).indicators),
        "the list": listed.context["page"].paginator.count,
        "the round": len(read_round(plan, Q2, clocks_of(plan)).expected),
        "the templates": len(what_is_due(TemplateChoice(kind="figures", period=Q2))),
        "reminders": len(missing_figures_on(Q2.due_on(30))),
        "organisations": records_of("indicators_provided").filter(provider=police).count(),
    }


NOWHERE = {
    "the plan as it stands": 0, "the list": 0, "the round": 0, "the templates": 0, "reminders": 0,
    "organisations": 0,
}  # fmt: skip


def test_what_is_made_counts_nowhere_until_it_is_applied(client, named, world):
    upload = named()
    assert waiting() == {"burglary", "bicycle-theft"}
    assert counted_by(client, world) == NOWHERE
    do(client, upload, "apply")
    assert upload.stage == "applied"
    assert waiting() == set()
    # Both figures are in, so that nobody is reminded.
    assert counted_by(client, world) == {
        "the plan as it stands": 2, "the list": 2, "the round": 2, "the templates": 2,
        "reminders": 0, "organisations": 2,
    }  # fmt: skip
    assert Indicator.history.filter(slug="burglary").count() == 1


def test_reminders_and_rounds_would_have_looked_for_it(client, named, world):
    named()
    Indicator.objects.update(is_waiting=False)
    found = counted_by(client, world)
    assert (found["the round"], found["reminders"]) == (2, 2), "so that none above is by chance"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (reverse("board:page"), "Burglary"),
        (reverse("indicators:list"), "Burglary"),
        (reverse("rounds:list"), "Burglary"),
        (reverse("flags:list"), "Burglary"),
        (reverse("uploads:template"), "Burglary"),
        (reverse("organisations:list"), "indicator provided"),
    ],
)
def test_no_page_names_it(client, named, page, words):
    Theme.objects.update(name="Theft")
    # What was made is said once, on whatever page comes next.
    client.get(named().get_absolute_url())
    assert words not in words_of(client.get(page))


def test_a_theme_list_does_not_count_it(client, named, world):
    named()
    page = reverse("themes:list", args=[world.plan.slug])
    assert "2 indicators" not in words_of(client.get(page))
    Indicator.objects.update(is_waiting=False)
    assert "2 indicators" in words_of(client.get(page))


def test_its_own_page_says_what_it_waits_for_and_only_to_those_who_bring_figures_in(
    client, named, sign_in, board
):
    upload = named()
    page = burglary().get_absolute_url()
    response = client.get(page)
    assert "This indicator counts nowhere yet" in words_of(response)
    assert f'href="{upload.get_absolute_url()}"' in response.content.decode()
    assert "Enter a figure" not in words_of(response)
    assert "Change how its figures come in" not in words_of(response)
    assert sign_in(board).get(page).status_code == 404
    for deed in ("figures:enter", "commentary:enter", "indicators:reporting"):
        assert client.get(reverse(deed, args=["burglary"])).status_code == 404
    do(client, upload, "apply")
    assert "counts nowhere" not in words_of(client.get(page))
    assert sign_in(board).get(page).status_code == 200


def test_the_preview_says_which_are_new(client, named):
    upload = named()
    words = words_of(client.get(upload.get_absolute_url()))
    assert "2 new indicators came with this file. They count nowhere" in words
    assert "Burglary New indicator" in words
    do(client, upload, "apply")
    words = words_of(client.get(upload.get_absolute_url()))
    assert "new indicators came with this file" not in words
    assert "counts nowhere" not in words


def test_one_of_which_no_figure_came_in_goes_on_waiting(client, named):
    upload = named(b"calendar_quarter,All crime,Burglary,bicycle_theft\n2011Q1,9,3,\n")
    do(client, upload, "apply")
    assert waiting() == {"bicycle-theft"}
    words = words_of(client.get(upload.get_absolute_url()))
    assert "No figure came in of 1 indicator that was made for this file" in words


# Taking back


def test_taken_back_it_counts_nowhere_again(client, named, world):
    upload = named()
    do(client, upload, "apply")
    do(client, upload, "undo", reason="The wrong file")
    assert upload.stage == "undone"
    assert counted_by(client, world) == NOWHERE
    words = words_of(client.get(upload.get_absolute_url()))
    assert "2 indicators that came with this file count nowhere again" in words
    assert Figure.objects.count() == 3, "what was known once is kept"


def test_the_same_file_again_brings_them_back(client, named, send):
    upload = named()
    do(client, upload, "apply")
    do(client, upload, "undo", reason="The wrong file")
    again = send()
    assert again.stage == "mapping", "how a file that was taken back was read is asked anew"
    answers = {
        "column_0": "period", "column_2": "subject:burglary", "column_3": "subject:bicycle-theft",
        "convention": "calendar",
    }  # fmt: skip
    assert client.post(step(again, "columns"), answers).status_code == 302
    queue.work()
    again.refresh_from_db()
    assert again.stage == "checked"
    do(client, again, "apply")
    assert waiting() == set()
    do(client, again, "undo", reason="Wrong again")
    assert waiting() == {"burglary", "bicycle-theft"}


@pytest.mark.parametrize(
    "learn", ["edited", "by hand", "a target", "another place", "a comparator", "the board"]
)
def test_one_of_which_more_is_known_stays(client, named, world, analyst, learn):
    upload = named()
    do(client, upload, "apply")
    one = burglary()
    match learn:
        case "edited":
            edit(one, version=1, by=analyst, source="The police")
        case "by hand":
            world.figure(one, Period.quarter(2010, 1), 3)
        case "another place":
            Figure.objects.create(
                indicator=one, area=world.area("Town"), value=Decimal(1),
                period_start=Q2.start, period_end=Q2.end,
            )  # fmt: skip
        case "a target":
            Target.objects.create(
                indicator=one, area=one.area, form="at_most", value=3,
                period_start=Q2.start, period_end=Q2.end,
            )  # fmt: skip
        case "a comparator":
            Comparator.objects.create(
                indicator=one, kind="other", label="England", value=3,
                period_start=Q2.start, period_end=Q2.end,
            )  # fmt: skip
        case "the board":
            ClosedPeriod.objects.create(
                period_start=Q2.start, period_end=Q2.end, closed_at=timezone.now(),
                closed_by=analyst,
            )  # fmt: skip
            Indicator.objects.filter(slug="bicycle-theft").update(version=2)
    do(client, upload, "undo", reason="The wrong file")
    assert "burglary" not in waiting()
    assert "burglary" in Indicator.objects.counting().values_list("slug", flat=True)
    assert "that came with this file stay" in words_of(client.get(upload.get_absolute_url()))


def test_a_closing_that_was_opened_again_or_came_before_keeps_nothing(client, named, analyst):
    upload = named()
    early = timezone.now() - timedelta(days=1)
    ClosedPeriod.objects.create(
        period_start=Q2.start, period_end=Q2.end, closed_at=early, closed_by=analyst
    )
    do(client, upload, "apply", reason="Late")
    do(client, upload, "undo", reason="The wrong file")
    assert waiting() == {"burglary", "bicycle-theft"}


def test_an_indicator_that_no_upload_made_never_waits(client, send, world):
    known_one = world.indicator(Theme.objects.get(), name="Robbery", number_kind="counted")
    upload = send(b"Indicator,Period,Value\nRobbery,Q1 2011/12,3\n")
    do(client, upload, "accept")
    do(client, upload, "apply")
    do(client, upload, "undo", reason="The wrong file")
    known_one.refresh_from_db()
    assert not known_one.is_waiting
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=known_one.pk).update(is_waiting=True)


# Two files


def test_discarding_keeps_what_another_open_upload_uses(client, named, send, analyst):
    first = named()
    second = send(b"calendar_quarter,All crime,Burglary,bicycle_theft\n2011Q4,9,3,\n")
    assert second.stage == "checked"
    third = send(b"Indicator,Period,Value\nBicycle theft,Q4 2010/11,3\n")
    Upload.objects.filter(pk=second.pk).update(file_name="second.csv")
    assert third.stage == "checked"

    words = words_of(do(client, first, "discard"))

    assert "Burglary was made for it and stays, as second.csv has figures of it" in words
    assert burglary().made_for == second
    assert waiting() == {"burglary", "bicycle-theft"}
    do(client, second, "discard")
    assert burglary_gone()
    assert Indicator.objects.get().made_for == third
    do(client, third, "apply")
    assert waiting() == set()


def burglary_gone():
    return not Indicator.objects.filter(slug="burglary").exists()


def test_naming_the_columns_again_keeps_what_another_uses(client, named, send):
    first = named()
    send(b"Indicator,Period,Value\nBicycle theft,Q4 2010/11,3\n")
    answers = {"column_0": "period", "column_2": "subject:burglary", "convention": "calendar"}
    do(client, first, "columns", **answers)
    assert waiting() == {"burglary", "bicycle-theft"}


# The database says at the end of a transaction that something is gone, so these have their own.


@pytest.mark.django_db(transaction=True)
def test_an_upload_whose_indicator_is_gone_is_to_be_checked_again(client, send, world):
    theme = Theme.objects.get()
    gone = world.indicator(theme, name="Robbery", number_kind="counted", unit="crimes")
    upload = send(b"Indicator,Period,Value\nRobbery,Q1 2011/12,3\n")
    gone.delete()
    do(client, upload, "apply")
    job = upload.jobs.latest("pk")
    assert (upload.stage, job.state, job.attempts) == ("checked", "failed", 1)
    assert job.problem == MISSING_SINCE
    words = words_of(client.get(upload.get_absolute_url()))
    assert MISSING_SINCE in words
    do(client, upload, "check")
    assert upload.findings.get().code == "unknown_indicator"
    assert MISSING_SINCE not in words_of(client.get(upload.get_absolute_url()))


@pytest.mark.django_db(transaction=True)
def test_an_upload_whose_area_is_gone_is_to_be_checked_again(client, send, world):
    world.indicator(Theme.objects.get(), name="Robbery", number_kind="counted", unit="crimes")
    town = world.area("Town", within=world.county)
    upload = send(b"Indicator,Area,Period,Value\nRobbery,Town,Q1 2011/12,3\n")
    town.delete()
    do(client, upload, "apply")
    assert upload.jobs.latest("pk").problem == MISSING_SINCE
    assert not Figure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_another_fault_of_the_database_is_not_taken_for_it(client, send, world, monkeypatch):
    world.indicator(Theme.objects.get(), name="Robbery", number_kind="counted", unit="crimes")
    upload = send(b"Indicator,Period,Value\nRobbery,Q1 2011/12,3\n")
    monkeypatch.setattr(tasks, "apply_upload", _fail)
    do(client, upload, "apply")
    job = upload.jobs.latest("pk")
    assert (job.attempts, job.state) == (3, "failed")
    assert job.problem != MISSING_SINCE


def _fail(*_, **__):
    raise IntegrityError("Something else.")


def test_rows_that_write_nothing_need_nothing(client, send, world):
    """Of rows that were left or rejected the record may be gone, or was never there."""
    world.indicator(Theme.objects.get(), name="Robbery", number_kind="counted", unit="crimes")
    upload = send(b"Indicator,Period,Value\nRobbery,Q1 2011/12,3\nRobbery,Q2 2011/12,\n")
    upload.rows.filter(verdict="left").update(subject=999_999)
    assert not has_missing_references(upload)
    upload.rows.filter(verdict="new").update(area=999_999)
    assert has_missing_references(upload)


def test_pages_ask_as_much_for_many_new_indicators(client, named):
    upload = named()
    client.get(upload.get_absolute_url())
    before = queries_of(client, upload.get_absolute_url())
    for n in range(9):
        create_indicator(
            by=upload.uploaded_by, name=f"More {n}", unit="x", polarity="lower",
            frequency="quarter", number_kind="counted", area=burglary().area, made_for=upload,
            is_waiting=True,
        )  # fmt: skip
    assert queries_of(client, upload.get_absolute_url()) == before <= 20


def test_a_file_that_is_still_to_be_checked_keeps_what_its_columns_name(client, named, send):
    first = named()
    second = send(b"calendar_quarter,All crime,Burglary,bicycle_theft\n2011Q4,9,3,\n")
    second.rows.all().delete()
    Upload.objects.filter(pk=second.pk).update(stage="waiting")
    do(client, first, "discard")
    assert set(second.indicators_made.values_list("slug", flat=True)) == waiting()
    assert len(waiting()) == 2


def test_an_applied_file_keeps_nothing_from_being_taken_out(client, named, send):
    """What it wrote does; a row that wrote nothing does not."""
    first = named()
    second = send(b"Indicator,Period,Value\nBicycle theft,Q4 2010/11,3\nBurglary,Q1 2011/12,\n")
    do(client, second, "apply")
    assert waiting() == {"burglary"}
    assert "1 new indicator made for it is taken out" in words_of(do(client, first, "discard"))
    assert Indicator.objects.get().slug == "bicycle-theft"
