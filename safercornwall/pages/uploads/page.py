"""The page of one upload, which differs at each stage."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.backends import limits_of
from core.jobs.leases import Progress
from core.periods import written
from core.records.seen import seen_field
from performance.cells.area_codes import unknown_codes_in
from performance.cells.cause_words import counted_rows
from performance.cells.causes import BLANK, INDICATOR
from performance.choices import Status
from performance.figures.board_has_seen import needs_a_reason
from performance.figures.withholding import REASON_WITHHELD, may_see_withheld, tells_of_suppressed
from performance.models import Figure, Finding, Job, StagedRow, Upload, UploadFile, UploadKind
from performance.standings.status_impact import standings_after
from performance.uploads.layout.layouts import StoredLayout
from performance.uploads.layout.remembered_sheets import offered_sheets
from performance.uploads.layout.sheets import previews_of
from performance.uploads.ledger.prior_revisions import shown_again
from performance.uploads.rights import (
    may_change,
    may_see_file,
    may_see_rows,
    may_work_on,
    why_kept_from,
)
from performance.uploads.stages import seen_of
from priorities.clocks import clocks_of
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.uploads.causes import CausesForm
from safercornwall.pages.uploads.columns import (
    is_list_of_incidents,
    listed,
    open_question,
    read_as_words,
    upload_and_day,
)
from safercornwall.pages.uploads.concurrent_changes import concurrent_changes_of
from safercornwall.pages.uploads.new import round_of
from safercornwall.pages.uploads.preview import (
    TILES,
    created_indicators,
    preview,
    tiles_of,
    with_has_created,
)
from safercornwall.pages.uploads.status_changes import statuses_changed
from safercornwall.pages.uploads.undo import closed_periods_of, kept_rows

Stage = Upload.Stage
PEOPLE = ("uploaded_by", "applied_by", "undone_by", "warnings_accepted_by")
FINDINGS_A_PAGE = 50
ROWS_A_PAGE = 50
ROWS_SHOWN = 50
KEPT_SHOWN = 100
CAN_BE_READ_OTHERWISE = (Stage.MAPPING, Stage.CHECKED)


reads_uploads = permission_required("performance.view_upload", raise_exception=True)


def find(pk):
    return get_object_or_404(with_has_created(Upload.objects.select_related(*PEOPLE)), pk=pk)


@require_safe
@reads_uploads
def upload(request, pk):
    """One upload, as it stands: what is under way, what is wrong, what it would do or did."""
    return page_of(request, find(pk))


@require_safe
@reads_uploads
def upload_progress(request, pk):
    """How far the work is: a piece of the upload's page, which a script puts in place of the last one."""
    found = find(pk)
    job = found.jobs.order_by("-asked_at", "-pk").first()
    context = {"upload": found, "progress": Progress(job, timezone.now()) if job else None}
    return render(request, "uploads/_progress.html", context)


@require_safe
@reads_uploads
def upload_rows(request, pk):
    """What each cell would do or did, by what it is."""
    found = find(pk)
    if not may_see_rows(request.user, found):
        raise PermissionDenied
    rows = StagedRow.objects.filter(upload=found).order_by("row", "id")
    verdict = request.GET.get("verdict", "")
    if verdict in TILES:
        rows = rows.filter(verdict=verdict)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "upload": found,
        "tiles": tiles_of(found),
        "chosen": TILES.get(verdict, ""),
        "page": page,
        "rows": preview(found, page.object_list, sees_withheld=may_see_withheld(request.user)),
    }
    return render(request, "uploads/rows.html", context)


