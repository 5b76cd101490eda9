"""Of those who want the same at once, one works it out. Nobody is given what was worked out before they asked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import SimpleNamespace

import pytest

from core.changes import turns
from core.changes.turns import in_turn

SOON = 10


class Work:
    """Takes until `go` is set, and is found by those who asked at its count or before."""

    def __init__(self, monkeypatch, count=7):
        self.count = count
        self.began, self.waiting, self.go = Event(), Event(), Event()
        self.times, self.found = 0, []
        monkeypatch.setattr(turns, "_TURNS", {})
        monkeypatch.setattr(turns, "connection", SimpleNamespace(in_atomic_block=False))
        monkeypatch.setattr(turns, "total", self._asked)

    def _asked(self):
        self.waiting.set()
        return self.count

    def __call__(self):
        self.times += 1
        at = self.count
        self.began.set()
        assert self.go.wait(SOON)
        self.found.append(at)
        return f"by {self.times}, at {at}"

    def since(self, asked):
        return next((f"found, at {at}" for at in self.found if at >= asked), None)

    def of_two(self, between=lambda: None):
        """What the first is given, and a second who asks while the first is at work."""
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(in_turn, "flags", self, self.since)
            assert self.began.wait(SOON)
            between()
            second = pool.submit(in_turn, "flags", self, self.since)
            assert self.waiting.wait(SOON)
            self.go.set()
            return first.result(SOON), second.result(SOON)


@pytest.fixture
def work(monkeypatch):
    return Work(monkeypatch)


def test_the_second_waits_for_what_the_first_finds(work):
    assert work.of_two() == ("by 1, at 7", "found, at 7")
    assert work.times == 1


def test_what_was_begun_before_a_change_is_not_given_to_who_asks_after_it(work):
    def change():
        work.count = 8

    assert work.of_two(change) == ("by 1, at 7", "by 2, at 8")


def test_who_comes_alone_works_it_out_each_time(work):
    work.go.set()
    assert [in_turn("flags", work, work.since) for _ in range(2)] == ["by 1, at 7", "by 2, at 7"]


def test_within_a_transaction_nobody_waits(work, monkeypatch):
    monkeypatch.setattr(turns, "connection", SimpleNamespace(in_atomic_block=True))
    work.go.set()
    turns._TURNS["flags"] = SimpleNamespace(acquire=None)
    assert in_turn("flags", work, work.since) == "by 1, at 7"


def test_after_an_error_the_next_has_a_turn(work):
    def fail():
        raise ValueError("cannot")

    with pytest.raises(ValueError, match="cannot"):
        in_turn("flags", fail, work.since)
    work.go.set()
    assert in_turn("flags", work, work.since) == "by 1, at 7"


def test_who_waits_too_long_works_it_out_beside_the_other(work, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.01)
    turns._TURNS["flags"] = turns.Lock()
    turns._TURNS["flags"].acquire()
    work.go.set()
    assert in_turn("flags", work, work.since) == "by 1, at 7"
