"""Which backups were made and verified, so that a planner can tell when the newest is too old."""

from django.db import models


class VerifiedBackup(models.Model):
    """A backup whose file was read back, decrypted and compared with the database that it is of."""

    made_at = models.DateTimeField(help_text="The moment that it is of.")
    verified_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=255, help_text="Of the file.")
    size = models.BigIntegerField(help_text="Bytes of the file.")
    sha256 = models.CharField(max_length=64, help_text="Of what is encrypted in it.")
    rows = models.BigIntegerField()
    is_restored = models.BooleanField(
        help_text="Whether it was restored into a database of its own, and each table compared."
    )

    class Meta:
        default_permissions = ()
        ordering = ["-made_at"]

    def __str__(self):
        return self.name
