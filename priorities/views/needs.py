from django.http import Http404


def gap_list(request, **kwargs):
    raise Http404


def threat_list(request, **kwargs):
    raise Http404


def decision_list(request, **kwargs):
    raise Http404
