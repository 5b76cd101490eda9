"""A page is light: all that a first visit fetches, compressed as the server sends it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from safercornwall.staticfiles import QuickCompressor

STATIC = re.compile(r'(?:href|src|data-[a-z-]+)="/static/([^"?#]+\.(?:css|js|svg))"')
KILOBYTE = 1000


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def weight_of(client, address):
    """In kB: the page, its styles and its scripts. Static files are compressed once, as they are collected."""
    page = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    files = set(STATIC.findall(gzip.decompress(page.content).decode()))
    assert len(files) > 5
    sent = [
        QuickCompressor.compress_brotli(Path(finders.find(name)).read_bytes()) for name in files
    ]
    return (len(page.content) + sum(map(len, sent))) / KILOBYTE


def test_the_board_is_at_most_60_kb(client, seeded_db):
    assert weight_of(client, "/") <= 60


def test_a_page_with_a_chart_is_at_most_520_kb(client, seeded_db):
    assert weight_of(client, "/indicators/deliberate-fires-secondary/") <= 520


def test_who_takes_no_compression_gets_plain_pages(seeded_db):
    page = Client().get("/accounts/sign-in/")
    assert "Content-Encoding" not in page.headers
    assert "Sign in" in page.content.decode()