def page_of(request: HttpRequest, upload: Upload, **forms: Any) -> HttpResponse:
    """`forms` are those that came back with something wrong in them."""
    sees_rows = may_see_rows(request.user, upload)
    sees_withheld = may_see_withheld(request.user)
    job = upload.jobs.order_by("-asked_at", "-pk").first()
    has_file, has_first_rows = _kept_of(upload)
    has_choice = has_first_rows and upload.stage in CAN_BE_READ_OTHERWISE
    context: dict[str, Any] = {
        "upload": upload,
        "round": round_of(request, upload),
        "progress": Progress(job, timezone.now()) if job else None,
        "may_change": may_change(request.user, upload.kind) and may_work_on(request.user, upload),
        "kept_from": why_kept_from(request.user, upload)
        if upload.stage in (Stage.CHECKED, Stage.APPLIED)
        else "",
        "may_add_indicators": not limits_of(request.user),
        "may_see_file": may_see_file(request.user, upload),
        "may_see_rows": sees_rows,
        "has_file": has_file,
        "erasures": upload.erasures.select_related("erased_by"),
        "is_worked_on": _is_worked_on(upload, job),
        "facts": _facts(upload, sees_rows, sees_withheld),
        "seen": seen_of(upload) if upload.stage in (Stage.MAPPING, Stage.CHECKED) else "",
        "may_choose_sheets": has_choice,
        "offered_sheets": _offered(upload) if has_choice and sees_rows else {},
        "failed": job if job is not None and job.state == Job.State.FAILED else None,
    }
    if upload.stage == Stage.CHECKED and sees_rows:
        context |= _checked(request, upload, context["may_change"])
    elif upload.stage == Stage.MAPPING:
        context["question"] = open_question(upload, quotes=sees_rows)
        context["is_list"] = is_list_of_incidents(upload)
    elif upload.stage == Stage.APPLIED:
        context |= _rows(upload, sees_withheld) | {
            "created": created_indicators(upload),
            "statuses": statuses_changed(upload),
            "withheld": _withheld(upload) if sees_withheld else 0,
            "closed_periods": closed_periods_of(upload),
            "shown_again": shown_again(upload) if context["may_change"] else 0,
            "undo_form": UndoForm(None, upload=upload),
        }
    elif upload.stage == Stage.UNDONE:
        kept = upload.counted.kept
        context |= _rows(upload, sees_withheld) | {
            "created": created_indicators(upload),
            "restored": upload.counted.restored,
            "kept": kept_rows(upload, kept[:KEPT_SHOWN], sees_withheld=sees_withheld),
            "kept_more": max(0, len(kept) - KEPT_SHOWN),
        }
    return render(request, "uploads/page.html", context | forms)


def _is_worked_on(upload: Upload, job: Job | None) -> bool:
    """Its job may have ended after the upload was read. The page then still asks how far it is, and is loaded again."""
    is_live = job is not None and job.is_under_way
    return is_live or upload.stage in (Stage.CHECKING, Stage.APPLYING, Stage.UNDOING)


def may_choose_sheets(upload: Upload) -> bool:
    """Whether the first rows of its sheets are kept, and it can still be read otherwise."""
    return upload.stage in CAN_BE_READ_OTHERWISE and _kept_of(upload)[1]


def _kept_of(upload: Upload) -> tuple[bool, bool]:
    """Whether its file is kept, and the first rows of its sheets. One query."""
    has_rows = ExpressionWrapper(~Q(preview=[]), output_field=BooleanField())
    found = list(UploadFile.objects.filter(upload=upload).values_list(has_rows, flat=True))
    return bool(found), any(found)


def _offered(upload: Upload) -> dict[str, str]:
    """The sheets like those that were chosen of an earlier workbook, where other ones are read now; and that workbook."""
    stored = StoredLayout.of(upload)
    if stored.chosen:
        return {}
    offered = offered_sheets(upload, previews_of(upload))
    as_read = {upload.sheet: (stored.heading_row,)} if upload.stage == Stage.CHECKED else {}
    if offered is None or dict(offered.heading_rows) == as_read:
        return {}
    names = listed([f"“{name}”" for name in offered.heading_rows])
    return {"sheets": names, "chosen_for": upload_and_day(offered.named_for)}


