"""Move uploaded files between the database and the bucket that STORAGE_S3_BUCKET names."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.stored_files import FileNotReached, are_stored, remove_once_committed, store
from performance.models import UploadFile


class Command(BaseCommand):
    help = (
        "Moves every uploaded file into the bucket, or back into the database. One after the other, each compared with what came in:"
        " run it again after it was cut off. People go on working."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", choices=["bucket", "database"], required=True)

    def handle(self, *args, to, **options):
        if not are_stored():
            raise CommandError("STORAGE_S3_BUCKET is not set.")
        rows = UploadFile.objects.order_by("pk")
        left = rows.filter(stored_as="") if to == "bucket" else rows.exclude(stored_as="")
        moved = 0
        for pk in list(left.values_list("pk", flat=True)):
            try:
                moved += _move(pk, to)
            except FileNotReached as why:
                raise CommandError(f"{why} {moved:,} files were moved before.") from why
        self.stdout.write(f"Moved into the {to}: {moved:,} files.")


def _move(pk, to):
    """Whether there was one to move: it may have been erased meanwhile."""
    with transaction.atomic():
        file = UploadFile.objects.select_for_update(of=("self",)).select_related("upload")
        file = file.filter(pk=pk).first()
        if file is None or bool(file.stored_as) is (to == "bucket"):
            return False
        before, content = file.stored_as, file.whole()
        file.stored_as = store(content) if to == "bucket" else ""
        file.content = b"" if to == "bucket" else content
        file.save(update_fields=["content", "stored_as"])
        remove_once_committed([before])
    return True
