"""What a person says of how a file is read: its sheets, its columns, and what its names stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from performance.cells.causes import INDICATOR, key_of_name
from performance.cells.lookups import Lookups
from performance.cells.subjects import Subject
from performance.indicators.actions import create_indicator
from performance.indicators.new import NewIndicators
from performance.models import Indicator, Job, Upload, UploadKind
from performance.uploads.layout.layouts import (
    ASK,
    NO_ANSWERS,
    Answers,
    ChosenSheet,
    Layout,
    StoredLayout,
)
from performance.uploads.layout.remembered_sheets import remember_sheets, sheets_like
from performance.uploads.layout.remembering import (
    merged,
    remember_answers,
    remember_layout,
    without,
)
from performance.uploads.layout.sheets import previews_of
from performance.uploads.refusals import NotNow
from performance.uploads.stages import enqueue, lock_as_seen, update_if_at
from performance.uploads.upload_indicators import remove_unused_of

Stage = Upload.Stage


def choose_sheets(
    upload: Upload, chosen: Sequence[ChosenSheet], *, by: Any, seen: str | None = None
) -> None:
    """Say which sheets are read and where their headings are, and check the file again.

    How its columns were read before is forgotten, with the indicators that were made for it alone. What its names stand
    for is kept, and which sheets were chosen is remembered for workbooks like it.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.MAPPING, Stage.CHECKED], seen)
        update_if_at(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.WAITING)
        remove_unused_of(upload, by=by)
        answers = StoredLayout.of(upload).answers
        stored = StoredLayout(chosen=tuple(chosen), answers=answers).as_json()
        Upload.objects.filter(pk=upload.pk).update(layout=stored, warnings_accepted_by=None)
        remember_sheets(upload, previews_of(upload), chosen, by=by)
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
        update_if_at(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.WAITING)
        created = _create_indicators(new, upload, by=by) if new else {}
        subjects = ((n, created[n].slug if n in created else slug) for n, slug in layout.subjects)
        layout = replace(layout, subjects=tuple(subjects))
        _store_layout(upload, layout, by=by)
        remember_layout(upload, layout, by=by)
        enqueue(upload, Job.Task.CHECK, by=by)
    return list(created.values())


def _store_layout(upload: Upload, layout: Layout, *, by: Any) -> None:
    """Store the layout, and remove indicators that an earlier naming created and this one does not use."""
    stored = StoredLayout.of(upload)
    # An indicator or a period that was said for one sheet may be another one's for the next.
    alike = (
        set()
        if layout.is_of_one_file
        else sheets_like(upload.sheet, stored.chosen, previews_of(upload))
    )
    stored = stored.named(upload.sheet, layout, alike=alike)
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
        update_if_at(upload, [Stage.CHECKED], stage=Stage.WAITING, warnings_accepted_by=None)
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
        update_if_at(upload, [Stage.CHECKED], layout=layout, **waiting)
        remember_answers(upload, answers, by=by, but=again)
        enqueue(upload, Job.Task.CHECK, by=by)
