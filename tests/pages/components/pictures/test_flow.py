"""The golden thread shows where it is broken, and no box stands upon another."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safercornwall.pages.components.pictures.flow.data import (
    Flow,
    FlowColumn,
    FlowNode,
    holes_of,
)
from safercornwall.pages.components.pictures.flow.drawing import flow_picture
from safercornwall.pages.components.pictures.flow.layout import BOX, GAP, layout_of

THEME = FlowNode("t", 0, "Burglary", "/plans/2012-13/themes/burglary/")
SCOPE = FlowNode("s", 1, "Repeat victims")
PROJECT = FlowNode("p", 2, "Target hardening")
MONEY = FlowNode("f", 3, "£10,000")
INDICATOR = FlowNode("i", 4, "Burglaries")
WHOLE = (("t", "s"), ("s", "p"), ("p", "f"), ("p", "i"))


def thread(*links, nodes=(THEME, SCOPE, PROJECT, MONEY, INDICATOR)):
    return Flow("Burglary", nodes, links)


def holes(flow):
    return {(hole.text, node.text) for hole, node in holes_of(flow)}


def test_a_whole_thread_has_no_hole():
    assert not holes(thread(*WHOLE))
    assert thread(*WHOLE).alt == (
        "Burglary. Theme: 1; Must address: 1; Project: 1; Funding: 1; Indicator: 1. Nothing is missing."
    )


@pytest.mark.parametrize(
    ("cut", "found"),
    [
        (("t", "s"), {("No item stated", "Burglary")}),
        (("s", "p"), {("No project", "Repeat victims")}),
        (("p", "f"), {("No funding", "Target hardening")}),
        (("p", "i"), {("No indicator", "Target hardening"), ("No project", "Burglaries")}),
    ],
)
def test_a_missing_link_is_a_hole(cut, found):
    flow = thread(*(link for link in WHOLE if link != cut))
    assert holes(flow) == found
    assert flow_picture(flow).count("sc-flow__box sc-flow__box--hole") == len(found)


def test_a_hole_is_said_in_words():
    flow = thread(("t", "s"), ("p", "f"), ("p", "i"))
    assert "Missing: No project for Repeat victims." in flow.alt


def test_a_box_says_where_it_leads():
    assert "Leads to: £10,000 and Burglaries." in flow_picture(thread(*WHOLE))


def test_a_link_that_passes_a_column_has_a_lane_between_its_boxes():
    layout = layout_of(thread(*WHOLE).nodes, WHOLE)
    lane = next(spot for spot in layout.spots if spot.links)
    assert lane.links == (("p", "i"),)
    assert abs(layout.middles[lane.key] - layout.middles["f"]) >= (lane.height + BOX) / 2


def test_links_of_one_box_that_pass_a_column_share_a_lane():
    many = (PROJECT, FlowNode("q", 2, "Leaflets"), FlowNode("r", 2, "Wardens"))
    links = (("t", "p"), ("t", "q"), ("t", "r"))
    lanes = [spot for spot in layout_of((THEME, *many), links).spots if spot.links]
    assert [lane.links for lane in lanes] == [links]


def test_a_box_that_comes_up_again_in_the_list_leads_on_only_once():
    again = FlowNode("s2", 1, "Sheds")
    flow = thread(*WHOLE, ("t", "s2"), ("s2", "p"), nodes=(THEME, SCOPE, again, PROJECT, MONEY, INDICATOR))  # fmt: skip
    listed = flow_picture(flow).split("sc-flow__list")[1]
    assert listed.count("Target hardening") == 2
    assert listed.count("£10,000") == 1
    assert listed.count("(as above)") == 1


def test_a_box_has_room_for_its_words():
    long = FlowNode("p2", 2, "Training resource for frontline staff to identify domestic abuse")
    drawn = flow_picture(thread(*WHOLE, nodes=(THEME, SCOPE, PROJECT, MONEY, INDICATOR, long)))
    found = re.findall(r'<foreignObject[^>]* height="(\d+)">.*?sc-flow__text"[^>]*>(.*?)<', drawn)
    heights = {text: int(height) for height, text in found}
    assert heights[long.text] == 4 * 16 + 10
    assert heights["£10,000"] == 16 + 10


@given(st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_no_two_spots_of_a_column_overlap(pairs):
    nodes = [FlowNode(f"n{n}", n % 4, "x") for n in range(12)]
    links = [(f"n{a}", f"n{b}") for a, b in sorted(pairs) if a % 4 < b % 4]
    layout = layout_of(nodes, links)
    for one, other in combinations(layout.spots, 2):
        if one.column == other.column:
            apart = abs(layout.middles[one.key] - layout.middles[other.key])
            assert apart >= (one.height + other.height) / 2
    assert min(layout.middles[s.key] - s.height / 2 for s in layout.spots) == pytest.approx(0)


def test_what_is_linked_with_nothing_stands_no_further_down_than_it_must():
    columns = (FlowColumn("A"), FlowColumn("B"))
    nodes = tuple(FlowNode(f"{n}", n % 2, "x") for n in range(6))
    flow = Flow("x", nodes, (("0", "1"),), columns, needs=())
    assert layout_of(flow.nodes, flow.links).height < 3 * BOX + 6 * GAP


def test_what_leads_on_stands_beside_the_first_box_that_it_leads_to():
    """Not in the middle of a long picture, where nobody sees at first where it begins."""
    projects = tuple(FlowNode(f"p{n}", 2, "Wardens") for n in range(12))
    nodes = (THEME, SCOPE, FlowNode("s2", 1, "Sheds"), *projects)
    links = [
        *(("t", "s"), ("t", "s2")),
        *(("s" if n < 6 else "s2", f"p{n}") for n in range(12)),
    ]
    middles = layout_of(nodes, links).middles
    assert middles["t"] == middles["s"] == middles["p0"] == BOX / 2
    assert middles["s2"] == middles["p6"]


def test_a_flow_of_nothing_is_drawn():
    assert "Theme" in flow_picture(thread(nodes=()))


@pytest.mark.parametrize("link", [("s", "t"), ("t", "t")])
def test_a_link_leads_to_the_right(link):
    with pytest.raises(ValueError, match="from the left to the right"):
        thread(link)


def test_a_box_has_a_key_and_a_column_of_its_own():
    with pytest.raises(ValueError, match="one key"):
        thread(nodes=(THEME, THEME))
    with pytest.raises(ValueError, match="in a column"):
        thread(nodes=(FlowNode("x", 5, "x"),))
