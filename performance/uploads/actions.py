"""What a person may do with uploads, and does: upload a file, have it checked, applied, discarded or undone.

A file is kept byte for byte. Each action on an upload expects a stage, and raises NotNow when it is at another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from core.jobs import queue
from core.records.seen import fingerprint
from performance.cells.causes import INDICATOR, key_of_name
from performance.cells.lookups import Lookups, Subject
from performance.figures.board_has_seen import needs_a_reason
from performance.indicators.actions import create_indicator
from performance.indicators.new import NewIndicators
from performance.models import (
    ClosedPeriod,
    Finding,
    Indicator,
    Job,
    Upload,
    UploadFile,
    UploadKind,
)
from performance.models.jobs import STAGES
from performance.models.upload_counts import KeptStatusChange
from performance.uploads.files.limits import MAX_FILE_BYTES
from performance.uploads.files.refusals import refusal
from performance.uploads.layout.layouts import (
    ASK,
    NO_ANSWERS,
    Answers,
    ChosenSheet,
    Layout,
    StoredLayout,
)
from performance.uploads.layout.remembering import (
    merged,
    note_failure,
    remember_answers,
    remember_layout,
    seems_misread,
    without,
)
from performance.uploads.ledger.prior_revisions import shown_again
from performance.uploads.refusals import NotNow, OtherThanSeen
from performance.uploads.upload_indicators import RemovedIndicators, remove_unused_of

Stage = Upload.Stage
PERMISSIONS = {
    UploadKind.FIGURES: "performance.add_figure",
    UploadKind.INDEX_SCORES: "places.add_indexscore",
    UploadKind.COMPARATORS: "performance.add_comparator",
}

LONGEST_NAME = 255


def may_change(user: Any, kind: str) -> bool:
    """Whether a person may upload, apply and undo files of a kind."""
    return user.has_perm(PERMISSIONS[UploadKind(kind)])


def may_see_file(user: Any, upload: Upload) -> bool:
    """Whether a person may download the file or its marked copy. It may hold more than was intended."""
    return may_change(user, upload.kind)


def may_see_rows(user: Any, upload: Upload) -> bool:
    """Whether a person may read its cells and findings."""
    return upload.is_evidence or may_change(user, upload.kind)


def kinds_for(user: Any) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in UploadKind if may_change(user, kind)]


class UploadedBefore(Exception):
    """The same file was uploaded earlier, byte for byte."""

    def __init__(self, earlier: Upload) -> None:
        super().__init__(str(earlier))
        self.earlier = earlier


def receive(file: UploadedFile, *, kind: str, by: Any, again: bool = False) -> Upload:
    """Keep a file and enqueue its check.

    Raises FileRefused when it is too large or empty, and UploadedBefore unless it may be uploaded `again`.
    """
    size = file.size or 0
    if size > MAX_FILE_BYTES:
        raise refusal("file_too_large")
    if not size:
        raise refusal("empty")
    content = file.read()
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        _lock_content(digest)
        if not again and (earlier := earlier_upload(digest, kind)):
            raise UploadedBefore(earlier)
        upload = Upload.objects.create(
            kind=kind, file_name=plain_name(file.name), size=size, sha256=digest, uploaded_by=by
        )
        UploadFile.objects.create(upload=upload, content=content)
        enqueue(upload, Job.Task.CHECK, by=by)
    return upload


def _lock_content(digest: str) -> None:
    """Recognise a file that a double click posts twice. SQLite has only one writer, and needs no lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            number = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def earlier_upload(digest: str, kind: str) -> Upload | None:
    """The latest upload of the same bytes. One that was discarded or refused left nothing behind."""
    earlier = Upload.objects.filter(sha256=digest, kind=kind).exclude(
        stage__in=[Upload.Stage.DISCARDED, Upload.Stage.REFUSED]
    )
    return earlier.select_related("uploaded_by").order_by("-uploaded_at").first()


