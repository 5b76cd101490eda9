"""A number in place of a suppressed figure is asked about, in a file and by hand."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.jobs.queue import work
from core.periods import Period
from performance.models import Figure, Upload
from performance.uploads import actions
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.receiving import receive
from performance.uploads.refusals import ChangedSincePreview
from tests.pages.reading_pages import words_of
from tests.world import KNOWN

Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)
SAID = "The figure was suppressed, as a small number, and would become 3 for everybody to read"


@pytest.fixture
def indicator(world):
    made = world.indicator(
        world.theme(), name="Convictions", unit="offences", number_kind="counted"
    )
    Figure.objects.create(
        indicator=made, area=made.area, state="suppressed", known_from=KNOWN,
        period_start=Q1.start, period_end=Q1.end,
    )  # fmt: skip
    return made


@pytest.fixture
def checked(analyst, indicator):
    def check(value, period="Q1 2011/12"):
        rows = f"Indicator,Area,Period,Value,Comment\nConvictions,Somewhere,{period},{value},Not counted\n"
        file = SimpleUploadedFile("figures.csv", rows.encode())
        upload = receive(file, kind="figures", by=analyst)
        work("w")
        upload.refresh_from_db()
        return upload

    return check


def test_a_number_in_place_of_a_suppressed_figure_is_a_warning_to_accept(checked, sign_in, analyst):
    upload, client = checked("3"), sign_in(analyst)

    finding = upload.findings.get()
    assert (finding.severity, finding.code, finding.cell) == ("warning", "was_suppressed", "D2")
    assert (finding.row, finding.column, finding.found) == (2, 4, "3")
    assert finding.message.startswith(SAID)

    steps = upload.get_absolute_url()
    client.post(f"{steps}apply/")
    upload.refresh_from_db()
    assert upload.stage == Upload.Stage.CHECKED
    assert "Read and accept them first" in words_of(client.get(steps))

    client.post(f"{steps}accept/")
    client.post(f"{steps}apply/")
    work("w")
    assert Figure.objects.latest_revisions().get().in_full().value == 3


@pytest.mark.parametrize(
    ("value", "period"),
    [("<5", "Q1 2011/12"), ("n/a", "Q1 2011/12"), ("remove", "Q1 2011/12"), ("", "Q1 2011/12"), ("3", "Q2 2011/12")],
)  # fmt: skip
def test_what_publishes_no_number_is_not_asked_about(checked, value, period):
    upload = checked(value, period)
    assert upload.stage == Upload.Stage.CHECKED
    found = set(upload.findings.values_list("severity", "code"))
    assert "error" not in {severity for severity, _ in found}
    assert "was_suppressed" not in {code for _, code in found}


def test_a_number_in_place_of_a_number_is_not_asked_about(checked, indicator):
    Figure.objects.update(state="reported", value=4)
    assert "was_suppressed" not in checked("3").findings.values_list("code", flat=True)


def put_aside(indicator, how):
    """The suppressed figure is removed, or not applicable."""
    now = timezone.now()
    Figure.objects.update(known_to=now)
    if how == "n/a":
        Figure.objects.create(
            indicator=indicator, area=indicator.area, state="not_applicable", reason="Not counted", known_from=now,
            revision=2, period_start=Q1.start, period_end=Q1.end,
        )  # fmt: skip


@pytest.mark.parametrize("how", ["removed", "n/a"])
def test_it_is_asked_about_whatever_the_figure_said_since(checked, indicator, how):
    put_aside(indicator, how)
    assert checked("3").findings.get(code="was_suppressed").message.startswith(SAID)


def test_what_is_suppressed_after_the_check_is_asked_about_before_it_is_applied(
    checked, sign_in, analyst, indicator
):
    Figure.objects.update(state="reported", value=4)
    upload, client = checked("3"), sign_in(analyst)
    steps = upload.get_absolute_url()
    client.post(f"{steps}accept/")
    Figure.objects.update(known_to=timezone.now())
    Figure.objects.create(
        indicator=indicator, area=indicator.area, state="suppressed", known_from=timezone.now(), revision=2,
        period_start=Q1.start, period_end=Q1.end,
    )  # fmt: skip
    client.post(f"{steps}apply/")
    work("w")

    for _ in range(2):
        client.post(f"{steps}apply/")
        work("w")
        assert Figure.objects.latest_revisions().get().state == "suppressed"
    upload.refresh_from_db()
    assert (upload.stage, upload.warnings_accepted_by) == ("checked", None)
    assert upload.counts["warning"] == upload.findings.count()
    assert upload.findings.get(code="was_suppressed").cell == "D2"
    assert SAID in words_of(client.get(steps))

    client.post(f"{steps}accept/")
    client.post(f"{steps}apply/")
    work("w")
    assert Figure.objects.latest_revisions().get().in_full().value == 3


def test_a_warning_whose_figure_is_a_number_by_now_goes(checked, sign_in, analyst, indicator):
    upload = checked("3")
    actions.accept_warnings(upload, by=analyst)
    Figure.objects.update(known_to=timezone.now())
    Figure.objects.create(
        indicator=indicator, area=indicator.area, value=9, known_from=timezone.now(), revision=2,
        period_start=Q1.start, period_end=Q1.end,
    )  # fmt: skip
    with pytest.raises(ChangedSincePreview):
        apply_upload(upload, by=analyst)
    upload.refresh_from_db()
    assert upload.counts["warning"] == upload.findings.count()
    assert not upload.findings.filter(code="was_suppressed").exists()


@pytest.mark.parametrize("how", ["as it was", "removed", "n/a"])
def test_by_hand_it_is_a_box_to_tick(indicator, sign_in, analyst, how):
    if how != "as it was":
        put_aside(indicator, how)
    client = sign_in(analyst)
    address = reverse("figures:enter", args=[indicator.slug])
    latest = Figure.objects.latest_revisions()
    before = latest.first()
    sent = {
        "period": "Q1 2011/12", "area": "somewhere", "value": "3", "numerator": "", "denominator": "",
        "state": "final", "comment": "", "base": before.pk if before else "",
    }  # fmt: skip

    preview = words_of(client.post(address, sent | {"check": "Check"}, follow=True))
    assert SAID in preview
    assert "Tick the box if the number may be published" in preview

    refused = client.post(address, sent | {"save": "Save the figure"}, follow=True)
    assert refused.status_code == 200
    assert latest.first() == before

    client.post(address, sent | {"save": "Save the figure", "sure": "on"})
    assert latest.get().in_full().value == 3
