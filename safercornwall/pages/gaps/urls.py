from django.urls import path

from .list import gap_list
from .page import gap

app_name = "gaps"

urlpatterns = [
    path("plans/<slug:plan>/gaps/", gap_list, name="list"),
    path("plans/<slug:plan>/gaps/<slug:slug>/", gap, name="page"),
]
