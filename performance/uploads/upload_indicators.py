"""Indicators that are created for an upload: removed with it, in use once it is applied, waiting again after its undo."""

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


class RemovedIndicators(NamedTuple):
    """Names of the removed indicators, and the upload that still needs each of the others, by name."""

    removed: list[str]
    kept: dict[str, Upload]


def remove_unused_of(upload: Upload, *, by: User, but: set[str] | None = None) -> RemovedIndicators:
    """Remove the waiting indicators of `upload`, except `but` these slugs. One that another open upload uses now belongs
    to that upload.
    """
    created = upload.indicators_made.filter(is_waiting=True).exclude(slug__in=but or ())
    waiting = {one.pk: one for one in created}
    if not waiting:
        return RemovedIndicators([], {})
    users = _users_of(waiting, upload)
    for pk, user in users.items():
        Indicator.objects.filter(pk=pk).update(made_for=user)
    unused = [one.slug for pk, one in waiting.items() if pk not in users]
    kept = {waiting[pk].name: user for pk, user in users.items()}
    return RemovedIndicators(remove_unused(unused, by=by) if unused else [], kept)


def _users_of(indicators: dict[int, Indicator], upload: Upload) -> dict[int, Upload]:
    """The first other open upload that has rows of each indicator, or columns named after it."""
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


def put_applied_into_use(upload: Upload) -> None:
    """Waiting indicators whose figures were applied come into use."""
    if upload.kind == UploadKind.FIGURES:
        waiting = list(Indicator.objects.filter(is_waiting=True).values_list("pk", flat=True))
        # Mostly there are none, and no row needs to be read.
        if waiting:
            written = upload.rows.filter(
                subject__in=waiting, verdict__in=[Verdict.NEW, Verdict.CHANGED]
            )
            come_into_use(Indicator.objects.filter(pk__in=written.order_by().values("subject")))


def wait_again_after_undo(upload: Upload) -> None:
    """Indicators that have no figure without the upload wait again."""
    if upload.kind == UploadKind.FIGURES:
        came_with_files = Indicator.objects.filter(made_for__isnull=False, is_waiting=False)
        pks = list(came_with_files.values_list("pk", flat=True))
        if pks:
            written = upload.rows.filter(
                subject__in=pks, verdict__in=[Verdict.NEW, Verdict.CHANGED]
            )
            wait_again(Indicator.objects.filter(pk__in=written.order_by().values("subject")))
