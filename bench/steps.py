"""What an analyst does with a file, as the planner does it: received, checked and previewed, then applied, and taken back."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.jobs import queue
from core.records.seen import FIELD
from performance.models import Upload
from performance.uploads import actions
from performance.uploads.receiving import receive
from performance.uploads.stages import seen_of


def check(analyst: User, path: Path, has_errors: bool = False) -> Upload:
    """From the file to its preview on the analyst's screen. `has_errors` is how it should end."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    upload = receive(file, kind="figures", by=analyst, again=True)
    queue.work()
    upload.refresh_from_db()
    if upload.stage != Upload.Stage.CHECKED or bool(upload.counted.error) != has_errors:
        raise RuntimeError(f"The check ended as {upload.stage}: {upload.refusal}{upload.counts}")
    _read(_browser_of(analyst), upload)
    return upload


def accept(analyst: User, upload: Upload) -> Upload:
    """The warnings, if there are any."""
    actions.accept_warnings(upload, by=analyst)
    return upload


def apply(analyst: User, upload: Upload) -> Upload:
    """From the confirmation to what is committed."""
    actions.apply(upload, by=analyst, reason="Measured")
    queue.work()
    upload.refresh_from_db()
    if upload.stage != Upload.Stage.APPLIED:
        raise RuntimeError(f"The apply ended as {upload.stage}.")
    return upload


def apply_on_its_page(analyst: User, upload: Upload) -> Upload:
    """From the button to the page that says that it is applied."""
    browser = _browser_of(analyst)
    answers = {FIELD: seen_of(upload), "reason": "Measured"}
    answer = browser.post(reverse("uploads:apply", args=[upload.pk]), answers)
    if answer.status_code != 302:
        raise RuntimeError(f"The apply answered {answer.status_code}.")
    queue.work()
    _read(browser, upload)
    upload.refresh_from_db()
    if upload.stage != Upload.Stage.APPLIED:
        raise RuntimeError(f"The apply ended as {upload.stage}.")
    return upload


def undo(analyst: User, upload: Upload) -> Upload:
    """From the confirmation to what stood before."""
    actions.undo(upload, by=analyst, reason="Measured")
    queue.work()
    upload.refresh_from_db()
    if upload.stage != Upload.Stage.UNDONE or upload.counted.kept:
        raise RuntimeError(f"The undo ended as {upload.stage}: {upload.counts}")
    return upload


def _browser_of(analyst: User) -> Client:
    browser = Client()
    browser.force_login(analyst, backend="accounts.backends.RightsBackend")
    return browser


def _read(browser: Client, upload: Upload) -> None:
    page = browser.get(upload.get_absolute_url())
    if page.status_code != 200:
        raise RuntimeError(f"The page of the upload answered {page.status_code}.")
