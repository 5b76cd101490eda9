"""Fields that the program works out, bookmarks, and the lines of the contents that lead to them."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn


def _run(child: Any) -> Any:
    run = OxmlElement("w:r")
    run.append(child)
    return run


def _mark(kind: str) -> Any:
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')


def _instruction(words: str) -> Any:
    made = OxmlElement("w:instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = f" {words} "
    return made


def begin_field(paragraph: Any, words: str) -> None:
    for child in (_mark("begin"), _instruction(words), _mark("separate")):
        paragraph._p.append(_run(child))


def end_field(paragraph: Any) -> None:
    paragraph._p.append(_run(_mark("end")))


def add_field(paragraph: Any, words: str, shown: str) -> None:
    begin_field(paragraph, words)
    paragraph.add_run(shown)
    end_field(paragraph)


def add_entry(paragraph: Any, words: str, bookmark: str) -> None:
    """A line of the contents, which leads to its heading and says on which page that is."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.set(qn("w:history"), "1")
    link.append(_run(_text(words)))
    link.append(_run(OxmlElement("w:tab")))
    begin = _mark("begin")
    # The page is worked out by whatever opens the document.
    begin.set(qn("w:dirty"), "true")
    for child in (begin, _instruction(rf"PAGEREF {bookmark} \h"), _mark("separate")):
        link.append(_run(child))
    link.append(_run(_text("")))
    link.append(_run(_mark("end")))
    paragraph._p.append(link)


def _text(words: str) -> Any:
    made = OxmlElement("w:t")
    made.set(qn("xml:space"), "preserve")
    made.text = words
    return made


def add_bookmark(paragraph: Any, words: str, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph._p.append(start)
    paragraph.add_run(words)
    paragraph._p.append(end)
