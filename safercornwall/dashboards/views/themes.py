from django.http import Http404


def theme(request, **kwargs):
    raise Http404
