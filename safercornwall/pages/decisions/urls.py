from django.urls import path

from .list import decision_list
from .page import decision

app_name = "decisions"

urlpatterns = [
    path("plans/<slug:plan>/decisions/", decision_list, name="list"),
    path("plans/<slug:plan>/decisions/<slug:slug>/", decision, name="page"),
]
