"""The log can be trusted line by line."""

import logging
import re
import sys

import pytest

from core.log_lines import LogLine

LINE = LogLine("{asctime} {levelname} {name}: {message}", style="{")


def logged(message, error=None):
    record = logging.LogRecord("planner", logging.WARNING, "", 0, message, None, error)
    return LINE.format(record)


def test_a_line_says_when_in_utc_how_grave_and_what():
    said = logged("A file was refused.")
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING planner: A file was refused\.", said
    )


@pytest.mark.parametrize(
    "end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1b[2J", "\x85", "\u2028", "\u2029"]
)
def test_what_people_typed_makes_no_second_line(end):
    said = logged(f"name{end}2026-01-01T00:00:00.000Z ERROR planner: made up")
    assert len(said.splitlines()) == 1
    assert said.isprintable()


def test_the_trace_of_an_error_is_set_in():
    try:
        raise ValueError("first\n2026-01-01T00:00:00.000Z ERROR planner: made up\r2026-01-01 more")
    except ValueError:
        said = logged("It failed.", sys.exc_info())
    first, *trace = said.splitlines()
    assert first.endswith("It failed.")
    assert all(line.startswith("    ") for line in trace)
