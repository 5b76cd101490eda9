"""All flags, with filters in the address."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.flags.catalogue import all_rules, raise_flags
from safercornwall.pages.components.flag_lines import by_group
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.flags.filters import FlagFilters


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def flag_list(request):
    snapshot = read_plan(request)
    flags = raise_flags(snapshot)
    filters = FlagFilters(request.GET, themes=snapshot.themes, flags=flags)
    found = filters.narrow(flags)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "form": filters,
        "count": len(found),
        "total": len(flags),
        "narrowed": bool({"rule", "severity"} & filters.chosen.keys()),
        "groups": by_group(found, all_rules()),
    }
    return render(request, "flags/list.html", context)