def plain_name(name: str | None) -> str:
    """A file's own name, without folders or unprintable letters, cut to fit the column."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    printed = "".join(letter for letter in last if letter.isprintable()).strip() or "figures"
    stem, dot, extension = printed.rpartition(".")
    room = LONGEST_NAME - len(dot + extension)
    return printed if len(printed) <= LONGEST_NAME or room < 1 else f"{stem[:room]}{dot}{extension}"


def check_again(upload: Upload, *, by: Any) -> None:
    """Check the file again: the last check did not finish, or the figures it is compared with have changed.

    Warnings must be accepted again. Two people who ask at the same moment get one check.
    """
    with transaction.atomic():
        checked = Upload.objects.filter(pk=upload.pk, stage=Stage.CHECKED)
        checked.update(stage=Stage.WAITING, warnings_accepted_by=None)
        if not _is_check_queued(upload):
            enqueue(upload, Job.Task.CHECK, by=by)


def _is_check_queued(upload: Upload) -> bool:
    live = upload.jobs.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    return live.filter(task=Job.Task.CHECK).exists()


def choose_sheets(
    upload: Upload, chosen: Sequence[ChosenSheet], *, by: Any, seen: str | None = None
) -> None:
    """Say which sheets are read and where their headings are, and check the file again.

    How its columns were read before is forgotten, with the indicators that were made for it alone. What its names stand
    for is kept.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.MAPPING, Stage.CHECKED], seen)
        _update_if_at(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.WAITING)
        remove_unused_of(upload, by=by)
        answers = StoredLayout.of(upload).answers
        stored = StoredLayout(chosen=tuple(chosen), answers=answers).as_json()
        Upload.objects.filter(pk=upload.pk).update(layout=stored, warnings_accepted_by=None)
        enqueue(upload, Job.Task.CHECK, by=by)


def name_columns(
    upload: Upload,
    layout: Layout,
    *,
    by: Any,
    new: NewIndicators | None = None,
    seen: str | None = None,
) -> list[Indicator]:
    """Say how the columns are read, remember it for headings like these, and check the file again.

    Creates and returns the `new` indicators, whose columns have no slug in `layout` yet. Removes those that an earlier
    naming of the columns created and this one does not use. Raises NotNow when another person has created one.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.MAPPING, Stage.CHECKED], seen)
        _update_if_at(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.WAITING)
        created = _create_indicators(new, upload, by=by) if new else {}
        subjects = ((n, created[n].slug if n in created else slug) for n, slug in layout.subjects)
        layout = replace(layout, subjects=tuple(subjects))
        _store_layout(upload, layout, by=by)
        remember_layout(upload, layout, by=by)
        enqueue(upload, Job.Task.CHECK, by=by)
    return list(created.values())


def _store_layout(upload: Upload, layout: Layout, *, by: Any) -> None:
    """Store the layout, and remove indicators that an earlier naming created and this one does not use."""
    stored = StoredLayout.of(upload).named(upload.sheet, layout)
    layouts = (layout, *(one.layout for one in stored.chosen if one.layout))
    remove_unused_of(upload, by=by, but={slug for one in layouts for _, slug in one.subjects})
    Upload.objects.filter(pk=upload.pk).update(layout=stored.as_json())


def _create_indicators(new: NewIndicators, upload: Upload, *, by: Any) -> dict[int, Indicator]:
    """The new indicators by column. They count nowhere until a figure of theirs is applied."""
    lookups = Lookups(UploadKind.FIGURES)
    for _, name in new.names:
        if isinstance(lookups.subject(name), Subject):
            raise NotNow(f"Somebody else has added an indicator called {name}. Choose it.")
    facts = {**new.facts, "made_for": upload, "is_waiting": True}
    return {n: create_indicator(by=by, name=name, **facts) for n, name in new.names}


def make_indicators(
    upload: Upload, facts: Sequence[dict[str, Any]], *, by: Any, seen: str | None = None
) -> list[Indicator]:
    """Make indicators for names of the file, and check it again. They count nowhere until a figure of theirs is applied.

    `stands_for` among the facts is a name of the file that another indicator has: in this file it means the new one.

    Raises NotNow when another person has made one of them, and OtherThanSeen where another preview stands there now.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.CHECKED], seen)
        _update_if_at(upload, [Stage.CHECKED], stage=Stage.WAITING, warnings_accepted_by=None)
        lookups = Lookups(UploadKind.FIGURES)
        for one in facts:
            if isinstance(lookups.subject(one["name"]), Subject):
                raise NotNow(f"There is an indicator called {one['name']} already. Look again.")
        more: dict[str, Any] = {"made_for": upload, "is_waiting": True}
        made, answers = [], {}
        for one in facts:
            name = one.get("stands_for") or one.get("short_name") or one["name"]
            own = {key: value for key, value in one.items() if key != "stands_for"}
            made.append(create_indicator(by=by, **own, **more))
            answers[key_of_name(name)] = made[-1].slug if "stands_for" in one else ASK
        _keep_answers(upload, {INDICATOR: answers}, by=by)
        enqueue(upload, Job.Task.CHECK, by=by)
    return made


