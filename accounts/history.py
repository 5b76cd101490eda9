"""What is kept of a person before a change: never a password, not even as the hash it is stored as."""

from simple_history.models import HistoricalRecords

NOT_KEPT = ("password", "last_login", "sessions_ended")


class HistoryOfPeople(HistoricalRecords):
    def __init__(self):
        super().__init__(excluded_fields=NOT_KEPT)

    def post_save(self, instance, created, using=None, **kwargs):
        """Every sign-in saves its time, which is no change to the person."""
        saved = kwargs.get("update_fields")
        if saved is None or set(saved) - set(NOT_KEPT):
            super().post_save(instance, created, using=using, **kwargs)
