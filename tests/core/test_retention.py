"""What is removed once its time is over, and what never is."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import FormDraft, OpenSession, SecurityEvent
from accounts.security_log import Kind, note
from core.retention import purge
from performance.models import Finding, Job, Upload, UploadFile


@pytest.fixture
def now():
    return timezone.now()


def upload_of(analyst, *, stage, days, now):
    made = Upload.objects.create(
        file_name="Q1.xlsx", size=1, sha256="0", uploaded_by=analyst, stage=stage,
        **({"applied_by": analyst, "applied_at": now} if stage == "applied" else {}),
    )  # fmt: skip
    Upload.objects.filter(pk=made.pk).update(uploaded_at=now - timedelta(days=days))
    UploadFile.objects.create(upload=made, content=b"x")
    Finding.objects.create(upload=made, order=1, severity="error", code="text", found="Mrs X")
    return made


@pytest.mark.parametrize(
    ("stage", "days", "stays"),
    [
        ("refused", 181, False),
        ("discarded", 181, False),
        ("refused", 179, True),
        ("applied", 4_000, True),
        ("checked", 4_000, True),
    ],
)
def test_a_file_goes_where_nothing_came_of_it(stage, days, stays, analyst, now):
    upload = upload_of(analyst, stage=stage, days=days, now=now)
    purge(now)
    assert UploadFile.objects.filter(upload=upload).exists() is stays
    assert Finding.objects.filter(upload=upload).exists() is stays
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_a_file_that_is_worked_on_stays(analyst, now):
    upload = upload_of(analyst, stage="refused", days=181, now=now)
    Job.objects.create(upload=upload, task="check", asked_by=analyst, state="waiting")
    purge(now)
    assert UploadFile.objects.filter(upload=upload).exists()


def test_drafts_sessions_and_the_log_go_by_their_own_days(officer, now):
    for days in (89, 91):
        FormDraft.objects.create(
            author=officer, address=f"/{days}/", fields={}, kept_at=now - timedelta(days=days)
        )
        OpenSession.objects.create(session_key=str(days), expire_date=now - timedelta(days=days))
    for days in (399, 401):
        event = note(Kind.SIGNED_IN, person=officer, about=str(days))
        SecurityEvent.objects.filter(pk=event.pk).update(at=now - timedelta(days=days))
    purge(now)
    assert list(FormDraft.objects.values_list("address", flat=True)) == ["/89/"]
    kept = SecurityEvent.objects.filter(kind=Kind.SIGNED_IN)
    assert list(kept.values_list("about", flat=True)) == ["399"]
    assert not OpenSession.objects.exists()


def test_the_days_are_the_installation_s_own(officer, now, settings):
    settings.KEEP_DAYS = {**settings.KEEP_DAYS, "drafts": 5}
    FormDraft.objects.create(
        author=officer, address="/", fields={}, kept_at=now - timedelta(days=6)
    )
    purge(now)
    assert not FormDraft.objects.exists()


def test_a_dry_run_says_and_removes_nothing(officer, now):
    FormDraft.objects.create(
        author=officer, address="/", fields={}, kept_at=now - timedelta(days=100)
    )
    said = StringIO()
    call_command("purge", "--dry-run", stdout=said)
    assert "1  what somebody began to type and did not send, after 90 days" in said.getvalue()
    assert FormDraft.objects.exists()
    call_command("purge", stdout=said)
    assert not FormDraft.objects.exists()


def test_the_page_of_an_upload_says_that_its_file_went(sign_in, analyst, now):
    upload = upload_of(analyst, stage="refused", days=181, now=now)
    address = f"/uploads/{upload.pk}/"
    assert "as it came in" in sign_in(analyst).get(address).content.decode()
    purge(now)
    page = sign_in(analyst).get(address).content.decode()
    assert "Its file is not kept any more" in page
    assert "as it came in" not in page
