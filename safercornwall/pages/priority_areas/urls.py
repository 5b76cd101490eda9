from django.urls import path

from .edit import EDITOR
from .list import priority_area_list

app_name = "priority_areas"
urlpatterns = [
    *EDITOR.urls,
    path("plans/<slug:plan>/priority-areas/", priority_area_list, name="list"),
]
