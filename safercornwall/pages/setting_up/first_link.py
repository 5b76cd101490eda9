"""The link by which the first administrator comes in, as it is printed where the server runs."""

from __future__ import annotations

import sys

from django.db import DatabaseError, connections
from django.urls import reverse

from accounts.first_administrator import first_link
from accounts.links import token_of
from safercornwall.pages.components.letters import absolute


def first_address() -> str:
    """Empty once somebody can sign in. Only a path where nobody said where people find the planner."""
    link = first_link()
    if link is None:
        return ""
    path = reverse("setting_up:first_link", kwargs={"token": token_of(link)})
    return absolute(path) or path


def print_first_link() -> None:
    """Print the link as a server starts. A database that is not built yet has nobody to let in."""
    try:
        address = first_address()
    except DatabaseError:
        return
    finally:
        # A server may start several processes from this one, which must not share a connection.
        connections.close_all()
    if address:
        print(f"\n{words_for(address)}\n", file=sys.stderr, flush=True)


def words_for(address: str) -> str:
    return (
        "Nobody can sign in yet. Whoever opens this link becomes the first administrator:\n\n"
        f"  {address}\n\n"
        "It works once, for a day."
    )
