from django.urls import path

from .page import my_work

app_name = "my_work"

urlpatterns = [path("my-work/", my_work, name="page")]
