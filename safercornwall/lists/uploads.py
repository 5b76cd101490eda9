"""The list of uploads: every file that came in."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from accounts.models import User
from core.lists.columns import ListColumn, by_name, exported, in_turn, soonest
from core.lists.filters import Choice, Filters, Words
from performance.models import Upload, UploadKind
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.plan_filters import containing, narrowed


class UploadFilters(Filters):
    kind = Choice("All kinds", UploadKind.choices, label="What is in it")
    stage = Choice("All stages", Upload.Stage.choices)
    person = Choice("Everybody", label="Uploaded by", proper=True)
    q = Words("Name of the file")
    field_order = ["kind", "stage", "person", "q"]

    def narrow(self, uploads: QuerySet[Upload]) -> QuerySet[Upload]:
        lookups = {"kind": "kind", "stage": "stage", "person": "uploaded_by__username"}
        return containing(narrowed(uploads, self.chosen, **lookups), self.chosen, ["file_name"])


def _counted(name: str, heading: str) -> ListColumn:
    return ListColumn(name, heading, lambda row: row.counted.of(name))


class UploadList(NounList):
    key = "uploads"
    title = "Uploads"
    noun, nouns = "upload", "uploads"
    permission = "performance.view_upload"
    first_order = "The latest first"
    size = 25
    columns = (
        ListColumn("file", "File", lambda row: row, by_name("file_name")),
        exported("number", "Number", lambda row: row.pk),
        ListColumn(
            *("kind", "What is in it", lambda row: UploadKind(row.kind)),
            in_turn("kind", UploadKind),
        ),
        ListColumn(
            *("stage", "Stage", lambda row: Upload.Stage(row.stage)),
            in_turn("stage", Upload.Stage),
            orders=("Stage, waiting first", "Stage, discarded first"),
        ),
        ListColumn(
            *("person", "Uploaded by", lambda row: str(row.uploaded_by)),
            by_name("uploaded_by__username"),
        ),
        ListColumn(
            *("when", "When", lambda row: row.uploaded_at, F("uploaded_at")),
            orders=soonest("When"),
        ),
        _counted("new", "New"),
        _counted("changed", "Changed"),
        _counted("removed", "Removed"),
        exported("applied", "Applied on", lambda row: row.applied_at),
        exported("undone", "Taken back on", lambda row: row.undone_at),
    )

    def filters(self, query: Any) -> UploadFilters:
        form = UploadFilters(query)
        people = User.objects.filter(pk__in=Upload.objects.order_by().values("uploaded_by"))
        form.offer("person", [(person.username, str(person)) for person in people])
        return form

    def found(self) -> QuerySet[Upload]:
        uploads = Upload.objects.select_related("uploaded_by").order_by("-uploaded_at", "-pk")
        return self.form.narrow(uploads)
