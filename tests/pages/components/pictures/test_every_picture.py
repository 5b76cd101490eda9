"""What holds of every picture: safe markup, words for those who do not see it, nothing the policy forbids, and little to send."""

import re
import xml.etree.ElementTree as ET
from dataclasses import fields, is_dataclass, replace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from safercornwall.pages.components.pictures.drawn import DRAWN_BY, draw
from tests.pages.components.pictures.samples import SAMPLES

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' & {{ x }}"
# What is chosen from a few words is no text.
CHOSEN = {"good", "side", "kind", "key", "links"}


def parsed(html):
    return ET.fromstring(f"<body>{html}</body>")


def hostile(thing):
    """The same picture with every text in it hostile."""
    if isinstance(thing, str):
        return HOSTILE
    if isinstance(thing, tuple):
        return tuple(hostile(part) for part in thing)
    if is_dataclass(thing):
        names = {one.name for one in fields(thing) if one.init} - CHOSEN
        return replace(thing, **{name: hostile(getattr(thing, name)) for name in names})
    return thing


@pytest.fixture(params=SAMPLES)
def sample(request):
    return SAMPLES[request.param]


def test_every_kind_of_picture_has_a_sample():
    assert set(DRAWN_BY) == {type(sample) for sample in SAMPLES.values()}


def test_a_picture_is_well_formed_and_the_policy_has_nothing_to_stop(sample):
    for one in parsed(draw(sample)).iter():
        assert one.tag not in ("script", "style", "image", "use", "iframe")
        assert not [name for name in one.attrib if name == "style" or name.startswith("on")]


def test_a_hostile_text_is_shown_and_does_nothing(sample):
    page = parsed(draw(hostile(sample)))
    for one in page.iter():
        assert one.tag not in ("script", "img")
        assert not [name for name in one.attrib if name.startswith("on")]
    words = "".join(page.itertext()) + "".join(
        v for one in page.iter() for v in one.attrib.values()
    )
    assert "<script>alert(1)" in words


def test_a_link_leads_nowhere_outside(sample):
    for one in parsed(draw(hostile(sample))).iter("a"):
        assert not one.attrib["href"].startswith(("javascript:", "//", "http"))


def test_a_picture_says_what_it_shows_or_leaves_that_to_the_words_beside_it(sample):
    for one in parsed(draw(sample)).iter("svg"):
        if "class" in one.attrib and "sc-pic " in one.attrib["class"] + " ":
            is_told = one.attrib.get("aria-label") or one.attrib.get("aria-hidden") == "true"
            assert is_told, ET.tostring(one)[:200]


def test_no_drawing_scales_its_words(sample):
    for one in parsed(draw(sample)).iter("svg"):
        assert "viewBox" not in one.attrib or not list(one.iter("text"))


def test_no_picture_names_a_thing_twice(sample):
    ids = re.findall(r'\sid="([^"]+)"', draw(sample))
    assert len(ids) == len(set(ids))


def test_a_picture_is_small(sample):
    assert len(draw(sample)) < 18_000


def test_a_template_draws_any_picture_and_leaves_out_what_is_missing(sample):
    template = Template("{% load pictures %}[{% picture one %}{% picture none %}]")
    assert template.render(Context({"one": sample, "none": None})) == f"[{draw(sample)}]"


def test_a_picture_can_have_a_title_and_a_note():
    bar = SAMPLES["bar"]
    drawn = render_to_string(
        "components/picture.html", {"picture": bar, "title": "Fires <b>", "note": "How to read it"}
    )
    assert "Fires &lt;b&gt;</figcaption>" in drawn
    assert "How to read it</p>" in drawn
    assert draw(bar) in drawn


def test_what_is_no_picture_is_refused():
    with pytest.raises(TypeError, match="str is not a picture"):
        draw("<svg>")
