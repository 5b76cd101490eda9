"""Pages of a plan are drawn once and kept, until something changes that they show.

Only what everybody who may read the plan sees alike is kept: no form, no name of who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils.safestring import SafeString

from core.changes.counting import changes_in_all, total
from core.changes.turns import in_turn
from core.changes.watching import watch
from core.digests import digest_of_code
from core.replicas.reading import ask_the_primary
from performance.models import ClosedPeriod
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.kept_pages.models import KeptPage

# The code whose change makes every page be drawn again.
CODE = (
    *("core", "accounts", "places", "priorities", "performance", "projects", "safercornwall"),
    "templates",
)


def watch_pages() -> None:
    """Count what changes a page, besides what changes its flags."""
    for model in (ClosedPeriod, *apps.get_app_config("places").get_models()):
        watch(model)


def kept_page(page: str, snapshot: Snapshot, draw: Callable[[], str]) -> SafeString:
    """What `draw` gives, HTML of the plan's own day, or what it gave when nothing had changed since."""
    if not snapshot.keeps:
        return SafeString(draw())
    code = digest_of_code(CODE)
    here = KeptPage.objects.filter(plan=snapshot.plan, page=page, as_at=snapshot.as_at, code=code)
    contents = here.values_list("content", flat=True)
    for content in contents.filter(changes=changes_in_all()):
        return SafeString(content)
    ask_the_primary()
    return SafeString(
        in_turn(
            ("page", snapshot.plan.pk, page),
            lambda: _drawn(page, snapshot, code, draw),
            lambda asked: contents.filter(changes__gte=asked).first(),
        )
    )


def _drawn(page: str, snapshot: Snapshot, code: str, draw: Callable[[], str]) -> str:
    """What `draw` gives, kept from now on."""
    # Counted first: whatever is written from now on makes what is drawn here out of date.
    changes = total()
    content = draw()
    facts = {"as_at": snapshot.as_at, "changes": changes, "code": code, "content": content}
    try:
        with transaction.atomic():
            KeptPage.objects.bulk_create(
                [KeptPage(plan=snapshot.plan, page=page, **facts)],
                update_conflicts=True,
                unique_fields=["plan", "page"],
                update_fields=list(facts),
            )
    except DatabaseError:
        # Somebody else is writing. The page is shown, and kept another time.
        pass
    return content