def _facts(upload: Upload, sees_rows: bool, sees_withheld: bool) -> list[tuple[str, str]]:
    hides_reasons = not sees_withheld and tells_of_suppressed(upload)
    facts = [
        ("What is in it", upload.get_kind_display()),
        ("Uploaded", _who_and_when(upload.uploaded_by, upload.uploaded_at)),
    ]
    if sees_rows:
        names = [one.name for one in StoredLayout.of(upload).chosen] or [upload.sheet]
        facts.append(("Sheet" if len(names) == 1 else "Sheets", ", ".join(names)))
    if left_out := upload.counted.rows_left_out:
        facts.append(("Left out, as was answered", counted_rows(left_out)))
    if upload.checked_at:
        facts.append(("Checked", _when(upload.checked_at)))
    if upload.warnings_accepted_by:
        facts.append(("Warnings accepted by", str(upload.warnings_accepted_by)))
    if upload.applied_at:
        facts.append(("Applied", _who_and_when(upload.applied_by, upload.applied_at)))
        facts.append(("Reason given", _reason(upload.reason, hides_reasons)))
    if upload.undone_at:
        facts.append(("Taken back", _who_and_when(upload.undone_by, upload.undone_at)))
        facts.append(("Reason for taking it back", _reason(upload.undo_reason, hides_reasons)))
    return facts


def _reason(reason: str, is_hidden: bool) -> str:
    return REASON_WITHHELD if reason and is_hidden else reason


def _who_and_when(who: Any, when: Any) -> str:
    return f"by {who} {_when(when)}"


