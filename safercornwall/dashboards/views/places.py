from django.http import Http404


def place(request, **kwargs):
    raise Http404
