"""What is remembered with headings for the next file that has them: how its columns are read, and the answers about names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone

from performance.cells.causes import REST
from performance.models import ColumnMapping, Upload
from performance.uploads.layout.layouts import (
    ASK,
    NO_ANSWERS,
    VERSION,
    Answers,
    Layout,
    StoredLayout,
    signature,
)
from performance.uploads.layout.remembered_sheets import note_failed_sheets


def merged(before: Answers, new: Answers) -> dict[str, dict[str, str]]:
    """Answers with new ones in place of those to the same."""
    roles = {*before, *new}
    return {role: {**before.get(role, {}), **new.get(role, {})} for role in sorted(roles)}


def without(answers: Answers, taken_back: Answers) -> dict[str, dict[str, str]]:
    """Answers but those to the keys of others."""
    kept = {
        role: {key: to for key, to in given.items() if key not in taken_back.get(role, {})}
        for role, given in answers.items()
    }
    return {role: given for role, given in kept.items() if given}


def remember_answers(
    upload: Upload, answers: Answers, *, by: Any, but: Answers = NO_ANSWERS
) -> None:
    """Keep them beside how headings like these are read, and forget those that are taken back.

    What was said of all other names holds for one file alone.
    """
    lasting = {
        role: {key: to for key, to in given.items() if key != REST and to != ASK}
        for role, given in answers.items()
    }
    mapping, _ = ColumnMapping.objects.select_for_update().get_or_create(
        kind=upload.kind,
        signature=signature(upload.headings),
        defaults={"layout": {"version": VERSION}, "chosen_by": by},
    )
    before = StoredLayout.from_json(mapping.layout).answers
    mapping.layout = _with(mapping.layout, merged(without(before, but), lasting))
    mapping.chosen_by = by
    mapping.save()


def _with(layout: dict[str, Any], answers: Answers) -> dict[str, Any]:
    rest = {name: value for name, value in layout.items() if name != "answers"}
    return {**rest, "answers": answers} if answers else rest


def remembered_answers(upload: Upload) -> Answers:
    """What was answered the last time for the same headings."""
    found = ColumnMapping.objects.filter(kind=upload.kind, signature=signature(upload.headings))
    mapping = found.first()
    return StoredLayout.from_json(mapping.layout).answers if mapping else NO_ANSWERS


def remember_layout(upload: Upload, layout: Layout, *, by: Any) -> None:
    """Keep how its columns were named, beside the answers about names. Whatever failed before is named anew."""
    answers = remembered_answers(upload)
    ColumnMapping.objects.update_or_create(
        kind=upload.kind,
        signature=signature(upload.headings),
        defaults={
            "layout": _with(layout.as_json(), answers),
            "chosen_by": by,
            "named_for": upload,
            "failed_at": None,
        },
    )


def note_failure(upload: Upload) -> None:
    """Neither use nor offer the layout again that `upload` was read by, until somebody names these columns anew.

    Nor offer the sheets again that were chosen for it. Call it when the upload is taken back, or discarded though it `seems_misread`.
    """
    note_failed_sheets(upload)
    layout = StoredLayout.of(upload).layout
    if layout is None:
        return
    found = ColumnMapping.objects.filter(
        kind=upload.kind, signature=signature(upload.headings), failed_at=None
    )
    for mapping in found:
        kept = StoredLayout.from_json(mapping.layout).layout
        if kept and _columns(kept) == _columns(layout):
            ColumnMapping.objects.filter(pk=mapping.pk).update(failed_at=timezone.now())


def _columns(layout: Layout) -> Layout:
    """Without where the headings stand, which the next file may have elsewhere."""
    return replace(layout, heading_row=0, heading_above=0)


def seems_misread(upload: Upload) -> bool:
    """Whether an upload that somebody discards was read wrongly: nothing was wrong with what was read, or with most of it.

    One with some errors is discarded because its file is corrected.
    """
    counts = upload.counted
    read = counts.written + counts.unchanged + counts.left
    return not counts.error or counts.rejected > read


def forget_answers(upload: Upload) -> None:
    """Forget what was answered for names of this file."""
    answers = StoredLayout.of(upload).answers
    found = ColumnMapping.objects.filter(kind=upload.kind, signature=signature(upload.headings))
    for mapping in found if answers else ():
        kept = without(StoredLayout.from_json(mapping.layout).answers, answers)
        mapping.layout = _with(mapping.layout, kept)
        mapping.save(update_fields=["layout"])
