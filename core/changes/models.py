"""How often the rows of a table were written, counted by the database itself."""

from django.db import models


class WriteCount(models.Model):
    """`number` more changes of what is called `kind`: of the record with that key, or with 0 of any.

    Numbers are added up. PostgreSQL adds a row for each statement, so that no writer waits for another.
    """

    kind = models.CharField(max_length=63)
    record = models.BigIntegerField(default=0)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "record"], name="change_of_a_record")]

    def __str__(self):
        return f"{self.kind} {self.record}: {self.number}"
