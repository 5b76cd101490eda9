"""A cell of a matrix says its marks in words, and no cell is blank."""

import re

from safercornwall.pages.components.pictures.cells import CellMark, MatrixCell, matrix_cell


def words_of(drawn):
    return " ".join(re.sub(r"<[^>]+>", " ", drawn).split())


def test_a_mark_is_a_shape_a_word_and_a_colour():
    drawn = matrix_cell(MatrixCell("Burglary", (CellMark("status", "off_track", 2),)))
    assert 'data-shape="diamond"' in drawn
    assert "sc-tone--red" in drawn
    assert words_of(drawn) == "Burglary: 2 off track"


def test_one_of_a_kind_is_not_counted():
    drawn = matrix_cell(MatrixCell("Burglary", (CellMark("direction", "worsening"),)))
    assert words_of(drawn) == "Burglary: Worsening"


def test_the_first_mark_colours_the_cell_and_all_are_said():
    marks = (CellMark("severity", "high", 3), CellMark("status", "on_track"))
    drawn = matrix_cell(MatrixCell("Burglary", marks, "/plans/"))
    assert drawn.startswith('<a href="/plans/" class="sc-cell sc-cell--red">')
    assert words_of(drawn) == "Burglary: 3 high On track"


def test_a_cell_without_marks_says_so():
    drawn = matrix_cell(MatrixCell("Burglary", ()))
    assert "sc-cell--none" in drawn
    assert words_of(drawn) == "Burglary: Nothing known"


def test_an_address_outside_the_planner_is_no_link():
    for href in ("javascript:alert(1)", "https://elsewhere.example/", "//elsewhere.example/"):
        assert "href" not in matrix_cell(MatrixCell("Burglary", (), href))
