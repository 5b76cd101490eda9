"""Asking for a board pack, and making it in the background."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from core.jobs import queue
from core.jobs.kinds import Report
from core.jobs.leases import fail, finish
from performance.choices import FigureState
from performance.figures.withholding import may_see_withheld
from performance.models import Figure
from priorities.clocks import Clocks, readable_plans
from priorities.models import Plan
from safercornwall.exports.downloads import file_name
from safercornwall.exports.models import BoardPack, BoardPackFile, PackTemplate
from safercornwall.exports.packs.gathering import NAME, gather
from safercornwall.exports.word.confined import CannotWrite, write_in_confinement
from safercornwall.flags.snapshot import Snapshot

# Of one person. Older ones are deleted when they ask for another.
MOST_KEPT = 10
# Of one person, so that nobody keeps all others waiting.
MOST_UNDER_WAY = 3
GONE = "You may not read this plan any more."


class TooMany(Exception):
    """So many packs of this person are being made that they must wait for one."""


def ask_for_pack(plan: Plan, as_at: date, *, by: Any) -> BoardPack:
    """Enqueue a pack; one that is under way already is returned instead. Raises TooMany."""
    of_person = BoardPack.objects.filter(asked_by=by, state__in=BoardPack.UNDER_WAY)
    under_way = of_person.filter(plan=plan, as_at=as_at)
    try:
        with transaction.atomic():
            found = under_way.first()
            if found is not None:
                return found
            if of_person.count() >= MOST_UNDER_WAY:
                raise TooMany
            pack = BoardPack.objects.create(
                plan=plan, as_at=as_at, template=template_of(plan), asked_by=by
            )
            _forget_old_ones(by)
            transaction.on_commit(queue.start_thread)
    except IntegrityError:
        # A double click.
        return under_way.get()
    return pack


def _forget_old_ones(person: Any) -> None:
    own = BoardPack.objects.filter(asked_by=person).order_by("-asked_at", "-pk")
    kept = list(own.values_list("pk", flat=True)[:MOST_KEPT])
    finished = own.filter(state__in=[BoardPack.State.DONE, BoardPack.State.FAILED])
    finished.exclude(pk__in=kept).delete()


def template_of(plan: Plan) -> PackTemplate | None:
    """The partnership's own that is in use, without its content."""
    templates = PackTemplate.objects.filter(partnership=plan.partnership_id, withdrawn_at=None)
    return templates.defer("content").first()


def may_not_be_shown_again(pack: BoardPack, user: Any) -> bool:
    """Whether a number in it may be one that was suppressed since, so that only those who may change figures see it."""
    if not pack.is_done or may_see_withheld(user):
        return False
    # What is suppressed while a pack is being made may stand in it.
    suppressed = Q(state=FigureState.SUPPRESSED, known_from__gt=pack.asked_at)
    # What came in since may stand in it only where the figure said something before.
    withheld = Q(withheld_since__gt=pack.asked_at) & (
        Q(known_from__lte=pack.asked_at) | Q(revision__gt=1)
    )
    return Figure.objects.filter(suppressed | withheld).exists()


def make_pack(job: BoardPack, report: Report) -> None:
    """Make the document and finish the job, in one transaction: a worker that is killed leaves neither."""
    # Whoever asked may have lost the right to read it while the job waited.
    plan = readable_plans(job.asked_by).select_related("partnership").filter(pk=job.plan_id).first()
    if plan is None or not job.asked_by.has_perm("priorities.view_plan"):
        fail(job, GONE)
        return
    snapshot = Snapshot(plan, Clocks(as_at=job.as_at))
    document = gather(snapshot, made_at=timezone.localtime(), report=report)
    try:
        content = write_in_confinement(
            document, bytes(job.template.content) if job.template else None
        )
    except CannotWrite as why:
        fail(job, str(why))
        return
    name = file_name(NAME, plan.title, f"as at {job.as_at.isoformat()}", extension="docx")
    with transaction.atomic():
        BoardPackFile.objects.update_or_create(
            pack=job, defaults={"content": content, "name": name}
        )
        finish(job)
