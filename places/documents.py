"""Places and indices are edited whole, with their parts, and keep their versions."""

from core.documents.history import keep_history

from .actions import save_area
from .models import Area, PlaceIndex


def keep_histories() -> None:
    keep_history(Area, "codes", save=save_area)
    keep_history(PlaceIndex, "components", "bands")
