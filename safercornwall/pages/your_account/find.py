"""The person whose account it is."""

from accounts.models import User


def signed_in_person(request):
    """The person who is signed in, with their organisation, as a record of the database."""
    return User.objects.select_related("organisation").get(pk=request.user.pk)
