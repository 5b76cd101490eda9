from django.http import Http404


def reading_note_list(request, **kwargs):
    raise Http404


def strategy_list(request, **kwargs):
    raise Http404


def acronym_list(request, **kwargs):
    raise Http404
