"""Records that people edit and archive in the browser."""

from __future__ import annotations

from typing import Any, cast

from django.db import models

from core.records.natural import NaturalQuerySet


class LiveManager(models.Manager):
    """Leaves out what is archived. `unarchived` names the paths to look at: "" for the record, "theme" for its theme."""

    unarchived: tuple[str, ...] = ("",)

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.filter(
            **{f"{name}__archived_at".removeprefix("__"): None for name in self.unarchived}
        )


def live(queryset: type[models.QuerySet] = NaturalQuerySet, *, within: tuple[str, ...] = ()) -> Any:
    """A manager with the methods of `queryset`. It leaves out archived records, and those `within` an archived one."""
    return _manager(queryset, ("", *within))


def live_within(*wholes: str) -> Any:
    """A manager of parts. It leaves out those that belong to an archived record."""
    return _manager(NaturalQuerySet, wholes)


def _manager(queryset: type[models.QuerySet], unarchived: tuple[str, ...]) -> Any:
    """Each manager has a class of its own, because relations make theirs from the class alone."""
    kind = type("LiveManager", (LiveManager,), {"unarchived": unarchived})
    return cast("Any", kind).from_queryset(queryset)()


class Editable(models.Model):
    """A record with a `version`, which goes up with every edit. An archived one is kept, and shown on no page.

    `objects` leaves archived records out, and so do relations that lead to many; a key to one still finds it.
    A join still finds them: a query that joins filters them out itself.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: models.Manager = live()
    # The second of its managers: the first one is what relations use.
    with_archived: models.Manager = models.Manager()

    class Meta:
        abstract = True
