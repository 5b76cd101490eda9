from django.urls import path

from .page import golden_thread

app_name = "golden_threads"
urlpatterns = [
    path("plans/<slug:plan>/themes/<slug:slug>/golden-thread/", golden_thread, name="page"),
]
