"""The indicators that came with an upload: taken out with it, counted from its apply on, waiting after its undo."""

from __future__ import annotations

from typing import NamedTuple

from accounts.models import User
from performance.indicators.actions import remove_unused
from performance.indicators.waiting import come_into_use, wait_again
from performance.models import Indicator, StagedRow, Upload, UploadKind
from performance.uploads.layout.layouts import StoredLayout

Stage, Verdict = Upload.Stage, StagedRow.Verdict

# In these it may still be applied.
OPEN = (Stage.WAITING, Stage.CHECKING, Stage.MAPPING, Stage.CHECKED, Stage.APPLYING)


class TakenOut(NamedTuple):
    """Names of indicators: those that are gone, and by name those that another upload still needs."""

    gone: list[str]
    kept: dict[str, Upload]


def take_out(upload: Upload, *, by: User, but: set[str] | None = None) -> TakenOut:
    """Remove what was made for `upload` and waits, except `but` these slugs. One that another open upload uses is
    that upload's from now on.
    """
    made = upload.indicators_made.filter(is_waiting=True).exclude(slug__in=but or ())
    waiting = {one.pk: one for one in made}
    if not waiting:
        return TakenOut([], {})
    users = _users_of(waiting, upload)
    for pk, user in users.items():
        Indicator.objects.filter(pk=pk).update(made_for=user)
    unused = [one.slug for pk, one in waiting.items() if pk not in users]
    kept = {waiting[pk].name: user for pk, user in users.items()}
    return TakenOut(remove_unused(unused, by=by) if unused else [], kept)


def _users_of(indicators: dict[int, Indicator], upload: Upload) -> dict[int, Upload]:
    """By number of an indicator another open upload, the first that has rows of it or whose columns name it."""
    others = Upload.objects.filter(stage__in=OPEN).exclude(kind=UploadKind.INDEX_SCORES)
    open_now = {one.pk: one for one in others.exclude(pk=upload.pk).order_by("pk")}
    rows = StagedRow.objects.filter(upload__in=open_now, subject__in=indicators).order_by()
    pairs = set(rows.values_list("subject", "upload").distinct())
    for number, other in open_now.items():
        named = _slugs_in(other)
        pairs |= {(pk, number) for pk, one in indicators.items() if one.slug in named}
    return {pk: open_now[number] for pk, number in sorted(pairs, reverse=True) if pk is not None}


def _slugs_in(upload: Upload) -> set[str]:
    layout = StoredLayout.of(upload).layout
    if layout is None:
        return set()
    return {slug for _, slug in layout.subjects} | {layout.constants.get("indicator", "")}


def count_what_was_applied(upload: Upload) -> None:
    """Of an indicator that waited, a figure is there now."""
    if upload.kind == UploadKind.FIGURES:
        waiting = list(Indicator.objects.filter(is_waiting=True).values_list("pk", flat=True))
        # Mostly there are none, and the rows need not be gone through.
        if waiting:
            written = upload.rows.filter(
                subject__in=waiting, verdict__in=[Verdict.NEW, Verdict.CHANGED]
            )
            come_into_use(Indicator.objects.filter(pk__in=written.order_by().values("subject")))


def wait_for_what_was_taken_back(upload: Upload) -> None:
    """An indicator of which the upload brought all that was known waits again."""
    if upload.kind == UploadKind.FIGURES:
        came_with_files = Indicator.objects.filter(made_for__isnull=False, is_waiting=False)
        pks = list(came_with_files.values_list("pk", flat=True))
        if pks:
            written = upload.rows.filter(
                subject__in=pks, verdict__in=[Verdict.NEW, Verdict.CHANGED]
            )
            wait_again(Indicator.objects.filter(pk__in=written.order_by().values("subject")))