def _keep_answers(upload: Upload, answers: Answers, *, by: Any) -> None:
    """What names now mean; what was answered of them before no longer holds."""
    stored = StoredLayout.of(Upload.objects.get(pk=upload.pk))
    if all(one == ASK for given in answers.values() for one in given.values()) and (
        without(stored.answers, answers) == stored.answers
    ):
        return
    means = {
        role: {key: to for key, to in given.items() if to != ASK} for role, given in answers.items()
    }
    layout = replace(stored, answers=merged(without(stored.answers, answers), means)).as_json()
    Upload.objects.filter(pk=upload.pk).update(layout=layout)
    remember_answers(upload, means, by=by, but=answers)


def answer_causes(
    upload: Upload,
    answers: Answers,
    *,
    by: Any,
    seen: str | None = None,
    again: Answers = NO_ANSWERS,
) -> None:
    """Answer what names that nothing has stand for, remember it for headings like these, and check the file again.

    Answers to `again` are taken back, so that they are asked once more.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.CHECKED], seen)
        stored = StoredLayout.of(Upload.objects.get(pk=upload.pk))
        kept = merged(without(stored.answers, again), answers)
        layout = replace(stored, answers=kept).as_json()
        waiting = {"stage": Stage.WAITING, "warnings_accepted_by": None}
        _update_if_at(upload, [Stage.CHECKED], layout=layout, **waiting)
        remember_answers(upload, answers, by=by, but=again)
        enqueue(upload, Job.Task.CHECK, by=by)


def accept_warnings(upload: Upload, *, by: Any, seen: str | None = None) -> None:
    """Accept those that the person has read. What they saw is compared: others may have been found since."""
    with transaction.atomic():
        lock_as_seen(upload, [Stage.CHECKED], seen)
        _update_if_at(upload, [Stage.CHECKED], warnings_accepted_by=by)


def apply(
    upload: Upload,
    *,
    by: Any,
    reason: str = "",
    seen: str | None = None,
    status_changes: Sequence[KeptStatusChange] = (),
    as_at: date | None = None,
) -> None:
    """Enqueue the apply, after the person has read the preview; `seen` says which.

    `status_changes` are those that it showed, as at a day.

    Raises OtherThanSeen where another preview stands there now. Raises NotNow when it has errors, unaccepted warnings, or changes what the board has seen without a reason.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.CHECKED], seen)
        found = set(upload.findings.values_list("severity", flat=True).distinct().order_by())
        if Finding.Severity.ERROR in found:
            raise NotNow("The file has errors. Correct them and upload it again.")
        shown = replace(
            upload.counted,
            status_changes=tuple(status_changes),
            statuses_as_at=as_at.isoformat() if as_at else "",
        )
        _update_if_at(upload, [Stage.CHECKED], reason=reason, counts=shown.as_json())
        if Finding.Severity.WARNING in found and upload.warnings_accepted_by_id is None:
            raise NotNow("The file has warnings. Read and accept them first.")
        if not reason and needs_a_reason(upload):
            raise NotNow("Enter the reason for changing figures that the board has seen.")
        enqueue(upload, Job.Task.APPLY, by=by)


