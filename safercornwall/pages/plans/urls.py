from django.urls import path

from .page import plan

app_name = "plans"

urlpatterns = [
    path("plans/<slug:plan>/", plan, name="page"),
]
