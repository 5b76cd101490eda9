"""A .csv is read whichever program wrote it: its letters, its separators, its quotation marks."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from performance.uploads.files import read_table
from performance.uploads.files.table import read_rows
from performance.uploads.files.text import read_text, separator_of

TEXT = "Area,Value,Comment\r\nTruro,5,café\r\nSt Ives,£3.5k,“good”\r\n"
READ = [
    (1, ("Area", "Value", "Comment")),
    (2, ("Truro", "5", "café")),
    (3, ("St Ives", "£3.5k", "“good”")),
]


def rows_of(path, content: bytes):
    """As the reading process reads them, in this one: text does not abort anything."""
    path.write_bytes(content)
    spool = io.BytesIO()
    sheet = read_text(str(path), spool)
    assert spool.tell() == sheet.end
    return list(read_rows(spool, sheet.start, sheet.end))


@pytest.fixture(autouse=True)
def own_limit_of_a_field():
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "figures.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_encodings_separators_and_line_ends(file, encoding, separator, line_end):
    text = TEXT.replace(",", separator).replace("\r\n", line_end)
    assert rows_of(file, text.encode(encoding)) == READ


def test_utf16_the_other_way_round(file):
    assert rows_of(file, b"\xfe\xff" + TEXT.encode("utf-16-be")) == READ


@pytest.mark.parametrize("name", ["figures.csv", "FIGURES.CSV", "figures.txt", "figures.tsv"])
def test_names_that_text_files_have(file, name):
    file.write_bytes(TEXT.encode())
    with read_table(file, name) as read:
        assert read.kind == "csv"
        assert [(s.name, s.rows, s.columns, s.filled) for s in read.sheets] == [("", 3, 3, 3)]
        assert list(read.rows("")) == READ


def test_a_first_line_may_name_the_separator(file):
    content = b"sep=|\r\nArea|Value\r\nTruro, city of|5\r\n"
    assert rows_of(file, content) == [(1, ("Area", "Value")), (2, ("Truro, city of", "5"))]


def test_blank_lines_count_and_spare_separators_do_not(file):
    content = b'Area,Value\n\n,\nTruro,5,,\n"St\nIves","6 ""or"" 7"\nBodmin,\n'
    assert rows_of(file, content) == [
        (1, ("Area", "Value")),
        (4, ("Truro", "5")),
        (5, ("St\nIves", '6 "or" 7')),
        (6, ("Bodmin", None)),
    ]


@pytest.mark.parametrize(
    ("separator", "sample"),
    [
        (";", "Area;Value\nTruro;1,5\nBodmin;2,5\n"),
        (";", "Area;Value, 2011\nTruro;1,5\nBodmin;2,5\n"),
        (",", "Area; town,Value\nTruro; city,5\nBodmin,6\n"),
        (",", "Area,Value,Why\nTruro,5,a; b\nBodmin,6,c\n"),
        ("\t", "Area\tValue\nTruro, Cornwall\t1,5\n"),
        (",", '"Area;town","Value;unit"\n"a;b","c"\n'),
        (",", "Value\n5\n6\n"),
        (",", "Recorded crime\n\nArea,Value\nTruro,5\nBodmin,6\n"),
        (",", ""),
        (",", 'Area,Value\nTruro,"5\n'),
    ],
)
def test_the_separator_is_told_from_the_first_lines(separator, sample):
    assert separator_of(sample) == separator


words = st.text(st.characters(exclude_categories=["C"]), max_size=8).map(str.strip)
grids = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(words, min_size=width, max_size=width).filter(any), min_size=2, max_size=5
    )
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    grid=grids, separator=st.sampled_from(",;\t"), encoding=st.sampled_from(["utf-8-sig", "utf-16"])
)
def test_what_is_written_is_read(file, grid, separator, encoding):
    headings = [f"Heading {number}" for number in range(len(grid[0]))]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([headings, *grid])
    expected = [
        (number, tuple(word or None for word in words))
        for number, words in enumerate([headings, *grid], start=1)
    ]
    assert rows_of(file, text.getvalue().encode(encoding)) == expected


def test_the_real_file_of_recorded_crime(file):
    content = (
        b"calendar_quarter,financial_quarter,all_crime_excl_asb,Anti-social behaviour\n"
        b"2014Q1,2013/14 Q4,5171,2768\n2014Q2,2014/15 Q1,5288,3767\n"
    )
    assert rows_of(file, content)[1] == (2, ("2014Q1", "2013/14 Q4", "5171", "2768"))
