"""The quick survey of a sheet and the thorough one find the same, however the sheet is cut into pieces."""

from hypothesis import given
from hypothesis import strategies as st

from performance.uploads.files.archive import Survey
from performance.uploads.files.refusals import FileRefused
from performance.uploads.files.xlsx import UnusualError, scan_sheet, walk_sheet
from tests.performance.uploads.making import sheet

INSIDES = [
    "<v>5</v>",
    "<v>0</v>",
    "<v></v>",
    "",
    "<f>A1</f>",
    "<f>A1</f><v>0</v>",
    "<f>A1&amp;B1</f><v/>",
    "<f>A1</f>\n<v>7</v>",
    '<f t="shared" si="0"/>',
    "<v>#DIV/0!</v>",
    "<is><t>Truro &lt;c</t></is>",
]
COLUMNS = ["A", "Z", "AA", "RZ", "SA", "SF", "SG", "XFD"]
ROWS = [1, 9, 99_999, 199_999, 250_000, 250_001, 1_048_576]

cells = st.builds(
    lambda column, kind, inside, style: (column, f"{style}{kind}", inside),
    st.sampled_from(COLUMNS),
    st.sampled_from(["", ' t="n"', ' t="s"', ' t="e"', ' t="str"', ' t="b"', ' t="inlineStr"']),
    st.sampled_from(INSIDES),
    st.sampled_from(["", ' s="3"', ' cm="1"']),
)
rows = st.lists(st.tuples(st.sampled_from(ROWS), st.lists(cells, max_size=4)), max_size=4)


def written(rows) -> bytes:
    text = ""
    for number, cells in rows:
        text += f'<row r="{number}" spans="1:3">'
        for column, attributes, inside in cells:
            text += f'<c r="{column}{number}"{attributes}'
            text += f">{inside}</c>" if inside else "/>"
        text += "</row>"
    return sheet(text, '<cols><col min="1"/></cols>', "<mergeCells/>").encode()


def outcome(survey_it, pieces, trust_zero: bool):
    survey = Survey("Figures")
    try:
        survey_it(pieces, survey, trust_zero=trust_zero)
    except FileRefused as refused:
        return refused.code
    return survey.problems, survey.cells


@given(rows=rows, size=st.integers(1, 400), trust_zero=st.booleans())
def test_both_find_the_same(rows, size, trust_zero):
    whole = written(rows)
    # The first piece always reaches the first element, as it does when a file is read.
    pieces = [whole[:250], *(whole[at : at + size] for at in range(250, len(whole), size))]
    quick = outcome(scan_sheet, pieces, trust_zero)
    thorough = outcome(walk_sheet, pieces, trust_zero)
    if "too_much_memory" not in (quick, thorough):
        assert quick == thorough


def test_the_usual_way_of_writing_is_scanned():
    """Otherwise the two would agree because one of them never runs."""
    whole = written([(1, [("A", "", "<v>5</v>"), ("B", ' t="e"', "<v>#N/A</v>")])])
    survey = Survey("Figures")
    scan_sheet([whole], survey, trust_zero=True)
    assert list(survey.problems) == [1]
    try:
        scan_sheet([whole.replace(b"<worksheet", b"<x:worksheet")], Survey(""), trust_zero=True)
    except UnusualError:
        return
    raise AssertionError("A prefix is unusual.")
