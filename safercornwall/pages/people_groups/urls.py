from django.urls import path

from .edit import EDITOR
from .list import people_group_list

app_name = "people_groups"

urlpatterns = [
    *EDITOR.urls,
    path("people-groups/", people_group_list, name="list"),
]
