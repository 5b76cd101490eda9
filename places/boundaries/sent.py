"""A boundary file that somebody sent: kept until they agree, planned, and loaded as they saw it."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from places.boundaries.actions import load_boundaries
from places.boundaries.known import Known
from places.boundaries.outlines import Spool
from places.boundaries.planning import LoadingPlan, plan_loading
from places.boundaries.reading import BoundaryFile, read_file
from places.boundaries.refusals import BoundaryFileRefused
from places.models import Area, SentBoundaries

# Long enough to look a file over; then it goes.
KEPT_FOR = timedelta(days=1)
FEW = 10
# More places than a local authority has: a file of the whole country, which must say which lies where.
MOST_JUDGED = 1_000


class OtherBoundaries(Exception):
    """The places changed since the person looked, so the file would do something else now."""


def plan_file(
    chunks: Iterable[bytes],
    *,
    parent: Area | None,
    source: str,
    by: Any,
    file_name: str = "",
    beside: bool = False,
) -> LoadingPlan:
    """Keep a file that can be loaded, in place of one that this person sent before, and say what it would do.

    Raises BoundaryFileRefused and ValidationError.
    """
    content = b"".join(chunks)
    with _planned(content, parent, source, beside=beside) as (plan, _):
        pass
    with transaction.atomic():
        SentBoundaries.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()
        SentBoundaries.objects.update_or_create(
            sent_by=by,
            defaults={
                "sent_at": timezone.now(),
                "content": zlib.compress(content),
                "parent": parent,
                "source": source,
                "file_name": file_name[:255],
                "beside": beside,
            },
        )
    return plan


def sent_by(person: Any) -> SentBoundaries | None:
    """The file that waits for this person to agree, if any."""
    since = timezone.now() - KEPT_FOR
    waiting = SentBoundaries.objects.filter(sent_by=person, sent_at__gte=since)
    return waiting.select_related("parent").first()


def plan_sent(sent: SentBoundaries) -> LoadingPlan:
    """What the file would do now. Raises BoundaryFileRefused and ValidationError."""
    with _planned_sent(sent) as (plan, _):
        return plan


@transaction.atomic
def load_sent(sent: SentBoundaries, *, seen: str, by: Any) -> LoadingPlan:
    """Load all of the file, or nothing. `seen` is the digest of the plan that the person looked at.

    Raises OtherBoundaries, BoundaryFileRefused and ValidationError.
    """
    with _planned_sent(sent) as (plan, spool):
        if digest_of_plan(plan) != seen:
            raise OtherBoundaries
        load_boundaries(plan, spool, by=by, file_name=sent.file_name)
        sent.delete()
        return plan


def digest_of_plan(plan: LoadingPlan) -> str:
    """Tells a plan from one that would do something else."""
    new = [
        (
            *(one.feature.code, one.area.slug, one.area.parent_id, one.area.is_elsewhere),
            one.feature.outline.digest,
        )
        for one in plan.made
    ]
    replaced = [match for match, _ in plan.replaced]
    coded = [match for match in plan.codes if match.area.pk]
    known = [
        [(one.feature.code, one.area.pk, one.feature.outline.digest) for one in some]
        for some in (plan.by_code, plan.by_name, coded, replaced, plan.unchanged)
    ]
    facts = (plan.of.name, plan.edition, plan.source, plan.left_out, new, known)
    return sha256(repr(facts).encode()).hexdigest()


def _planned_sent(sent: SentBoundaries) -> AbstractContextManager[tuple[LoadingPlan, Spool]]:
    content = zlib.decompress(sent.content)
    return _planned(content, sent.parent, sent.source, beside=sent.beside)


@contextmanager
def _planned(
    content: bytes, parent: Area | None, source: str, *, beside: bool
) -> Iterator[tuple[LoadingPlan, Spool]]:
    with tempfile.TemporaryDirectory(prefix="boundaries-") as folder:
        path = Path(folder) / "boundaries.geojson"
        path.write_bytes(content)
        with tempfile.TemporaryFile(prefix="boundaries-") as kept, transaction.atomic():
            spool = Spool(kept)
            known = Known.fetch()
            scope = known.scope(everything=not known.systems, unsaid=parent is not None)
            found = read_file(path, scope, spool)
            _refuse_nothing(found)
            edition = str(found.property.year if found.property else timezone.localdate().year)
            plan = plan_loading(
                found, known, edition=edition, source=source, parent=parent, beside=beside
            )
            _refuse_doubtful(plan)
            yield plan, spool


def _refuse_nothing(found: BoundaryFile) -> None:
    if not (found.features or found.refusals):
        raise BoundaryFileRefused(
            f"None of the {found.left_out:,} features has the code of a place here, or lies in one."
        )


def _refuse_doubtful(plan: LoadingPlan) -> None:
    """All of a file is loaded, or nothing."""
    judged = sum(one.area.parent_is_judgement for one in plan.made)
    if judged > MOST_JUDGED:
        raise BoundaryFileRefused(
            f"The file does not say which of its {judged:,} places lie in {plan.made[0].area.parent}. Take a file of these alone."
        )
    if plan.unmatched:
        raise BoundaryFileRefused(
            "The file does not say what its places lie in. Choose it under “New places lie in”."
        )
    if plan.refusals:
        more = len(plan.refusals) - FEW
        said = [f"{one.called} {one.why}." for one in plan.refusals[:FEW]]
        raise ValidationError([*said, *([f"And {more:,} more."] if more > 0 else [])])
