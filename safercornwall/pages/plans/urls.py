from django.urls import path

from .edit import EDITOR
from .next import next_plan
from .page import plan

app_name = "plans"

urlpatterns = [
    *EDITOR.urls,
    path("plans/<slug:plan>/next/", next_plan, name="next"),
    path("plans/<slug:plan>/", plan, name="page"),
]
