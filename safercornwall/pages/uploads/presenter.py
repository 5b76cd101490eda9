"""The page of one upload, which is another page at every stage."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.periods import written
from performance.cells.area_codes import unknown_codes_in
from performance.choices import Status
from performance.figures.board_has_seen import needs_a_reason
from performance.figures.withholding import may_see_withheld
from performance.models import Job, Upload
from performance.uploads.jobs.progress import Progress
from performance.uploads.ledger.prior_revisions import shown_again
from performance.uploads.permissions import may_change, may_see_file, may_see_rows
from performance.uploads.status_impact import status_impact
from priorities.clocks import clocks_of
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.uploads.board_has_seen import seen_of
from safercornwall.pages.uploads.columns_asked import what_is_asked
from safercornwall.pages.uploads.concurrent_changes import meanwhile_of
from safercornwall.pages.uploads.for_a_round import round_of
from safercornwall.pages.uploads.forms import ApplyForm, UndoForm
from safercornwall.pages.uploads.kept import kept_rows
from safercornwall.pages.uploads.preview import TILES, preview, tiles_of
from safercornwall.pages.uploads.upload_indicators import made_of

Stage = Upload.Stage
FINDINGS_A_PAGE = 50
ROWS_SHOWN = 50
KEPT_SHOWN = 100


def page_of(request: HttpRequest, upload: Upload, **forms: Any) -> HttpResponse:
    """`forms` are those that came back with something wrong in them."""
    sees_rows = may_see_rows(request.user, upload)
    job = upload.jobs.order_by("-asked_at", "-pk").first()
    context: dict[str, Any] = {
        "upload": upload,
        "round": round_of(request, upload),
        "progress": Progress(job, timezone.now()) if job else None,
        "may_change": may_change(request.user, upload.kind),
        "may_see_file": may_see_file(request.user, upload),
        "may_see_rows": sees_rows,
        "erasures": upload.erasures.select_related("erased_by"),
        "is_worked_on": job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING),
        "facts": _facts(upload, sees_rows),
        "failed": job if job is not None and job.state == Job.State.FAILED else None,
    }
    sees_withheld = may_see_withheld(request.user)
    if upload.stage == Stage.CHECKED and sees_rows:
        context |= _checked(request, upload, context["may_change"])
    elif upload.stage == Stage.MAPPING:
        context["asked"] = what_is_asked(upload, quotes=sees_rows)
    elif upload.stage == Stage.APPLIED:
        context |= _rows(upload, sees_withheld) | {
            "made": made_of(upload),
            "seen": seen_of(upload),
            "shown_again": shown_again(upload) if context["may_change"] else 0,
            "undo_form": UndoForm(None, upload=upload),
        }
    elif upload.stage == Stage.UNDONE:
        kept = upload.counted.kept
        context |= _rows(upload, sees_withheld) | {
            "made": made_of(upload),
            "restored": upload.counted.restored,
            "kept": kept_rows(upload, kept[:KEPT_SHOWN], sees_withheld=sees_withheld),
            "kept_more": max(0, len(kept) - KEPT_SHOWN),
        }
    return render(request, "uploads/page.html", context | forms)


def _facts(upload: Upload, sees_rows: bool) -> list[tuple[str, str]]:
    facts = [
        ("What is in it", upload.get_kind_display()),
        ("Uploaded", _who_and_when(upload.uploaded_by, upload.uploaded_at)),
    ]
    if sees_rows:
        facts.append(("Sheet", upload.sheet))
    if upload.checked_at:
        facts.append(("Checked", _when(upload.checked_at)))
    if upload.warnings_accepted_by:
        facts.append(("Warnings accepted by", str(upload.warnings_accepted_by)))
    if upload.applied_at:
        facts.append(("Applied", _who_and_when(upload.applied_by, upload.applied_at)))
        facts.append(("Reason given", upload.reason))
    if upload.undone_at:
        facts.append(("Taken back", _who_and_when(upload.undone_by, upload.undone_at)))
        facts.append(("Reason for taking it back", upload.undo_reason))
    return facts


def _who_and_when(who: Any, when: Any) -> str:
    return f"by {who} {_when(when)}"


def _when(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"on {written(local.date())} at {local:%H:%M}"


def _rows(upload: Upload, sees_withheld: bool) -> dict[str, Any]:
    rows = upload.rows.order_by("row", "id")[:ROWS_SHOWN]
    shown = preview(upload, rows, sees_withheld=sees_withheld)
    total = sum(map(upload.counted.of, TILES))
    caption = f"The first {len(shown)} of {total:,} rows" if total > len(shown) else "All rows"
    return {"tiles": tiles_of(upload), "rows": shown, "rows_caption": caption}


def _checked(request: HttpRequest, upload: Upload, may_change: bool) -> dict[str, Any]:
    """What is wrong, what it would do, and whether it may be applied."""
    listed = dict(upload.findings.values_list("severity").annotate(n=Count("pk")).order_by())
    # All that were found, of which the list has the first.
    errors, warnings = (
        max(upload.counted.of(severity), listed.get(severity, 0))
        for severity in ("error", "warning")
    )
    # Errors come first in the alphabet too.
    findings = Paginator(upload.findings.order_by("severity", "order"), FINDINGS_A_PAGE)
    context = _rows(upload, may_change) | {
        "made": made_of(upload),
        "meanwhile": meanwhile_of(upload),
        "left": upload.counted.left,
        "removed": upload.counted.removed,
        "errors": errors,
        "warnings": warnings,
        "findings": findings.get_page(request.GET.get("findings")),
        "not_listed": errors + warnings > findings.count,
        "unknown_codes": unknown_codes_in(upload.counted),
        "must_accept": bool(warnings) and upload.warnings_accepted_by_id is None,
    }
    if not errors:
        plan = current_plan(request)
        context["would_do"] = _would_do(upload, clocks_of(plan).as_at)
        if may_change and not context["must_accept"]:
            needed = needs_a_reason(upload)
            context["apply_form"] = ApplyForm(None, upload=upload, needed=needed)
    return context


def _would_do(upload: Upload, as_at: date) -> dict[str, Any]:
    """The indicators that would change status, and how many move to which."""
    found = status_impact(upload, as_at)
    best_first = sorted(found, key=lambda one: list(Status).index(one.after.status))
    moves = Counter(one.after.word for one in best_first)
    return {"indicators": found, "moves": list(moves.items()), "as_at": as_at}
