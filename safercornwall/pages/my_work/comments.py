"""Comments by others on somebody's records, or that name them, since they were last here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import Comment, User
from safercornwall.lists.record_kinds import KIND_BY_MODEL, RecordKind
from safercornwall.pages.components.comments import address_of_comment
from safercornwall.pages.my_work.records import MyRecord

MOST_SHOWN = 50


@dataclass(frozen=True)
class NewComment:
    """A comment that names the person, if `names_me`, or is on one of their records."""

    comment: Comment
    kind: RecordKind
    record: Any
    names_me: bool

    @property
    def url(self) -> str:
        return address_of_comment(self.comment, self.record)


def comments_by_others(
    records: Iterable[MyRecord], person: User, since: datetime
) -> list[NewComment]:
    """The newest first, at most MOST_SHOWN. Those on records that the person may not read any more are left out."""
    naming = set(person.comment_namings.values_list("comment", flat=True))
    about = Q(pk__in=naming)
    keys: dict[str, list[int]] = {}
    for row in records:
        keys.setdefault(str(row.record._meta.model_name), []).append(row.record.pk)
    for model, pks in keys.items():
        about |= Q(content_type__model=model, object_id__in=pks)
    comments = (
        Comment.objects.filter(about, at__gt=since, withdrawn_at=None)
        .exclude(author=person)
        .select_related("author", "content_type")
        .order_by("-at", "-pk")
    )
    return _with_records(list(comments[:MOST_SHOWN]), person, naming)


def _with_records(comments: list[Comment], person: User, naming: set[int]) -> list[NewComment]:
    """A query for each kind of record that is commented on."""
    keys: dict[RecordKind, set[int]] = {}
    for comment in comments:
        keys.setdefault(_kind_of(comment), set()).add(comment.object_id)
    readable = {kind: kind.visible_to(person).in_bulk(pks) for kind, pks in keys.items()}
    found = []
    for comment in comments:
        kind = _kind_of(comment)
        record = readable[kind].get(comment.object_id)
        if record is not None:
            found.append(NewComment(comment, kind, record, comment.pk in naming))
    return found


def _kind_of(comment: Comment) -> RecordKind:
    return KIND_BY_MODEL[comment.content_type.model_class()]
