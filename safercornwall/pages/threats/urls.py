from django.urls import path

from .edit import EDITOR
from .list import threat_list
from .page import threat
from .promote import promote_threat
from .several import SEVERAL_THREATS

app_name = "threats"

urlpatterns = [
    *EDITOR.urls,
    *SEVERAL_THREATS.urls,
    path("plans/<slug:plan>/threats/", threat_list, name="list"),
    path("plans/<slug:plan>/threats/<slug:slug>/promote/", promote_threat, name="promote"),
    path("plans/<slug:plan>/threats/<slug:slug>/", threat, name="page"),
]
