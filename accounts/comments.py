"""Commenting on a record, naming people in it, telling them once, and withdrawing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Comment, CommentNaming, User
from core.records.changes import rows_written

# "@olive", but not the end of an e-mail address.
NAMED = re.compile(r"(?<![\w.+-])@([\w.@+-]+)")
# What ends a sentence, and may end a username too.
ENDINGS = ".@+-_"


@transaction.atomic
def comment_on(
    record: models.Model, *, by: User, text: str, readers: Iterable[User], tell: Iterable[User]
) -> Comment:
    """Keep a comment. It names those whom `text` names and whom `by` wants to `tell`, if they are `readers`."""
    known = {person.pk: person for person in readers if person.pk != by.pk}
    wanted = [*tell, *people_named_in(text, known.values())]
    named = {person.pk: person for person in wanted if person.pk in known}
    comment = Comment.objects.create(
        author=by,
        text=text,
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
    )
    CommentNaming.objects.bulk_create(
        CommentNaming(comment=comment, person=person) for person in named.values()
    )
    return comment


def comments_about(record: models.Model) -> QuerySet[Comment]:
    """The comments on a record, withdrawn ones too, the oldest first."""
    meta = record._meta
    return Comment.objects.filter(
        content_type__app_label=meta.app_label,
        content_type__model=meta.model_name,
        object_id=record.pk,
    )


def people_named_in(text: str, people: Iterable[User]) -> list[User]:
    """Those of `people` whom the text names by username: "@olive"."""
    by_username = {person.username.casefold(): person for person in people}
    found = (_named_by(word.casefold(), by_username) for word in NAMED.findall(text))
    return [person for person in found if person is not None]


def names_of_nobody(text: str, people: Iterable[User]) -> list[str]:
    """The words of the text that look like a naming and name none of `people`: "@olvie", each once."""
    by_username = {person.username.casefold(): person for person in people}
    found = [
        f"@{word.rstrip(ENDINGS)}"
        for word in NAMED.findall(text)
        if word.rstrip(ENDINGS) and _named_by(word.casefold(), by_username) is None
    ]
    return list(dict.fromkeys(found))


def _named_by(word: str, by_username: dict[str, User]) -> User | None:
    """The person that a word names: "@olive." names "olive", unless there is an "olive."."""
    while word and word not in by_username:
        if word[-1] not in ENDINGS:
            return None
        word = word[:-1]
    return by_username.get(word)


def tell_named(comment: Comment, send: Callable[[User], bool]) -> tuple[list[User], list[User]]:
    """Tell each person whom the comment names, once. Returns who was told, and whom no e-mail reached."""
    told, missed = [], []
    for naming in comment.namings.filter(told_at=None).select_related("person"):
        mine = CommentNaming.objects.filter(pk=naming.pk)
        if not mine.filter(told_at=None).update(told_at=timezone.now()):
            continue
        if send(naming.person):
            told.append(naming.person)
        else:
            mine.update(told_at=None)
            missed.append(naming.person)
    return told, missed


def may_withdraw(person: Any, comment: Comment) -> bool:
    """Its author may, and an administrator; nobody who only reads."""
    is_theirs = comment.author_id == person.pk or person.has_perm("accounts.change_user")
    return is_theirs and bool(person.has_perm("accounts.add_comment"))


@transaction.atomic
def withdraw_comment(comment: Comment, *, by: User) -> bool:
    """Stop showing it; its text is kept. Returns False where it was withdrawn already."""
    standing = Comment.objects.filter(pk=comment.pk, withdrawn_at=None)
    is_withdrawn = bool(standing.update(withdrawn_at=timezone.now(), withdrawn_by=by))
    rows_written.send(Comment, pks=[comment.pk])
    return is_withdrawn
