from django.http import Http404


def gap(request, **kwargs):
    raise Http404


def threat(request, **kwargs):
    raise Http404


def decision(request, **kwargs):
    raise Http404
