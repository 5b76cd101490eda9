from .edit import EDITOR

app_name = "performance_statements"

urlpatterns = EDITOR.urls
