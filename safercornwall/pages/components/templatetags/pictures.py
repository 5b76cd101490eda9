"""Tags of the pictures that the server draws."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures import shapes
from safercornwall.pages.components.pictures.drawn import draw

register = template.Library()


@register.simple_tag
def picture(drawn: object) -> SafeString:
    """`{% picture bars %}`: any picture of safercornwall/pages/components/pictures/. Nothing where there is none."""
    return draw(drawn) if drawn else SafeString("")


@register.simple_tag
def shape(name: str) -> SafeString:
    return shapes.shape(name)
