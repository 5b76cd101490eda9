from django.urls import path

from .edit import EDITOR
from .list import evidence_list

app_name = "evidence"
urlpatterns = [
    *EDITOR.urls,
    path("plans/<slug:plan>/evidence/", evidence_list, name="list"),
]
