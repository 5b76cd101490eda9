from django.http import Http404


def plan(request, **kwargs):
    raise Http404


def theme_list(request, **kwargs):
    raise Http404


def influence_list(request, **kwargs):
    raise Http404
