from django.http import Http404


def place_list(request, **kwargs):
    raise Http404


def index_list(request, **kwargs):
    raise Http404


def index(request, **kwargs):
    raise Http404
