from .edit import EDITOR

app_name = "targets"
urlpatterns = [*EDITOR.urls]
