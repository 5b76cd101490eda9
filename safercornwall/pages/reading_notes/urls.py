from django.urls import path

from .views import reading_note_list

app_name = "reading_notes"

urlpatterns = [
    path("plans/<slug:plan>/reading-notes/", reading_note_list, name="list"),
]