def discard(upload: Upload, *, by: Any, seen: str | None = None) -> RemovedIndicators:
    """Discard it, and remove the indicators created for it unless another upload uses them.

    How its columns were read is not used again where they seem to be misread.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.MAPPING, Stage.CHECKED], seen)
        if upload.stage == Stage.CHECKED and seems_misread(upload):
            note_failure(upload)
        _update_if_at(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.DISCARDED)
        return remove_unused_of(upload, by=by)


def undo(upload: Upload, *, by: Any, reason: str, seen: str | None = None) -> None:
    with transaction.atomic():
        lock_as_seen(upload, [Stage.APPLIED], seen)
        _update_if_at(upload, [Stage.APPLIED], undo_reason=reason)
        enqueue(upload, Job.Task.UNDO, by=by)


OTHER = "The upload has changed since you looked, so nothing was done. This is how it stands now."


def seen_of(upload: Upload) -> str:
    """What a person sees who accepts, applies, discards, undoes or erases it.

    Each check and each comparison of the rows has a moment, and what an undo warns of counts too.
    """
    facts = (
        *(upload.pk, upload.stage, upload.checked_at, upload.file_name, upload.sheet),
        *(upload.layout, upload.counts, upload.warnings_accepted_by_id),
        *(upload.applied_at, upload.undone_at),
    )
    return fingerprint(
        *facts, *(_warned_of(upload) if upload.stage == Upload.Stage.APPLIED else ())
    )


def _warned_of(upload: Upload) -> tuple[list[int], int]:
    closings = ClosedPeriod.objects.filter(reopened_at=None).order_by("pk")
    return list(closings.values_list("pk", flat=True)), shown_again(upload)


def lock_as_seen(upload: Upload, stages: list[str], seen: str | None) -> None:
    """Lock the upload, in the transaction of the change, and refuse one at another stage or with another preview.

    `seen` is None where no page was shown: a command asks. Raises NotNow and OtherThanSeen.
    """
    stored = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if stored.stage not in stages:
        raise NotNow(
            f"This cannot be done now: the upload is {stored.get_stage_display().lower()}."
        )
    if seen is not None and seen != seen_of(stored):
        raise OtherThanSeen(OTHER)


def _update_if_at(upload: Upload, stages: list[str], **facts: Any) -> None:
    """In one statement, so that only one of two people succeeds."""
    if not Upload.objects.filter(pk=upload.pk, stage__in=stages).update(**facts):
        upload.refresh_from_db()
        raise NotNow(
            f"This cannot be done now: the upload is {upload.get_stage_display().lower()}."
        )
    upload.refresh_from_db()


def enqueue(upload: Upload, task: Job.Task, *, by: User) -> Job:
    """Enqueue a job on `upload`, in the transaction of the action that needs it.

    Raises NotNow when the upload is not in the stage that the task starts from, or is being worked on.
    """
    before, during, _ = STAGES[task]
    with transaction.atomic():
        # A check stays at the stage before it; an apply or an undo is under way as soon as it is confirmed.
        stage = before if task == Job.Task.CHECK else during
        if not Upload.objects.filter(pk=upload.pk, stage=before).update(stage=stage):
            raise NotNow("This upload has moved on since you looked. This is how it stands now.")
        try:
            with transaction.atomic():
                job = Job.objects.create(upload=upload, task=task, asked_by=by)
        except IntegrityError:
            raise NotNow("This upload is being worked on already.") from None
        transaction.on_commit(queue.start_thread)
    upload.refresh_from_db()
    return job
