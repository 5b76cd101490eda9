from django.urls import path

from .edit import EDITOR
from .list import influence_list

app_name = "influences"

urlpatterns = [
    *EDITOR.urls,
    path("plans/<slug:plan>/external-influences/", influence_list, name="list"),
]
