"""Text files that are not what a .csv must be."""

from tests.performance.uploads.bad import bad

HEAD = b"Area,Value,Comment\r\nTruro,5,good\r\n"


def long(path) -> None:
    path.write_bytes(HEAD + b"Truro,5,good\r\n" * 250_000)


def many_cells(path) -> None:
    row = b",".join([b"1"] * 400) + b"\n"
    path.write_bytes(row * 6_300)


BAD_TEXT = [
    bad("nul.csv", "nul_bytes", "line 3", HEAD + b"Bodmin,\x006,bad\r\n"),
    bad("utf16_unmarked.csv", "unmarked_utf16", "UTF-16 without the mark", HEAD.decode().encode("utf-16-le")),
    bad("utf16_cut.csv", "unknown_letters", "Line 3", HEAD.decode().encode("utf-16") + b"x"),
    bad("utf32.csv", "unmarked_utf16", "CSV UTF-8", HEAD.decode().encode("utf-32")),
    bad("no_letters.csv", "unknown_letters", "Line 3 has bytes", HEAD + b"Bodmin,\x81,bad\r\n"),
    bad("two_encodings.csv", "mixed_encodings", "Line 4",
        HEAD + "Kernow €,6,café\r\n".encode() + "Bodmin,7,café\r\n".encode("cp1252")),
    bad("control.csv", "control_characters", "Line 3", HEAD + b"Bodmin,6,\x07bell\r\n"),
    bad("quote_never_closed.csv", "quotation_marks", "Line 3 opens a quotation mark", HEAD + b'Bodmin,6,"never\r\nSt Ives,7,x\r\n'),
    bad("quote_never_closed_long.csv", "quotation_marks", "Line 3", HEAD + b'Bodmin,6,"never\r\n' + b"St Ives,7,x\r\n" * 5_000),
    bad("text_after_quote.csv", "quotation_marks", "Line 3", HEAD + b'Bodmin,6,"the "big" one"\r\n'),
    bad("short_row.csv", "ragged_rows", "Line 3 has 2 columns", HEAD + b"Bodmin,6\r\n"),
    bad("long_row.csv", "ragged_rows", "Line 3 has 4 columns", HEAD + b"Bodmin,1,234,x\r\n"),
    bad("cut_off.csv", "ragged_rows", "Line 5 has 1 column,", HEAD + b'"St\r\nIves",6,x\r\nBodm'),
    bad("title_above.csv", "ragged_rows", "the first line, which should hold the headings, has 1",
        b"Recorded crime\r\n\r\n" + HEAD),
    bad("long_text.csv", "cell_too_long", "line 3", HEAD + b"Bodmin,6," + b"x" * 40_000 + b"\r\n"),
    bad("one_endless_line.csv", "cell_too_long", "line 1", b"x" * 10_000_000),
    bad("wide.csv", "too_many_columns", "at most 500 columns", b",".join([b"x"] * 501) + b"\n" + b",".join([b"1"] * 501)),
    bad("long.csv", "too_many_rows", "line 250,001", long),
    bad("many_cells.csv", "too_many_cells", "more than 2,500,000 cells", many_cells),
    bad("only_headings.csv", "only_headings", "headings but no figures", b"Area,Value\r\n"),
    bad("only_separators.csv", "nothing_in_it", "every sheet is blank", b",,\r\n,,\r\n\r\n"),
    bad("only_mark.csv", "nothing_in_it", "every sheet is blank", b"\xef\xbb\xbf"),
]  # fmt: skip
