from django.http import Http404


def flag_list(request, **kwargs):
    raise Http404
