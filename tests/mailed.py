"""What tests ask of the e-mails that the planner sent."""

import re

from django.core import mail


def link_in(message, starting="/accounts/"):
    """The path of the one link of ours that a message holds."""
    (link,) = re.findall(rf"https://planner\.example({re.escape(starting)}\S+)", message.body)
    return link


def newest_link(starting="/accounts/"):
    return link_in(mail.outbox[-1], starting)
