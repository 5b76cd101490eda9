from safercornwall.dashboards.flags.registry import Flag, Group, Severity, rule


@rule(
    group=Group.FUNDING,
    title="Never costed",
    explains="No amount of money is recorded for the project, from any source.",
    order=4,
)
def never_costed(snapshot):
    for project in snapshot.open_projects:
        if all(line.amount is None for line in project.funding_lines.all()):
            reason = "No cost is recorded, in any year or from any source."
            yield Flag(project, reason, Severity.LOW, tuple(snapshot.themes_of_project(project)))