def _when(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"on {written(local.date())} at {local:%H:%M}"


def _rows(upload: Upload, sees_withheld: bool) -> dict[str, Any]:
    rows = _what_it_does_first(upload)[:ROWS_SHOWN]
    shown = preview(upload, rows, sees_withheld=sees_withheld)
    total = sum(map(upload.counted.of, TILES))
    caption = f"The first {len(shown)} of {total:,} rows" if total > len(shown) else "All rows"
    notes = upload.findings.filter(severity=Finding.Severity.NOTE).order_by("order")
    return {
        "tiles": tiles_of(upload),
        "rows": shown,
        "rows_caption": caption,
        "not_read": [one.message for one in notes],
    }


def _what_it_does_first(upload: Upload) -> QuerySet[StagedRow]:
    """The rows in the order of the file, those that do nothing last: thousands may be left out before the first figure."""
    if not (upload.counted.omitted or upload.counted.left):
        return upload.rows.order_by("row", "id")
    does_nothing = Q(verdict__in=[StagedRow.Verdict.OMITTED, StagedRow.Verdict.LEFT])
    return upload.rows.order_by(Case(When(does_nothing, then=1), default=0), "row", "id")


def _checked(request: HttpRequest, upload: Upload, may_change: bool) -> dict[str, Any]:
    """What is wrong, what it would do, and whether it may be applied."""
    listed = dict(upload.findings.values_list("severity").annotate(n=Count("pk")).order_by())
    # All that were found, of which the list has the first.
    errors, warnings = (
        max(upload.counted.of(severity), listed.get(severity, 0))
        for severity in ("error", "warning")
    )
    # Errors come first in the alphabet too.
    wrong = upload.findings.exclude(severity=Finding.Severity.NOTE)
    findings = Paginator(wrong.order_by("severity", "order"), FINDINGS_A_PAGE)
    context = _rows(upload, may_see_withheld(request.user)) | {
        "created": created_indicators(upload),
        "concurrent_changes": concurrent_changes_of(upload)
        if upload.counted.concurrent_changes.number
        else None,
        "left": upload.counted.left,
        "removed": _removed_by_rows(upload) if upload.counted.removed else 0,
        "errors": errors,
        "names_indicators": names_indicators(upload),
        "unknown_indicators": unknown_indicators(upload),
        "warnings": warnings,
        "findings": findings.get_page(request.GET.get("findings")),
        "not_listed": errors + warnings > findings.count,
        "causes_form": CausesForm(None, upload=upload, may_change=may_change)
        if upload.counted.causes or upload.counted.left_out or upload.counted.read_as
        else None,
        "unknown_codes": unknown_codes_in(upload.counted),
        "read_as": read_as_words(upload) if StoredLayout.of(upload).read_as is not None else "",
        "must_accept": bool(warnings) and upload.warnings_accepted_by_id is None,
    }
    if not errors:
        plan = current_plan(request)
        context["would_do"] = _would_do(upload, clocks_of(plan).as_at)
        if may_change and not context["must_accept"] and not why_kept_from(request.user, upload):
            needed = needs_a_reason(upload)
            context["apply_form"] = ApplyForm(None, upload=upload, needed=needed)
    return context


def _withheld(upload: Upload) -> int:
    """How many of the figures that it wrote, and that still stand, readers are not told as small numbers."""
    return Figure.objects.filter(upload=upload, known_to=None).exclude(withheld="").count()


def _removed_by_rows(upload: Upload) -> int:
    """Without those that were added up, and would not be any more: no row of the file says so."""
    added_up = upload.rows.filter(verdict=StagedRow.Verdict.REMOVED, row=0)
    return upload.counted.removed - added_up.count()


def _would_do(upload: Upload, as_at: date) -> dict[str, Any]:
    """The indicators that would change status, how many move to which, and those that a missing quarter leaves open."""
    touched = standings_after(upload, as_at)
    found = [one for one in touched if one.is_change]
    best_first = sorted(found, key=lambda one: list(Status).index(one.after.status))
    moves = Counter(one.after.word for one in best_first)
    return {
        "indicators": found,
        "moves": list(moves.items()),
        "incomplete": [one for one in touched if one.after.is_incomplete],
        "as_at": as_at,
    }


class ReasonForm(forms.Form):
    """`seen` is what the page around it shows of the upload."""

    seen = seen_field()
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, strip=True, required=False
    )

    def __init__(
        self,
        *args: Any,
        upload: Upload,
        label: str,
        hint: str,
        missing: str,
        needed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen_of(upload)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label, hint, needed
        field.error_messages["required"] = missing
        field.error_messages["max_length"] = "Give the reason in at most 2,000 characters"
        self.helper = FormHelper()
        self.helper.form_method = "post"


class ApplyForm(ReasonForm):
    def __init__(self, *args: Any, upload: Upload, needed: bool, **kwargs: Any) -> None:
        super().__init__(
            *args,
            **kwargs,
            upload=upload,
            needed=needed,
            label="Why are figures that the board has seen changed?",
            hint="Kept with each changed figure, and shown beside it.",
            missing="Enter the reason for changing figures that the board has seen",
        )
        if not needed:
            del self.fields["reason"]
        self.helper.form_action = f"{upload.get_absolute_url()}apply/"
        self.helper.add_input(Submit("apply", "Apply all of it"))


class UndoForm(ReasonForm):
    def __init__(self, *args: Any, upload: Upload, **kwargs: Any) -> None:
        super().__init__(
            *args,
            **kwargs,
            upload=upload,
            needed=True,
            label="Why is it taken back?",
            hint="Every figure returns to what it was. What others have changed since is kept, and named.",
            missing="Enter the reason for taking it back",
        )
        self.helper.form_action = f"{upload.get_absolute_url()}undo/"
        self.helper.add_input(Submit("undo", "Take it back", css_class="warning"))


def unknown_indicators(upload: Upload) -> int:
    """How many names of the file may become new indicators."""
    if not names_indicators(upload):
        return 0
    causes = [one for one in upload.counted.causes if one.role == INDICATOR and one.key != BLANK]
    return sum(one.names for one in causes)


def names_indicators(upload: Upload) -> bool:
    """Whether a column names the indicators, so that names without one may become new ones."""
    layout = StoredLayout.of(upload).layout
    return upload.kind == UploadKind.FIGURES and bool(layout and "indicator" in layout.columns)
