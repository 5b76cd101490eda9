from django.http import Http404


def indicator_list(request, **kwargs):
    raise Http404
