from django.urls import path

from .edit import EDITOR
from .list import acronym_list

app_name = "acronyms"

urlpatterns = [
    *EDITOR.urls,
    path("acronyms/", acronym_list, name="list"),
]
