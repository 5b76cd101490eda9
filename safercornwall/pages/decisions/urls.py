from django.urls import path

from .decide import decide
from .edit import EDITOR
from .list import decision_list
from .page import decision
from .several import SEVERAL_DECISIONS

app_name = "decisions"

urlpatterns = [
    *EDITOR.urls,
    *SEVERAL_DECISIONS.urls,
    path("plans/<slug:plan>/decisions/", decision_list, name="list"),
    path("plans/<slug:plan>/decisions/<slug:slug>/decide/", decide, name="decide"),
    path("plans/<slug:plan>/decisions/<slug:slug>/", decision, name="page"),
]
