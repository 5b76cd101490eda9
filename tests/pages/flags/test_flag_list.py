"""All flags, with filters that live in the address."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from safercornwall.flags.catalogue import RULES
from tests.pages.reading_pages import queries_of, words_of


def address(**filters):
    return reverse("flags:list", query=filters)


def flags_on(response):
    return [
        flag
        for group in response.context["groups"]
        for found in group.rules
        for flag in found.flags
    ]


def test_every_flag_of_the_seeded_plan_is_listed_under_its_rule(client, seeded_db):
    response = client.get(address())
    flags = flags_on(response)
    assert len(flags) == response.context["count"] == response.context["total"]
    words = unescape(words_of(response))
    for rule in {flag.rule for flag in flags}:
        assert rule.explains in words


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"group": "funding"}, lambda flag: flag.rule.group == "funding"),
        ({"rule": "off_track"}, lambda flag: flag.rule.key == "off_track"),
        ({"severity": "high"}, lambda flag: flag.severity == "high"),
        ({"kind": "project"}, lambda flag: flag.kind._meta.model_name == "project"),
        ({"kind": "delivery-gap"}, lambda flag: flag.kind._meta.model_name == "deliverygap"),
        (
            {"theme": "domestic-abuse"},
            lambda flag: "domestic-abuse" in {getattr(r, "slug", "") for r in (flag.record, *flag.touches)},
        ),
    ],
)  # fmt: skip
def test_a_filter_leaves_only_what_it_names(client, seeded_db, filters, holds):
    everything = flags_on(client.get(address()))
    response = client.get(address(**filters))
    found = flags_on(response)
    assert found
    assert all(holds(flag) for flag in found)
    assert len(found) == sum(holds(flag) for flag in everything) < len(everything)
    assert response.context["count"] == len(found)


def test_filters_narrow_together(client, seeded_db):
    response = client.get(address(group="performance", theme="sexual-violence", severity="high"))
    assert [str(flag.rule.key) for flag in flags_on(response)] == ["off_track"]
    assert "1 flag match" in words_of(response)


def test_flags_are_counted_by_severity_and_each_count_leads_to_as_many(client, seeded_db):
    tiles = client.get(address()).context["tiles"]
    assert [str(tile.severity) for tile in tiles] == ["high", "medium", "low"]
    for tile in tiles:
        response = client.get(reverse("flags:list") + tile.url)
        assert len(flags_on(response)) == tile.count
        assert {flag.severity for flag in flags_on(response)} == {tile.severity}
        assert [one.count for one in response.context["tiles"]] == [one.count for one in tiles]


def test_counts_by_severity_keep_the_other_filters(client, seeded_db):
    tiles = client.get(address(group="performance", severity="high")).context["tiles"]
    assert (
        sum(tile.count for tile in tiles)
        == client.get(address(group="performance")).context["count"]
    )
    assert all("group=performance" in tile.url for tile in tiles)


def test_a_filter_nobody_offers_is_left_out_with_a_plain_word(client, seeded_db):
    response = client.get(address(rule="drop table", theme="nowhere", severity="dreadful"))
    assert response.status_code == 200
    assert response.context["count"] == response.context["total"]
    assert "This choice is not in the list, so it was left out" in words_of(response)


def test_filters_that_nothing_matches_say_so(client, world):
    world.theme()
    assert "No flag matches these filters" in words_of(client.get(address(rule="on_hold")))


def test_a_plan_in_order_says_that_nothing_needs_attention(client, world):
    assert "No rule finds anything that needs attention" in words_of(client.get(address()))


def test_many_mild_flags_of_a_rule_stand_folded_and_few_do_not(client, world):
    theme = world.theme()
    world.funding(world.project(theme), "secured", amount=5000, ends_on=date(2015, 3, 31))
    for _ in range(8):
        world.project(theme)
    folded = {
        found.rule.key: found.folded
        for g in client.get(address()).context["groups"]
        for found in g.rules
    }
    assert folded["never_costed"] == []
    world.project(theme)
    response = client.get(address())
    found = next(
        f for g in response.context["groups"] for f in g.rules if f.rule.key == "never_costed"
    )
    assert (len(found.folded), found.lines) == (9, [])
    assert "Never costed: 9 of low severity" in words_of(response)


def test_each_flag_leads_to_what_it_is_about(client, seeded_db):
    response = client.get(address())
    html = response.content.decode()
    urls = {flag.url for flag in flags_on(response)}
    assert len(urls) > 50
    for url in urls:
        assert f'href="{url}"' in html


def test_every_rule_can_be_asked_for(client, world):
    offered = dict(client.get(address()).context["form"].fields["rule"].choices)
    assert {rule.key for rule in RULES} < set(offered)


def test_without_a_plan_there_is_no_list(client):
    page = client.get(address())
    assert "no plan yet" in words_of(page)


def test_a_stranger_may_not_read_it(sign_in, stranger, world):
    assert sign_in(stranger).get(address()).status_code == 403


def test_it_only_reads(client, world):
    assert client.post(address()).status_code == 405


def test_it_asks_the_database_as_often_for_many_flags_as_for_few(client, world):
    world.theme()
    client.get(address())
    few = queries_of(client, address())
    for _ in range(3):
        theme = world.theme()
        world.indicator(theme, 10, 80)
        world.gap(theme)
        world.threat(theme)
        world.scope_item(theme)
        world.priority_area(theme, world.area(f"Town {world.next()}", within=world.county))
        world.project(theme, status="on_hold")
    assert queries_of(client, address()) == few <= 15
