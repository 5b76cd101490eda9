from django.urls import path

from .list import project_list
from .page import project

app_name = "projects"

urlpatterns = [
    path("projects/", project_list, name="list"),
    path("projects/<slug:slug>/", project, name="page"),
]
