"""The number of flags on a page is that of the list which it leads to, and of what can be taken away."""

import pytest

from priorities.clocks import clocks_of
from priorities.models import Plan
from projects.models import Project
from safercornwall.exports.packs.attention import attention
from safercornwall.flags.keeping import flags_of
from safercornwall.flags.snapshot import Snapshot

DAYS = [None, "2011-09-30"]


@pytest.fixture(params=DAYS, ids=str)
def reader(request, client, board, seeded_db):
    client.force_login(board)
    if request.param:
        client.post("/as-at/", {"day": request.param})
    return client


def listed(client, address):
    return client.get(address).context["count"]


def test_the_board_counts_what_its_lists_hold(reader):
    page = reader.get("/").context
    assert page["flag_count"] == listed(reader, "/flags/")
    for group in page["flag_groups"]:
        assert group.number == listed(reader, f"/flags/?group={group.key}"), group.label
        for found in group.rules:
            assert len(found.flags) == listed(reader, found.url), found.rule.key
            for count in found.counts:
                if count.number:
                    assert count.number == listed(reader, count.url), count.url


def test_a_theme_counts_what_its_list_holds(reader):
    for theme in Plan.objects.get(slug="2012-13").themes.all():
        page = reader.get(theme.get_absolute_url()).context
        shown = len(page["attention"].serious) + sum(
            len(rows) for _, rows in page["attention"].folded
        )
        assert shown == len(page["flags"]) == listed(reader, page["flags_url"]), theme


def test_what_is_true_of_all_leads_to_that_many_records(reader):
    lines = reader.get("/").context["of_all"]
    assert [line.subject for line in lines] == ["58 of 58 projects were never costed"]
    [line] = lines
    assert len(reader.get(line.url).context["list"].listing.rows) == 58
    project = Project.objects.first()
    assert line.subject in reader.get(project.get_absolute_url()).content.decode()


def test_the_pack_counts_as_the_list_does(seeded_db, db, client, board):
    client.force_login(board)
    plan = Plan.objects.get(slug="2012-13")
    snapshot = Snapshot(plan, clocks_of(plan))
    flags = flags_of(snapshot)
    rows = {}
    for piece in attention(flags):
        if getattr(piece, "caption", "") == "How often each rule raises a flag":
            rows = {row.cells[1].words[0]: row.cells[2:] for row in piece.rows}
    for rule in {flag.rule for flag in flags}:
        number = sum(int(cell.words[0]) for cell in rows[rule.title] if cell.words[0] != "–")
        assert number == listed(client, f"/flags/?rule={rule.key}"), rule.key
    assert [cell.words[0] for cell in rows["Never costed"]] == ["–", "–", "1"]
