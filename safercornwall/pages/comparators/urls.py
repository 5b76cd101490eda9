from django.urls import path

from .edit import edit_comparator, new_comparator
from .history import comparator_history
from .remove import comparator_removal

app_name = "comparators"
AT = "indicators/<slug:slug>/comparators/"
urlpatterns = [
    path(f"{AT}new/", new_comparator, name="new"),
    path(f"{AT}<int:pk>/edit/", edit_comparator, name="edit"),
    path(f"{AT}<int:pk>/remove/", comparator_removal, name="remove"),
    path(f"{AT}<int:pk>/history/", comparator_history, name="history"),
]
