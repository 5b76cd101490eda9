"""Taking away the second factors of somebody who lost them: they sign in with their password, and add new ones."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.second_factors import factors_of, forget_second_factors
from safercornwall.pages.components.fresh_sign_in import fresh_sign_in
from safercornwall.pages.components.letters import tell
from safercornwall.pages.people.find import find, looks_after_people, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@looks_after_people
@fresh_sign_in
def person_second_factor(request, pk):
    person = find(pk)
    if request.method != "POST":
        context = {"person": person, "factors": factors_of(person)}
        return render(request, "people/second_factor.html", context)
    if forget_second_factors(person, by=user_of(request)):
        tell(person, "second factor", to=person.email)
        messages.success(request, f"{person} has no second factor any more.")
    else:
        messages.error(request, f"{person} has no second factor.")
    return redirect("people:page", pk)
