from django.urls import path

from .edit import EDITOR
from .list import index_list
from .page import index

app_name = "indices"

urlpatterns = [
    *EDITOR.urls,
    path("indices/", index_list, name="list"),
    path("indices/<slug:slug>/", index, name="page"),
]
