from django.urls import path

from .correct import correct_project_update
from .edit import EDITOR
from .lessons import lessons
from .list import project_list
from .page import project
from .several import SEVERAL_PROJECTS
from .update import close, write_project_update

app_name = "projects"

urlpatterns = [
    *EDITOR.urls,
    *SEVERAL_PROJECTS.urls,
    path("projects/", project_list, name="list"),
    path("projects/lessons/", lessons, name="lessons"),
    path("projects/<slug:slug>/update/", write_project_update, name="update"),
    path(
        "projects/<slug:slug>/updates/<int:number>/correct/",
        correct_project_update,
        name="correct",
    ),
    path("projects/<slug:slug>/close/", close, name="close"),
    path("projects/<slug:slug>/", project, name="page"),
]
