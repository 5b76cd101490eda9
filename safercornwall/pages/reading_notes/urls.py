from django.urls import path

from .edit import EDITOR
from .list import reading_note_list

app_name = "reading_notes"

urlpatterns = [
    *EDITOR.urls,
    path("plans/<slug:plan>/reading-notes/", reading_note_list, name="list"),
]
