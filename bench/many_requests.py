"""A web process that answers 2,000 requests, and says by how many bytes it grew meanwhile: python -m bench.many_requests"""

import sys
from itertools import cycle, islice

import django

django.setup()

from bench.machine import resident
from bench.pages import BOARD, PAGES, read, reader

# Until then it loads what it needs.
FIRST, ALL = 400, 2_000
# Each other page stands between nine readings of the board, as that one is quick.
BOARDS = 9


def main() -> None:
    client = reader()
    addresses = cycle(
        address for other in PAGES.values() for address in (other, *[PAGES[BOARD]] * BOARDS)
    )
    before = 0
    for number, address in enumerate(islice(addresses, ALL)):
        if number == FIRST:
            before = resident()
        read(client, address)
    sys.stdout.write(str(resident() - before))


if __name__ == "__main__":
    main()
