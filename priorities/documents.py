"""The documents of the plan: what is edited whole, with its parts, and keeps its versions."""

from core.documents.history import keep_history
from priorities import models


def keep_histories() -> None:
    keep_history(models.Plan, "statements")
    keep_history(models.Theme, "scope_items")
    keep_history(models.Evidence, "figures")
    keep_history(models.PerformanceStatement)
    keep_history(models.PriorityArea, "reasons", "reasons__figures")
    keep_history(models.DeliveryGap, "wordings")
    keep_history(models.Threat, "wordings")
    keep_history(models.Decision)
    keep_history(models.KeyDate)
    keep_history(models.ExternalInfluence, "points")
    keep_history(models.Strategy)
    keep_history(models.PeopleGroup)
    keep_history(models.Acronym)
    keep_history(models.ReadingNote)
