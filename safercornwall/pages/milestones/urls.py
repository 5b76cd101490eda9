from django.urls import path

from .list import milestone_list

app_name = "milestones"
urlpatterns = [path("milestones/", milestone_list, name="list")]
